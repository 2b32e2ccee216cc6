import type { ModelDefinition } from "../model.js";
import { lastObserved } from "./naive.js";

/**
 * Repeats the last season: ŷₙ₊ₕ = the latest observation at the same place in the season. Without a
 * season, or where a place was never observed, it is the naive forecast.
 *
 * @see Hyndman & Athanasopoulos (2021), "Forecasting: principles and practice", section 5.2
 */
export const seasonalNaive: ModelDefinition<Record<never, never>> = {
  name: "seasonal-naive",
  summary: "the last season, repeated",
  options: {},
  create: () => ({
    name: "seasonal-naive",
    async fit(panel) {
      const seasons = panel.series.map(({ id, y }) => ({
        id,
        values: lastSeason(id, y, panel.season),
      }));
      return {
        forecast: (horizon) =>
          seasons.map(({ id, values }) => ({
            id,
            mean: new Float64Array(horizon).map((_, h) => values[h % values.length]!),
          })),
      };
    },
  }),
};

/** @returns [season], index 0 is the place in the season that follows the end of `y` */
function lastSeason(id: string, y: Float64Array, season: number): Float64Array {
  const values = new Float64Array(season).fill(lastObserved(id, y));
  for (let place = 0; place < season; place++) {
    for (let t = y.length - season + place; t >= 0; t -= season) {
      if (!Number.isNaN(y[t]!)) {
        values[place] = y[t]!;
        break;
      }
    }
  }
  return values;
}
