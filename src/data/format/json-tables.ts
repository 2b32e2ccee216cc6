import type { SourceLocation } from "../../errors.js";
import { inferColumn } from "../table/infer-column.js";
import { columnsOfRecords } from "../table/records.js";
import { timesFromNumbers } from "../time/numeric-times.js";

/** A table that a JSON document holds. */
export interface JsonTable {
  /** Keys that lead to it from the top, such as `response.data`; empty for the document itself. */
  readonly path: string;
  readonly rows: number;
  readonly columns: ReadonlyMap<string, readonly unknown[]>;
}

type Values = readonly unknown[];
type Fields = Readonly<Record<string, unknown>>;

/** Documents are searched for tables down to this depth. */
const MAX_DEPTH = 8;

/** Rows that are looked at for whether a table has dates. */
const MAX_SAMPLED_ROWS = 100;

/** Arrays of other things than rows are searched for tables up to this length. */
const MAX_SEARCHED_ELEMENTS = 10;

/**
 * The tables of a document that is none itself, as the answers of web services are: arrays of objects or of
 * rows, objects of arrays of one length, or objects whose keys are dates, at whatever depth. Arrays within
 * the objects of an array, one for each series, are one table together. The only one with dates is all that
 * counts.
 *
 * @param source name for messages
 * @throws DataError when rows have too many different names
 */
export function tablesIn(source: string, document: unknown): JsonTable[] {
  const found = search(source, document, 0);
  const dated = found.filter(hasDates);
  // Others, such as a list of the columns, describe it.
  return dated.length === 1 ? dated : found;
}

/**
 * The table at a path such as `response.data`; a number is a place in an array, counted from 0.
 *
 * @returns undefined when there is no such path, or no table at it
 */
export function tableAt(source: string, document: unknown, path: string): JsonTable | undefined {
  const found = tablesIn(source, document).find((table) => table.path === path);
  if (found !== undefined) return found;
  const node = nodeAt(document, path);
  const table = node === undefined ? undefined : (tableOf(source, node) ?? valuesOf(node));
  return table && { ...table, path };
}

