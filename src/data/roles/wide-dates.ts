import { DataError } from "../../errors.js";
import { displayName } from "../source/source.js";
import { numbersOf } from "../table/column-numbers.js";
import type { Column, Columns } from "../table/columns.js";
import { inferColumn } from "../table/infer-column.js";
import type { ParseOptions } from "../table/parse-options.js";
import { Stamps } from "../table/timestamps.js";
import { civilFromDays, DAY, daysFromCivil } from "../time/calendar.js";
import { timesFromNumbers } from "../time/numeric-times.js";
import { monthOf, parseDate } from "../time/parse-date.js";
import { parseTime } from "../time/timestamp.js";
import { columnOfPart, numbersOfPart, partNamed } from "./date-part.js";
import { combined } from "./id.js";
import { ID_NAMES } from "./known-names.js";
import { hasTimeName } from "./time.js";

/** How dates stand beside each other. */
interface WideDates {
  /** The columns that hold values, in the order of their dates. */
  readonly dates: readonly Column[];
  /** Columns that hold neither values nor parts of dates. */
  readonly others: readonly Column[];
  stampOf(row: number, date: number): number;
  /** Rows are parts of dates: all of them come before the next column. */
  readonly byDate: boolean;
  /** Each row is a series. */
  readonly series: boolean;
  /** What was found, for the warning. */
  readonly words: string;
}

/**
 * A table whose dates stand beside each other (`country,1990,1991,…`) as one with a row a date: `ds` and `y`
 * beside its other columns, and `unique_id` unless one of them is called so. Months or quarters may also
 * stand beside the year they are of, and years beside months. Any other table is given back as it is.
 *
 * @throws DataError where the order of day and month is open, or a cell holds no number
 */
export function unpivotDates(
  table: Columns,
  options: ParseOptions,
  warn: (message: string) => void,
): Columns {
  const across =
    partsBesideYear(table) ?? yearsBesideMonth(table, options) ?? seriesByRow(table, options);
  return across === undefined ? table : unpivot(table, across, warn);
}

const BESIDE_YEAR: readonly [number, (name: string) => number][] = [
  [12, monthOf],
  [12, Number],
  [4, (name) => (/^Q[1-4]$/i.test(name) ? Number(name[1]) : Number.NaN)],
];

/** `Year,Jan,Feb,…,Dec` or `Year,Q1,…,Q4`. */
function partsBesideYear({ columns }: Columns): WideDates | undefined {
  const year = columnOfPart("year", columns);
  if (year?.kind !== "number") return undefined;
  const others = columns.slice(0, columns.indexOf(year));
  const after = columns.slice(others.length + 1);
  for (const [count, read] of BESIDE_YEAR) {
    const dates = after.slice(0, count);
    if (dates.length < count || !dates.every(({ name }, i) => read(name) === i + 1)) continue;
    const left = after.slice(count).map(({ name }) => name);
    return {
      ...{ dates, others, byDate: false, series: false },
      stampOf: (row, i) => daysFromCivil(year.values[row], (i * 12) / count + 1, 1) * DAY,
      words: `${span(dates)} are read as the ${count === 12 ? "months" : "quarters"} of ${year.name}${left.length > 0 ? `, without ${left.join(", ")}` : ""}`,
    };
  }
  return undefined;
}

/** `Month,2022,2023,2024`, with a row a month. */
function yearsBesideMonth(table: Columns, options: ParseOptions): WideDates | undefined {
  const [first, ...dates] = table.columns;
  const month = columnOfPart("month", first === undefined ? [] : [first]);
  const found = month && datesOf(dates, options);
  if (found?.as !== "year") return undefined;
  const months = numbersOfPart("month", month!);
  if (new Set(months).size < table.rows || months.some(Number.isNaN)) return undefined;
  return {
    ...{ dates, others: [], byDate: true, series: false },
    stampOf: (row, i) =>
      daysFromCivil(civilFromDays(found.times[i] / DAY).year, months[row], 1) * DAY,
    words: `${span(dates)} are read as the years of each ${month!.name}`,
  };
}

/** Fewer years side by side may be plain numbers. */
const MIN_YEARS = 3;

/** A row a series: its names, and then its values by date. */
function seriesByRow(table: Columns, options: ParseOptions): WideDates | undefined {
  const { columns } = table;
  let begin = 0;
  while (begin < columns.length && !couldBeDate(columns[begin].name)) begin++;
  let end = begin;
  while (end < columns.length && couldBeDate(columns[end].name)) end++;
  const dates = columns.slice(begin, end);
  const others = [...columns.slice(0, begin), ...columns.slice(end)];
  const isTime = (one: Column) =>
    one.kind === "time" || hasTimeName(one) || partNamed(one) !== undefined;
  // A row that has a date of its own, or a part of one, is not a series.
  if (begin === 0 || others.some(isTime)) return undefined;
  const found = datesOf(dates, options);
  if (found === undefined) return undefined;
  if (found.ambiguous) {
    throw new DataError(
      `${displayName(table.name)}: dates stand beside each other, and "${dates[0].name}" may be day or month first`,
      { hint: "Say which it is: --date-format dmy or --date-format mdy." },
    );
  }
  return {
    ...{ dates, others, byDate: false, series: true },
    stampOf: (_, i) => found.times[i],
    words: `dates stand beside each other, ${span(dates)}: each row is read as a series`,
  };
}

