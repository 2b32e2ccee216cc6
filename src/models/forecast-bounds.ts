import type { Panel } from "../data/panel/panel.js";
import type { SeriesForecast } from "./model.js";

/**
 * A forecast may go so many times as far from the last observation as the series ever went in as many
 * steps, and the ends of its intervals so many times.
 */
export const MAX_REACH_FACTOR = 3;
const MAX_INTERVAL_FACTOR = 6;

/**
 * Largest change of a series within 1, 2, … steps; beyond its length extrapolated as of a random walk.
 *
 * @returns [horizon]
 */
export function maxChanges(values: Float64Array, horizon: number): Float64Array {
  const n = values.length;
  let [min, max] = [values[0], values[0]];
  for (const value of values) {
    min = Math.min(min, value);
    max = Math.max(max, value);
  }
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

/**
 * Holds forecasts within what their series have shown to be possible, in the series' own units: a model
 * that follows its own forecasts, or takes logarithms back, may run away.
 *
 * @param panel the series that were forecast from, in the order of the forecasts
 * @param warn  told of series whose forecast was held
 */
export function withinReach(
  name: string,
  panel: Panel,
  forecasts: readonly SeriesForecast[],
  warn: (message: string) => void = () => {},
): SeriesForecast[] {
  const held: string[] = [];
  const bounded = forecasts.map(({ id, mean, intervals }, s): SeriesForecast => {
    const y = panel.series[s].y.filter((value) => !Number.isNaN(value));
    if (y.length === 0) return forecasts[s];
    const within = reachOf(y, mean.length);
    const ends = reachOf(y, mean.length, MAX_INTERVAL_FACTOR);
    const kept = mean.map(within);
    if (kept.some((value, h) => value !== mean[h])) held.push(id);
    return {
      id,
      mean: kept,
      ...(intervals && {
        intervals: intervals.map(({ level, lo, hi }) => ({
          level,
          lo: lo.map((value, h) => Math.min(ends(value, h), kept[h])),
          hi: hi.map((value, h) => Math.max(ends(value, h), kept[h])),
        })),
      }),
    };
  });
  if (held.length > 0) {
    const more = held.length > 5 ? ` and ${held.length - 5} more` : "";
    warn(
      `${name} diverges; its forecasts are held to ${MAX_REACH_FACTOR} times the largest change so far in series: ${held.slice(0, 5).join(", ")}${more}`,
    );
  }
  return bounded;
}
