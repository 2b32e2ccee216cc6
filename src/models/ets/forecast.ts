import { pow } from "../../numeric/elementary.js";
import type { EtsForm } from "./forms.js";
import type { EtsParameters } from "./recursion.js";

/** The states after the last observation of a series. */
export interface EtsStates {
  readonly level: number;
  readonly slope: number;
  /** [period], index 0 belongs to the next observation; empty without a season. */
  readonly seasons: Float64Array;
}

/** What is divided by is held from zero by this share of its first value, of a season's index by itself. */
const MIN_SHARE = 0.01;

/**
 * Forecasts and the standard deviations of their errors, [horizon] each.
 *
 * The states' covariance goes along with their mean. That is exact for additive errors without
 * multiplicative parts, and for multiplicative errors with additive trend and season. Other forms are
 * linearised around the forecast: a multiplicative trend is taken in logarithms, a multiplicative season by
 * its relative deviation.
 *
 * Two limits keep intervals sensible far ahead. Multiplicative errors compound, so that exact variances
 * may grow exponentially by paths that hardly ever occur: from where the deviation exceeds the forecast,
 * they grow as additive ones do. And the deviation, which a wandering slope lets grow by h^1.5 for ever,
 * stays within twice the straight fan, 2h times that of one step.
 *
 * @param variance of one-step errors, relative ones where errors are multiplicative
 * @see Hyndman, Koehler, Ord & Snyder (2008), chapter 6
 */
export function forecastEts(
  { error, trend, season }: EtsForm,
  { alpha, beta, gamma, phi }: EtsParameters,
  variance: number,
  { level: from, slope: rising, seasons }: EtsStates,
  horizon: number,
): { mean: Float64Array; deviation: Float64Array } {
  const period = seasons.length;
  const growing = trend === "M";
  const scaled = season === "M";
  const mean = new Float64Array(horizon);
  const deviation = new Float64Array(horizon);
  // Covariances: of level and slope (of their logarithms where the trend multiplies), of each season
  // (relative to it where it multiplies), and between them.
  let levelLevel = 0;
  let levelSlope = 0;
  let slopeSlope = 0;
  const ownSeason = new Float64Array(period);
  const levelSeason = new Float64Array(period);
  const slopeSeason = new Float64Array(period);
  let level = from;
  let slope = rising;
  let widest = 0;
  let step = 0;
  let least = 0;
  for (let h = 0, place = 0; h < horizon; h++) {
    const damped = growing ? pow(slope, phi) : phi * slope;
    const base = growing ? level * damped : level + damped;
    const index = period === 0 ? 0 : seasons[place];
    const forecast = scaled ? base * index : base + index;
    mean[h] = forecast;
    // What the forecast changes by with the state of level and slope, and how many times as much by with
    // the season.
    if (h === 0) least = MIN_SHARE * Math.abs(base);
    const size = Math.max(base, least);
    const unit = (growing ? size : 1) * (scaled ? Math.max(index, MIN_SHARE) : 1);
    const reach = scaled ? (growing ? 1 : size) : 1 / unit;
    let spread = levelLevel + 2 * phi * levelSlope + phi * phi * slopeSlope;
    if (period > 0) {
      const shared = levelSeason[place] + phi * slopeSeason[place];
      spread += reach * (reach * ownSeason[place] + 2 * shared);
    }
    // All noise is in units of the state of level and slope.
    let noise = variance / (unit * unit);
    if (error === "M") {
      const basis = forecast / unit;
      widest = Math.max(widest, basis * basis);
      const compounding = growing && season !== "A" ? 0 : spread;
      noise = variance * Math.min(basis * basis + compounding, 2 * widest);
    }
    const wide = Math.sqrt(spread + noise);
    // One step differs from place to place of the season.
    if (h < Math.max(1, period)) step = Math.max(step, Math.sqrt(noise));
    const fan = Math.max(2 * (h + 1) * step, error === "A" ? Math.sqrt(noise) : 0);
    deviation[h] = Math.abs(unit) * Math.min(wide, fan);

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
      // A relative error changes a multiplying season by as much, whatever the others.
      const seasonNoise = error === "M" && scaled ? variance : noise / (reach * reach);
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
