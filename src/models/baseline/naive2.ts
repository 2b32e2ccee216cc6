import { competitionIndices } from "../../analysis/seasonal-indices.js";
import { gaussianIntervals } from "../intervals/parametric.js";
import { localModel } from "../local.js";
import type { ModelDefinition } from "../model.js";
import { deviationState } from "./deviation-state.js";
import { lastObserved } from "./naive.js";
import { differenceDeviation } from "./residual-scale.js";

/**
 * The reference of the M competitions: the last observation of the seasonally adjusted series is repeated
 * and multiplied by the seasonal indices again, ŷₙ₊ₕ = yₙ · s(n + h) / s(n).
 *
 * @example
 * const fitted = await createModel("naive2").fit(panel, context);
 * fitted.forecast(12, [95])[0].intervals; // one level, lo and hi of 12 steps each
 *
 * The series is adjusted by classical multiplicative decomposition where the 90 % autocorrelation
 * test finds a season. Where it finds none, the series is shorter than three seasons, or a value is
 * missing or not positive, it is the naive forecast.
 *
 * @see Makridakis, Spiliotis & Assimakopoulos (2020), "The M4 Competition", appendix A, and the
 *   organisers' "Benchmarks and Evaluation.R"
 */
export const naive2: ModelDefinition<Record<never, never>> = {
  name: "naive2",
  summary: "the last observation, seasonally adjusted: what OWA compares with",
  options: {},
  create: () =>
    localModel({
      name: "naive2",
      schema: () => deviationState,
      fit({ id, y }, { season }) {
        lastObserved(id, y);
        const indices = competitionIndices(y, season);
        const adjusted = y.map((value, t) => value / indices[t % indices.length]);
        return { deviation: differenceDeviation(adjusted, 1) };
      },
      forecast({ deviation }, { id, y }, { season }, { horizon, levels }) {
        const indices = competitionIndices(y, season);
        const index = (t: number) => indices[t % indices.length];
        const level = lastObserved(id, y) / index(y.length - 1);
        const mean = new Float64Array(horizon).map((_, h) => level * index(y.length + h));
        const spread = mean.map((_, h) => deviation * Math.sqrt(h + 1) * index(y.length + h));
        return { mean, intervals: gaussianIntervals(mean, spread, levels) };
      },
      fittedValues(_, { y }, { season }) {
        const indices = competitionIndices(y, season);
        const index = (t: number) => indices[t % indices.length];
        return y.map((_, t) => (t > 0 ? (y[t - 1] / index(t - 1)) * index(t) : Number.NaN));
      },
    }),
};
