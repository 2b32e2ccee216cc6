import { meanAbsoluteDifference } from "../../numeric/differences.js";
import { normalQuantile } from "../../numeric/normal.js";
import { studentQuantile } from "../../numeric/student.js";
import { gaussianIntervals } from "../intervals/parametric.js";
import { predictionVariance, raiseToRealizedErrors } from "../intervals/prediction-error.js";
import { localModel } from "../local.js";
import type { Interval, ModelDefinition } from "../model.js";
import { robust } from "../robust.js";
import {
  agreeing,
  flag,
  nullable,
  number,
  object,
  type Schema,
  vector,
  whole,
} from "../state-schema.js";
import { mixtureMean, mixtureQuantile, mixtureVariance, predict } from "./forecast-distribution.js";
import { smooth } from "./forward-backward.js";
import { type HiddenMarkov, observe } from "./hidden-markov.js";
import { regimeSeries } from "./regime-series.js";
import type { HmmState } from "./state.js";

const options = {
  states: {
    type: "integer",
    summary: "regimes, 0 for as many as the Bayesian information criterion finds",
    default: 0,
    min: 0,
    max: 12,
  },
  most: {
    type: "integer",
    summary: "most regimes to look for where states is 0",
    default: 3,
    min: 1,
    max: 12,
  },
  ar: {
    type: "integer",
    summary: "earlier values that each regime regresses on",
    default: 1,
    min: 0,
    max: 24,
  },
  difference: {
    type: "choice",
    summary: "take differences from step to step",
    default: "auto",
    choices: ["auto", "yes", "no"],
  },
  log: {
    type: "choice",
    summary: "take logarithms where all values are positive",
    default: "auto",
    choices: ["auto", "yes", "no"],
  },
  starts: {
    type: "integer",
    summary: "starts by k-means++, of which the likeliest is kept",
    default: 4,
    min: 1,
    max: 100,
  },
} as const;

/** What the state of a fit to `length` observations must be. */
function hmmState(length: number): Schema<HmmState> {
  const probabilities = vector({ min: 0, max: 1 });
  const model = agreeing(
    object({
      states: whole(1, options.states.max),
      inputs: whole(1, 1 + options.ar.max),
      targets: whole(1, 1),
      initial: probabilities,
      transition: probabilities,
      coefficients: vector(),
      covariance: vector({ min: 0 }),
    }),
    ({ states, inputs, initial, transition, coefficients, covariance }) => {
      const lengths = [initial, transition, coefficients, covariance].map(
        (values) => values.length,
      );
      const expected = [states, states * states, states * inputs, states];
      return String(lengths) === String(expected)
        ? undefined
        : `its vectors are not those of ${states} states and ${inputs} inputs`;
    },
  );
  return object({
    log: flag,
    difference: flag,
    scale: number({ min: Number.MIN_VALUE }),
    used: whole(0, length),
    model: nullable(model),
  });
}

/** Fewest degrees of freedom, however many parameters were estimated. */
const MIN_FREEDOM = 3;

/** Fewest values before an origin within the series, and most such origins. */
const MIN_ORIGIN = 4;
const MAX_ORIGINS = 24;

/**
 * A Markov-switching autoregression of the seasonally adjusted series or of its steps: hidden regimes
 * that each have a level, a persistence and a spread of their own, and a forecast that weighs them by
 * how probable they are to come.
 *
 *   zₜ | sₜ = k  ~  N(cₖ + φₖ₁zₜ₋₁ + … , σₖ²)
 *
 * Differences and logarithms are taken where they make the series likelier (by BIC, over the same
 * observations). With logarithms the mean is that of the logarithm. A fit restored to other data takes
 * their season by their own index, and its regimes as they were learned. Intervals allow for what is
 * estimated, and for errors that grew faster within the series than the model claims.
 *
 * @see Hamilton (1989); Rabiner (1989)
 */
