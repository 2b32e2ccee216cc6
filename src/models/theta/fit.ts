import { fitForm } from "../ets/fit.js";
import { dynamicLine, fixedLine, type ThetaLine, updateLine } from "./theta-lines.js";

export type ThetaKind = "standard" | "optimised" | "dynamic";

/** Estimates of a theta model. */
export interface ThetaParameters {
  /** Smoothing of the level, from 0 to 1. */
  readonly alpha: number;
  /** Weight of the line, 1 − 1/θ: 0 is simple smoothing, 1/2 (θ = 2) the standard. */
  readonly weight: number;
  /** Before the first observation. */
  readonly level: number;
}

/** The line that a kind of theta model leans on. */
export function lineOf(y: Float64Array, kind: ThetaKind): ThetaLine {
  return kind === "dynamic" ? dynamicLine(y) : fixedLine(y, kind === "standard");
}

/**
 * One-step forecasts of a theta model, a smoothed level and the part of a line that it has not yet
 * followed:
 *
 *   ŷₜ = ℓ + w · ((1 − α)ᵗ⁻¹ A + (1 − (1 − α)ᵗ)/α · B)     ℓ' = αyₜ + (1 − α)ℓ
 *
 * @param fitted receives them, [n]
 * @returns the level after the last observation, and the sum of squared errors from the third on
 * @see Fiorucci, Pellegrini, Louzada, Petropoulos & Koehler (2016), "Models for optimising the theta
 *   method and their relationship to state space models", equations 9–16
 */
export function smoothTheta(
  y: Float64Array,
  { intercepts, slopes }: ThetaLine,
  { alpha, weight, level: from }: ThetaParameters,
  fitted: Float64Array,
): { level: number; squares: number } {
  let level = from;
  let left = 1;
  let squares = 0;
  const keep = 1 - alpha;
  for (let t = 0; t < y.length; t++) {
    const next = left * keep;
    const forecast = level + weight * (left * intercepts[t] + ((1 - next) / alpha) * slopes[t]);
    const error = y[t] - forecast;
    fitted[t] = forecast;
    if (t > 1) squares += error * error;
    level = alpha * y[t] + keep * level;
    left = next;
  }
  return { level, squares };
}

/**
 * Forecasts after the end of a series, each taken as the observation that the next one builds on.
 *
 * @param count observations so far
 * @param shock added to the first of them
 */
export function forecastTheta(
  { last, dynamic }: ThetaLine,
  parameters: ThetaParameters,
  level: number,
  count: number,
  horizon: number,
  shock = 0,
): Float64Array {
  const mean = new Float64Array(horizon);
  let left = 1;
  for (let t = 0; t < count && left > 0; t++) left *= 1 - parameters.alpha;
  forecastInto(mean, horizon, last, dynamic, parameters, level, count, left, shock);
  return mean;
}

/**
 * As {@link forecastTheta}, into the first places of an array.
 *
 * @param left (1 − α)ᵗ of the observations so far
 */
function forecastInto(
  mean: Float64Array,
  horizon: number,
  { intercept, slope, mean: average }: ThetaLine["last"],
  dynamic: boolean,
  { alpha, weight }: ThetaParameters,
  level: number,
  count: number,
  left: number,
  shock: number,
): void {
  const keep = 1 - alpha;
  const line = { intercept, slope, mean: average };
  let smoothed = level;
  let before = left;
  for (let h = 0; h < horizon; h++) {
    const next = before * keep;
    const value =
      smoothed +
      weight * (before * line.intercept + ((1 - next) / alpha) * line.slope) +
      (h === 0 ? shock : 0);
    mean[h] = value;
    smoothed = alpha * value + keep * smoothed;
    before = next;
    if (dynamic) updateLine(line, value, count + h + 1);
  }
}

/**
 * Sums of squared errors, and their number, of forecasts from within the series at each step ahead,
 * [horizon] each. Every observation but the first three is an origin.
 */
export function errorsWithin(
  y: Float64Array,
  line: ThetaLine,
  parameters: ThetaParameters,
  horizon: number,
): { squares: Float64Array; counts: Float64Array } {
  const { intercepts, slopes, dynamic } = line;
  const { alpha } = parameters;
  const squares = new Float64Array(horizon);
  const counts = new Float64Array(horizon);
  const ahead = new Float64Array(horizon);
  let { level } = parameters;
  let mean = 0;
  let left = 1;
  for (let t = 1; t < y.length; t++) {
    level = alpha * y[t - 1] + (1 - alpha) * level;
    mean += (y[t - 1] - mean) / t;
    left *= 1 - alpha;
    if (t < MIN_OBSERVATIONS_BEFORE_ORIGIN) continue;
    const last = dynamic ? { intercept: intercepts[t], slope: slopes[t], mean } : line.last;
    const steps = Math.min(horizon, y.length - t);
    forecastInto(ahead, steps, last, dynamic, parameters, level, t, left, 0);
    for (let h = 0; h < steps; h++) {
      const error = y[t + h] - ahead[h];
      squares[h] += error * error;
      counts[h]++;
    }
  }
  return { squares, counts };
}

