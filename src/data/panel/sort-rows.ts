import { DataError } from "../../errors.js";
import { listed, shellQuoted } from "../../wording.js";
import { columnNames } from "../roles/columns-by-name.js";
import { type DatePart, isPartOfYear, misfit, partCoded, partNamed } from "../roles/date-part.js";
import { clocksOf } from "../roles/time-of-day.js";
import { isZone } from "../roles/zone-names.js";
import { displayName } from "../source/errors.js";
import { hasDuplicates } from "../table/has-duplicates.js";
import { DAY } from "../time/calendar.js";
import type { Duplicates } from "./policies.js";
import { type Dated, formatStamp, placed, placeOf, type Rows } from "./rows.js";

/**
 * Each series' rows by time. Rows out of order are sorted, and the first of them is named.
 *
 * @param duplicates what will become of rows with the same stamp; they are counted in a warning
 * @throws DataError when a row has no stamp, or two rows of a series have the same one and that is an
 *   error
 */
export function sortRows(
  data: Dated,
  series: readonly Rows[],
  warn: (message: string) => void,
  duplicates: Duplicates = "error",
): Rows[] {
  let unsorted: Rows | undefined;
  let place = 0;
  let count = 0;
  let ascending: Float64Array | undefined;
  const sorted = series.map((one) => {
    const { ds, rows } = one;
    // Series often share their dates.
    if (ds === ascending) return one;
    let previous = Number.NEGATIVE_INFINITY;
    let broken = -1;
    for (let i = 0; i < ds.length; i++) {
      const t = ds[i];
      if (Number.isNaN(t)) {
        throw noDate(data, rows.at(i));
      }
      if (t < previous && broken < 0) broken = i;
      previous = t;
    }
    if (broken < 0) {
      ascending = ds;
      return one;
    }
    count++;
    if (unsorted === undefined) {
      unsorted = one;
      place = broken;
    }
    const order = Uint32Array.from(ds, (_, i) => i).sort((a, b) => ds[a] - ds[b]);
    return {
      ...one,
      rows: rows.pick(order),
      ds: Float64Array.from(order, (i) => ds[i]),
    };
  });
  if (duplicates === "error") {
    let distinct: Float64Array | undefined;
    for (const one of sorted) {
      if (one.ds !== distinct) rejectDuplicates(data, one, series.length > 1);
      distinct = one.ds;
    }
  }
  if (unsorted !== undefined) {
    const before = formatStamp(unsorted.ds[place - 1], data.dated);
    const also = count > 1 ? ` (${count} series)` : "";
    warn(
      `${placeOf(data, unsorted.rows.at(place))}${formatStamp(unsorted.ds[place], data.dated)} comes after ${before}; rows are sorted by date${also}`,
    );
  }
  if (duplicates !== "error") warnDuplicates(data, sorted, duplicates, warn);
  return sorted;
}

/** The error for a row without a date, or without a part of one. */
function noDate(data: Dated, row: number): DataError {
  const { table, time } = data;
  const leave = (name: string) =>
    placed(data, row, `Fill it in, or leave such rows out: --where ${shellQuoted(`${name}!=`)}.`);
  if (time === undefined || table.columns.includes(time)) {
    const hint = leave(time?.name ?? "");
    return new DataError(`column "${time?.name}" has no date in this row`, hint);
  }
  const parts = table.columns.filter(({ name }) => columnNames(table, time.name).includes(name));
  const empty = parts.find((column) => table.cell(row, column).trim() === "");
  const which = empty === undefined ? "" : `: "${empty.name}" is empty`;
  const hint = leave((empty ?? parts[0]).name);
  return new DataError(
    `columns ${listed(parts.map(({ name }) => `"${name}"`))} give no date in this row${which}`,
    hint,
  );
}

