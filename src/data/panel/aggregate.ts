import { DataError } from "../../errors.js";
import { displayName } from "../source/errors.js";
import { type Frequency, periodOf, stepFrom } from "../time/frequency.js";
import { parseFrequency } from "../time/frequency-alias.js";
import { inferFrequency } from "../time/infer-frequency.js";
import { jitteredFrequency } from "../time/jittered-frequency.js";
import { distinct } from "./grid.js";
import type { Dated, Rows } from "./rows.js";

/**
 * The rows with the stamps of the periods they lie in. Periods at the ends that began before the first
 * row or go on after the last one are left out, and counted in a warning.
 *
 * @throws DataError when a series has no whole period
 */
export function rowsByPeriod(
  data: Dated,
  series: readonly Rows[],
  frequency: Frequency,
  warn: (message: string) => void,
): Rows[] {
  const indexes = series.map(({ ds }) => distinct(ds));
  // Rows that come late now and then fill their periods all the same.
  const near = jitteredFrequency(indexes[0].subarray(0, 1000));
  const step = near === undefined ? inferFrequency(indexes) : parseFrequency(near);
  let left = 0;
  const periods = series.map(({ id, rows, ds }) => {
    const period = ds.map((t) => periodOf(t, frequency));
    const n = ds.length;
    let from = 0;
    let to = n;
    const single = isOneAPeriod(period);
    if (
      !single &&
      step !== undefined &&
      periodOf(stepFrom(ds[0], step, -1), frequency) === period[0]
    ) {
      while (from < n && period[from] === period[0]) from++;
    }
    if (
      !single &&
      step !== undefined &&
      periodOf(stepFrom(ds[n - 1], step, 1), frequency) === period[n - 1]
    ) {
      while (to > from && period[to - 1] === period[n - 1]) to--;
    }
    if (from >= to) {
      throw new DataError(`series "${id}" has no whole period of frequency ${frequency.alias}`, {
        hint: "Choose a finer --freq.",
        location: { file: data.table.name },
      });
    }
    left += (from > 0 ? 1 : 0) + (to < n ? 1 : 0);
    return { id, rows: rows.slice(from, to), ds: period.subarray(from, to) };
  });
  if (left > 0) {
    const counted = left === 1 ? "1 incomplete period is" : `${left} incomplete periods are`;
    warn(
      `${displayName(data.table.name)}: ${counted} left out at the start or end (rows are ${step!.alias})`,
    );
  }
  return periods;
}

/** Whether each period has a row of its own, so that none at the ends can lack some. */
function isOneAPeriod(period: Float64Array): boolean {
  return period.every((start, i) => i === 0 || start !== period[i - 1]);
}
