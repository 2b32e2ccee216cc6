import { stepFrom } from "../time/frequency.js";
import type { Panel, Series } from "./panel.js";
import { appendSeries } from "./series.js";

/** A series that was extended backwards with known history. */
export interface Joined {
  readonly id: string;
  /** Rows put before its own. */
  readonly before: number;
}

/** A series that known history was not put before, though it reaches further back. */
export interface Apart {
  readonly id: string;
  /** Whether a step is missing between the two, or they differ where they overlap. */
  readonly why: "gap" | "overlap";
  /** The series' first date, and the last of the history. */
  readonly first: number;
  readonly last: number;
}

/**
 * New data, extended backwards with known rows of the same series. Known rows from before the first new
 * one are put in front when the dates follow step by step, or are irregular. A series that begins no
 * later than the known one stays as it is.
 *
 * Without dates, fewer rows than the known ones follow those, unless they repeat them from the beginning.
 *
 * Series are the same by name. An only series without an id is called like its file, so it may have
 * another name; it is taken for the same when it begins with the step after the known ones, or repeats
 * all of those that it overlaps with.
 */
export function withHistory(
  { series, ...panel }: Panel,
  known: Panel,
): { panel: Panel; joined: Joined[]; apart: Apart[] } {
  const byId = new Map(known.series.map((one) => [one.id, one]));
  const only =
    series.length === 1 && known.series.length === 1 && known.reading?.id === undefined
      ? known.series[0]
      : undefined;
  const joined: Joined[] = [];
  const apart: Apart[] = [];
  const continued = series.map((one) => {
    const same = byId.get(one.id);
    const earlier = same ?? only;
    if (earlier === undefined) return one;
    if (isCounted(known) && isCounted(panel) && followsUndated(one, earlier)) {
      const { length } = earlier.y;
      joined.push({ id: one.id, before: length });
      return appendSeries(earlier, length, { ...one, ds: one.ds.map((at) => at + length) });
    }
    const before = rowsBefore(one, earlier, known);
    if (before === 0 || (same === undefined && !repeats(one, earlier, before))) {
      const [first, last] = [one.ds[0], earlier.ds[earlier.ds.length - 1]];
      const why = first > last ? "gap" : "overlap";
      if (earlier.ds[0] < first) apart.push({ id: one.id, why, first, last });
      return one;
    }
    joined.push({ id: one.id, before });
    return appendSeries(earlier, before, one);
  });
  const { reading, ...rest } = panel;
  const added = joined.reduce((sum, { before }) => sum + before, 0);
  const together = reading && { reading: { ...reading, rows: reading.rows + added } };
  return { panel: { ...rest, ...together, series: continued }, joined, apart };
}

/** Whether rows are counted, as the table has no dates. */
function isCounted({ reading }: Pick<Panel, "reading">): boolean {
  return reading !== undefined && reading.time === undefined;
}

/** Whether rows without dates are new ones: fewer than the known ones, and not those again from their beginning. */
function followsUndated({ y }: Series, earlier: Series): boolean {
  return y.length < earlier.y.length && y.some((value, t) => !Object.is(value, earlier.y[t]));
}

/**
 * How many rows of `earlier` lead to the first of `series`, step by step unless dates are irregular; 0
 * when they do not.
 */
function rowsBefore(
  { ds }: Series,
  earlier: Series,
  { frequency, irregular }: Pick<Panel, "frequency" | "irregular">,
): number {
  const first = ds[0];
  let rows = 0;
  while (rows < earlier.ds.length && earlier.ds[rows] < first) rows++;
  if (rows === 0 || irregular) return rows;
  return stepFrom(earlier.ds[rows - 1], frequency, 1) === first ? rows : 0;
}

/** Whether the observations after the first `rows` of `earlier` are those of `series`. */
function repeats({ y }: Series, earlier: Series, rows: number): boolean {
  return earlier.y.subarray(rows, rows + y.length).every((value, t) => Object.is(value, y[t]));
}
