import type { FeatureFamily } from "./feature.js";
import { shiftOption, trailing } from "./trailing.js";

const STATISTICS = ["mean", "std", "min", "max", "median", "sum"] as const;

const options = {
  stat: {
    type: "choices",
    bare: true,
    choices: STATISTICS,
    summary: "what is told of a window",
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
          message: `a window of ${longest} is longer than ${y.length} observations`,
          hint: `Windows up to ${y.length} fit.`,
        };
      }
      return stat.includes("std") && window.includes(1)
        ? {
            message: "a window of 1 has no standard deviation",
            hint: `Windows from 2 to ${y.length} fit.`,
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
            (end) => statistics[name](data.y.subarray(end - length, end)),
            name === "std" ? 0 : name === "sum" ? length : 1,
          ),
        ),
      ),
  }),
};

const statistics: Record<(typeof STATISTICS)[number], (window: Float64Array) => number> = {
  mean,
  std(window) {
    const middle = mean(window);
    let squares = 0;
    for (const value of window) squares += (value - middle) * (value - middle);
    return Math.sqrt(squares / (window.length - 1));
  },
  min: (window) => window.reduce((a, b) => Math.min(a, b)),
  max: (window) => window.reduce((a, b) => Math.max(a, b)),
  median(window) {
    const sorted = window.slice().sort();
    const half = sorted.length >> 1;
    return sorted.length % 2 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2;
  },
  sum,
};

function sum(window: Float64Array): number {
  let total = 0;
  for (const value of window) total += value;
  return total;
}

function mean(window: Float64Array): number {
  return sum(window) / window.length;
}
