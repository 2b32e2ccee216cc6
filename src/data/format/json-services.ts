import { isRecord, isScalar, type JsonTable } from "./json-tables.js";

type Fields = Readonly<Record<string, unknown>>;

/**
 * The table in an answer of PxWeb, the database of Nordic and other statistical offices: `columns` with their
 * names, and rows whose `key` and `values` hold the cells.
 *
 * @returns undefined for other documents
 * @see https://www.scb.se/en/services/open-data-api/, format `json`
 */
export function pxwebTable(document: unknown): JsonTable | undefined {
  if (!isRecord(document)) return undefined;
  const { columns, data } = document;
  if (!areRecords(columns) || !areRecords(data)) return undefined;
  const rows = data.map(({ key, values }) => [...cellsOf(key), ...cellsOf(values)]);
  if (rows.some((row) => row.length !== columns.length)) return undefined;
  return tableOf(
    columns.map(({ text, code }) => String(text ?? code)),
    rows,
  );
}

/**
 * The table in a document of Google Charts: `cols` with their labels, and rows of cells `{"v": …}`, alone or
 * as the `table` of an answer.
 *
 * @returns undefined for other documents
 * @see https://developers.google.com/chart/interactive/docs/reference#dataparam
 */
export function chartTable(document: unknown): JsonTable | undefined {
  const table = isRecord(document) && isRecord(document.table) ? document.table : document;
  if (!isRecord(table) || !areRecords(table.cols) || !areRecords(table.rows)) return undefined;
  const { cols } = table;
  const rows = table.rows.map(({ c }) => (Array.isArray(c) ? c.map(valueIn) : []));
  if (rows.some((row) => row.length !== cols.length || !row.every(isScalar))) return undefined;
  return tableOf(
    cols.map(({ label, id }) => String(label || id)),
    rows,
  );
}

/**
 * The table in an answer of Grafana's data sources: frames with the names of their fields and a list of values for
 * each, one below the other where there are several.
 *
 * @returns undefined for other documents
 * @see https://grafana.com/developers/dataplane/
 */
export function framesTable(document: unknown): JsonTable | undefined {
  const frames = framesIn(document);
  const [first] = frames;
  if (first === undefined) return undefined;
  const rows: unknown[][] = [];
  for (const frame of frames) {
    if (frame === undefined || frame.names.join() !== first.names.join()) return undefined;
    const { name, values } = frame;
    const count = values[0].length;
    if (values.some(({ length }) => length !== count)) return undefined;
    for (let row = 0; row < count; row++) {
      rows.push([...(frames.length > 1 ? [name] : []), ...values.map((column) => column[row])]);
    }
  }
  return tableOf([...(frames.length > 1 ? ["series"] : []), ...first.names], rows);
}

/** The frames of all queries but those that failed, or a list of frames or one alone, as panels save them. */
function framesIn(document: unknown): readonly (Frame | undefined)[] {
  if (isRecord(document) && isRecord(document.results)) {
    return Object.entries(document.results).flatMap(([query, result]) => {
      if (!isRecord(result)) return [undefined];
      if (!areRecords(result.frames))
        return "error" in result || Array.isArray(result.frames) ? [] : [undefined];
      return result.frames.map((frame) => frameOf(frame, query));
    });
  }
  const alone = isRecord(document) && areRecords(document.frames) ? document.frames : document;
  const list = isRecord(alone) ? [alone] : areRecords(alone) ? alone : [];
  return list.every(({ schema }) => isRecord(schema))
    ? list.map((frame) => frameOf(frame, ""))
    : [];
}

/** A frame as a table, and what it is called. */
interface Frame {
  readonly name: string;
  readonly names: readonly string[];
  readonly values: readonly (readonly unknown[])[];
}

/** The names of the fields of a frame and their values, and what it is called. */
function frameOf({ schema, data }: Fields, query: string): Frame | undefined {
  if (!isRecord(schema) || !areRecords(schema.fields)) return undefined;
  if (!isRecord(data) || !Array.isArray(data.values)) return undefined;
  const { fields } = schema;
  const values = data.values as readonly (readonly unknown[])[];
  if (values.length !== fields.length || !values.every((one) => Array.isArray(one))) {
    return undefined;
  }
  const labels = fields.flatMap((field) =>
    isRecord(field.labels) ? Object.values(field.labels).map(String) : [],
  );
  return {
    name: labels.length > 0 ? labels.join(" ") : String(schema.name ?? query),
    names: fields.map(({ name }) => String(name)),
    values,
  };
}

function tableOf(names: readonly string[], rows: readonly (readonly unknown[])[]): JsonTable {
  const columns = names.map((name, c) => [name, rows.map((row) => row[c])] as const);
  return { path: "", rows: rows.length, columns: new Map(columns) };
}

function areRecords(value: unknown): value is readonly Fields[] {
  return Array.isArray(value) && value.length > 0 && value.every(isRecord);
}

function cellsOf(cells: unknown): readonly unknown[] {
  return Array.isArray(cells) && cells.every(isScalar) ? cells : [];
}

/** Months are counted from 0. */
const CHART_DATE =
  /^Date\((\d{4}), ?(\d{1,2}), ?(\d{1,2})(?:, ?(\d{1,2}), ?(\d{1,2}), ?(\d{1,2}))?/;

/** The value of a cell, its date as text: `Date(2024,0,31)` is the last of January. */
function valueIn(cell: unknown): unknown {
  const value = isRecord(cell) ? (cell.v ?? null) : null;
  const found = typeof value === "string" ? CHART_DATE.exec(value) : null;
  if (found === null) return value;
  const [year, month, day, ...clock] = found.slice(1);
  const two = (part: string | number) => String(part).padStart(2, "0");
  const time = clock[0] === undefined ? "" : `T${clock.map(two).join(":")}`;
  return `${year}-${two(Number(month) + 1)}-${two(day)}${time}`;
}
