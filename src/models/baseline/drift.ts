import { gaussianIntervals } from "../intervals/parametric.js";
import { localModel } from "../local.js";
import type { ModelDefinition } from "../model.js";
import { deviationState } from "./deviation-state.js";
import { lastObserved } from "./naive.js";
import { steadySpread } from "./steady-spread.js";

/**
 * Continues the line through the first and the last observation: ŷₙ₊ₕ = yₙ + hb, b = (yₙ − y₁)/(n − 1).
 * The error has the standard deviation σ√(h(1 + h/(n − 1))), with σ that of the steps around b; the
 * size of the step where there is one.
 *
 * @example
 * const fitted = await createModel("drift").fit(panel, context); // y = 1, 2, 4
 * fitted.forecast(2)[0].mean; // [5.5, 7]
 *
 * @see Hyndman & Athanasopoulos (2021), "Forecasting: principles and practice", sections 5.2 and 5.5
 */
export const drift: ModelDefinition<Record<never, never>> = {
  name: "drift",
  summary: "the line through the first and last observation, continued",
  options: {},
  missing: true,
  create: () =>
    steadySpread(
      localModel({
        name: "drift",
        schema: () => deviationState,
        fit({ id, y }) {
          lastObserved(id, y);
          const { slope } = throughEnds(y);
          let squares = 0;
          let count = 0;
          for (let t = 1; t < y.length; t++) {
            const error = y[t] - y[t - 1] - slope;
            if (Number.isNaN(error)) continue;
            squares += error * error;
            count++;
          }
          // One step is all slope: what it tells of errors is its size, as without a drift.
          if (count === 1) return { deviation: Math.abs(slope) };
          return { deviation: Math.sqrt(squares / Math.max(1, count - 1)) };
        },
        forecast({ deviation }, { id, y }, _setting, { horizon, levels }) {
          lastObserved(id, y);
          const { steps } = throughEnds(y);
          const mean = new Float64Array(horizon).map((_, h) => lineAhead(y, h));
          const spread = mean.map((_, h) => deviation * Math.sqrt((h + 1) * (1 + (h + 1) / steps)));
          return { mean, intervals: gaussianIntervals(mean, spread, levels) };
        },
        fittedValues(_, { y }) {
          const { slope } = throughEnds(y);
          return y.map((_, t) => (t > 0 ? y[t - 1] + slope : Number.NaN));
        },
      }),
      { latest: () => 1, ahead: (y, _, h) => lineAhead(y, h) },
    ),
};

/** The line through the ends of a series, h + 1 steps beyond it. */
function lineAhead(y: Float64Array, h: number): number {
  const { slope, last } = throughEnds(y);
  return y[last] + slope * (y.length - 1 - last) + (h + 1) * slope;
}

/** The line through the first and the last observed value, with slope 0 where they are the same one. */
function throughEnds(y: Float64Array) {
  const first = y.findIndex((value) => !Number.isNaN(value));
  const last = y.findLastIndex((value) => !Number.isNaN(value));
  const steps = Math.max(1, last - first);
  return { slope: (y[last] - y[first]) / steps, last, steps };
}
