import { FitError } from "../../errors.js";
import { gaussianIntervals } from "../intervals/parametric.js";
import { localModel } from "../local.js";
import type { ModelDefinition } from "../model.js";
import { deviationState } from "./deviation-state.js";
import { differenceDeviation } from "./residual-scale.js";
import { steadySpread } from "./steady-spread.js";

/**
 * Repeats the last observation: ŷₙ₊ₕ = yₙ. It is optimal for a random walk, and the one to beat for every
 * other model. The error h steps ahead has the standard deviation σ√h, with σ that of single steps.
 *
 * @example
 * const fitted = await createModel("naive").fit(panel, context);
 * fitted.forecast(2)[0].mean; // [yₙ, yₙ]
 *
 * @see Hyndman & Athanasopoulos (2021), "Forecasting: principles and practice", sections 5.2 and 5.5
 */
export const naive: ModelDefinition<Record<never, never>> = {
  name: "naive",
  summary: "the last observation, repeated",
  options: {},
  bounded: true,
  missing: true,
  irregular: true,
  create: () =>
    steadySpread(
      localModel({
        name: "naive",
        schema: () => deviationState,
        fit({ id, y }) {
          lastObserved(id, y);
          return { deviation: differenceDeviation(y, 1) };
        },
        forecast({ deviation }, { id, y }, _, { horizon, levels }) {
          const mean = new Float64Array(horizon).fill(lastObserved(id, y));
          const spread = mean.map((_, h) => deviation * Math.sqrt(h + 1));
          return { mean, intervals: gaussianIntervals(mean, spread, levels) };
        },
        fittedValues: (_, { y }) => y.map((_, t) => (t > 0 ? y[t - 1] : Number.NaN)),
      }),
      { latest: () => 1, ahead: (y) => y[y.findLastIndex((value) => !Number.isNaN(value))] },
    ),
};

/**
 * The latest value of `y` that is not missing.
 *
 * @throws FitError when all are missing
 */
export function lastObserved(id: string, y: Float64Array): number {
  for (let t = y.length - 1; t >= 0; t--) {
    if (!Number.isNaN(y[t])) return y[t];
  }
  throw new FitError(`series "${id}" has no observation to repeat`, "Remove it from the input.");
}
