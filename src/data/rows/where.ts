import { DataError, UsageError } from "../../errors.js";
import { suggestion } from "../../suggest.js";
import { firstFew } from "../../wording.js";
import { columnCalled, columnNamed, columnNames } from "../roles/columns-by-name.js";
import { INSTRUMENT_NAME } from "../roles/id.js";
import { ID_NAMES } from "../roles/known-names.js";
import type { RoleOptions } from "../roles/roles.js";
import { displayName } from "../source/errors.js";
import type { Column, Columns, NumberColumn, TextColumn } from "../table/columns.js";
import type { ParseOptions } from "../table/parse-options.js";
import { withoutBroken } from "../table/read-again.js";
import { selectRows } from "../table/select-rows.js";
import { writtenText } from "../table/written-text.js";
import { dateSpan } from "../time/date-span.js";

/** A condition on rows, such as `store=Berlin,Hamburg` or `price>=10`. */
interface Condition {
  readonly text: string;
  readonly column: string;
  readonly how: "=" | "!=" | "<" | "<=" | ">" | ">=";
  /** As written; several for = and != only. */
  readonly values: readonly string[];
}

/**
 * The rows that meet all conditions, with their places in the input.
 *
 * @param conditions each a column, one of = != < <= > >=, and a value; several values after = or !=,
 *   separated by commas, any of which is meant. Dates may be as short as 2022 or 2022-01.
 * @param strict whether all columns must be there: a table of future values may lack some
 * @param options how cells are written, for columns that hold dates or numbers alone once rows are left out,
 *   and the columns that name the series: their numbers are names, compared as they are written
 * @throws UsageError for a condition that cannot be read, an unknown column, or a value that a column of
 *   its kind cannot have
 * @throws DataError when no row is left, or no row has a value that is asked for
 */
export function rowsWhere(
  table: Columns,
  conditions: readonly string[] | undefined,
  strict = true,
  options: ParseOptions & Pick<RoleOptions, "id"> = {},
): Columns {
  if (!conditions?.length || isSame(table.where, conditions)) return table;
  const named = new Set(table.columns.map(({ name }) => name.toLowerCase()));
  const read = conditions.map((text) => readCondition(text, table));
  const tests = read
    .filter(({ column }) => strict || named.has(column.toLowerCase()))
    .map((condition) => testOf(table, columnNamed(table, condition.column), condition, options));
  const rows = new Uint32Array(table.rows);
  let count = 0;
  for (let row = 0; row < table.rows; row++) {
    if (tests.every((test) => test(row))) rows[count++] = row;
  }
  if (count === 0 && strict) {
    throw new DataError(`no row of ${displayName(table.name)} has ${conditions.join(" and ")}`, {
      hint: "Each --where must hold; several values of one column stand in one: --where store=Berlin,Hamburg.",
    });
  }
  const chosen = withoutBroken(table, selectRows(table, rows.slice(0, count)), options);
  const whose = read.flatMap((condition) => nameOf(table, condition, rows[0], options));
  return { ...chosen, where: conditions, ...(whose.length > 0 && { whose: whose.join("/") }) };
}

/** The name that all rows have in common by a condition, as the first of them has it: a text or an id. */
function nameOf(
  table: Columns,
  { column: name, how, values }: Condition,
  row: number | undefined,
  options: Pick<RoleOptions, "id">,
): string[] {
  if (how !== "=" || values.length !== 1 || values[0] === "" || row === undefined) return [];
  const column = table.columns.find((one) => one.name.toLowerCase() === name.toLowerCase());
  if (column === undefined || column.kind === "time") return [];
  const names = column.kind === "text" || namesSeries(table, column, options);
  return names ? [table.cell(row, column).trim()] : [];
}

function isSame(a: readonly string[] | undefined, b: readonly string[]): boolean {
  return a?.length === b.length && b.every((text, i) => text === a[i]);
}

const OPERATORS = ["!=", "<=", ">=", "=", "<", ">"] as const;

/** A column's name may hold an operator itself: the longest name that the text begins with is meant. */
function readCondition(text: string, table: Columns): Condition {
  const own = table.columns
    .map(({ name }) => name)
    .filter((name) => text.startsWith(name))
    .sort((a, b) => b.length - a.length);
  for (const name of own) {
    const rest = text.slice(name.length).trimStart();
    const how = OPERATORS.find((operator) => rest.startsWith(operator));
    if (how) return { text, column: name, how, values: valuesOf(rest.slice(how.length), how) };
  }
  const found = /^\s*([^=!<>]+?)\s*(!=|<=|>=|=|<|>)(.*)$/s.exec(text);
  if (!found) {
    throw new UsageError(
      `--where "${text}" is not a condition`,
      "Name a column and what it holds: --where store=Berlin, or --where 'price>=10'.",
    );
  }
  const how = found[2] as Condition["how"];
  return { text, column: found[1], how, values: valuesOf(found[3], how) };
}

/** Values separated by commas; one that holds a comma itself stands in quotes. */
function valuesOf(text: string, how: Condition["how"]): string[] {
  if (how !== "=" && how !== "!=") return [text.trim()];
  const parts = text.match(/\s*"(?:[^"]|"")*"\s*(?=,|$)|[^,]*(?=,|$)/g) ?? [];
  // The empty match at the end of each part is none of its own.
  const values = text === "" ? [""] : parts.filter((part, i) => part !== "" || parts[i - 1] === "");
  return values.map((part) => {
    const value = part.trim();
    return /^".*"$/s.test(value) ? value.slice(1, -1).replaceAll('""', '"') : value;
  });
}

