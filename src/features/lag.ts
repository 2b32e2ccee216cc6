import type { FeatureFamily } from "./feature.js";
import { trailing } from "./rolling-window.js";

const options = {
  lags: {
    type: "integers",
    bare: true,
    summary: "steps back",
    default: [1],
    min: 1,
    max: 100_000,
  },
} as const;

/** `lag:1,12`: y[t − k] as `y_lag_k`. */
export const lag: FeatureFamily<typeof options> = {
  name: "lag",
  summary: "earlier observations",
  options,
  create: ({ lags }) => ({
    misfit({ y }) {
      const maxLag = Math.max(...lags);
      return maxLag < y.length
        ? undefined
        : {
            message: `lag ${maxLag} is longer than the series, which has ${y.length} observations`,
            hint: `Use lags from 1 to ${y.length - 1}.`,
          };
    },
    columns: (data) =>
      lags.map((k) => ({
        ...trailing(`y_lag_${k}`, data, k, 1, (end) => data.y[end - 1], 1),
        name: `y_lag_${k}`,
      })),
  }),
};