export const hmm: ModelDefinition<typeof options> = {
  name: "hmm",
  summary: "hidden Markov model: regimes with a level, persistence and spread of their own",
  options,
  speed: "seconds",
  create: (chosen) =>
    // Shifts of the level are regimes, which are to be seen.
    robust(
      localModel<HmmState>({
        name: "hmm",
        schema: ({ y }) => hmmState(y.length),
        async fit({ id, y }, { season }, context) {
          // A page that only reads a fit need not load what makes one.
          const { fitHmm } = await import("./fit-series.js");
          return fitHmm(id, y, season, chosen, context);
        },
        forecast({ model, scale, used, ...transform }, { y }, { season }, { horizon, levels }) {
          const { transformed, shifts } = regimeSeries(y, season, transform);
          const { values, restore } = transformed;
          const steps = Array.from({ length: horizon }, (_, h) => h);
          const at = (value: number, h: number) => restore(value * scale, y.length + h);
          if (!model) {
            // Perfectly regular, or too short to be anything but a random walk.
            const step = used > 0 ? values[values.length - 1] : 0;
            const rest = (h: number) => (transform.difference ? (h + 1) * step : step);
            const mean = Float64Array.from(steps, (h) => restore(rest(h), y.length + h));
            const unit = used > 0 ? 0 : meanAbsoluteDifference(y) || 0;
            const deviations = Float64Array.from(steps, (h) => unit * Math.sqrt(h + 1));
            return { mean, intervals: gaussianIntervals(mean, deviations, levels) };
          }
          const { filtered, latest } = currentState(model, values, scale);
          const mixtures = predict(model, filtered, latest, horizon, transform.difference);
          const errorFactors = observedErrorFactors(
            model,
            values,
            scale,
            horizon,
            transform.difference,
            // Of the steps, those to a new level are left out.
            transform.difference ? [] : shifts,
          );
          const expected = Float64Array.from(mixtures, mixtureMean);
          const intervals: Interval[] = levels.map((percent) => {
            const p = 0.5 + percent / 200;
            const factor = estimationFactor(model, used, p);
            const quantiles = (probability: number) =>
              Float64Array.from(mixtures, (mixture, h) =>
                mixtureQuantile(mixture, probability, factor * errorFactors[h]),
              );
            const { lo, hi } = neverNarrower(expected, quantiles(1 - p), quantiles(p));
            return { level: percent, lo: lo.map(at), hi: hi.map(at) };
          });
          const mean = expected.map(at);
          return { mean, intervals };
        },
        fittedValues({ model, scale, used: _, ...transform }, { y }, { season }) {
          const { transformed, asObserved } = regimeSeries(y, season, transform);
          const { values, restore } = transformed;
          const fitted = new Float64Array(y.length).fill(Number.NaN);
          const expected = model
            ? oneStepMeans(model, values, scale)
            : new Float64Array(values.length);
          // Sums are restored from the last observation on, and these end before it.
          let later = 0;
          for (let t = values.length - 1; t >= 0; t--) {
            if (transform.difference) later += values[t];
            const at = t + y.length - values.length;
            fitted[at] = asObserved(restore(expected[t] * scale - later, at), at);
          }
          return fitted;
        },
      }),
      { shifts: false },
    ),
};

/**
 * Ends at least as far from the mean as at the step before, and on their own side of it, before
 * logarithms and season are undone.
 */
function neverNarrower(
  mean: Float64Array,
  lo: Float64Array,
  hi: Float64Array,
): { readonly lo: Float64Array; readonly hi: Float64Array } {
  let below = 0;
  let above = 0;
  mean.forEach((value, h) => {
    below = Math.max(below, value - lo[h]);
    above = Math.max(above, hi[h] - value);
    lo[h] = value - below;
    hi[h] = value + above;
  });
  return { lo, hi };
}

/**
 * Factor by which parameter uncertainty widens a quantile of the model: variances by their degrees of
 * freedom, and Student's distribution instead of the normal one.
 */
