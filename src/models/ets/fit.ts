import { bfgs } from "../../numeric/bfgs.js";
import { exp, log } from "../../numeric/elementary.js";
import { type EtsForm, parameterCount } from "./forms.js";
import { type EtsStart, etsStart } from "./initial-states.js";
import { type EtsParameters, EtsRecursion } from "./recursion.js";

/** A form with its estimated parameters. */
export interface EtsEstimate {
  readonly form: EtsForm;
  readonly parameters: EtsParameters;
  /** Variance of the one-step errors, of relative ones where errors are multiplicative. */
  readonly variance: number;
  /** Observations less estimated parameters. */
  readonly freedom: number;
  /** −2 log L without the constants n(1 + log 2π − log n), as in R. */
  readonly deviance: number;
  readonly aic: number;
  readonly aicc: number;
  readonly bic: number;
}

/** Bounds of the smoothing parameters: 0 < α < 1, 0 < β < α, 0 < γ < 1 − α, 0.8 < φ < 0.98. */
const MIN_SMOOTHING = 1e-4;
const MAX_SMOOTHING = 1 - 1e-4;
const DAMPING_BOUNDS = [0.8, 0.98] as const;

interface Smoothing {
  readonly alpha: number;
  readonly beta: number;
  readonly gamma: number;
}

/** Starts of the smoothing parameters in logistic coordinates: of α, of β/α and of γ/(1 − α). */
const START: Smoothing = { alpha: -0.85, beta: -2.2, gamma: -2.2 };
/**
 * Starts for a second look: the likelihood of many forms has several maxima, some of them in corners where
 * all weight is on the last observation.
 */
const OTHER_STARTS: readonly Smoothing[] = [
  { alpha: 0, beta: 2, gamma: 2 },
  { alpha: -2, beta: 4, gamma: 0 },
];
/**
 * Fewest observations for a second look: on shorter series the maxima in corners are flukes, by which ets
 * forecasts yearly series of the M3 competition worse (OWA 0.90 instead of 0.88).
 */
const MIN_SECOND_LOOK = 48;
/** Limits of a second look, which is gone on with where it has gained this much by then. */
const ROUGH = { iterations: 20, tolerance: 1e-2 };
const MIN_GAIN = 0.01;

/**
 * Maximum likelihood estimates of a form's smoothing parameters and initial states.
 *
 * @param y      more observations than the form has parameters and one; at least two seasons for forms
 *   with one; all positive where anything is multiplicative
 * @param period observations a season
 * @param signal once aborted, the best parameters so far are returned
 * @returns nothing where no admissible parameters give a finite likelihood
 * @see Hyndman, Koehler, Ord & Snyder (2008), chapter 5
 */
export function fitForm(
  y: Float64Array,
  form: EtsForm,
  period: number,
  signal?: AbortSignal,
): EtsEstimate | undefined {
  const n = y.length;
  const unit = scaleOf(y);
  const scaled = y.map((value) => value / unit);
  const recursion = new EtsRecursion(scaled, form.season === "N" ? 1 : period);
  let start = etsStart(scaled, form, period);
  const at = blank(start.seasons.length);
  const slopes = blank(start.seasons.length);
  let search = coordinates(form, start);
  for (let attempt = 0; attempt < 6; attempt++) {
    search.read(search.from, at);
    if (recursion.run(form, at) < Number.POSITIVE_INFINITY) break;
    start = calmer(start, form, scaled[0]);
    search = coordinates(form, start);
  }
  const { from, read, chain } = search;
  const deviance = (point: Float64Array, gradient: Float64Array) => {
    read(point, at);
    const value = recursion.run(form, at);
    if (value < Number.POSITIVE_INFINITY) {
      recursion.gradient(form, at, slopes);
      chain(point, at, slopes, gradient);
    }
    return value;
  };
  let { x, value } = bfgs(deviance, from, { signal });
  for (const smoothing of n < MIN_SECOND_LOOK ? [] : OTHER_STARTS) {
    const rough = bfgs(deviance, startingWith(from, smoothing, form), { ...ROUGH, signal });
    if (!(rough.value < value - MIN_GAIN)) continue;
    const found = bfgs(deviance, rough.x, { signal });
    if (found.value < value) ({ x, value } = found);
  }
  if (!Number.isFinite(value)) return undefined;
  read(x, at);
  recursion.run(form, at);
  const back = form.season === "A" ? unit : 1;
  const parameters = {
    ...at,
    level: at.level * unit,
    slope: form.trend === "M" ? at.slope : at.slope * unit,
    seasons: at.seasons.map((season) => season * back),
  };
  const count = parameterCount(form, period);
  const total = value + 2 * n * log(unit);
  const aic = total + 2 * count;
  return {
    form,
    parameters,
    freedom: n - count + 1,
    variance: (recursion.squares / (n - count + 1)) * (form.error === "A" ? unit * unit : 1),
    deviance: total,
    aic,
    aicc: aic + (2 * count * (count + 1)) / (n - count - 1),
    bic: total + count * log(n),
  };
}