export function isRecord(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Whether a value is a text, number, truth value or nothing. */
export function isScalar(value: unknown): boolean {
  return typeof value !== "object" || value === null;
}

function nodeAt(node: unknown, path: string): unknown {
  if (path === "") return node;
  if (typeof node !== "object" || node === null) return undefined;
  // A key may hold points itself.
  for (const key of Object.keys(node)) {
    if (path !== key && !path.startsWith(`${key}.`)) continue;
    const found = nodeAt((node as Fields)[key], path.slice(key.length + 1));
    if (found !== undefined) return found;
  }
  return undefined;
}

type Found = Omit<JsonTable, "path">;

/** What a node is as a table, without a look into what its rows hold. */
function tableOf(source: string, node: unknown): Found | undefined {
  if (Array.isArray(node)) {
    if (node.length === 0) return undefined;
    if (node.every(isRecord)) return tableFromObjects(source, node);
    return node.every(isRow) ? tableFromRows(node) : undefined;
  }
  if (!isRecord(node)) return undefined;
  return splitTable(node) ?? tableOfArrays(node) ?? keyedTable(source, node);
}

function valuesOf(node: unknown): Found | undefined {
  if (!Array.isArray(node) || node.length === 0 || !node.every(isScalar)) return undefined;
  return { rows: node.length, columns: new Map([["y", node]]) };
}

function isRow(value: unknown): value is Values {
  return Array.isArray(value) && value.length > 1 && value.every(isScalar);
}

/** Objects as rows; objects within them are columns of their own. */
function tableFromObjects(source: string, objects: readonly Fields[]): Found {
  // Elasticsearch wraps each document of an answer.
  const bare = objects.every(({ _source }) => isRecord(_source))
    ? objects.map(({ _source }) => _source as Fields)
    : objects;
  return { rows: bare.length, columns: withListsSpread(columnsOfObjects(source, bare)) };
}

/** Values that a list in each row may have: longer ones are series of their own. */
const MAX_LISTED = 8;

/** Columns of as many values in a list for each row as columns of their own: `values.0` and `values.1`, beside dates. */
function withListsSpread(columns: ReadonlyMap<string, Values>): ReadonlyMap<string, Values> {
  const spread = new Map<string, Values>();
  for (const [name, values] of columns) {
    const [first] = values;
    const length = Array.isArray(first) ? first.length : 0;
    const areLists =
      !/^(?:coordinates|position|bbox)$/.test(name) &&
      values.length > MAX_LISTED &&
      length > 0 &&
      length <= MAX_LISTED &&
      values.every((one) => Array.isArray(one) && one.length === length && one.every(isScalar));
    if (!areLists) spread.set(name, values);
    else {
      for (let i = 0; i < length; i++) {
        const one = values.map((list) => (list as Values)[i]);
        spread.set(length === 1 ? name : `${name}.${i}`, one);
      }
    }
  }
  return spread;
}

/**
 * The values of objects by name, those of objects within them too: `{"value": {"low": 1}}` has a `low`, or a
 * `value.low` where there are others.
 *
 * @throws DataError when rows have too many different names
 */
export function columnsOfObjects(
  source: string,
  objects: readonly Fields[],
  locate?: (row: number) => SourceLocation,
): Map<string, unknown[]> {
  return shortNames(columnsOfRecords(source, objects, (fields) => flatten(fields), locate));
}

/** Between the name of an object and those within it; no key of a document holds it. */
const NESTED = "\u0000";

function* flatten(fields: Fields, prefix = ""): Generator<[string, unknown]> {
  for (const [key, value] of Object.entries(fields)) {
    if (isRecord(value)) yield* flatten(value, `${prefix}${key}${NESTED}`);
    else yield [prefix + key, value];
  }
}

/** Names without the keys above them, where they are distinct so. */
function shortNames<T>(columns: ReadonlyMap<string, T>): Map<string, T> {
  const last = (name: string) => name.slice(name.lastIndexOf(NESTED) + 1);
  const counts = new Map<string, number>();
  for (const name of columns.keys()) counts.set(last(name), (counts.get(last(name)) ?? 0) + 1);
  const short = (name: string) =>
    counts.get(last(name)) === 1 ? last(name) : name.replaceAll(NESTED, ".");
  return new Map(Array.from(columns, ([name, column]) => [short(name), column]));
}

/**
 * Arrays of equal length without names: pairs of a date and a value are called `ds` and `y`, as those of a
 * value and a date are.
 */
function tableFromRows(rows: readonly Values[]): Found | undefined {
  const { length: width } = rows[0];
  // Services leave out empty cells at the end of rows.
  if (rows.length > 1 && isHeaderRow(rows) && rows.every(({ length }) => length <= width)) {
    const below = rows.slice(1);
    const named = rows[0].map(
      (name, c) => [String(name), below.map((row) => row[c] ?? null)] as const,
    );
    return { rows: below.length, columns: new Map(named) };
  }
  if (rows.some((row) => row.length !== width)) return undefined;
  const columns = rows[0].map((_, c) => rows.map((row) => row[c]));
  const names =
    width !== 2 || !columns.some(areDates)
      ? columns.map((_, c) => `column${c + 1}`)
      : areDates(columns[0])
        ? ["ds", "y"]
        : ["y", "ds"];
  return { rows: rows.length, columns: new Map(columns.map((column, c) => [names[c], column])) };
}

/** Rows that are looked at below what may be names. */
const MAX_ROWS_BELOW = 100;

/** Whether the first row holds names: other texts than those of numbers and dates, which the rows below have. */
export function isHeaderRow([first, ...rows]: readonly Values[]): boolean {
  const areNames = first.every((value) => typeof value === "string");
  if (rows.length === 0 || !areNames || new Set(first).size < first.length) return false;
  if (rows[0].some((value) => typeof value !== "string")) return true;
  const below = rows.slice(0, MAX_ROWS_BELOW);
  return (
    !first.some((name) => name === "" || isValue([name])) &&
    first.some((_, c) => isValue(below.map((row) => row[c])))
  );
}

/** Whether the values are numbers or dates, maybe in texts. */
function isValue(values: readonly unknown[]): boolean {
  return inferColumn("", values).kind !== "text";
}

/** `{"columns": ["ds", "y"], "index": [0, 1], "data": [[…], […]]}` as pandas writes it. */
function splitTable({ columns: names, index, data }: Fields): Found | undefined {
  if (!Array.isArray(names) || !Array.isArray(data) || !names.every(isScalar)) return undefined;
  const fits = (row: unknown) => Array.isArray(row) && row.length === names.length;
  if (data.length === 0 || !data.every(fits)) return undefined;
  const columns = new Map<string, Values>();
  if (Array.isArray(index) && index.length === data.length && !index.every((v, i) => v === i)) {
    columns.set(areDates(index) ? "ds" : "index", index);
  }
  names.forEach((name, c) => {
    columns.set(
      String(name),
      data.map((row) => (row as Values)[c]),
    );
  });
  return { rows: data.length, columns };
}

/** `{"time": […], "temperature": […], "unit": "°C"}`: all arrays have the same length. */
function tableOfArrays(node: Fields): Found | undefined {
  const arrays = Object.entries(node).filter(
    (entry): entry is [string, unknown[]] => Array.isArray(entry[1]) && entry[1].every(isScalar),
  );
  const rows = arrays[0]?.[1].length ?? 0;
  // A few values for each date are rows.
  if (rows <= MAX_LISTED && areDateKeys(arrays.map(([key]) => key))) return undefined;
  const lone = arrays.length === 1 && !isLoneColumn(node, arrays[0][1]);
  if (rows < 2 || lone || arrays.some(([, values]) => values.length !== rows)) {
    return undefined;
  }
  return { rows, columns: new Map(arrays) };
}

/** Whether numbers are the only array of an object, and no other may be found within it. */
function isLoneColumn(node: Fields, values: Values): boolean {
  const others = Object.values(node).filter((value) => value !== values);
  return values.every((value) => typeof value === "number") && others.every(isScalar);
}

/**
 * Objects by row or column, as pandas writes them: `{"2024-01-01": 5, …}`, `{"2024-01-01": {"y": 5}, …}`,
 * `{"y": {"2024-01-01": 5, …}}` and the same with numbers of rows instead of dates.
 */
function keyedTable(source: string, node: Fields): Found | undefined {
  const keys = Object.keys(node);
  if (keys.length === 0) return undefined;
  const values = Object.values(node).map(onlyOne);
  const listed =
    values.every(Array.isArray) && areDateKeys(keys) ? listsBeside(keys, values) : undefined;
  if (listed !== undefined) return listed;
  if (values.every(isScalar)) {
    if (!areDateKeys(keys)) return undefined;
    return {
      rows: keys.length,
      columns: new Map<string, Values>([
        ["ds", keys],
        ["y", values],
      ]),
    };
  }
  if (!values.every(isRecord)) return undefined;
  if (areDateKeys(keys) || areRowNumbers(keys)) {
    if (!values.every((row) => Object.values(row).every(isScalar))) return undefined;
    const table = tableFromObjects(source, values);
    return areRowNumbers(keys)
      ? table
      : { rows: table.rows, columns: new Map([["ds", keys], ...table.columns]) };
  }
  const inner = Object.keys(values[0]);
  const same = (column: Fields) =>
    Object.keys(column).length === inner.length && inner.every((key) => isScalar(column[key]));
  if (!values.every(same)) return undefined;
  if (!(areDateKeys(inner) || areRowNumbers(inner))) return keyedRows(source, keys, values);
  const columns = new Map<string, Values>();
  if (!areRowNumbers(inner)) columns.set("ds", inner);
  keys.forEach((key, c) => {
    columns.set(
      key,
      inner.map((row) => values[c][row]),
    );
  });
  return { rows: inner.length, columns };
}

/** Rows below which objects with the same names may be settings of several things. */
const MIN_KEYED = 3;

/** `{"-NoX": {"t": 1705708800000, "temp": 21.1}, …}`: rows below keys of a database, which name series where dates repeat. */
function keyedRows(
  source: string,
  keys: readonly string[],
  values: readonly Fields[],
): Found | undefined {
  if (keys.length < MIN_KEYED || Object.keys(values[0]).length < 2) return undefined;
  const table = tableFromObjects(source, values);
  if (!hasDates(table)) return undefined;
  const isKey = [...table.columns.values()].some(
    (column) => areDates(column) && new Set(column).size === keys.length,
  );
  if (isKey || table.columns.has("key")) return table;
  return { rows: table.rows, columns: new Map([["key", keys], ...table.columns]) };
}

/** The value within lists of nothing else, as openEO wraps that of a date in one for bands and one for polygons. */
function onlyOne(value: unknown): unknown {
  let inner = value;
  while (Array.isArray(inner) && inner.length === 1) [inner] = inner;
  return inner;
}

/** `{"2024-01-01": [5, 7], …}`: a column for each place in the lists. */
function listsBeside(keys: readonly string[], lists: readonly Values[]): Found | undefined {
  const spread = withListsSpread(new Map([["y", lists]]));
  return spread.has("y")
    ? undefined
    : { rows: keys.length, columns: new Map([["ds", keys], ...spread]) };
}

function areRowNumbers(keys: readonly string[]): boolean {
  return keys.every((key, i) => key === String(i));
}

function areDateKeys(keys: readonly string[]): boolean {
  return keys.length > 1 && areDates(keys);
}

function areDates(values: Values): boolean {
  const column = inferColumn("ds", values);
  if (column.kind === "time") return true;
  if (column.kind !== "number") return false;
  const as = timesFromNumbers(column.values)?.as;
  return as !== undefined && as !== "days of a spreadsheet";
}

function hasDates({ columns }: Found): boolean {
  return [...columns.values()].some((values) => {
    const sample = values.slice(0, MAX_SAMPLED_ROWS);
    return sample.every(isScalar) && areDates(sample);
  });
}

/** Whether all rows have the same dates, such as those of the first and last value of each series. */
function isAboutSeries({ rows, columns }: Found): boolean {
  return [...columns.values()].every(
    (values) =>
      rows < 2 || !values.every(isScalar) || !areDates(values) || new Set(values).size === 1,
  );
}

function search(source: string, node: unknown, depth: number): JsonTable[] {
  if (depth > MAX_DEPTH || typeof node !== "object" || node === null) return [];
  const table = tableOf(source, node);
  if (Array.isArray(node)) {
    if (table !== undefined && (!node.every(isRecord) || hasDates(table))) {
      const longer = isAboutSeries(table) && node.every(isRecord);
      const series = longer ? searchSeries(source, node, depth).filter(hasDates) : [];
      return series.length === 1 && series[0].rows > 2 * table.rows
        ? series
        : [{ path: "", ...table }];
    }
    if (node.length > 0 && node.every(isRecord)) {
      const nested = searchSeries(source, node, depth);
      if (nested.length > 1 && nested.every(({ rows }) => rows === node.length)) {
        const flat = tableFromObjects(source, node.map(withoutArrays));
        if (hasDates(flat)) return [{ path: "", ...flat }];
      }
      return nested.length > 0 || table === undefined ? nested : [{ path: "", ...table }];
    }
    if (node.length > MAX_SEARCHED_ELEMENTS) return [];
  } else if (table !== undefined && (hasDates(table) || splitTable(node as Fields))) {
    return [{ path: "", ...table }];
  }
  const found = Object.entries(node).flatMap(([key, value]) =>
    search(source, value, depth + 1).map((inner) => ({ ...inner, path: joined(key, inner.path) })),
  );
  // Lists of names and units are no table beside one with dates.
  if (table !== undefined && !Array.isArray(node) && !found.some(hasDates)) {
    return [{ path: "", ...table }];
  }
  return found.map((inner) =>
    withDatesBeside(withNamesBeside(inner, node as Fields), node as Fields),
  );
}

/** Keys of objects that name columns. */
const NAME_KEYS = ["name", "text", "label", "title", "field", "id"];

/** A table of rows without names, with those of the only array of as many that stands beside it. */
function withNamesBeside(table: JsonTable, { ...fields }: Fields): JsonTable {
  const rows = fields[table.path];
  if (!Array.isArray(rows) || !rows.every(Array.isArray)) return table;
  if (rows.length > table.rows) return table;
  const { size } = table.columns;
  const lists = Object.entries(fields).flatMap(([key, value]) => {
    const names = key !== table.path && Array.isArray(value) ? value.map(nameIn) : [];
    const fit = names.length === size && new Set(names).size === size && !names.includes("");
    return fit ? [{ key, names }] : [];
  });
  const called = lists.filter(({ key }) => /label|col|name|field|head|meta/i.test(key));
  const [only] = lists.length === 1 ? lists : called;
  if (only === undefined || called.length > 1) return table;
  const columns = [...table.columns.values()].map((values, c) => [only.names[c], values] as const);
  return { ...table, columns: new Map(columns) };
}

/** The name that an element of a list of columns is or has, empty for none. */
function nameIn(element: unknown): string {
  if (typeof element === "string") return element;
  const key = isRecord(element) ? NAME_KEYS.find((one) => typeof element[one] === "string") : "";
  return key ? String((element as Fields)[key]) : "";
}

/** A table without dates, with the only array of as many dates as it or each of its series has that stands beside it. */
function withDatesBeside(table: JsonTable, { ...fields }: Fields): JsonTable {
  if (hasDates(table)) return table;
  const { rows } = table;
  const dates = Object.entries(fields).filter(
    (entry): entry is [string, unknown[]] =>
      Array.isArray(entry[1]) &&
      (entry[1].length === rows || areSeriesOf(table, entry[1].length)) &&
      entry[1].every(isScalar) &&
      areDates(entry[1]),
  );
  if (dates.length !== 1) return table;
  const [[name, values]] = dates;
  const repeated = Array.from({ length: rows }, (_, row) => values[row % values.length]);
  return { ...table, columns: new Map([[name, repeated], ...table.columns]) };
}

/** Whether a table is made of series of so many rows each, one below the other. */
function areSeriesOf({ rows, columns }: Found, length: number): boolean {
  const ids = columns.get("unique_id");
  return (
    ids !== undefined &&
    length > 1 &&
    rows % length === 0 &&
    ids.every((id, row) => (row > 0 && id === ids[row - 1]) === row % length > 0)
  );
}

function joined(key: string, path: string): string {
  return path === "" ? key : `${key}.${path}`;
}

/** An object whose arrays of objects are objects by place: cells of its row rather than rows of their own. */
function withoutArrays(fields: Fields): Fields {
  return Object.fromEntries(
    Object.entries(fields).map(([key, value]) => [
      key,
      Array.isArray(value) && value.every(isRecord) ? { ...value } : value,
    ]),
  );
}

/** The tables within each object of an array, those at the same path together. */
function searchSeries(source: string, objects: readonly Fields[], depth: number): JsonTable[] {
  const parts = new Map<string, { readonly object: number; readonly table: JsonTable }[]>();
  objects.forEach((fields, object) => {
    for (const table of search(source, fields, depth + 1)) {
      const part = parts.get(table.path) ?? [];
      part.push({ object, table });
      parts.set(table.path, part);
    }
  });
  return Array.from(parts, ([path, tables]) => ({ path, ...together(source, objects, tables) }));
}

function isSame(values: Values) {
  return ([, others]: readonly [string, Values]) => others.every((other, i) => other === values[i]);
}

/** Tables below each other, each row with what the object around its table says. */
function together(
  source: string,
  objects: readonly Fields[],
  parts: readonly { readonly object: number; readonly table: JsonTable }[],
): Found {
  const rows = parts.reduce((sum, { table }) => sum + table.rows, 0);
  const columns = new Map<string, unknown[]>();
  const column = (name: string) => {
    const values = columns.get(name) ?? new Array(rows).fill(null);
    columns.set(name, values);
    return values;
  };
  const outer = tableFromObjects(source, objects).columns;
  const scalars = [...outer].filter(([, values]) => values.every(isScalar));
  const varied = scalars.filter(
    ([, values], i) => new Set(values).size > 1 && !scalars.slice(0, i).some(isSame(values)),
  );
  let row = 0;
  for (const { object, table } of parts) {
    for (const [name, values] of table.columns) {
      const into = column(name);
      values.forEach((value, i) => {
        into[row + i] = value;
      });
    }
    const repeat = (name: string, value: unknown) =>
      column(name).fill(value, row, row + table.rows);
    if (parts.length > 1 && !table.columns.has("unique_id")) {
      const names = varied.map(([, values]) => values[object] ?? "");
      repeat("unique_id", names.length > 0 ? names.join("/") : String(object + 1));
    }
    for (const [name, values] of scalars) {
      if (!table.columns.has(name)) repeat(name, values[object]);
    }
    row += table.rows;
  }
  return { rows, columns };
}
