import { isSeasonal, seasonalIndices } from "../../features/seasonal.js";
import type { ModelDefinition } from "../model.js";
import { lastObserved } from "./naive.js";

/**
 * The reference of the M competitions: the last observation of the seasonally adjusted series,
 * repeated and given its seasons back, ŷₙ₊ₕ = yₙ · s(n + h) / s(n).
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
  create: () => ({
    name: "naive2",
    async fit({ series, season }) {
      const fits = series.map(({ id, y }) => {
        const last = lastObserved(id, y);
        return { id, next: nextSeason(y, last, season) };
      });
      return {
        forecast: (horizon) =>
          fits.map(({ id, next }) => ({
            id,
            mean: new Float64Array(horizon).map((_, h) => next[h % next.length]!),
          })),
      };
    },
  }),
};

/** @returns the forecasts of a season, or a single one where there is no season; they repeat */
function nextSeason(y: Float64Array, last: number, season: number): Float64Array {
  if (!y.every((value) => value > 0) || !isSeasonal(y, season)) return Float64Array.of(last);
  const indices = seasonalIndices(y, season, "multiplicative");
  const adjusted = last / indices[(y.length - 1) % season]!;
  return Float64Array.from(indices, (_, h) => adjusted * indices[(y.length + h) % season]!);
}
