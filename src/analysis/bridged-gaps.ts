import { median } from "../numeric/median.js";
import { usualSteps } from "./usual-steps.js";

/** Observations on each side of a gap whose median is the level there: one of them may be an outlier. */
const LEVEL_VALUES = 3;
/** Share of the values that may be missing for what is found in the others to be trusted. */
const MAX_SHARE = 0.25;

/**
 * A series with its gaps bridged, so that breaks can be looked for. Beside the usual steps of its season,
 * each gap stands at the level of the observations before it up to its middle, and at that of those after
 * it from there on: an outlier beside a gap stays as short as it is, and a shift within a gap is one step.
 *
 * @param y missing values are NaN
 * @returns undefined where too much is missing
 */
export function bridgedGaps(y: Float64Array, season: number): Float64Array | undefined {
  const known = Array.from(y.keys()).filter((t) => !Number.isNaN(y[t]));
  if (known.length === 0 || known.length < (1 - MAX_SHARE) * y.length) return undefined;
  const usual = usualSteps(evenSteps(y, known), season);
  const path = new Float64Array(y.length);
  for (let t = 1; t < y.length; t++) path[t] = path[t - 1] + usual[t % usual.length];
  const heightAt = (k: number) => y[known[k]] - path[known[k]];
  const levelOf = (from: number, to: number) => {
    const places = Array.from({ length: Math.max(0, to - from) }, (_, i) => from + i);
    return median(Float64Array.from(places, heightAt));
  };
  const bridged = y.slice();
  // The k-th gap lies before the k-th observation.
  for (let k = 0; k <= known.length; k++) {
    const from = k > 0 ? known[k - 1] + 1 : 0;
    const to = k < known.length ? known[k] : y.length;
    if (from === to) continue;
    const before = levelOf(Math.max(0, k - LEVEL_VALUES), k);
    const after = levelOf(k, Math.min(known.length, k + LEVEL_VALUES));
    const isLike = (height: number, level: number, other: number) =>
      Math.abs(height - level) < Math.abs(height - other);
    let middle = (from + to) >> 1;
    // A level that has not shifted yet right after the gap, or has already right before it, is the gap's.
    if (k === known.length || isLike(heightAt(k), before, after)) middle = to;
    else if (k === 0 || isLike(heightAt(k - 1), after, before)) middle = from;
    for (let t = from; t < to; t++) bridged[t] = path[t] + (t < middle ? before : after);
  }
  return bridged;
}

/** Steps between observations, over a gap in equal parts; 0 before the first and after the last. */
function evenSteps(y: Float64Array, known: readonly number[]): Float64Array {
  const steps = new Float64Array(y.length);
  for (let k = 1; k < known.length; k++) {
    const [from, to] = [known[k - 1], known[k]];
    steps.fill((y[to] - y[from]) / (to - from), from + 1, to + 1);
  }
  return steps;
}
