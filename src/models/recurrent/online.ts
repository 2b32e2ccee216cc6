import type { Series } from "../../data/panel/from-table.js";
import { type Learner, learnedSizes, type OnlineSettings } from "../../engine/online/learner.js";
import { UsageError } from "../../errors.js";
import type { OptionSchema, OptionValues } from "../../spec/options.js";
import { localModel } from "../local.js";
import type { FitContext, Model } from "../model.js";
import type { TrainingChoices } from "../neural/training-options.js";
import { object, vector } from "../state-schema.js";
import { type Adjusted, logDeseasonScale } from "../transforms/log-deseason-scale.js";
import { checkedLearner } from "./checked-learner.js";
import type { StackOptions } from "./stack.js";

export const learnOptions = {
  learn: {
    type: "choice",
    default: "bptt",
    choices: ["bptt", "tbptt", "rtrl", "hybrid", "snap1"],
    summary:
      "how gradients are found: bptt over windows; the others step by step along each series, one network for each",
  },
  steps: {
    type: "integer",
    default: 16,
    min: 1,
    max: 100_000,
    summary: "how far back learn=tbptt goes",
  },
} as const satisfies OptionSchema;

type OnlineChoices = OptionValues<typeof learnOptions> & TrainingChoices & StackOptions;

/** Settings of a cell's learner beyond its size, and the biases that its rows start with. */
export interface OnlineCellChoices {
  readonly settings: Pick<OnlineSettings, "cell" | "block" | "narrow">;
  /** By row of the learner's weights. */
  readonly biases?: readonly {
    readonly from: number;
    readonly to: number;
    readonly bias: number;
  }[];
}

/** Options that networks which learn step by step share. */
const sharedOptions = [
  "hidden",
  "epochs",
  "rate",
  "clip",
  "patience",
  "log",
  "deseason",
  "learn",
  "steps",
];

/**
 * @param schema options of the model, of which `own` are its cell's
 * @throws UsageError for an option that only learn=bptt has
 */
export function checkOnline(
  name: string,
  schema: OptionSchema,
  own: readonly string[],
  chosen: OptionValues<typeof learnOptions> & Readonly<Record<string, unknown>>,
): void {
  for (const [key, { default: defaultValue }] of Object.entries(schema)) {
    if (sharedOptions.includes(key) || own.includes(key) || chosen[key] === defaultValue) continue;
    throw new UsageError(
      `${name}: ${key}=${chosen[key]} is for learn=bptt, not for learn=${chosen.learn}`,
      `Step by step learn ${[...sharedOptions.slice(0, 7), ...own].join(", ")}; leave ${key} out.`,
    );
  }
}

/** Passes without a smaller error after which learning ends, unless so many were asked for. */
const PATIENCE = 30;
/** Training steps that suffice for a short series, and most passes to make them in. */
const TRAINING_STEPS = 10_000;
const MAX_PASSES = 50;
/** Steps after which an interruption is noticed. */
const STEPS_BETWEEN_CHECKS = 16;
/** Steps run before a forecast: of a longer past only these count, so that a forecast takes a second at most. */
const WARM_UP_STEPS = 20_000;
/** Shorter series are not trained on. */
const MIN_OBSERVATIONS = 8;

/** The fit of one series; plain data. */
type State = { readonly weights: Float64Array; readonly readout: Float64Array };

/**
 * A recurrent network for each series that learns at every step, by a rule of online learning, in
 * repeated passes along the series. Its inputs are the last change and the distance from the mean, its
 * output the next change:
 *
 *   ŷₜ₊₁ = yₜ + V·h([yₜ − yₜ₋₁, (yₜ − ȳ)/s]) + b
 *
 * with the series adjusted first ({@link logDeseasonScale}) and s its mean distance from ȳ. V and b begin at
 * zero, so that the untrained forecast is the last observation. The last tenth of the series is held out,
 * and the weights that forecast it best are kept. Steps ahead are forecast one by one, each from the one
 * before.
 *
 * @throws UsageError when exact RTRL would need more memory than allowed
 */
