import { suitsLogarithms } from "../../analysis/breaks.js";
import { detectSeasons } from "../../analysis/seasonality.js";
import { FitError } from "../../errors.js";
import { cholesky, solveCholesky } from "../../numeric/cholesky.js";
import { cos, exp, log, sin } from "../../numeric/elementary.js";
import { expected, innovations, yuleWalker } from "../../numeric/yule-walker.js";
import { gaussianIntervals } from "../intervals/parametric.js";
import { raiseToRealizedErrors } from "../intervals/prediction-error.js";
import { localModel } from "../local.js";
import type { ModelDefinition } from "../model.js";
import { flag, MAX_SEASON, number, object, vector, whole } from "../state-schema.js";
import { unbroken } from "../unbroken.js";

const options = {
  k: {
    type: "integer",
    summary: "harmonics of the season, -1 for as many as AICc says",
    default: -1,
    min: -1,
    max: 100,
  },
  ar: {
    type: "integer",
    summary: "largest order of the errors' autoregression",
    default: 5,
    min: 0,
    max: 50,
  },
  damping: {
    type: "number",
    summary: "what is left of the trend with each step ahead",
    default: 0.9,
    min: 0,
    max: 1,
  },
  log: {
    type: "choice",
    summary: "logarithms of positive values: where they are likelier (auto), always, or never",
    choices: ["auto", "yes", "no"],
    default: "auto",
  },
} as const;

/** Most harmonics, and fewest observations for each of their two terms. */
const MAX_HARMONICS = 24;
const MIN_OBSERVATIONS_PER_TERM = 4;

type FftState = {
  readonly log: boolean;
  readonly period: number;
  readonly drift: number;
  readonly damping: number;
  /** cos and sin of each harmonic. */
  readonly waves: Float64Array;
  readonly ar: Float64Array;
  /** Standard deviation of the innovations. */
  readonly deviation: number;
};

/**
 * Dynamic harmonic regression: a trend, waves of the season and errors that remember.
 *
 *   z = y or ln y    Δzₜ = b + Σₖ aₖ·Δcos(2πkt/m) + bₖ·Δsin(2πkt/m) + eₜ    eₜ = Σ φᵢ·eₜ₋ᵢ + εₜ
 *
 * with t the observation's index in its series, b damped with each step ahead, and m the panel's season or, where that is 1, one found
 * in the spectrum. Regressed are the steps, so that the level may wander. Harmonics, drift and order
 * are those with the least AICc; waves are estimated again on what the autoregression leaves. A series
 * of less than two seasons gets no waves. Logarithms of a positive series are taken where their AICc, with
 * the density of y instead of that of ln y, is the lower one.
 *
 * @see Hyndman & Athanasopoulos (2021), "Forecasting: principles and practice", section 10.5;
 *   Cochrane & Orcutt (1949)
 */
export const fft: ModelDefinition<typeof options> = {
  name: "fft",
  summary: "trend, harmonics of the season by AICc, and autoregressive errors",
  options,
  create: (requested) =>
    unbroken(
      localModel<FftState>({
        name: "fft",
        schema: () =>
          object({
            log: flag,
            period: whole(1, MAX_SEASON),
            drift: number(),
            damping: number({ min: 0, max: 1 }),
            waves: vector({ maxLength: 2 * options.k.max }),
            ar: vector({ maxLength: options.ar.max }),
            deviation: number({ min: 0 }),
          }),
        fit({ id, y }, { season }, { warn }) {
          const period = season > 1 ? season : (detectSeasons(y, { max: 1 })[0]?.length ?? 1);
          const max = maxHarmonics(y.length, period);
          if (requested.k > max) {
            const why =
              max > 0
                ? `${y.length} observations of a season of ${period}`
                : "no season that it can show";
            warn(`fft: series "${id}" supports ${max} harmonics, not ${requested.k}: ${why}`);
          }
          const fitTo = (z: Float64Array) => regress(z, period, max, requested);
          const { damping } = requested;
          const raw = fitTo(y);
          const plain = { ...raw.state, log: false, damping };
          if (requested.log === "no" || !y.every((value) => value > 0)) return plain;
          if (requested.log === "auto" && !suitsLogarithms(y)) return plain;
          const z = y.map(log);
          const logarithmic = fitTo(z);
          if (requested.log === "auto" && logarithmic.state.deviation > MAX_LOG_DEVIATION)
            return plain;
          // The density of y is that of ln y divided by y.
          const jacobian = 2 * z.subarray(1).reduce((sum, value) => sum + value, 0);
          const likelier = logarithmic.aicc + jacobian <= raw.aicc;
          return requested.log === "yes" || likelier
            ? { ...logarithmic.state, log: true, damping }
            : plain;
        },
        forecast(state, { id, y }, _, { horizon, levels }) {
          if (state.log && !y.every((value) => value > 0)) {
            throw new FitError(
              `series "${id}" has values ≤ 0, but fft was fitted to logarithms`,
              "Fit again with fft:log=no.",
            );
          }
          const z = state.log ? y.map(log) : y;
          const n = z.length;
          const last = y[n - 1];
          // Relative to the last one, so that a series that stands still does so to the last digit.
          const back = (value: number) => (state.log ? last * exp(value) : value);
          const errors = errorsOf(z, state);
          const from = state.log ? 0 : last;
          const mean = sumsAhead(state, errors, n, horizon).map((sum) => from + sum);
          const spread = realizedSpread(state, z, errors, horizon);
          const intervals = gaussianIntervals(mean, spread, levels);
          return {
            mean: mean.map(back),
            intervals: intervals.map(({ level, lo, hi }) => ({
              level,
              lo: lo.map(back),
              hi: hi.map(back),
            })),
          };
        },
        fittedValues(state, { y }) {
          const z = state.log ? y.map(log) : y;
          const errors = errorsOf(z, state);
          return z.map((_, t) => {
            if (t === 0) return Number.NaN;
            const step = state.drift + waveSteps(state, t) + expected(errors, t - 1, state.ar);
            return state.log ? y[t - 1] * exp(step) : y[t - 1] + step;
          });
        },
      }),
    ),
};

