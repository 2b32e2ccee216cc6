import { isRecord, isScalar, type JsonTable } from "./json-tables.js";

/** A dimension: its name and its categories in their order. */
interface Dimension {
  readonly name: string;
  readonly categories: readonly string[];
}

/**
 * The table in a data set as statistical offices publish it: a cube of values whose dimensions, time among
 * them, have categories. Each cell becomes a row with a column for each dimension of several categories.
 *
 * @returns undefined for other documents
 * @see https://json-stat.org/full/, versions 1.3 and 2.0
 */
export function jsonStatTable(document: unknown): JsonTable | undefined {
  if (!isRecord(document)) return undefined;
  const wrapped = Object.values(document);
  const cube = isCube(document) ? document : wrapped.length === 1 ? wrapped[0] : undefined;
  if (!isCube(cube)) return undefined;
  const dimensions = dimensionsOf(cube);
  if (dimensions === undefined) return undefined;
  const rows = dimensions.reduce((product, { categories }) => product * categories.length, 1);
  const { value } = cube;
  if (Array.isArray(value) && value.length !== rows) return undefined;
  // Cells without a value are left out of an object.
  const cell = (i: number) =>
    (Array.isArray(value) ? value[i] : (value as Fields)[String(i)]) ?? null;
  const y = Array.from({ length: rows }, (_, i) => cell(i));
  if (!y.every(isScalar)) return undefined;
  const columns = new Map<string, readonly unknown[]>();
  let repeats = rows;
  for (const { name, categories } of dimensions) {
    repeats /= categories.length;
    if (categories.length === 1) continue;
    const run = repeats;
    columns.set(
      name,
      Array.from(y, (_, i) => categories[Math.floor(i / run) % categories.length]),
    );
  }
  return { path: "", rows, columns: columns.set("value", y) };
}

type Fields = Readonly<Record<string, unknown>>;

function isCube(node: unknown): node is Fields & { readonly dimension: Fields } {
  return (
    isRecord(node) &&
    isRecord(node.dimension) &&
    (Array.isArray(node.value) || isRecord(node.value))
  );
}

function dimensionsOf({
  dimension,
  ...cube
}: {
  readonly dimension: Fields;
  readonly id?: unknown;
}) {
  // Version 1 keeps the names beside the dimensions themselves.
  const names = cube.id ?? dimension.id;
  if (!Array.isArray(names) || names.length === 0) return undefined;
  const dimensions: Dimension[] = [];
  for (const name of names) {
    const described = dimension[String(name)];
    const category = isRecord(described) ? described.category : undefined;
    const categories = isRecord(category) ? categoriesOf(category) : [];
    if (categories.length === 0) return undefined;
    dimensions.push({ name: String(name), categories });
  }
  return dimensions;
}

/** Ids of categories in order: by `index`, a list or the place of each, else the only one of `label`. */
function categoriesOf({ index, label }: Fields): string[] {
  if (Array.isArray(index)) return index.map(String);
  if (!isRecord(index)) return isRecord(label) ? Object.keys(label) : [];
  return Object.entries(index)
    .toSorted(([, a], [, b]) => Number(a) - Number(b))
    .map(([id]) => id);
}
