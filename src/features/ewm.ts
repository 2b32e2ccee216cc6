import type { FeatureFamily } from "./feature.js";
import { shiftOption, trailing } from "./trailing.js";

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

/** `ewm:0.3`: sₜ = α·yₜ + (1 − α)·sₜ₋₁ from s₀ = y₀ on, that of the row before as `y_ewm_0.3`. */
export const ewm: FeatureFamily<typeof options> = {
  name: "ewm",
  summary: "exponentially weighted mean of the past",
  options,
  create: ({ alpha, shift }) => ({
    misfit: () => undefined,
    columns: (data) =>
      alpha.map((weight) => {
        let level = data.y[0]!;
        const smoothed = (end: number) => {
          level = end === 1 ? data.y[0]! : weight * data.y[end - 1]! + (1 - weight) * level;
          return level;
        };
        return trailing(`y_ewm_${weight}`, data, shift, 1, smoothed, 1);
      }),
  }),
};
