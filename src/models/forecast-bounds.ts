import type { Panel } from "../data/panel/panel.js";
import type { SeriesForecast } from "./model.js";

/**
 * A forecast may go so many times as far from the last observation as the series ever went in as many
 * steps, and an end of its intervals so many times as far from the forecast.
 */
export const MAX_REACH_FACTOR = 3;
/** Observations of a series whose changes say how wide its intervals may be. */
const MIN_KNOWN = 8;

/**
 * Largest change of a series within 1, 2, … steps; beyond its length extrapolated as of a random walk.
 *
 * @returns [horizon]
 */
export function maxChanges(values: Float64Array, horizon: number): Float64Array {
  const n = values.length;
  const [min, max] = rangeOf(values);
  const range = max - min;
  const changes = new Float64Array(horizon);
  let change = 0;
  for (let h = 1; h <= horizon; h++) {
    for (let t = h; t < n && change < range; t++) {
      change = Math.max(change, Math.abs(values[t] - values[t - h]));
    }
    changes[h - 1] = h < n ? change : range * Math.sqrt(h / Math.max(1, n - 1));
  }
  return changes;
}

/** Holds values h steps ahead within a factor of the largest changes of a series. */
export function reachOf(
  values: Float64Array,
  horizon: number,
  factor = MAX_REACH_FACTOR,
): (value: number, h: number) => number {
  const last = values[values.length - 1];
  const changes = maxChanges(values, horizon);
  return (value, h) => {
    const most = factor * changes[h];
    return Math.min(last + most, Math.max(last - most, value));
  };
}

/** Least and largest value that is not missing. */
function rangeOf(values: Float64Array): readonly [number, number] {
  let [min, max] = NOWHERE;
  for (const value of values) {
    if (value < min) min = value;
    if (value > max) max = value;
  }
  return [min, max];
}

const NOWHERE = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY] as const;

/** From the least value to the largest, and as far again: the levels that regimes make likely. */
function levelsOf(values: Float64Array): readonly [number, number] {
  const [min, max] = rangeOf(values);
  return [min - (max - min), max + (max - min)];
}

/** Lets values pass that lie between the bound and a level. */
function orSeen(
  within: (value: number, h: number) => number,
  [min, max]: readonly [number, number],
): (value: number, h: number) => number {
  return (value, h) => {
    const held = within(value, h);
    return held < value
      ? Math.max(held, Math.min(value, max))
      : Math.min(held, Math.max(value, min));
  };
}

/**
 * Holds forecasts within what their series have shown to be possible, in the series' own units: a model
 * that follows its own forecasts, or takes logarithms back, may run away.
 *
 * @param panel   the series whose changes bound the forecasts, in the order of these
 * @param regimes the series with their level shifts, where a model may return to their levels; `panel` has
 *   none then
 * @param warn    told of series whose forecast was held
 */
export function withinReach(
  name: string,
  { panel, regimes }: { readonly panel: Panel; readonly regimes?: Panel },
  forecasts: readonly SeriesForecast[],
  warn: (message: string) => void = () => {},
): SeriesForecast[] {
  const held: string[] = [];
  const bounded = forecasts.map(({ id, mean, intervals }, s): SeriesForecast => {
    const y = panel.series[s].y.filter((value) => !Number.isNaN(value));
    if (y.length === 0) return forecasts[s];
    const levels = regimes ? levelsOf(regimes.series[s].y) : NOWHERE;
    const changes = maxChanges(y, mean.length);
    const kept = mean.map(orSeen(reachOf(y, mean.length), levels));
    // A series that never changed is kept as it is: rounding alone takes a network off it.
    if (changes[mean.length - 1] > 0 && kept.some((value, h) => value !== mean[h])) held.push(id);
    if (!intervals || y.length < MIN_KNOWN)
      return { id, mean: kept, ...(intervals && { intervals }) };
    const reach = changes.map((change) => MAX_REACH_FACTOR * change);
    const below = orSeen((value, h) => Math.max(value, kept[h] - reach[h]), levels);
    const above = orSeen((value, h) => Math.min(value, kept[h] + reach[h]), levels);
    return {
      id,
      mean: kept,
      intervals: intervals.map(({ level, lo, hi }) => ({
        level,
        lo: lo.map((value, h) => Math.min(below(value, h), kept[h])),
        hi: hi.map((value, h) => Math.max(above(value, h), kept[h])),
      })),
    };
  });
  if (held.length > 0) {
    const whose =
      held.length === 1 ? `series "${held[0]}"` : `series: ${held.slice(0, 5).join(", ")}`;
    const more = held.length > 5 ? ` and ${held.length - 5} more` : "";
    warn(
      `${name} diverges; its forecasts are held to ${MAX_REACH_FACTOR} times the largest change so far in ${whose}${more}`,
    );
  }
  return bounded;
}