/** Fewest values before an origin within the series from which errors are measured, and most such origins. */
const MIN_BEFORE_ORIGIN = 4;
const MAX_ORIGINS = 24;
/** Deviation of a step in logarithms above which intervals, which widen step by step, lose all sense. */
const MAX_LOG_DEVIATION = 0.5;

/** Change of the waves from t − 1 to t. */
function waveSteps({ waves, period }: FftState, t: number): number {
  let sum = 0;
  for (let i = 0; i < waves.length; i++) sum += waves[i] * waveStep(i, t, period);
  return sum;
}

/** Δcos, for even i, or Δsin of harmonic ⌊i/2⌋ + 1 at t. */
function waveStep(i: number, t: number, period: number): number {
  const harmonic = (i >> 1) + 1;
  const wave = i % 2 ? sin : cos;
  const at = (s: number) => wave((2 * Math.PI * ((harmonic * s) % period)) / period);
  return at(t) - at(t - 1);
}

/** e₁ … eₙ₋₁ */
function errorsOf(z: Float64Array, state: FftState): Float64Array {
  return z.subarray(1).map((value, t) => value - z[t] - state.drift - waveSteps(state, t + 1));
}

/** Sums of the steps of z that are expected from index n on, [horizon]; `errors` are those before. */
function sumsAhead(
  state: FftState,
  errors: Float64Array,
  n: number,
  horizon: number,
): Float64Array {
  const ahead = new Float64Array(n - 1 + horizon);
  ahead.set(errors.subarray(0, n - 1));
  let sum = 0;
  let drift = state.drift;
  return new Float64Array(horizon).map((_, h) => {
    const t = n - 1 + h;
    ahead[t] = expected(ahead, t, state.ar);
    sum += drift + waveSteps(state, n + h) + ahead[t];
    drift *= state.damping;
    return sum;
  });
}

/**
 * Standard deviations of z, raised to those of forecasts from origins within the series where these are
 * larger, as where a trend that lasted is damped: see {@link raiseToRealizedErrors}.
 */
function realizedSpread(
  state: FftState,
  z: Float64Array,
  errors: Float64Array,
  horizon: number,
): Float64Array {
  const variance = spreadOf(state, horizon).map((deviation) => deviation * deviation);
  const squares = new Float64Array(horizon);
  const counts = new Float64Array(horizon);
  const first = state.ar.length + MIN_BEFORE_ORIGIN;
  const stride = Math.max(1, Math.ceil((z.length - first) / MAX_ORIGINS));
  for (let origin = z.length - 1; origin >= first; origin -= stride) {
    const steps = Math.min(horizon, z.length - origin);
    sumsAhead(state, errors, origin, steps).forEach((sum, h) => {
      const error = z[origin + h] - z[origin - 1] - sum;
      squares[h] += error * error;
      counts[h]++;
    });
  }
  raiseToRealizedErrors(variance, squares, counts);
  return variance.map(Math.sqrt);
}

/** Standard deviations of z, from the ψ-weights of its sums. */
function spreadOf({ ar, deviation }: FftState, horizon: number): Float64Array {
  const weights = new Float64Array(horizon);
  let sum = 0;
  let squares = 0;
  return weights.map((_, h) => {
    weights[h] = h === 0 ? 1 : expected(weights, h, ar);
    sum += weights[h];
    squares += sum * sum;
    return deviation * Math.sqrt(squares);
  });
}

