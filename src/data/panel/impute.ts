import type { Missing } from "./policies.js";

/** How messages describe each policy. */
export const FILLED: Record<Exclude<Missing, "error">, string> = {
  interpolate: "interpolated",
  ffill: "filled with the value before",
  seasonal: "filled from the seasons beside them",
  zero: "taken as zero",
  drop: "dropped with everything before them",
};

/**
 * Fills missing values between others, in place:
 * `interpolate` on the straight line between their neighbours, `ffill` with the value before,
 * `seasonal` with the mean of the nearest values whole seasons before and after (on the straight line
 * where there are none), `zero` with 0. `drop` fills nothing, and leaves what follows the last of them.
 *
 * @param ds times of the values, where they are not equally far apart
 * @returns first and one past the last place that is left, equal when there is none; what lies outside
 *   stays as it is
 */
export function fill(
  y: Float64Array,
  how: Exclude<Missing, "error">,
  season: number,
  ds?: Float64Array,
): { start: number; end: number } {
  let start = 0;
  let end = y.length;
  while (start < end && Number.isNaN(y[start])) start++;
  while (end > start && Number.isNaN(y[end - 1])) end--;
  switch (how) {
    case "interpolate":
      return interpolate(y, ds);
    case "ffill":
      for (let t = start; t < end; t++) if (Number.isNaN(y[t])) y[t] = y[t - 1];
      break;
    case "zero":
      for (let t = start; t < end; t++) if (Number.isNaN(y[t])) y[t] = 0;
      break;
    case "drop":
      for (let t = end - 1; t >= start; t--) {
        if (Number.isNaN(y[t])) return { start: t + 1, end };
      }
      break;
    case "seasonal": {
      const known = y.slice();
      for (let t = start; t < end; t++) {
        if (!Number.isNaN(known[t])) continue;
        const before = nearest(known, t, -season, start, end);
        const after = nearest(known, t, season, start, end);
        if (Number.isNaN(before)) y[t] = after;
        else y[t] = Number.isNaN(after) ? before : before / 2 + after / 2;
      }
      return interpolate(y, ds);
    }
  }
  return { start, end };
}

/**
 * Fills missing values between others on the straight line between their neighbours, in place.
 *
 * @param ds      times of the values; they are equally far apart by default
 * @returns first and one past the last place that has a value, equal when there is none; what lies
 *   outside stays NaN
 */
export function interpolate(y: Float64Array, ds?: Float64Array): { start: number; end: number } {
  let previous = -1;
  let start = 0;
  for (let i = 0; i < y.length; i++) {
    if (Number.isNaN(y[i])) continue;
    if (previous < 0) start = i;
    const gap = i - previous;
    for (let k = 1; previous >= 0 && k < gap; k++) {
      const share = ds ? (ds[previous + k] - ds[previous]) / (ds[i] - ds[previous]) : k / gap;
      y[previous + k] = y[previous] + (y[i] - y[previous]) * share;
    }
    previous = i;
  }
  return { start, end: previous + 1 };
}

function nearest(y: Float64Array, t: number, step: number, start: number, end: number): number {
  for (let k = t + step; k >= start && k < end; k += step) if (!Number.isNaN(y[k])) return y[k];
  return Number.NaN;
}
