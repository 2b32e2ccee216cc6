import { absurdValues } from "../../analysis/outliers.js";
import { interpolate } from "../../data/panel/impute.js";
import type { Series } from "../../data/panel/panel.js";

/**
 * The series with values far out of range as missing; see {@link absurdValues}. Events that an indicator
 * column marks, such as closed holidays, are kept: the column is there to explain them.
 */
export function withoutAbsurdValues({ y, future }: Series): Float64Array {
  const absurd = absurdValues(y);
  if (absurd.length === 0) return y;
  const marked = [...(future?.values() ?? [])].map(markedPlaces);
  const places = absurd.filter((t) => !marked.some((events) => events.has(t)));
  if (places.length === 0) return y;
  const cleaned = Float64Array.from(y);
  for (const t of places) cleaned[t] = Number.NaN;
  return cleaned;
}

/** Where a column of two values has the rarer one; nowhere when it has more than two. */
function markedPlaces(column: Float64Array): Set<number> {
  const places = new Map<number, number[]>();
  for (const [t, value] of column.entries()) {
    const others = places.get(value);
    if (others) others.push(t);
    else if (places.size === 2) return new Set();
    else places.set(value, [t]);
  }
  const [fewer] = [...places.values()].sort((a, b) => a.length - b.length);
  return new Set(places.size === 2 ? fewer : []);
}

/** Missing values on lines between their neighbours; those at the ends repeat the nearest. */
export function withoutGaps(y: Float64Array): Float64Array {
  const filled = Float64Array.from(y);
  const { start, end } = interpolate(filled);
  filled.fill(filled[start], 0, start);
  filled.fill(filled[end - 1], end);
  return filled;
}

/**
 * A series to be differenced over seasons, with one value at each place of the season that was never
 * observed: without it, nothing would tell where that place stands. It is interpolated and stands in the
 * first season.
 */
export function withEveryPlace(y: Float64Array, season: number): Float64Array {
  if (!y.some(Number.isNaN)) return y;
  const begin = y.findIndex((value) => !Number.isNaN(value));
  const observed = new Set<number>();
  y.forEach((value, t) => {
    if (!Number.isNaN(value)) observed.add(t % season);
  });
  if (begin < 0 || observed.size === season) return y;
  const filled = withoutGaps(y);
  const complete = Float64Array.from(y);
  for (let t = begin; t < Math.min(begin + season, y.length); t++) {
    if (!observed.has(t % season)) complete[t] = filled[t];
  }
  return complete;
}
