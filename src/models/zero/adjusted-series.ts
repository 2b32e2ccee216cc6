import { pow } from "../../numeric/elementary.js";

/** A series without gaps and without its season. */
export interface AdjustedSeries {
  /** Observations; the one before stands where one was missing. */
  readonly values: Float64Array;
  /** Values less the season's profile. */
  readonly adjusted: Float64Array;
  /** 1 where the series is too short for the season it was said to have. */
  readonly season: number;
  /** What each phase lies above the mean of the season, latest seasons weighing most, [season]. */
  readonly profile: Float64Array;
  /** Mean of the last season's values. */
  readonly level: number;
  /** Exponentially weighted mean of the adjusted values. */
  readonly adjustedLevel: number;
  /** By how much the season has grown with the level since the profile's mean date; 1 unless y > 0. */
  readonly amplitude: number;
  /** Mean absolute change over a season, and a little of that between steps. */
  readonly scale: number;
}

/** Weight of a season's deviations against those of the season after it. */
const SEASON_MEMORY = 0.7;
/** Weight of the latest adjusted value in the level. */
const LEVEL_WEIGHT = 0.4;
/** Share of the mean change between steps in the scale, for series that repeat their season exactly. */
const STEP_SHARE = 0.02;

/**
 * Adjusts a series for its season by the classical decomposition: deviations from a centred moving
 * average over a season, averaged by phase.
 *
 * @param observed NaN where missing; at least one is not
 * @see Hyndman & Athanasopoulos (2021), Forecasting: principles and practice, section 3.4
 */
export function seasonallyAdjust(observed: Float64Array, seasonHint: number): AdjustedSeries {
  const values = withoutGaps(observed);
  const n = values.length;
  const season = n >= seasonHint + Math.max(3, Math.ceil(seasonHint / 4)) ? seasonHint : 1;
  const { profile, amplitude } = season > 1 ? profileOf(values, season) : flat;
  const adjusted = values.map((value, t) => value - profile[t % season]);
  let adjustedLevel = adjusted[0];
  for (const value of adjusted) adjustedLevel += LEVEL_WEIGHT * (value - adjustedLevel);
  return {
    values,
    adjusted,
    season,
    profile,
    level: mean(values, n - season, n),
    adjustedLevel,
    amplitude,
    scale: meanChange(values, season) + STEP_SHARE * meanChange(values, 1),
  };
}

/** Values that are not missing. */
export function countObserved(y: Float64Array): number {
  return y.reduce((count, value) => (Number.isNaN(value) ? count : count + 1), 0);
}

const flat = { profile: new Float64Array(1), amplitude: 1 };

function withoutGaps(observed: Float64Array): Float64Array {
  const first = observed.find((value) => !Number.isNaN(value)) ?? 0;
  let before = first;
  return observed.map((value) => {
    if (!Number.isNaN(value)) before = value;
    return before;
  });
}

function profileOf(values: Float64Array, season: number) {
  const n = values.length;
  const half = season >> 1;
  const sums = new Float64Array(season);
  const weights = new Float64Array(season);
  let level = 0;
  let levelWeight = 0;
  let positive = true;
  for (const value of values) if (value <= 0) positive = false;
  const weightOf = Float64Array.from({ length: Math.ceil(n / season) }, (_, seasonsAgo) =>
    pow(SEASON_MEMORY, seasonsAgo),
  );
  const add = (t: number, trend: number) => {
    const weight = weightOf[Math.floor((n - 1 - t) / season)];
    sums[t % season] += weight * (values[t] - trend);
    weights[t % season] += weight;
    level += weight * trend;
    levelWeight += weight;
  };
  if (n >= 2 * season) {
    // Two runs of an even season, one step apart, are centred on a step together.
    let sum = 0;
    for (let t = 0; t < season; t++) sum += values[t];
    for (let t = half; t + half < n; t++) {
      const next = t - half + season;
      if (season % 2 === 1) add(t, sum / season);
      if (next >= n) break;
      const following = sum - values[t - half] + values[next];
      if (season % 2 === 0) add(t, (sum + following) / 2 / season);
      sum = following;
    }
  } else {
    const trend = mean(values, n - season, n);
    for (let t = n - season; t < n; t++) add(t, trend);
  }
  const profile = sums.map((sum, phase) => (weights[phase] > 0 ? sum / weights[phase] : 0));
  const middle = mean(profile, 0, season);
  const ratio = mean(values, n - season, n) / (level / levelWeight);
  return {
    profile: profile.map((value) => value - middle),
    amplitude: positive ? Math.min(3, Math.max(1 / 3, ratio)) : 1,
  };
}

function mean(values: Float64Array, from: number, to: number): number {
  let sum = 0;
  for (let t = from; t < to; t++) sum += values[t];
  return sum / (to - from);
}

function meanChange(values: Float64Array, lag: number): number {
  let sum = 0;
  for (let t = lag; t < values.length; t++) sum += Math.abs(values[t] - values[t - lag]);
  return sum / Math.max(1, values.length - lag);
}
