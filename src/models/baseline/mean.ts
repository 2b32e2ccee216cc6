import { studentIntervals } from "../intervals/parametric.js";
import { localModel } from "../local.js";
import type { ModelDefinition } from "../model.js";
import { deviationState } from "./deviation-state.js";
import { lastObserved } from "./naive.js";
import { outliersAside } from "./outliers-aside.js";

/**
 * The mean of all observations, at every step: ŷₙ₊ₕ = ȳ. The error has the standard deviation s√(1 + 1/n),
 * with s that of the observations; divided by its estimate it has Student's distribution with n − 1 degrees of
 * freedom. Outliers count in the mean, and not in s ({@link outliersAside}).
 *
 * @example
 * const fitted = await createModel("mean").fit(panel, context); // y = 1, 2, 6
 * fitted.forecast(2)[0].mean; // [3, 3]
 *
 * @see Hyndman & Athanasopoulos (2021), "Forecasting: principles and practice", sections 5.2 and 5.5
 */
export const mean: ModelDefinition<Record<never, never>> = {
  name: "mean",
  summary: "the mean of all observations",
  options: {},
  bounded: true,
  missing: true,
  irregular: true,
  create: () =>
    outliersAside(
      localModel({
        name: "mean",
        schema: () => deviationState,
        fit({ id, y }) {
          lastObserved(id, y);
          const { average, count } = meanObserved(y);
          let squares = 0;
          for (const value of y) {
            if (!Number.isNaN(value)) squares += (value - average) * (value - average);
          }
          const variance = squares / Math.max(1, count - 1);
          return { deviation: Math.sqrt(variance * (1 + 1 / count)) };
        },
        forecast({ deviation }, { id, y }, _, { horizon, levels }) {
          lastObserved(id, y);
          const { average, count } = meanObserved(y);
          const mean = new Float64Array(horizon).fill(average);
          const spread = new Float64Array(horizon).fill(deviation);
          return { mean, intervals: studentIntervals(mean, spread, levels, count - 1) };
        },
        fittedValues: (_, { y }) => new Float64Array(y.length).fill(meanObserved(y).average),
      }),
      (y) => meanObserved(y).average,
    ),
};

/** Mean of the values that are not missing, exact for a constant. */
function meanObserved(y: Float64Array): { average: number; count: number } {
  let average = 0;
  let count = 0;
  for (const value of y) {
    if (!Number.isNaN(value)) average += (value - average) / ++count;
  }
  return { average, count };
}
