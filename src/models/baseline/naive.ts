import { FitError } from "../../errors.js";
import type { ModelDefinition } from "../model.js";

/**
 * Repeats the last observation: ŷₙ₊ₕ = yₙ. Best possible for a random walk, and what every other model
 * has to beat.
 *
 * @see Hyndman & Athanasopoulos (2021), "Forecasting: principles and practice", section 5.2
 */
export const naive: ModelDefinition<Record<never, never>> = {
  name: "naive",
  summary: "the last observation, repeated",
  options: {},
  create: () => ({
    name: "naive",
    async fit(panel) {
      const last = panel.series.map(({ id, y }) => ({ id, value: lastObserved(id, y) }));
      return {
        forecast: (horizon) =>
          last.map(({ id, value }) => ({ id, mean: new Float64Array(horizon).fill(value) })),
      };
    },
  }),
};

/**
 * The latest value of `y` that is not missing.
 *
 * @throws FitError when all are missing
 */
export function lastObserved(id: string, y: Float64Array): number {
  for (let t = y.length - 1; t >= 0; t--) {
    if (!Number.isNaN(y[t]!)) return y[t]!;
  }
  throw new FitError(`series "${id}" has no observation to repeat`, "Remove it from the input.");
}