function warnDuplicates(
  data: Dated,
  series: readonly Rows[],
  duplicates: Exclude<Duplicates, "error">,
  warn: (message: string) => void,
): void {
  let count = 0;
  let first = -1;
  for (const { ds, rows } of series) {
    for (let i = 1; i < ds.length; i++) {
      if (ds[i] !== ds[i - 1]) continue;
      if (count++ === 0) first = rows.at(i);
    }
  }
  if (count === 0) return;
  const counted =
    count === 1 ? "1 row repeats a date" : `${count} rows repeat a date, the first here`;
  warn(`${placeOf(data, first)}${counted}; the ${duplicates} is taken`);
}

function rejectDuplicates(data: Dated, { id, ds, rows }: Rows, many: boolean): void {
  for (let i = 1; i < ds.length; i++) {
    if (ds[i] !== ds[i - 1]) continue;
    const first = data.table.locate?.(rows.at(i - 1))?.line;
    const where = first === undefined ? ` in row ${rows.at(i - 1) + 1}` : ` in line ${first}`;
    const row =
      first === undefined ? `${displayName(data.table.name)}: row ${rows.at(i) + 1}: ` : "";
    const told = otherText(data, rows.at(i - 1), rows.at(i), ds[i], where);
    if (told !== undefined) throw new DataError(told.message, placed(data, rows.at(i), told.hint));
    const written = hasOffsets(data) ? data.table.cell(rows.at(i), data.time!).trim() : "";
    // 2022-23 seems to have an offset, and is a financial year.
    const stamp = written.includes(":") ? written : formatStamp(ds[i], data.dated);
    throw new DataError(
      `${row}${stamp}${many ? ` of series "${id}"` : ""} is there already${where}`,
      placed(
        data,
        rows.at(i),
        many ? differHint(data, rows.at(i - 1), rows.at(i)) : repeatsHint(data, ds, i),
      ),
    );
  }
}

/** Whether stamps have an offset from UTC, so that no time zone is to be named. */
function hasOffsets({ table, time }: Dated): boolean {
  return (
    time?.kind === "time" && time.written?.offsets !== undefined && table.columns.includes(time)
  );
}

/** What to say of two cells that are the same date but not the same text. */
function otherText(
  { table, time, dated }: Dated,
  before: number,
  row: number,
  ds: number,
  where: string,
): { readonly message: string; readonly hint: string } | undefined {
  if (!dated || time === undefined || !table.columns.includes(time)) return undefined;
  const [first, second] = [before, row].map((at) => table.cell(at, time).trim());
  if (first === second) return undefined;
  const as = `"${second}" is the same date as "${first}"${where}`;
  if ([first, second].every((text) => FINE_FRACTION.test(text))) {
    return {
      message: `${as}: dates are whole milliseconds here`,
      hint: "Combine the rows of each millisecond with --duplicates mean, or count the rows: leave the column out.",
    };
  }
  return {
    message: `${as}: ${formatStamp(ds, dated)}`,
    hint: `Years, quarters or months in one column? Read them from tables of their own. ${DUPLICATES_HINT}`,
  };
}

/** A stamp with more than three decimals of a second, or Unix time in microseconds or nanoseconds. */
const FINE_FRACTION = /\.\d{4,}|^\d{16,19}$/;

const DUPLICATES_HINT =
  "Each date may stand once in a series: name all columns that tell series apart with --id, or combine the rows with --duplicates sum, mean, first or last.";

/** Advice for dates that repeat in a series: the texts by which two of its rows differ may name more of it. */
function differHint({ table, time }: Dated, before: number, row: number): string {
  const texts = table.columns.filter(
    (column) =>
      column.kind === "text" &&
      column !== time &&
      column.labels.size < table.rows &&
      table.cell(before, column) !== table.cell(row, column),
  );
  const [first] = texts;
  if (first === undefined) return DUPLICATES_HINT;
  return `These rows differ in column "${first.name}": name it as well, behind the other names of --id or --hierarchy. Or combine the rows with --duplicates sum, mean, first or last.`;
}

/** Share of falls from which on numbers count nothing: those of several series fall where each begins. */
const MIN_FALLS = 0.25;

