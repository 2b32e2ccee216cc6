import { DataError } from "../../errors.js";
import { columnNamed } from "../roles/columns-by-name.js";
import { timesOf } from "../roles/date-column.js";
import { displayName } from "../source/errors.js";
import type { Column, Columns, NumberColumn } from "../table/columns.js";
import { writtenText } from "../table/written-text.js";
import { DAY } from "../time/calendar.js";
import { timesFromNumbers } from "../time/numeric-times.js";
import { localToUtc } from "../time/time-zone.js";

/**
 * For each row of a table the row of another one that agrees with it in all of some columns, -1 where
 * there is none. Dates are equal as points of time and numbers by value, however they are written.
 *
 * @param on   names of columns that both have
 * @param zone of times without an offset, where those of the other table have one
 * @throws DataError when several rows of the other table agree with each other, with file:line, or when
 *   day and month of its dates cannot be told apart
 */
export function matchingRows(
  table: Columns,
  other: Columns,
  on: readonly string[],
  zone?: string,
): Int32Array {
  const pairs = on.map((name) =>
    comparable(table, columnNamed(table, name), other, columnNamed(other, name), zone),
  );
  const key = (side: 0 | 1, row: number) => JSON.stringify(pairs.map((pair) => pair[side](row)));
  const known = new Map<string, number>();
  for (let row = 0; row < other.rows; row++) {
    const its = key(1, row);
    const first = known.get(its);
    if (first !== undefined) throw repeatedRow(other, on, first, row);
    known.set(its, row);
  }
  return Int32Array.from({ length: table.rows }, (_, row) => known.get(key(0, row)) ?? -1);
}

type Cells = (row: number) => number | string;

/** The cells of two columns in a form that is equal where they mean the same. */
function comparable(
  table: Columns,
  own: Column,
  other: Columns,
  its: Column,
  zone: string | undefined,
): [Cells, Cells] {
  if (
    own.kind === "number" &&
    its.kind === "number" &&
    isExact(table, own) &&
    isExact(other, its)
  ) {
    return [cells(own.values), cells(its.values)];
  }
  if (own.kind === "time" || its.kind === "time") {
    const [ours, theirs] = [stampsOf(table, own), stampsOf(other, its)];
    if (ours && theirs) return comparableTimes(table, own, ours, other, its, theirs, zone);
  }
  return [textsOf(table, own), textsOf(other, its)];
}

/** Whether numbers are as distinct as they were written: not so ids such as 007 and 7, or of 19 digits. */
function isExact(table: Columns, column: NumberColumn): boolean {
  const distinct = new Set(column.values.filter((value) => !Number.isNaN(value)));
  const { codes, labels } = writtenText(table, column);
  const texts = new Set<string>();
  for (const code of new Set(codes)) if (labels.text(code) !== "") texts.add(labels.text(code));
  return texts.size === distinct.size;
}

/** @throws DataError when only the times of one table tell their offset from UTC, without a zone of the others */
function comparableTimes(
  table: Columns,
  own: Column,
  ours: Float64Array,
  other: Columns,
  its: Column,
  theirs: Float64Array,
  zone: string | undefined,
): [Cells, Cells] {
  const [absolute, absoluteToo] = [own, its].map(hasOffsets);
  const local = absolute ? theirs : ours;
  const packed = own.kind === "number" || its.kind === "number";
  const days = local.every((ds) => Number.isNaN(ds) || ds % DAY === 0);
  if (packed || days || absolute === absoluteToo) return [cells(ours), cells(theirs)];
  if (zone === undefined) {
    const [naive, offset] = absolute ? [other, table] : [table, other];
    throw new DataError(
      `the times of "${own.name}" have an offset from UTC in ${displayName(offset.name)} but none in ${displayName(naive.name)}`,
      { hint: "Name the time zone of those without: --tz Europe/Berlin." },
    );
  }
  return absolute
    ? [cells(ours), cells(localToUtc(theirs, zone))]
    : [cells(localToUtc(ours, zone)), cells(theirs)];
}

function hasOffsets(column: Column): boolean {
  return column.kind === "time" && column.written?.offsets !== undefined;
}

function cells(values: Float64Array): Cells {
  return (row) => values[row];
}

/** Milliseconds, undefined where a column holds no dates. */
function stampsOf(table: Columns, column: Column): Float64Array | undefined {
  if (column.kind === "number") return timesFromNumbers(column.values)?.times;
  return timesOf(table, column, () => {}, false)?.stamps.values;
}

function textsOf(table: Columns, column: Column): Cells {
  if (column.kind !== "text") return (row) => table.cell(row, column);
  const { codes, labels } = column;
  const texts = Array.from({ length: labels.size }, (_, code) => labels.text(code));
  return (row) => texts[codes[row]];
}

function repeatedRow(table: Columns, on: readonly string[], first: number, row: number): DataError {
  const columns = on.map((name) => columnNamed(table, name));
  const values = columns.map((column) => textsOf(table, column)(row)).join(", ");
  const location = table.locate?.(row, columns.length === 1 ? columns[0] : undefined);
  const message = location
    ? `${on.join(", ")} ${values} is there already in line ${table.locate?.(first).line}`
    : `rows ${first + 1} and ${row + 1} of ${displayName(table.name)} have the same ${on.join(", ")}: ${values}`;
  return new DataError(message, {
    hint: "Join on more columns, or combine such rows first.",
    ...(location && { location }),
  });
}