export function onlineModel(name: string, cell: OnlineCellChoices, options: OnlineChoices): Model {
  const { hidden, rate, clip, learn, steps } = options;
  const prepared = ({ y }: Series, season: number): Prepared => {
    const adjusted = logDeseasonScale(y, season, {
      log: options.log !== "no",
      deseason: options.deseason !== "no",
    });
    const { values } = adjusted;
    const mean = values.reduce((sum, value) => sum + value / values.length, 0);
    const spread = values.reduce((sum, value) => sum + Math.abs(value - mean) / values.length, 0);
    return { ...adjusted, mean, spread: spread > 0 ? spread : 1 };
  };
  const settings = (seed: number): OnlineSettings => ({
    ...cell.settings,
    ...{ rule: learn as OnlineSettings["rule"], steps, inputs: 2, units: hidden, outputs: 1 },
    ...{ clip, seed, descent: { kind: "adam", rate } },
  });
  const network = (seed: number) => checkedLearner(settings(seed));
  return {
    ...localModel<State>({
      name,
      schema() {
        const { weights, readout } = learnedSizes(settings(0));
        return object({
          weights: vector({ length: weights }),
          readout: vector({ length: readout }),
        });
      },
      fit(series, { season }, context) {
        const { seed, warn } = context;
        if ((series.past?.size ?? 0) + (series.future?.size ?? 0) > 0) {
          warn(
            `${name} with learn=${learn} does not use exogenous columns (series "${series.id}")`,
          );
        }
        if (series.static?.size) {
          warn(`${name} with learn=${learn} does not use static columns (series "${series.id}")`);
        }
        const learner = network(seed);
        initialize(learner, cell);
        if (series.y.length < MIN_OBSERVATIONS) {
          warn(
            `${name}: series "${series.id}" is too short to train on: the forecast repeats its last value`,
          );
          return { weights: learner.state.weights, readout: learner.state.readout };
        }
        return train(learner, prepared(series, season), options, context);
      },
      forecast({ weights, readout }, series, { season }, { horizon }) {
        const learner = network(0);
        learner.state.weights.set(weights);
        learner.state.readout.set(readout);
        const observed = prepared(series, season);
        const { values } = observed;
        const states = new Float64Array(learner.state.units.length);
        const x = new Float64Array(2);
        const y = new Float64Array(1);
        for (let t = Math.max(0, values.length - WARM_UP_STEPS); t < values.length; t++)
          learner.ahead(inputsAt(observed, values, t, x), states, y);
        const path = new Float64Array(values.length + horizon);
        path.set(values);
        for (let t = values.length; t < path.length; t++) {
          path[t] = path[t - 1] + y[0];
          learner.ahead(inputsAt(observed, path, t, x), states, y);
        }
        const mean = Float64Array.from({ length: horizon }, (_, h) =>
          observed.restore(path[values.length + h], values.length + h),
        );
        return { mean };
      },
    }),
    intervals: false,
  };
}

interface Prepared extends Adjusted {
  readonly mean: number;
  /** Mean absolute distance from the mean. */
  readonly spread: number;
}

/** Inputs of the step at t: the last change, and the distance from the mean. */
function inputsAt(
  { mean, spread }: Prepared,
  values: Float64Array,
  t: number,
  x: Float64Array,
): Float64Array {
  x[0] = t > 0 ? values[t] - values[t - 1] : 0;
  x[1] = (values[t] - mean) / spread;
  return x;
}

function initialize({ state, cell: { units } }: Learner, { biases = [] }: OnlineCellChoices): void {
  state.readout.fill(0);
  const width = 2 + units + 1;
  for (const { from, to, bias } of biases) {
    for (let row = from; row < to; row++) state.weights[row * width + width - 1] = bias;
  }
}

function train(
  learner: Learner,
  observed: Prepared,
  { epochs, patience }: OnlineChoices,
  { signal }: FitContext,
): State {
  const { values } = observed;
  const holdout = Math.max(1, Math.floor(values.length / 10));
  const until = values.length - holdout;
  const x = new Float64Array(2);
  const stopped = (t: number) => t % STEPS_BETWEEN_CHECKS === 0 && signal?.aborted === true;
  /** Learns along the series up to the held-out steps. */
  const learn = () => {
    learner.reset();
    for (let t = 0; t + 1 < until && !stopped(t); t++) {
      learner.step(inputsAt(observed, values, t, x));
      learner.learn([values[t + 1] - values[t]]);
    }
  };
  const states = new Float64Array(learner.state.units.length);
  const y = new Float64Array(1);
  /** The mean absolute error of the held-out steps; undefined once interrupted. */
  const holdoutError = () => {
    states.fill(0);
    let error = 0;
    for (let t = Math.max(0, until - WARM_UP_STEPS); t + 1 < values.length; t++) {
      if (stopped(t)) return undefined;
      learner.ahead(inputsAt(observed, values, t, x), states, y);
      if (t + 1 >= until) error += Math.abs(y[0] - (values[t + 1] - values[t])) / holdout;
    }
    return error;
  };
  const passes = epochs > 0 ? epochs : Math.min(MAX_PASSES, Math.ceil(TRAINING_STEPS / until));
  let best = { error: Number.POSITIVE_INFINITY, at: 0, ...copy(learner) };
  for (
    let at = 0;
    at <= passes && at - best.at <= (patience || PATIENCE) && !signal?.aborted;
    at++
  ) {
    if (at > 0) learn();
    const error = holdoutError();
    if (error === undefined) break;
    if (error < best.error) best = { error, at, ...copy(learner) };
  }
  return { weights: best.weights, readout: best.readout };
}

function copy({ state }: Learner): State {
  return { weights: state.weights.slice(), readout: state.readout.slice() };
}
