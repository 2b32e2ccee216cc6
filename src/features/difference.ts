import type { FeatureFamily } from "./feature.js";
import { shiftOption, trailing } from "./rolling-window.js";

const options = {
  lags: {
    type: "integers",
    bare: true,
    summary: "steps between the two observations",
    default: [1],
    min: 1,
    max: 100_000,
  },
  shift: shiftOption,
} as const;

/** `diff:1,12`: y[t − 1] − y[t − 1 − k] as `y_diff_k`. */
export const difference: FeatureFamily<typeof options> = {
  name: "diff",
  summary: "differences between earlier observations",
  options,
  create: ({ lags, shift }) => ({
    misfit({ y }) {
      const maxLag = Math.max(...lags);
      return maxLag < y.length
        ? undefined
        : {
            message: `a difference over ${maxLag} steps is longer than the series, which has ${y.length} observations`,
            hint: `Use steps from 1 to ${y.length - 1}.`,
          };
    },
    columns: (data) =>
      lags.map((k) =>
        trailing(`y_diff_${k}`, data, shift, k + 1, (end) => data.y[end - 1] - data.y[end - 1 - k]),
      ),
  }),
};