function fallsOften(values: Float64Array): boolean {
  const falls = values.reduce((sum, value, i) => sum + (i > 0 && value < values[i - 1] ? 1 : 0), 0);
  return falls >= MIN_FALLS * values.length;
}

/** What parts of a date are parts of, where that is longer than a day. */
const LARGER: Partial<Record<DatePart, string>> = {
  ...{ quarter: "year", month: "year", week: "year", "day of the year": "year", day: "month" },
};

/**
 * Advice for dates that repeat in a table without ids.
 *
 * @param i the place of the first repeated date
 */
function repeatsHint(data: Dated, ds: Float64Array, i: number): string {
  const { time, idCandidates = [] } = data;
  const { columns } = data.table;
  const part = time === undefined || data.dated ? undefined : partNamed(time);
  if (part !== undefined && part !== "year" && time?.kind === "number") {
    if (misfit(part, time.values) < 0) {
      return `Column "${time.name}" counts each ${part} without saying of which ${LARGER[part] ?? "day"}: write a column of dates, or of the years, beside it.`;
    }
  }
  if (!data.dated && time?.kind === "number" && fallsOften(time.values)) {
    return `Does column "${time.name}" count the rows? If it holds what was measured, say so with --target ${shellQuoted(time.name)}.`;
  }
  const isTimed = ds.some((stamp) => stamp % DAY !== 0);
  const clocks = isTimed ? [] : columns.filter((column) => clocksOf(column) !== undefined);
  if (clocks.length > 0 && time !== undefined && !time.name.includes(",")) {
    const names = clocks.map(({ name }) => `--time ${shellQuoted(`${time.name},${name}`)}`);
    return `Times of day in another column? Name both: ${names.join(" or ")}.`;
  }
  const months = columns.find((column) => partCoded(column) !== undefined);
  if (months !== undefined && time !== undefined && months !== time) {
    return `Column "${months.name}" tells the ${partCoded(months)}: put it beside a column of calendar years, as in --time ${shellQuoted(`${time.name},${months.name}`)}.`;
  }
  const zone = columns.find(isZone);
  if (zone !== undefined || (isClockChange(ds, i) && !hasOffsets(data))) {
    return `Did the clocks go back?${zone ? ` Column "${zone.name}" says so.` : ""} Name the time zone, such as --tz Europe/Berlin or --tz America/New_York, or write the dates in UTC.`;
  }
  const other = columns.find(
    (column) => column.kind === "time" && column !== time && !hasDuplicates(column.values),
  );
  if (other !== undefined && time !== undefined) {
    return `The dates of column "${other.name}" do not repeat: --time ${shellQuoted(other.name)} takes them. Or combine the rows with --duplicates sum, mean, first or last.`;
  }
  const ofYear = idCandidates.find((name) => isPartOfYear({ name }));
  if (ofYear !== undefined && time !== undefined && data.dated) {
    return `Does "${ofYear}" tell a part of the year? Write it into the dates, as 2024-01-31 or 2024-W05. Does it name series? --id ${shellQuoted(ofYear)}.`;
  }
  if (idCandidates.length > 0) {
    return `Several series in one table? Name the column that tells them apart: --id ${idCandidates.slice(0, 3).map(shellQuoted).join(" or --id ")}. Or combine the rows with --duplicates sum, mean, first or last.`;
  }
  return DUPLICATES_HINT;
}

/** Whether a repeated stamp is an hour of the night in which clocks may go back, among hours or less. */
function isClockChange(ds: Float64Array, i: number): boolean {
  const date = new Date(ds[i]);
  const hours = date.getUTCHours() + (ds[i] % 3_600_000) / 3_600_000;
  const within = ds.some((stamp) => stamp % DAY !== 0);
  return (
    within && date.getUTCDay() === 0 && hours < 4 && [2, 3, 8, 9, 10].includes(date.getUTCMonth())
  );
}
