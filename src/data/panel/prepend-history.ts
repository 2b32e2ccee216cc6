import { stepFrom } from "../time/frequency.js";
import type { Panel, Series } from "./panel.js";
import { appendSeries } from "./series.js";

/** A series that was extended backwards with known history. */
export interface Joined {
  readonly id: string;
  /** Rows put before its own. */
  readonly before: number;
}

/**
 * New data, extended backwards with known rows of the same series. Known rows from before the first new
 * one are put in front when the dates follow step by step, or are irregular. A series that begins no
 * later than the known one stays as it is.
 *
 * Series are the same by name. An only series without an id is called like its file, so it may have
 * another name; it is taken for the same when it begins with the step after the known ones, or repeats
 * all of those that it overlaps with.
 */
export function withHistory(
  { series, ...panel }: Panel,
  known: Panel,
): { panel: Panel; joined: Joined[] } {
  const byId = new Map(known.series.map((one) => [one.id, one]));
  const only =
    series.length === 1 && known.series.length === 1 && known.reading?.id === undefined
      ? known.series[0]
      : undefined;
  const joined: Joined[] = [];
  const continued = series.map((one) => {
    const same = byId.get(one.id);
    const earlier = same ?? only;
    const before = earlier ? rowsBefore(one, earlier, known) : 0;
    if (before === 0 || (same === undefined && !repeats(one, earlier!, before))) return one;
    joined.push({ id: one.id, before });
    return appendSeries(earlier!, before, one);
  });
  return { panel: { ...panel, series: continued }, joined };
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