function testOf(
  table: Columns,
  column: Column,
  condition: Condition,
  options: Pick<RoleOptions, "id">,
): (row: number) => boolean {
  const { how, values } = condition;
  const isEqual = how === "=" || how === "!=";
  if (column.kind === "number" && isEqual && namesSeries(table, column, options)) {
    return textTest(table, writtenText(table, column), condition);
  }
  switch (column.kind) {
    case "text":
      return textTest(table, column, condition);
    case "number": {
      const numbers = values.map((value) => numberOf(value, column, condition));
      const { values: all } = column;
      if (!isEqual) return (row) => compares(all[row], how, numbers[0], numbers[0]);
      const matches = equalNumbers(table, column, condition, numbers);
      return (row) => matches[row] === (how === "=" ? 1 : 0);
    }
    case "time": {
      const isMissing = (value: string) => value === "" && (how === "=" || how === "!=");
      const spans = values.filter((value) => !isMissing(value)).map((v) => spanOf(v, condition));
      const missing = spans.length < values.length;
      const { values: all } = column;
      const within = (ds: number) =>
        (missing && Number.isNaN(ds)) || spans.some(({ start, end }) => ds >= start && ds < end);
      if (how === "=") return (row) => within(all[row]);
      if (how === "!=") return (row) => !within(all[row]);
      const [{ start, end }] = spans;
      // The last moment of the span, so that <= 2022 includes December.
      return (row) => compares(all[row], how, start, end - 1);
    }
  }
}

/** Whether numbers of the column are names of series: by the options, or by what it is called. */
function namesSeries(table: Columns, column: Column, { id }: Pick<RoleOptions, "id">): boolean {
  return (
    [id ?? []].flat().some((name) => columnNames(table, name).includes(column.name)) ||
    columnCalled([column], ID_NAMES) !== undefined ||
    INSTRUMENT_NAME.test(column.name)
  );
}

/** Zeros that no number needs, as those of ids and post codes: 007. */
const PADDED = /^[+-]?0\d/;

/**
 * Which rows hold one of the numbers. Where a zero leads, in the cell or in what is asked for, both must be
 * written alike: 007 is not 7.
 *
 * @throws DataError when all that equals one of the values is written otherwise
 */
function equalNumbers(
  table: Columns,
  column: NumberColumn,
  { values, text }: Condition,
  numbers: readonly number[],
): Uint8Array {
  const matches = new Uint8Array(table.rows);
  const otherwise = new Map<string, string>();
  const found = new Set<string>();
  for (let row = 0; row < table.rows; row++) {
    const number = column.values[row];
    for (const [i, value] of values.entries()) {
      if (Number.isNaN(numbers[i]) ? !Number.isNaN(number) : number !== numbers[i]) continue;
      if (!Number.isNaN(number)) {
        const cell = table.cell(row, column).trim();
        if (cell !== value && (PADDED.test(cell) || PADDED.test(value))) {
          otherwise.set(value, cell);
          continue;
        }
      }
      matches[row] = 1;
      found.add(value);
    }
  }
  for (const [value, cell] of otherwise) {
    if (found.has(value)) continue;
    throw new DataError(
      `--where "${text}": no row of ${displayName(table.name)} has "${value}" in column "${column.name}", which holds "${cell}"`,
      {
        hint: `Numbers with leading zeros are compared as they are written: ${column.name}=${cell}.`,
      },
    );
  }
  return matches;
}

/** @param start of what is compared with, and its `end`: the same for numbers */
function compares(
  value: number,
  how: "<" | "<=" | ">" | ">=",
  start: number,
  end: number,
): boolean {
  switch (how) {
    case "<":
      return value < start;
    case "<=":
      return value <= end;
    case ">":
      return value > end;
    case ">=":
      return value >= start;
  }
}

function textTest(
  table: Columns,
  column: TextColumn,
  { how, values, text }: Condition,
): (row: number) => boolean {
  if (how !== "=" && how !== "!=") {
    throw new UsageError(
      `--where "${text}" compares the size of text: column "${column.name}" of ${displayName(table.name)} holds no numbers or dates`,
      "Text can only be compared by = and !=.",
    );
  }
  const { codes, labels } = column;
  const wanted = new Set(values);
  const codesWanted = new Set<number>();
  const found = new Set<string>();
  for (let code = 0; code < labels.size; code++) {
    const label = labels.text(code).trim();
    if (!wanted.has(label)) continue;
    codesWanted.add(code);
    found.add(label);
  }
  const lacking = values.find((value) => !found.has(value));
  if (lacking !== undefined) {
    const all = Array.from({ length: labels.size }, (_, code) => labels.text(code));
    const meant = suggestion(lacking, all);
    throw new DataError(
      `no row of ${displayName(table.name)} has "${lacking}" in column "${column.name}"`,
      { hint: `${meant === undefined ? "" : `${meant} `}There are ${firstFew(all, 8)}.` },
    );
  }
  return (row) => codesWanted.has(codes[row]) === (how === "=");
}

/** An empty text stands for a missing value. */
function numberOf(value: string, column: Column, { text, how }: Condition): number {
  const number = value.trim() === "" ? Number.NaN : Number(value);
  const isMissing = value.trim() === "" && (how === "=" || how === "!=");
  if (!Number.isNaN(number) || isMissing) return number;
  throw new UsageError(
    `--where "${text}" compares numbers with "${value}": column "${column.name}" holds numbers`,
    "Write numbers with a decimal point and no thousands separators.",
  );
}

function spanOf(value: string, { text, column }: Condition): { start: number; end: number } {
  const span = dateSpan(value);
  if (span !== undefined) return span;
  throw new UsageError(
    `--where "${text}" compares dates with "${value}": column "${column}" holds dates`,
    "Write them as 2022, 2022-01 or 2022-01-15.",
  );
}