function couldBeDate(name: string): boolean {
  const plain = plainYear(name);
  if (/^\d+$/.test(plain)) return /^(?:\d{4}|\d{6}|\d{8})$/.test(plain);
  const bytes = new TextEncoder().encode(plain);
  const read = [
    parseTime(bytes, 0, bytes.length),
    parseDate(plain, "dmy"),
    parseDate(plain, "mdy"),
  ];
  return read.some((time) => !Number.isNaN(time));
}

/** The dates that names of columns tell, if they follow each other; years must do so evenly. */
function datesOf(
  columns: readonly Column[],
  options: ParseOptions,
): { times: Float64Array; as: "year" | "other"; ambiguous: boolean } | undefined {
  if (columns.length < 2) return undefined;
  const names = columns.map(({ name }) => plainYear(name));
  const column = inferColumn("ds", names, options);
  const numbers = column.kind === "number" ? timesFromNumbers(column.values) : undefined;
  const times = column.kind === "time" ? column.values : numbers?.times;
  const falls = times !== undefined && times[1] < times[0];
  const follows = (time: number, i: number) =>
    i === 0 || (falls ? time < times[i - 1] : time > times![i - 1]);
  if (times === undefined || !times.every(follows)) return undefined;
  if (column.kind === "number") {
    const { values } = column;
    const packed = numbers!.as === "day" || numbers!.as === "year and month";
    const step = values[1] - values[0];
    const even = values.every((value, i) => i === 0 || value - values[i - 1] === step);
    if (!packed && !(numbers!.as === "year" && even && values.length >= MIN_YEARS)) {
      return undefined;
    }
  }
  const ambiguous = column.kind === "time" && column.written?.ambiguous === true;
  return { times, as: numbers?.as === "year" ? "year" : "other", ambiguous };
}

/** Some programs write `YR1990`, `1990 [YR1990]` or `X1990`, as the name of a column must begin with a letter. */
function plainYear(name: string): string {
  return /^(?:X|Y|YR)?(\d{4})(?: \[YR\d{4}\])?$/.exec(name)?.[1] ?? name;
}

function span(columns: readonly Column[]): string {
  return `${columns[0].name} to ${columns.at(-1)!.name}`;
}

function unpivot(table: Columns, across: WideDates, warn: (message: string) => void): Columns {
  const { dates, others, stampOf, byDate, series, words } = across;
  const values = dates.map((column) => numbersOf(table, column).values);
  const kept: number[] = [];
  for (let row = 0; row < table.rows; row++) {
    if (!series || values.some((one) => !Number.isNaN(one[row]))) kept.push(row);
  }
  const empty = table.rows - kept.length;
  const without =
    empty === 0 ? "" : `; ${empty} ${empty === 1 ? "row" : "rows"} without values left out`;
  warn(`${displayName(table.name)}: ${words}${without}`);

  const rows = dates.length * kept.length;
  const rowOf = (at: number) => kept[byDate ? at % kept.length : Math.floor(at / dates.length)];
  const dateOf = (at: number) => (byDate ? Math.floor(at / kept.length) : at % dates.length);
  const y = new Float64Array(rows);
  const stamps = new Stamps();
  stamps.resize(rows);
  for (let at = 0; at < rows; at++) {
    y[at] = values[dateOf(at)][rowOf(at)];
    stamps.set(at, stampOf(rowOf(at), dateOf(at)));
  }
  const target: Column = { name: "y", kind: "number", values: y };
  const time: Column = {
    name: "ds",
    kind: "time",
    get values() {
      return stamps.values;
    },
    stamps,
  };
  const origins = new Map(
    others.map((column): [Column, Column] => [repeatRows(column, rows, rowOf), column]),
  );
  const columns = [time, target, ...origins.keys()];
  const id = series && !others.some(hasIdName) ? idAmong(table, others) : undefined;
  if (id !== undefined) columns.unshift({ ...repeatRows(id, rows, rowOf), name: "unique_id" });
  const originOf = (at: number, column: Column) =>
    column === target ? dates[dateOf(at)] : origins.get(column);
  return {
    name: table.name,
    rows,
    columns,
    ...(table.dialect && { dialect: table.dialect }),
    cell: (at, column) => {
      const origin = originOf(at, column);
      if (origin !== undefined) return table.cell(rowOf(at), origin);
      return column.kind === "text" ? column.labels.text(column.codes[at]) : dates[dateOf(at)].name;
    },
    ...(table.locate && {
      locate: (at: number, column?: Column) =>
        table.locate!(rowOf(at), column && originOf(at, column)),
    }),
  };
}

function hasIdName({ name }: Column): boolean {
  return ID_NAMES.includes(name.toLowerCase());
}

/** The first text that no two rows have in common, or all texts that are not always the same together. */
function idAmong(table: Columns, others: readonly Column[]): Column | undefined {
  const texts = others.filter((column) => column.kind === "text");
  const distinct = texts.find(({ codes }) => new Set(codes).size === table.rows);
  const varied = texts.filter(({ labels }) => labels.size > 1);
  if (distinct !== undefined) return distinct;
  return varied.length > 0 ? combined(table, varied) : others[0];
}

/** A column whose rows are those of another again. */
function repeatRows(column: Column, rows: number, rowOf: (at: number) => number): Column {
  if (column.kind === "text") {
    const codes = new Int32Array(rows).map((_, at) => column.codes[rowOf(at)]);
    return { name: column.name, kind: "text", codes, labels: column.labels };
  }
  return { ...column, values: new Float64Array(rows).map((_, at) => column.values[rowOf(at)]) };
}
