import { pow } from "../../engine/float64.js";
import type { EtsForm } from "./ets-form.js";
import type { EtsParameters } from "./ets-recursion.js";

/** Where a series stands: the states after its last observation. */
export interface EtsStanding {
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
 * multiplicative parts, and for multiplicative errors with additive trend and season; beside a
 * multiplicative season it is the book's approximation (table 6.2, class 3). The other forms are
 * taken as additive in the logarithm, to first order.
 *
 * Multiplicative errors compound, so that exact variances may grow exponentially by paths that hardly
 * ever occur: from where the deviation exceeds the forecast, they grow as additive ones do.
 *
 * @param variance of one-step errors, relative ones where errors are multiplicative
 * @see Hyndman, Koehler, Ord & Snyder (2008), chapter 6
 */
export function etsAhead(
  { error, trend, season }: EtsForm,
  { alpha, beta, gamma, phi }: EtsParameters,
  variance: number,
  { level: from, slope: rising, seasons, size }: EtsStanding,
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
  // Covariances: of level and slope, of each additive season, and between them.
  let [levelLevel, levelSlope, slopeSlope] = [0, 0, 0];
  const ownSeason = new Float64Array(period);
  const levelSeason = new Float64Array(period);
  const slopeSeason = new Float64Array(period);
  const added = season === "A";
  let level = from;
  let slope = rising;
  let widest = 0;
  let seasonGrowth = 1;
  for (let h = 0, place = 0; h < horizon; h++) {
    const damped = growing ? pow(slope, phi) : phi * slope;
    const base = growing ? level * damped : level + damped;
    const index = period === 0 ? 0 : seasons[place]!;
    const forecast = scaled ? base * index : base + index;
    mean[h] = forecast;
    let spread = levelLevel + 2 * phi * levelSlope + phi * phi * slopeSlope;
    if (added) {
      spread += ownSeason[place]! + 2 * (levelSeason[place]! + phi * slopeSeason[place]!);
    }
    // What a relative error is relative to.
    const basis = scaled ? base : forecast;
    widest = Math.max(widest, basis * basis);
    const noise = relative ? noiseShare * Math.min(basis * basis + spread, 2 * widest) : noiseShare;
    if (firstOrder) {
      deviation[h] = Math.abs(forecast) * Math.sqrt(spread + noise);
    } else if (scaled) {
      if (h > 0 && place === 0) {
        seasonGrowth = Math.min(2, seasonGrowth * (1 + gamma * gamma * variance));
      }
      const square = base * base;
      deviation[h] = index * Math.sqrt((square + spread + noise) * seasonGrowth - square);
    } else {
      deviation[h] = Math.sqrt(spread + noise);
    }

    slopeSlope = phi * phi * slopeSlope;
    levelSlope = phi * levelSlope + slopeSlope;
    levelLevel = levelLevel + 2 * levelSlope - slopeSlope;
    levelLevel += alpha * alpha * noise;
    levelSlope += alpha * beta * noise;
    slopeSlope += beta * beta * noise;
    if (added) {
      for (let k = 0; k < period; k++) {
        slopeSeason[k]! *= phi;
        levelSeason[k]! += slopeSeason[k]!;
      }
      levelSeason[place]! += alpha * gamma * noise;
      slopeSeason[place]! += beta * gamma * noise;
      ownSeason[place]! += gamma * gamma * noise;
    }
    level = base;
    slope = damped;
    place = place + 1 >= period ? 0 : place + 1;
  }
  return { mean, deviation };
}
