import { FitError } from "../../errors.js";
import { log } from "../../numeric/elementary.js";
import { Random } from "../../numeric/random.js";
import { type BaumWelchFit, type BaumWelchOptions, baumWelch } from "./baum-welch.js";
import { type HiddenMarkov, type Observations, parameterCount } from "./hidden-markov.js";
import { clusteredStarts } from "./initialization.js";

/** How many states to fit, and how. */
export interface HiddenMarkovOptions {
  /** Number of states, or the most to choose from by the Bayesian information criterion. */
  readonly states: number | { readonly most: number };
  readonly covariance?: "diagonal" | "full";
  /** Number of k-means++ starts, of which the likeliest after some updates is continued. */
  readonly starts?: number;
  readonly seed?: number;
  readonly iterations?: number;
  /** As in {@link BaumWelchOptions}. */
  readonly stable?: number;
  /** Once aborted, the likeliest model so far is returned. */
  readonly signal?: AbortSignal | undefined;
}

/** The likeliest model that was found. */
export interface HiddenMarkovFit extends BaumWelchFit {
  /** Bayesian information criterion, −2 ln L + p ln T; smaller is better. */
  readonly bic: number;
}

/** Updates of each start before they are compared. */
const TRIAL_ITERATIONS = 15;
/** Smallest variance of a state relative to the total: on a single observation the likelihood is unbounded. */
const MIN_VARIANCE_SHARE = 1e-3;
/** Updates end when the log-likelihood gains less than this. */
const TOLERANCE = 1e-6;

/**
 * Fits a hidden Markov model from the best of several seeded starts; its states are ordered by the mean
 * of the first target. Of a range of state counts the one with the smallest BIC is taken.
 *
 * @example
 * const y = Float64Array.of(0, 0.1, 0, 0.2, 5, 5.1, 5.2, 5, 0.1, 0);
 * const { model } = fitHiddenMarkov(observe([y]), { states: 2, seed: 1 });
 * model.states; // 2
 *
 * @throws FitError when not even one state can be fitted
 */
export function fitHiddenMarkov(
  observations: Observations,
  options: HiddenMarkovOptions,
): HiddenMarkovFit {
  const { states } = options;
  if (typeof states === "number") return fitStates(observations, states, options);
  let best = fitStates(observations, 1, options);
  for (let k = 2; k <= states.most && !options.signal?.aborted; k++) {
    if (!identifiable(observations, k, options.covariance)) break;
    const fit = fitStates(observations, k, options);
    if (fit.bic < best.bic) best = fit;
  }
  return best;
}

/** Whether there are at least three observations a parameter. */
export function identifiable(
  { time, inputs, targets }: Observations,
  states: number,
  covariance: "diagonal" | "full" = "full",
): boolean {
  return time * targets >= 3 * parameterCount({ states, inputs, targets }, covariance);
}

function fitStates(
  observations: Observations,
  states: number,
  {
    covariance = "full",
    starts = 4,
    seed = 1,
    iterations = 200,
    stable,
    signal,
  }: HiddenMarkovOptions,
): HiddenMarkovFit {
  const random = new Random(seed);
  const { clusters, floor } = clusteredStarts(observations, MIN_VARIANCE_SHARE);
  const settings: BaumWelchOptions = {
    iterations,
    tolerance: TOLERANCE,
    covariance,
    floor,
    signal,
    ...(stable !== undefined && { stable }),
  };
  let best: BaumWelchFit | undefined;
  let failure: FitError | undefined;
  for (let s = 0; s < (states === 1 ? 1 : starts); s++) {
    if (best && signal?.aborted) break;
    try {
      const trial = baumWelch(clusters(states, random), observations, {
        ...settings,
        iterations: Math.min(TRIAL_ITERATIONS, iterations),
      });
      if (!best || last(trial.logLikelihoods) > last(best.logLikelihoods)) best = trial;
    } catch (error) {
      if (!(error instanceof FitError)) throw error;
      failure = error;
    }
  }
  if (!best) throw failure;
  const { reseeded } = best;
  const fit = baumWelch(best.model, observations, settings);
  const parameters = parameterCount(fit.model, covariance);
  return {
    ...fit,
    model: ordered(fit.model, observations),
    reseeded: reseeded + fit.reseeded,
    bic: -2 * last(fit.logLikelihoods) + parameters * log(observations.time),
  };
}

function last(values: Float64Array): number {
  return values[values.length - 1];
}

/** The model with its states sorted by the first target's mean in each. */
function ordered(model: HiddenMarkov, { time, inputs, x }: Observations): HiddenMarkov {
  const { states, targets } = model;
  const mean = new Float64Array(inputs);
  for (let i = 0; i < inputs; i++) {
    let count = 0;
    for (let t = 0; t < time; t++) {
      if (Number.isNaN(x[t * inputs + i])) continue;
      mean[i] += x[t * inputs + i];
      count++;
    }
    mean[i] /= Math.max(1, count);
  }
  const level = (k: number) => {
    let sum = 0;
    for (let i = 0; i < inputs; i++) {
      sum += mean[i] * model.coefficients[(k * inputs + i) * targets];
    }
    return sum;
  };
  const order = Array.from({ length: states }, (_, k) => k).sort((a, b) => level(a) - level(b));
  const arranged = (values: Float64Array, size: number) =>
    Float64Array.from(order.flatMap((k) => [...values.subarray(k * size, (k + 1) * size)]));
  const rows = arranged(model.transition, states);
  return {
    ...model,
    initial: arranged(model.initial, 1),
    transition: rows.map((_, at) => rows[at - (at % states) + order[at % states]]),
    coefficients: arranged(model.coefficients, inputs * targets),
    covariance: arranged(model.covariance, targets * targets),
  };
}
