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

/** Start of the smoothing parameters in logistic coordinates: of α, of β/α and of γ/(1 − α). */
const START: Smoothing = { alpha: -0.85, beta: -2.2, gamma: -2.2 };
/** The others: all of these with each other. */
const OTHER_STARTS = { alpha: [-4, 0, 2.5], beta: [-4, 2], gamma: [-4, 2] } as const;
/** What a descent from one of them has to gain. */
const MIN_GAIN = 0.01;
/** Every so many iterations it is given up where so many gains as the last would not take it there. */
const STRIDE = 3;
const STRIDES_AHEAD = 4;
/** Starts of the states are tried nearer and nearer to a constant, so often. */
const MAX_CALMED = 6;
/**
 * On shorter series than this, a likelier maximum whose slope follows the last step by more than this is a
 * fluke, unless the slope is damped: such lines go anywhere.
 */
const MIN_STEEP_LENGTH = 48;
const MAX_SHORT_BETA = 0.5;

/** A search that can be gone on with. */
export interface FormSearch {
  /** The maximum next to the usual start; nothing where there is none. */
  readonly first: EtsEstimate | undefined;
  /** The highest of the maxima from several starts. */
  best(): EtsEstimate | undefined;
}

/**
 * Maximum likelihood estimates of a form's smoothing parameters and initial states. The likelihood of many
 * forms has several maxima, some of them in corners where all weight is on the last observation, or none.
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
  return searchForm(y, form, period, signal).best();
}

/** {@link fitForm} in two parts, of which the second takes longer. */
export function searchForm(
  y: Float64Array,
  form: EtsForm,
  period: number,
  signal?: AbortSignal,
): FormSearch {
  const n = y.length;
  const unit = scaleOf(y);
  const scaled = y.map((value) => value / unit);
  const recursion = new EtsRecursion(scaled, form.season === "N" ? 1 : period);
  let states = etsStart(scaled, form, period);
  const at = blank(states.seasons.length);
  const slopes = blank(states.seasons.length);
  let search = coordinates(form, states);
  const valueAt = (point: Float64Array) => {
    search.read(point, at);
    return recursion.run(form, at);
  };
  const deviance = (point: Float64Array, gradient: Float64Array) => {
    const value = valueAt(point);
    if (value < Number.POSITIVE_INFINITY) {
      recursion.gradient(form, at, slopes);
      search.chain(point, at, slopes, gradient);
    }
    return value;
  };
  for (let calmed = 1; calmed < MAX_CALMED; calmed++) {
    if (valueAt(search.from) < Number.POSITIVE_INFINITY) break;
    states = calmer(states, form, scaled[0]);
    search = coordinates(form, states);
  }
  const possible = valueAt(search.from) < Number.POSITIVE_INFINITY;
  const others = () => likeliestStarts(search, form, valueAt);
  const from = possible ? search.from : others()[0];
  if (from === undefined) return { first: undefined, best: () => undefined };
  let { x, value } = bfgs(deviance, from, { signal });
  const estimate = (): EtsEstimate | undefined => {
    if (!Number.isFinite(value)) return undefined;
    valueAt(x);
    return estimateOf(y, form, period, unit, value, recursion.squares, at);
  };
  const betaAt = (point: Float64Array) => {
    search.read(point, at);
    return at.beta;
  };
  const isFluke = (point: Float64Array) =>
    n < MIN_STEEP_LENGTH &&
    form.trend !== "N" &&
    !form.damped &&
    betaAt(point) > Math.max(MAX_SHORT_BETA, betaAt(x));
  return {
    first: estimate(),
    best() {
      for (const start of others()) {
        const isHopeless = givesUpAbove(value - MIN_GAIN);
        const found = bfgs(deviance, start, { signal, isHopeless });
        if (found.value < value - MIN_GAIN && !isFluke(found.x)) ({ x, value } = found);
      }
      return estimate();
    },
  };
}

/** Whether a descent is given up, of which too little is to be expected to take it below `reach`. */
function givesUpAbove(reach: number): (value: number, iteration: number) => boolean {
  let before = Number.POSITIVE_INFINITY;
  return (value, iteration) => {
    if (iteration % STRIDE !== STRIDE - 1) return false;
    const gain = before - value;
    before = value;
    return gain < Number.POSITIVE_INFINITY && value - STRIDES_AHEAD * gain >= reach;
  };
}

/**
 * The other starts from which there is a likelihood, the likeliest of each α and of each β, the likeliest
 * first. They forecast the first observation as it is.
 */
function likeliestStarts(
  search: ReturnType<typeof coordinates>,
  { trend, season }: EtsForm,
  valueAt: (point: Float64Array) => number,
): Float64Array[] {
  const betas = trend === "N" ? [undefined] : OTHER_STARTS.beta;
  const gammas = season === "N" ? [undefined] : OTHER_STARTS.gamma;
  const likeliest = new Map<string, { point: Float64Array; value: number }>();
  for (const alpha of OTHER_STARTS.alpha) {
    for (const beta of betas) {
      for (const gamma of gammas) {
        const point = Float64Array.from(search.from);
        point.set([alpha, beta, gamma].filter((value) => value !== undefined));
        point[search.level] = search.levelOfFirst;
        const value = valueAt(point);
        for (const kind of [`alpha ${alpha}`, `beta ${beta}`]) {
          const least = likeliest.get(kind)?.value ?? Number.POSITIVE_INFINITY;
          if (value < least) likeliest.set(kind, { point, value });
        }
      }
    }
  }
  const ascending = [...likeliest.values()].sort((a, b) => a.value - b.value);
  return [...new Set(ascending.map(({ point }) => point))];
}

/** The estimate of the unscaled series, from the parameters of that in units of `unit`. */
function estimateOf(
  y: Float64Array,
  form: EtsForm,
  period: number,
  unit: number,
  value: number,
  squares: number,
  at: EtsParameters,
): EtsEstimate {
  const n = y.length;
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
    variance: (squares / (n - count + 1)) * (form.error === "A" ? unit * unit : 1),
    deviance: total,
    aic,
    aicc: aic + (2 * count * (count + 1)) / (n - count - 1),
    bic: total + count * log(n),
  };
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
 *
 * @returns where the search is from; the place of the level in it, and the level by which the first forecast
 *   is the first observation; and how coordinates are read, and a gradient by them
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
  const before = form.trend === "M" ? start.first / start.slope : start.first - start.slope;
  return {
    from: Float64Array.from(from),
    level: states,
    levelOfFirst: (before - start.level) / step,
    read,
    chain,
  };
}

function logistic(x: number): number {
  return 1 / (1 + exp(-x));
}