/** Most harmonics that the season has and the observations support; none in less than two seasons. */
function maxHarmonics(observations: number, period: number): number {
  if (observations < 2 * period) return 0;
  return Math.min(
    MAX_HARMONICS,
    period >> 1,
    Math.floor(observations / MIN_OBSERVATIONS_PER_TERM / 2),
  );
}

function regress(
  z: Float64Array,
  period: number,
  max: number,
  { k, ar }: { k: number; ar: number },
): { readonly state: Omit<FftState, "log" | "damping">; readonly aicc: number } {
  const steps = z.subarray(1).map((value, t) => value - z[t]);
  const n = steps.length;
  const [minTried, maxTried] = k < 0 ? [0, max] : [Math.min(k, max), Math.min(k, max)];
  // The sine of half a cycle a step is zero everywhere.
  const columnsOf = (harmonics: number) => Math.min(2 * harmonics, period - 1);
  const basis = Array.from({ length: 1 + columnsOf(maxTried) }, (_, i) =>
    steps.map((_, t) => (i === 0 ? 1 : waveStep(i - 1, t + 1, period))),
  );
  const order = Math.max(0, Math.min(ar, Math.floor(n / 5)));
  let best: { aicc: number; columns: number; ar: Float64Array } = {
    aicc: Number.POSITIVE_INFINITY,
    columns: 0,
    ar: new Float64Array(0),
  };
  for (let harmonics = minTried; harmonics <= maxTried; harmonics++) {
    const columns = columnsOf(harmonics);
    const rest = residuals(steps, basis, leastSquares(steps, basis.slice(0, 1 + columns)));
    yuleWalker(rest, order).forEach(({ coefficients, variance }, p) => {
      const aicc = correctedAkaike(variance, n, columns + p + 2);
      if (aicc < best.aicc) best = { aicc, columns, ar: coefficients };
    });
  }
  const used = basis.slice(0, 1 + best.columns);
  const filtered = (x: Float64Array) => innovations(x, best.ar);
  const estimate = (some: readonly Float64Array[]) => {
    const b = leastSquares(filtered(steps), some.map(filtered));
    const left = filtered(residuals(steps, some, b));
    const squares = left.reduce((sum, value) => sum + value * value, 0);
    const parameters = some.length + best.ar.length + 1;
    return { b, squares, aicc: correctedAkaike(squares / n, n, parameters) };
  };
  const withDrift = estimate(used);
  const withoutDrift = estimate(used.slice(1));
  const drifts = withDrift.aicc < withoutDrift.aicc;
  const { b, squares, aicc } = drifts ? withDrift : withoutDrift;
  const freedom = Math.max(1, n - b.length - best.ar.length);
  return {
    state: {
      period,
      drift: drifts ? b[0] : 0,
      waves: drifts ? b.slice(1) : b,
      ar: best.ar,
      deviation: n > 0 ? Math.sqrt(squares / freedom) : 0,
    },
    aicc,
  };
}

/** Corrected Akaike criterion; infinite with too few observations. */
function correctedAkaike(variance: number, n: number, parameters: number): number {
  if (n - parameters - 1 <= 0) return parameters <= 2 ? Number.MAX_VALUE : Number.POSITIVE_INFINITY;
  const fit = n * log(Math.max(variance, Number.MIN_VALUE));
  return fit + 2 * parameters + (2 * parameters * (parameters + 1)) / (n - parameters - 1);
}

/** Least squares; a trace of ridge keeps the coefficients finite where columns are collinear. */
function leastSquares(target: Float64Array, columns: readonly Float64Array[]): Float64Array {
  const size = columns.length;
  const gram = new Float64Array(size * size);
  const b = new Float64Array(size);
  for (let i = 0; i < size; i++) {
    b[i] = product(columns[i], target);
    for (let j = 0; j <= i; j++) gram[i * size + j] = product(columns[i], columns[j]);
    gram[i * size + i] = gram[i * size + i] * (1 + 1e-10) || 1;
  }
  solveCholesky(cholesky(gram, size), size, b, 1);
  return b;
}

function residuals(
  target: Float64Array,
  columns: readonly Float64Array[],
  b: Float64Array,
): Float64Array {
  const rest = target.slice();
  b.forEach((weight, i) => {
    const column = columns[i];
    for (let t = 0; t < rest.length; t++) rest[t] -= weight * column[t];
  });
  return rest;
}

function product(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let t = 0; t < a.length; t++) sum += a[t] * b[t];
  return sum;
}