/** The coordinates with other smoothing parameters. */
function startingWith(
  from: Float64Array,
  { alpha, beta, gamma }: Smoothing,
  { trend, season }: EtsForm,
): Float64Array {
  const start = Float64Array.from(from);
  const smoothing = [alpha];
  if (trend !== "N") smoothing.push(beta);
  if (season !== "N") smoothing.push(gamma);
  start.set(smoothing);
  return start;
}

/**
 * A start nearer to a constant, for one whose line or seasons reach below zero where the form must stay
 * positive.
 */
function calmer(start: EtsStart, form: EtsForm, first: number): EtsStart {
  const middle = form.season === "M" ? 1 : 0;
  const level = form.trend === "M" ? 1 : 0;
  return {
    ...start,
    level: first,
    slope: form.trend === "N" ? 0 : level + (start.slope - level) / 2,
    seasons: start.seasons.map((index) => middle + (index - middle) / 2),
  };
}

/** The power of two nearest to the mean absolute value, so that the fit does not depend on the unit. */
function scaleOf(y: Float64Array): number {
  const mean = y.reduce((sum, value) => sum + Math.abs(value), 0) / y.length;
  return mean > 0 ? 2 ** Math.round(log(mean) / Math.LN2) : 1;
}

function blank(period: number): EtsParameters {
  return {
    alpha: 0,
    beta: 0,
    gamma: 0,
    phi: 0,
    level: 0,
    slope: 0,
    seasons: new Float64Array(period),
  };
}

/**
 * Free coordinates for the search: smoothing parameters by logistic curves between their bounds, states as
 * steps from their start. The last season follows from the others, as their sum (mean) is fixed.
 */
function coordinates(form: EtsForm, start: EtsStart) {
  const period = start.seasons.length;
  const trended = form.trend !== "N";
  const seasonal = form.season !== "N";
  const step = Math.max(start.step, 1e-4 * Math.abs(start.level), 1e-8);
  const slopeStep = form.trend === "M" ? (0.3 * step) / Math.max(start.level, step) : 0.3 * step;
  const seasonStep = form.season === "M" ? (0.5 * step) / Math.max(start.level, step) : 0.5 * step;
  const total = form.season === "M" ? period : 0;
  // φ is near its upper bound.
  const from: number[] = [START.alpha];
  if (trended) from.push(START.beta);
  if (seasonal) from.push(START.gamma);
  if (form.damped) from.push(2);
  const states = from.length;
  from.push(0);
  if (trended) from.push(0);
  for (let place = 1; place < period; place++) from.push(0);

  const read = (x: Float64Array, into: EtsParameters) => {
    let i = 0;
    into.alpha = MIN_SMOOTHING + (MAX_SMOOTHING - MIN_SMOOTHING) * logistic(x[i++]);
    into.beta = trended ? MIN_SMOOTHING + (into.alpha - MIN_SMOOTHING) * logistic(x[i++]) : 0;
    into.gamma = seasonal ? MIN_SMOOTHING + (MAX_SMOOTHING - into.alpha) * logistic(x[i++]) : 0;
    into.phi = form.damped
      ? DAMPING_BOUNDS[0] + (DAMPING_BOUNDS[1] - DAMPING_BOUNDS[0]) * logistic(x[i++])
      : trended
        ? 1
        : 0;
    into.level = start.level + step * x[i++];
    into.slope = trended ? start.slope + slopeStep * x[i++] : 0;
    let rest = total;
    for (let place = 0; place < period - 1; place++) {
      const season = start.seasons[place] + seasonStep * x[i++];
      into.seasons[place] = season;
      rest -= season;
    }
    if (seasonal) into.seasons[period - 1] = rest;
  };

  /** Gradient by the coordinates `x`, from which `at` was read, given that by the parameters. */
  const chain = (x: Float64Array, at: EtsParameters, by: EtsParameters, out: Float64Array) => {
    let i = 1;
    let byAlpha = by.alpha;
    if (trended) {
      const share = logistic(x[i]);
      byAlpha += by.beta * share;
      out[i++] = by.beta * (at.alpha - MIN_SMOOTHING) * share * (1 - share);
    }
    if (seasonal) {
      const share = logistic(x[i]);
      byAlpha -= by.gamma * share;
      out[i++] = by.gamma * (MAX_SMOOTHING - at.alpha) * share * (1 - share);
    }
    if (form.damped) {
      const share = logistic(x[i]);
      out[i++] = by.phi * (DAMPING_BOUNDS[1] - DAMPING_BOUNDS[0]) * share * (1 - share);
    }
    const share = logistic(x[0]);
    out[0] = byAlpha * (MAX_SMOOTHING - MIN_SMOOTHING) * share * (1 - share);
    i = states;
    out[i++] = by.level * step;
    if (trended) out[i++] = by.slope * slopeStep;
    for (let place = 0; place < period - 1; place++) {
      out[i++] = (by.seasons[place] - by.seasons[period - 1]) * seasonStep;
    }
  };
  return { from: Float64Array.from(from), read, chain };
}

function logistic(x: number): number {
  return 1 / (1 + exp(-x));
}
