import { adjustSeason, type SeasonalAdjustment } from "../../analysis/seasonal-adjustment.js";
import { isSeasonal } from "../../analysis/seasonal-indices.js";
import { hasSeason } from "../../analysis/seasonality.js";
import { gaussianIntervals } from "../intervals/parametric.js";
import { localModel } from "../local.js";
import type { ModelDefinition } from "../model.js";
import { deviationState } from "./deviation-state.js";
import { lastObserved } from "./naive.js";
import { differenceDeviation } from "./residual-scale.js";
import { steadySpread } from "./steady-spread.js";

/**
 * The reference of the M competitions: the last observation of the seasonally adjusted series is repeated
 * and multiplied by the seasonal indices again, ŷₙ₊ₕ = yₙ · s(n + h) / s(n).
 *
 * The series is adjusted by classical multiplicative decomposition if the 90 % autocorrelation test finds
 * a season. The competitions' series are all positive. Where values are not, indices are differences, and
 * {@link hasSeason} decides. It is the naive forecast if there is no season, fewer than three of them, or a
 * missing value.
 *
 * @example
 * const fitted = await createModel("naive2").fit(panel, context);
 * fitted.forecast(12, [95])[0].intervals; // one level, lo and hi of 12 steps each
 *
 * @see Makridakis, Spiliotis & Assimakopoulos (2020), "The M4 Competition", appendix A, and the
 *   organisers' "Benchmarks and Evaluation.R"
 */
export const naive2: ModelDefinition<Record<never, never>> = {
  name: "naive2",
  summary: "the last observation, seasonally adjusted: what OWA compares with",
  options: {},
  bounded: true,
  ratio: true,
  create: () =>
    steadySpread(
      localModel({
        name: "naive2",
        schema: () => deviationState,
        fit({ id, y }, { season }, { warn }) {
          lastObserved(id, y);
          const { form, adjusted } = adjust(y, season);
          if (form === "additive") {
            warn(
              `naive2: series "${id}" is not all positive: its season is additive, unlike that of the competitions`,
            );
          }
          return { deviation: differenceDeviation(adjusted, 1) };
        },
        forecast({ deviation }, { id, y }, { season }, { horizon, levels }) {
          const { adjusted, restore, scale } = adjust(y, season);
          const level = lastObserved(id, adjusted);
          const mean = new Float64Array(horizon).map((_, h) => restore(level, y.length + h));
          const spread = mean.map((_, h) => deviation * Math.sqrt(h + 1) * scale(y.length + h));
          return { mean, intervals: gaussianIntervals(mean, spread, levels) };
        },
        fittedValues(_, { y }, { season }) {
          const { adjusted, restore } = adjust(y, season);
          return y.map((_, t) => (t > 0 ? restore(adjusted[t - 1], t) : Number.NaN));
        },
      }),
      { latest: () => 1, ahead: (y) => y[y.findLastIndex((value) => !Number.isNaN(value))] },
    ),
};

function adjust(y: Float64Array, season: number): SeasonalAdjustment {
  if (y.some(Number.isNaN)) return adjustSeason(y, season, "none");
  if (y.every((value) => value > 0)) {
    return adjustSeason(y, season, isSeasonal(y, season) ? "multiplicative" : "none");
  }
  return adjustSeason(y, season, hasSeason(y, season) ? "additive" : "none");
}