function estimationFactor(
  { states, inputs }: HiddenMarkov,
  used: number,
  probability: number,
): number {
  const estimated = states * inputs;
  const freedom = Math.max(MIN_FREEDOM, used - estimated);
  const variance = predictionVariance(used / freedom, estimated, used);
  return (
    (Math.sqrt(Math.max(1, variance)) * studentQuantile(probability, freedom)) /
    normalQuantile(probability)
  );
}

/** In units of the variance: what lies further off, such as a shift of the level, happened once. */
const MAX_SQUARED_ERROR = 9;

/**
 * Factors by which the model's errors within the series exceeded its own standard deviations, one for
 * each step ahead. Few origins are used, as each costs a whole forecast.
 *
 * @param shifts where new levels begin that a forecast from before says nothing of
 */
function observedErrorFactors(
  model: HiddenMarkov,
  values: Float64Array,
  scale: number,
  horizon: number,
  sums: boolean,
  shifts: readonly number[],
): Float64Array {
  const { states, inputs } = model;
  const lags = inputs - 1;
  const scaled = values.map((value) => value / scale);
  const { filtered } = smooth(model, observe([scaled], lags));
  const squares = new Float64Array(horizon);
  const counts = new Float64Array(horizon);
  const first = lags + MIN_ORIGIN;
  const stride = Math.max(1, Math.ceil((values.length - first) / MAX_ORIGINS));
  for (let t = values.length - 1; t >= first; t -= stride) {
    const row = (t - lags - 1) * states;
    const latest = Float64Array.from({ length: lags }, (_, lag) => scaled[t - 1 - lag]);
    const next = shifts.find((at) => at >= t) ?? values.length;
    const steps = Math.min(horizon, next - t);
    const ahead = predict(model, filtered.subarray(row, row + states), latest, steps, sums);
    let sum = 0;
    ahead.forEach((mixture, h) => {
      sum += scaled[t + h];
      const error = (sums ? sum : scaled[t + h]) - mixtureMean(mixture);
      squares[h] += Math.min(MAX_SQUARED_ERROR, (error * error) / mixtureVariance(mixture));
      counts[h]++;
    });
  }
  const ratio = new Float64Array(horizon).fill(1);
  raiseToRealizedErrors(ratio, squares, counts);
  return ratio.map(Math.sqrt);
}

/** One-step forecasts of each value; NaN where fewer values than lags precede it. */
function oneStepMeans(model: HiddenMarkov, values: Float64Array, scale: number): Float64Array {
  const { states, inputs, initial, transition, coefficients } = model;
  const lags = inputs - 1;
  const observations = observe([values.map((value) => value / scale)], lags);
  const { filtered } = smooth(model, observations);
  const means = new Float64Array(values.length).fill(Number.NaN);
  for (let t = lags; t < values.length; t++) {
    let mean = 0;
    for (let j = 0; j < states; j++) {
      let weight = t === lags ? initial[j] : 0;
      for (let i = 0; t > lags && i < states; i++) {
        weight += filtered[(t - lags - 1) * states + i] * transition[i * states + j];
      }
      let expected = coefficients[j * inputs];
      for (let lag = 1; lag <= lags; lag++) {
        expected += (coefficients[j * inputs + lag] * values[t - lag]) / scale;
      }
      mean += weight * expected;
    }
    means[t] = mean;
  }
  return means;
}

/** Filtered state probabilities and latest values at the end of the series. */
function currentState(model: HiddenMarkov, values: Float64Array, scale: number) {
  const { states, inputs } = model;
  const lags = inputs - 1;
  const scaled = values.map((value) => value / scale);
  const observations = observe([scaled], lags);
  const { filtered } = smooth(model, observations);
  return {
    filtered: observations.time > 0 ? filtered.slice(-states) : model.initial,
    latest: Float64Array.from({ length: lags }, (_, lag) => scaled[scaled.length - 1 - lag] ?? 0),
  };
}
