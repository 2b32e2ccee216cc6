import { pow } from "../../numeric/elementary.js";
import type { EtsForm } from "./forms.js";
import type { EtsParameters } from "./recursion.js";

/** The states after the last observation of a series. */
export interface EtsStates {
  readonly level: number;
  readonly slope: number;
  /** [period], index 0 belongs to the next observation; empty without a season. */
  readonly seasons: Float64Array;
  /** Mean size of the observations. */
  readonly size: number;
}

/**
 * Forecasts and the standard deviations of their errors, [horizon] each.
 *
 * The states' covariance goes along with their mean. That is exact for additive errors without
 * multiplicative parts, and for multiplicative errors with additive trend and season; a
 * multiplicative season enters by its relative deviation, to first order. The other forms are taken
 * as additive in the logarithm, to first order too.
 *
 * Two limits keep intervals sensible far ahead. Multiplicative errors compound, so that exact variances
 * may grow exponentially by paths that hardly ever occur: from where the deviation exceeds the forecast,
 * they grow as additive ones do. And the deviation, which a wandering slope lets grow by h^1.5 for ever,
 * stays within twice the straight fan, 2h times that of the first step.
 *
 * @param variance of one-step errors, relative ones where errors are multiplicative
 * @see Hyndman, Koehler, Ord & Snyder (2008), chapter 6
 */
export function forecastEts(
  { error, trend, season }: EtsForm,
  { alpha, beta, gamma, phi }: EtsParameters,
  variance: number,
  { level: from, slope: rising, seasons, size }: EtsStates,
  horizon: number,
): { mean: Float64Array; deviation: Float64Array } {
  const period = seasons.length;
  const growing = trend === "M";
  const scaled = season === "M";
  const firstOrder = growing || (scaled && error === "A");
  const relative = error === "M" && !firstOrder;
  const noiseShare = firstOrder && error === "A" ? variance / (size * size || 1) : variance;
  const mean = new Float64Array(horizon);
  const deviation = new Float64Array(horizon);
  // Covariances: of level and slope, of each season (relative to it where it multiplies), and between them.
  let [levelLevel, levelSlope, slopeSlope] = [0, 0, 0];
  const ownSeason = new Float64Array(period);
  const levelSeason = new Float64Array(period);
  const slopeSeason = new Float64Array(period);
  let level = from;
  let slope = rising;
  let widest = 0;
  let first = 0;
  for (let h = 0, place = 0; h < horizon; h++) {
    const damped = growing ? pow(slope, phi) : phi * slope;
    const base = growing ? level * damped : level + damped;
    const index = period === 0 ? 0 : seasons[place];
    const forecast = scaled ? base * index : base + index;
    mean[h] = forecast;
    let spread = levelLevel + 2 * phi * levelSlope + phi * phi * slopeSlope;
    const reach = scaled && !firstOrder ? base : 1;
    if (period > 0) {
      const shared = levelSeason[place] + phi * slopeSeason[place];
      spread += reach * (reach * ownSeason[place] + 2 * shared);
    }
    // What a relative error is relative to.
    const basis = scaled ? base : forecast;
    widest = Math.max(widest, basis * basis);
    const noise = relative ? noiseShare * Math.min(basis * basis + spread, 2 * widest) : noiseShare;
    const wide = Math.sqrt(spread + noise);
    if (h === 0) first = wide;
    const factor = firstOrder ? Math.abs(forecast) : scaled ? index : 1;
    deviation[h] = factor * Math.min(wide, 2 * (h + 1) * first);

    slopeSlope = phi * phi * slopeSlope;
    levelSlope = phi * levelSlope + slopeSlope;
    levelLevel = levelLevel + 2 * levelSlope - slopeSlope;
    levelLevel += alpha * alpha * noise;
    levelSlope += alpha * beta * noise;
    slopeSlope += beta * beta * noise;
    if (period > 0) {
      for (let k = 0; k < period; k++) {
        slopeSeason[k] *= phi;
        levelSeason[k] += slopeSeason[k];
      }
      const seasonNoise = scaled ? noiseShare : noise;
      levelSeason[place] += alpha * gamma * seasonNoise * reach;
      slopeSeason[place] += beta * gamma * seasonNoise * reach;
      ownSeason[place] += gamma * gamma * seasonNoise;
    }
    level = base;
    slope = damped;
    place = place + 1 >= period ? 0 : place + 1;
  }
  return { mean, deviation };
}
