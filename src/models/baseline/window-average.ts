import { gaussianIntervals } from "../intervals/parametric.js";
import { localModel } from "../local.js";
import type { ModelDefinition } from "../model.js";
import { deviationState } from "./deviation-state.js";
import { lastObserved } from "./naive.js";
import { rootMeanSquare } from "./residual-scale.js";
import { steadySpread } from "./steady-spread.js";

const options = {
  window: {
    type: "integer",
    default: 7,
    min: 1,
    max: 1_000_000,
    summary: "how many of the latest observations",
  },
} as const;

/**
 * The mean of the latest k observations, at every step: ŷₙ₊ₕ = (yₙ + … + yₙ₋ₖ₊₁)/k; of all if there are
 * fewer.
 *
 * The deviation grows like that of simple exponential smoothing whose weights have the same mean age,
 * σ√(1 + (h − 1)α²) with α = 2/(k + 1).
 *
 * @example
 * const fitted = await createModel("window-average:window=2").fit(panel, context); // y = 1, 2, 6
 * fitted.forecast(1)[0].mean; // [4]
 *
 * @see Brown (1963), "Smoothing, forecasting and prediction of discrete time series", chapter 7
 */
export const windowAverage: ModelDefinition<typeof options> = {
  name: "window-average",
  summary: "the mean of the latest observations",
  options,
  bounded: true,
  missing: true,
  create: ({ window }) =>
    steadySpread(
      localModel({
        name: "window-average",
        schema: () => deviationState,
        fit({ id, y }) {
          lastObserved(id, y);
          const { before } = averages(y, window);
          return { deviation: rootMeanSquare(y.map((value, t) => value - before[t])) };
        },
        forecast({ deviation }, { id, y }, _, { horizon, levels }) {
          lastObserved(id, y);
          const mean = new Float64Array(horizon).fill(averages(y, window).last);
          const alpha = 2 / (window + 1);
          const spread = mean.map((_, h) => deviation * Math.sqrt(1 + h * alpha * alpha));
          return { mean, intervals: gaussianIntervals(mean, spread, levels) };
        },
        fittedValues: (_, { y }) => averages(y, window).before,
      }),
      { latest: () => window },
    ),
};

/** Means of up to `window` values observed before each time (NaN where there is none), and at the end. */
function averages(y: Float64Array, window: number): { before: Float64Array; last: number } {
  const before = new Float64Array(y.length);
  const observed: number[] = [];
  let sum = 0;
  const average = () => {
    const count = Math.min(window, observed.length);
    return count > 0 ? sum / count : Number.NaN;
  };
  for (let t = 0; t < y.length; t++) {
    before[t] = average();
    if (Number.isNaN(y[t])) continue;
    observed.push(y[t]);
    sum += y[t];
    if (observed.length > window) sum -= observed[observed.length - 1 - window];
  }
  return { before, last: average() };
}