/** Fewest observations before an origin within the series. */
const MIN_OBSERVATIONS_BEFORE_ORIGIN = 4;

/** Bounds of the level's smoothing, and points at which it is tried. */
const MIN_ALPHA = 0.1;
const MAX_ALPHA = 0.99;
const GRID_POINTS = 90;
/** Width of the bracket around α at which the search ends. */
const PRECISION = 1e-9;
const GOLDEN = (Math.sqrt(5) - 1) / 2;

/**
 * Least squares estimates of a theta model, errors counted from the third observation on. The standard one
 * has θ = 2 and the smoothing of the best simple exponential smoothing.
 *
 * Forecasts are linear in the initial level and the weight of the line, so that both follow from α by
 * least squares, and only α is searched.
 *
 * @param y six observations or more, not all the same
 * @see Hyndman & Billah (2003), "Unmasking the Theta method", for the standard
 */
export function fitTheta(y: Float64Array, kind: ThetaKind, signal?: AbortSignal): ThetaParameters {
  if (kind === "standard") {
    const form = { error: "A", trend: "N", damped: false, season: "N" } as const;
    const { alpha, level } = fitForm(y, form, 1, signal)!.parameters;
    return { alpha, level, weight: 0.5 };
  }
  // Relative to the first observation, so that a series far from zero loses no digits.
  const [first] = y;
  const z = y.map((value) => value - first);
  const line = lineOf(z, kind);
  const fitted = new Float64Array(z.length);
  const at = (alpha: number) => {
    const parameters = concentrated(z, line, alpha);
    return { parameters, squares: smoothTheta(z, line, parameters, fitted).squares };
  };
  const step = (MAX_ALPHA - MIN_ALPHA) / (GRID_POINTS - 1);
  let best = at(MIN_ALPHA);
  for (let k = 1; k < GRID_POINTS; k++) {
    const next = at(MIN_ALPHA + k * step);
    if (next.squares < best.squares) best = next;
  }
  let low = Math.max(MIN_ALPHA, best.parameters.alpha - step);
  let high = Math.min(MAX_ALPHA, best.parameters.alpha + step);
  while (high - low > PRECISION) {
    const left = at(high - GOLDEN * (high - low));
    const right = at(low + GOLDEN * (high - low));
    if (left.squares < best.squares) best = left;
    if (right.squares < best.squares) best = right;
    if (left.squares < right.squares) high = right.parameters.alpha;
    else low = left.parameters.alpha;
  }
  const { alpha, weight, level } = best.parameters;
  return { alpha, weight, level: level + (1 - weight) * first };
}

/**
 * The initial level and the weight of the line, from 0 to 1, that minimise the squared errors for a given
 * α: the regression of y − ℓ, smoothed from a level of 0, on the decay (1 − α)ᵗ of the initial level and on
 * the part of the line.
 */
function concentrated(
  y: Float64Array,
  { intercepts, slopes }: ThetaLine,
  alpha: number,
): ThetaParameters {
  const keep = 1 - alpha;
  let level = 0;
  let left = 1;
  let decay = 1;
  let decayDecay = 0;
  let decayPart = 0;
  let partPart = 0;
  let restDecay = 0;
  let restPart = 0;
  for (let t = 0; t < y.length; t++) {
    const next = left * keep;
    if (t > 1) {
      const part = left * intercepts[t] + ((1 - next) / alpha) * slopes[t];
      const rest = y[t] - level;
      decayDecay += decay * decay;
      decayPart += decay * part;
      partPart += part * part;
      restDecay += rest * decay;
      restPart += rest * part;
      decay *= keep;
    }
    level = alpha * y[t] + keep * level;
    left = next;
  }
  const own = partPart - (decayPart * decayPart) / decayDecay;
  const shared = restPart - (decayPart * restDecay) / decayDecay;
  const weight = own > 1e-12 * partPart ? Math.min(1, Math.max(0, shared / own)) : 0;
  return { alpha, weight, level: (restDecay - weight * decayPart) / decayDecay / (keep * keep) };
}
