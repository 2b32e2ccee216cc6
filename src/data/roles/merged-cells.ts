import { displayName } from "../source/errors.js";
import type { Column, Columns, TextColumn } from "../table/columns.js";
import { Stamps } from "../table/timestamps.js";
import type { Times } from "./date-column.js";

/**
 * Values of which only the first row of each block has one, as spreadsheets write merged cells, each repeated
 * down to the next one.
 *
 * @returns undefined where none is empty, the first one is, or fewer are empty than filled
 */
export function repeatedDown(values: Float64Array): Float64Array | undefined {
  const empty = values.reduce((count, value) => (Number.isNaN(value) ? count + 1 : count), 0);
  if (empty === 0 || Number.isNaN(values[0]) || 2 * empty < values.length) return undefined;
  let above = Number.NaN;
  return values.map((value) => {
    if (!Number.isNaN(value)) above = value;
    return above;
  });
}

/**
 * Whether dates that take a part from the row above go on from it: all later or all earlier, or the same in a
 * row that a text tells from those of the same date.
 *
 * @param taken whether a row takes a part from above
 * @param parts the columns that tell the dates
 */
export function continuesAbove(
  table: Columns,
  stamps: Float64Array,
  taken: (row: number) => boolean,
  parts: readonly Column[],
): boolean {
  let repeats = false;
  let [rises, falls] = [true, true];
  for (let row = 1; row < stamps.length; row++) {
    if (!taken(row)) continue;
    const step = stamps[row] - stamps[row - 1];
    if (step === 0) repeats = true;
    rises &&= step >= 0;
    falls &&= step <= 0;
    if (!rises && !falls) return false;
  }
  const isText = (column: Column): column is TextColumn =>
    column.kind === "text" && !parts.includes(column);
  return !repeats || table.columns.some((one) => isText(one) && differsWithin(one, stamps));
}

/** Whether no text is empty or repeats among rows of the same date that follow each other. */
function differsWithin({ codes, labels }: TextColumn, stamps: Float64Array): boolean {
  let seen = new Set<number>();
  for (let row = 0; row < stamps.length; row++) {
    if (stamps[row] !== stamps[row - 1]) seen = new Set();
    if (seen.has(codes[row]) || labels.text(codes[row]) === "") return false;
    seen.add(codes[row]);
  }
  return true;
}

/** Dates that stand in the first row of each block alone, repeated down where a text tells its rows apart. */
export function withDatesRepeated<T extends Times>(
  table: Columns,
  times: T,
  warn: (message: string) => void,
): T {
  const { column, dated } = times;
  // Dates of several columns were put together with what stands above.
  if (!dated || !table.columns.includes(column) || table.rows < 2) return times;
  if (!Number.isNaN(times.stamps.at(1))) return times;
  const { values } = times.stamps;
  const stamps = repeatedDown(values);
  const isTaken = (row: number) => Number.isNaN(values[row]);
  if (stamps === undefined || !continuesAbove(table, stamps, isTaken, [column])) return times;
  warn(`${displayName(table.name)}: ${repeatedWords([column])}`);
  return { ...times, stamps: Stamps.of(stamps) };
}

/**
 * The names of series of which only the first row of each has one, repeated down to the next one: where the
 * dates of every row without a name go on from the row above.
 *
 * @returns undefined for other columns
 */
export function namesRepeated(column: TextColumn, { stamps }: Times): TextColumn | undefined {
  const { codes, labels } = column;
  let none = 0;
  while (none < labels.size && labels.text(none) !== "") none++;
  if (none === labels.size || codes[0] === none) return undefined;
  const filled = new Int32Array(codes.length);
  let blocks = 0;
  let [rises, falls] = [true, true];
  for (let row = 0; row < codes.length; row++) {
    const isNamed = codes[row] !== none;
    if (isNamed) blocks++;
    else {
      const step = stamps.at(row) - stamps.at(row - 1);
      rises &&= step > 0;
      falls &&= step < 0;
      if (!rises && !falls) return undefined;
    }
    filled[row] = isNamed ? codes[row] : filled[row - 1];
  }
  return 2 * blocks > codes.length ? undefined : { ...column, codes: filled };
}

/** Says that empty cells are read as merged ones. */
export function repeatedWords(columns: readonly Column[]): string {
  const names = columns.map(({ name }) => `"${name}"`).join(" and ");
  const one = columns.length === 1;
  return `${one ? "column" : "columns"} ${names} ${one ? "stands" : "stand"} in the first row of each block only; the rows below take ${one ? "its value" : "their values"}`;
}
