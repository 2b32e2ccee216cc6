import { fill } from "./impute.js";
import type { Panel, Series } from "./panel.js";
import { sliceSeries } from "./series.js";

/**
 * The panel with only the first `n - held` observations of every series. Past columns end with them;
 * future columns, which are known ahead, reach as far as before, and so do irregular dates.
 *
 * What was filled with the help of later values is filled again without them, as if the data ended
 * there: missing values at the end repeat the last one before them.
 *
 * @example
 * withoutTail(panelFromArrays({ y: [1, 2, 3] }), 1).series[0].y; // [1, 2]
 *
 * @throws RangeError unless every series has as many observations as are left out
 */
export function withoutTail(panel: Panel, held: number): Panel {
  for (const { id, y } of panel.series) {
    if (Number.isInteger(held) && held >= 0 && held <= y.length) continue;
    throw new RangeError(`cannot leave out ${held} of ${y.length} observations of series "${id}"`);
  }
  return {
    ...panel,
    series: panel.series.map((one) => shortened(one, panel, one.y.length - held)),
  };
}

function shortened(one: Series, { filling, irregular }: Panel, length: number): Series {
  const short = sliceSeries(
    irregular ? { ...one, ahead: one.ahead ?? new Float64Array() } : one,
    0,
    length,
  );
  const { y, past, pastObserved } = short;
  const raw = short.recorded ?? short.observed;
  return {
    ...short,
    y: raw && filling?.how === "seasonal" ? seasonally(y, raw, filling.season) : carried(y, raw),
    ...(past && {
      past: new Map(Array.from(past, ([name, x]) => [name, carried(x, pastObserved?.get(name))])),
    }),
  };
}

/**
 * Repeats the last known value over missing values at the end: these were filled with the help of later
 * values, which are gone now. Missing values further back stay as they were filled.
 */
function carried(filled: Float64Array, raw: Float64Array | undefined): Float64Array {
  const known = raw?.findLastIndex((value) => !Number.isNaN(value)) ?? filled.length - 1;
  if (known === filled.length - 1) return filled;
  const values = filled.slice();
  return values.fill(known < 0 ? 0 : raw![known], known + 1);
}

function seasonally(filled: Float64Array, raw: Float64Array, season: number): Float64Array {
  const values = raw.slice();
  fill(values, "seasonal", season);
  // Seasonal filling looks back from here too; leading values keep what filled them.
  for (let t = 0; t < values.length && Number.isNaN(values[t]); t++) values[t] = filled[t];
  return carried(values, raw);
}
