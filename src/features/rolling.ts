import { exchange } from "../analysis/sorted-window.js";
import type { FeatureFamily } from "./feature.js";
import { rollingMoments } from "./rolling-moments.js";
import { shiftOption, trailing } from "./rolling-window.js";

const STATISTICS = ["mean", "std", "min", "max", "median", "sum"] as const;

const options = {
  stat: {
    type: "choices",
    bare: true,
    choices: STATISTICS,
    summary: "statistic of a window",
    default: ["mean"],
  },
  window: {
    type: "integers",
    bare: true,
    summary: "observations in a window",
    default: [7],
    min: 1,
    max: 100_000,
  },
  shift: shiftOption,
} as const;

/** `roll:mean,std:7,28`: statistics of the observations before a row, `y_roll_mean_7`; std has n − 1. */
export const roll: FeatureFamily<typeof options> = {
  name: "roll",
  summary: "statistics of the window before each row",
  options,
  create: ({ stat, window, shift }) => ({
    misfit({ y }) {
      const longest = Math.max(...window);
      if (longest > y.length) {
        return {
          message: `a window of ${longest} is longer than the series, which has ${y.length} observations`,
          hint: `Use windows of at most ${y.length}.`,
        };
      }
      return stat.includes("std") && window.includes(1)
        ? {
            message: "a window of 1 has no standard deviation",
            hint: `Use windows from 2 to ${y.length}.`,
          }
        : undefined;
    },
    columns: (data) =>
      window.flatMap((length) =>
        stat.map((name) =>
          trailing(
            `y_roll_${name}_${length}`,
            data,
            shift,
            length,
            statistics[name](data.y, length),
            name === "std" ? 0 : name === "sum" ? length : 1,
          ),
        ),
      ),
  }),
};

/** A statistic of the `length` values before each index from `length` on; NaN where any is missing. */
type Rolling = (y: Float64Array, length: number) => (end: number) => number;

const statistics: Record<(typeof STATISTICS)[number], Rolling> = {
  mean: (y, length) => {
    const moments = rollingMoments(y, length);
    return (end) => moments(end).sum / length;
  },
  std: (y, length) => {
    const moments = rollingMoments(y, length);
    return (end) => Math.sqrt(moments(end).squares / (length - 1));
  },
  min: (y, length) => extreme(y, length, (a, b) => a <= b),
  max: (y, length) => extreme(y, length, (a, b) => a >= b),
  median,
  sum: (y, length) => {
    const moments = rollingMoments(y, length);
    return (end) => moments(end).sum;
  },
};

/**
 * In O(1) a window, whatever its length.
 *
 * @see Lemire (2006), "Streaming maximum-minimum filter using no more than three comparisons per element"
 */
function extreme(y: Float64Array, length: number, beats: (a: number, b: number) => boolean) {
  // Indices of the window's values that no later value beats, oldest first.
  const queue = new Int32Array(y.length);
  let head = 0;
  let tail = 0;
  let next = 0;
  let missing = -1;
  return (end: number): number => {
    for (; next < end; next++) {
      const value = y[next];
      if (Number.isNaN(value)) missing = next;
      else {
        while (tail > head && beats(value, y[queue[tail - 1]])) tail--;
        queue[tail++] = next;
      }
    }
    if (missing >= end - length) return Number.NaN;
    while (queue[head] < end - length) head++;
    return y[queue[head]];
  };
}

/** The window's values are kept sorted: one leaves and one comes with each step. */
function median(y: Float64Array, length: number) {
  const sorted = new Float64Array(length).fill(Number.POSITIVE_INFINITY);
  const half = length >> 1;
  let next = 0;
  let missing = -1;
  // What is missing has no place among the values.
  const placed = (t: number) => (t < 0 || Number.isNaN(y[t]) ? Number.POSITIVE_INFINITY : y[t]);
  return (end: number): number => {
    for (; next < end; next++) {
      if (Number.isNaN(y[next])) missing = next;
      exchange(sorted, placed(next - length), placed(next));
    }
    if (missing >= end - length) return Number.NaN;
    return length % 2 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
  };
}
