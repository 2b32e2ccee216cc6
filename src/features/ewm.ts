import type { FeatureFamily } from "./feature.js";
import { shiftOption, trailing } from "./rolling-window.js";

const options = {
  alpha: {
    type: "numbers",
    bare: true,
    summary: "weight of the latest observation",
    default: [0.3],
    min: 1e-6,
    max: 1,
  },
  shift: shiftOption,
} as const;

/**
 * `ewm:0.3`: sₜ = α·yₜ + (1 − α)·sₜ₋₁ from s₀ = y₀ on, that of the row before as `y_ewm_0.3`. A missing
 * value leaves it as it was.
 */
export const ewm: FeatureFamily<typeof options> = {
  name: "ewm",
  summary: "exponentially weighted mean of the past",
  options,
  create: ({ alpha, shift }) => ({
    misfit: () => undefined,
    columns: (data) =>
      alpha.map((weight) => {
        let level = Number.NaN;
        const smoothed = (end: number) => {
          const value = data.y[end - 1];
          if (Number.isNaN(level)) level = value;
          else if (!Number.isNaN(value)) level = weight * value + (1 - weight) * level;
          return level;
        };
        return trailing(`y_ewm_${weight}`, data, shift, 1, smoothed, 1);
      }),
  }),
};
