import type { Unbroken } from "../analysis/breaks.js";
import { normalQuantile } from "../numeric/normal.js";
import { quantileOfSorted } from "../numeric/quantile.js";
import type { Interval, SeriesForecast } from "./model.js";

/** Fewer outliers of a series are no sign that more are to come. */
const MIN_EVENTS = 3;
/** Least probability of the rest of the values to lie beyond an end, as a share of what the level asks for. */
const MIN_TAIL_SHARE = 0.05;

/** How often a series had outliers, and how far off they were. */
interface RareEvents {
  /** Share of the observations that were outliers. */
  readonly rate: number;
  /** Whether sizes are ratios to what was expected, as of a positive series, or differences from it. */
  readonly ratios: boolean;
  /** Sizes to each side, from the smallest on, as factors above or below 1 or positive differences. */
  readonly above: Float64Array;
  readonly below: Float64Array;
}

/**
 * The forecast of a series without its outliers, its intervals widened for those that will come again: the
 * values ahead are a mixture, of ordinary ones and, at the rate seen so far, of events as large as those
 * seen. Where events are rarer than what an end may leave out, the end leaves out less of the ordinary values;
 * where they are not, it is a quantile of their sizes. One or two outliers are taken for errors
 * that do not come again.
 */
export function allowingForEvents(forecast: SeriesForecast, unbroken: Unbroken): SeriesForecast {
  const { mean, intervals } = forecast;
  const events = intervals && eventsOf(unbroken);
  if (!events) return forecast;
  return { ...forecast, intervals: intervals.map((one) => widened(one, mean, events)) };
}

function eventsOf({ breaks, moved, values }: Unbroken): RareEvents | undefined {
  const outliers = breaks.filter(({ kind }) => kind === "outlier");
  if (outliers.length < MIN_EVENTS) return undefined;
  const ratios = values.every((value) => value > 0) && moved.every((value) => value > 0);
  const above: number[] = [];
  const below: number[] = [];
  for (const { at, length } of outliers) {
    for (let t = at; t < at + length; t++) {
      const isAbove = moved[t] > values[t];
      const size = ratios ? moved[t] / values[t] : Math.abs(moved[t] - values[t]);
      (isAbove ? above : below).push(size);
    }
  }
  return {
    rate: (above.length + below.length) / values.length,
    ratios,
    above: Float64Array.from(above).sort(),
    // The smallest event below is the ratio nearest to 1.
    below: ratios ? Float64Array.from(below).sort().reverse() : Float64Array.from(below).sort(),
  };
}

function widened(
  { level, lo, hi }: Interval,
  mean: Float64Array,
  { rate, ratios, above, below }: RareEvents,
): Interval {
  const tail = 0.5 - level / 200;
  const plain = normalQuantile(1 - tail);
  const count = above.length + below.length;
  const end = (sizes: Float64Array, sign: 1 | -1) => {
    const share = (rate * sizes.length) / count;
    const left = Math.max(MIN_TAIL_SHARE * tail, (tail - share) / (1 - rate));
    const factor = Math.max(1, normalQuantile(1 - left) / plain);
    // Quantile of the events that an end must reach; the smallest where it may leave all of them out.
    const reached = sizes.length > 0 ? quantileAt(sizes, Math.max(0, 1 - tail / share)) : undefined;
    return (value: number, h: number) => {
      const ordinary = mean[h] + factor * (value - mean[h]);
      if (reached === undefined || (ratios && mean[h] <= 0)) return ordinary;
      const event = ratios ? mean[h] * reached : mean[h] + sign * reached;
      const further = (a: number, b: number) => (sign * (a - b) > 0 ? a : b);
      const nearer = (a: number, b: number) => (sign * (a - b) > 0 ? b : a);
      return share < tail ? further(value, nearer(ordinary, event)) : further(ordinary, event);
    };
  };
  return { level, lo: lo.map(end(below, -1)), hi: hi.map(end(above, 1)) };
}

/** Quantile of values that ascend, or descend. */
function quantileAt(values: Float64Array, p: number): number {
  return values[0] <= values[values.length - 1]
    ? quantileOfSorted(values, p)
    : quantileOfSorted(values.slice().reverse(), 1 - p);
}
