import { gaussianIntervals } from "../intervals/parametric.js";
import { localModel } from "../local.js";
import type { ModelDefinition } from "../model.js";
import { deviationState } from "./deviation-state.js";
import { lastObserved } from "./naive.js";
import { differenceDeviation } from "./residual-scale.js";
import { steadySpread } from "./steady-spread.js";

/**
 * Repeats the last season: ŷₙ₊ₕ = yₙ₊ₕ₋ₖₛ with the smallest k for which that is observed. Without a season,
 * or where a place in the season was never observed, it is the naive forecast. The error has the standard
 * deviation σ√k in the k-th season ahead, with σ that of steps from season to season.
 *
 * @example
 * const fitted = await createModel("seasonal-naive").fit(panel, context);
 * fitted.forecast(12)[0].mean; // the last 12 observations of a monthly panel
 *
 * @see Hyndman & Athanasopoulos (2021), "Forecasting: principles and practice", sections 5.2 and 5.5
 */
export const seasonalNaive: ModelDefinition<Record<never, never>> = {
  name: "seasonal-naive",
  summary: "the last season, repeated",
  options: {},
  bounded: true,
  missing: true,
  create: () =>
    steadySpread(
      localModel({
        name: "seasonal-naive",
        schema: () => deviationState,
        fit({ id, y }, { season }) {
          lastObserved(id, y);
          const lag = y.length > season ? season : 1;
          return { deviation: differenceDeviation(y, lag) };
        },
        forecast({ deviation }, { id, y }, { season }, { horizon, levels }) {
          const values = lastSeason(id, y, season);
          const mean = new Float64Array(horizon).map((_, h) => values[h % season]);
          const spread = mean.map((_, h) => deviation * Math.sqrt(1 + Math.floor(h / season)));
          return { mean, intervals: gaussianIntervals(mean, spread, levels) };
        },
        fittedValues: (_, { y }, { season }) =>
          y.map((_, t) => (t >= season ? y[t - season] : Number.NaN)),
      }),
      { latest: (season) => season, ahead: (y, season, h) => y[repeatedBy(y, season, h % season)] },
    ),
};

/** @returns [season], index 0 is the place in the season that follows the end of `y` */
function lastSeason(id: string, y: Float64Array, season: number): Float64Array {
  const last = lastObserved(id, y);
  return new Float64Array(season).map((_, place) => {
    const t = repeatedBy(y, season, place);
    return t < 0 ? last : y[t];
  });
}

/** Index of the latest value observed at a place of the season; −1 where there is none. */
function repeatedBy(y: Float64Array, season: number, place: number): number {
  let t = y.length - season + place;
  while (t >= 0 && Number.isNaN(y[t])) t -= season;
  return Math.max(-1, t);
}
