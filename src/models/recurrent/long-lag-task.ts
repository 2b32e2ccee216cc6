import { withArena } from "../../engine/memory.js";
import { affine } from "../../engine/ops/index.js";
import { Parameters, uniform, zeros } from "../../engine/parameters.js";
import { Random } from "../../numeric/random.js";
import type { FitContext, TrainingSummary } from "../model.js";
import type { Network, NetworkShape } from "../neural/network.js";
import { NetworkTrainer } from "../neural/network-trainer.js";
import { watchGradients } from "../neural/read-gradients.js";
import type { HeldSamples, Sample } from "../neural/samples.js";
import { chooseBudget } from "../neural/training-budget.js";
import type { TrainingChoices } from "../neural/training-options.js";
import type { Cell } from "./cell.js";
import { declareStack, type StackOptions } from "./stack.js";

/** Sequences for training and validation, and how many of the latter gradient readings use. */
const TRAINING_SEQUENCES = 256;
const VALIDATION_SEQUENCES = 96;
const WATCHED_SEQUENCES = 32;
/** Standard deviation of the noise between the value and its recall. */
const NOISE_DEVIATION = 0.2;

/** The training of {@link learnLongLag}, and how well the value was remembered. */
export interface LongLagResult extends TrainingSummary {
  /** Share of the value's variance that is explained on sequences not learned from; 0 by guessing its mean. */
  readonly recalled: number;
}

/**
 * A long-lag task after Hochreiter & Schmidhuber (1997), section 5: the first step of a sequence shows
 * a number, uniform in ±1, that must be told after the last one; noise (σ = 0.2) lies between and the
 * last step is silent. Whoever remembers its sign alone recalls three quarters of its variance: that
 * is how far a plain network comes which latches into one of two states (Bengio et al. 1994).
 *
 * @param build builds the network for a horizon of one step; it should have no linear skip path, which
 *   would carry the value past the cells
 */
export function learnLongLag(
  build: (shape: NetworkShape) => Network,
  options: TrainingChoices,
  steps: number,
  context: Pick<FitContext, "seed" | "signal" | "onProgress" | "onFlow" | "warn">,
): Promise<LongLagResult> {
  const shape = { context: steps, horizon: 1, inputs: 1, ahead: 0, outputs: 1 };
  const model = {
    options: { ...options, loss: "mse" as const },
    recursive: false,
    build,
  };
  const windows = Array.from({ length: TRAINING_SEQUENCES + VALIDATION_SEQUENCES }, (_, s) => ({
    series: s,
    cut: steps,
  }));
  const [training, validation] = [
    windows.slice(0, TRAINING_SEQUENCES),
    windows.slice(TRAINING_SEQUENCES),
  ];
  const samples = sequences(steps, context.seed);
  return withArena(async (arena) => {
    const trainer = new NetworkTrainer(arena, model, shape, samples, []);
    const watch = watchGradients(trainer, validation.slice(0, WATCHED_SEQUENCES), context);
    const fit = { ...context, horizon: 1 };
    const split = { training, validation };
    const budget = chooseBudget(TRAINING_SEQUENCES, options);
    const result = await trainer.train(split, context.seed, fit, budget, watch);
    await watch("trained", result.epoch);
    const { epochs, loss, validationLoss } = result;
    const parameters = trainer.network.parameters.count;
    const targets = samples.series.slice(TRAINING_SEQUENCES).map(({ values }) => values[steps]);
    const recalled = Math.max(0, 1 - validationLoss / variance(targets));
    return { epochs, loss, validationLoss, parameters, recalled };
  });
}

/** Layers of cells with a linear head on their last state, and no path beside the cells. */
export function declareLongLagNetwork(cell: Cell, options: StackOptions): Network {
  const parameters = new Parameters();
  const stack = declareStack(parameters, cell, 1, options);
  const bound = uniform(1 / Math.sqrt(stack.width));
  const weight = parameters.add("head.weight", [stack.width, 1], bound);
  const bias = parameters.add("head.bias", [1], zeros);
  return {
    parameters,
    forward(tape, { steps }, { tap, seed }) {
      const { last, layers } = stack.run(tape, steps, tap, seed);
      const forecast = affine(tape, last, tape.parameter(weight), tape.parameter(bias));
      return { forecast, recurrence: { traces: layers, stride: 1 } };
    },
  };
}

/** Sequences whose target, the value after the last step, is their first value; the last step is 0. */
function sequences(steps: number, seed: number): HeldSamples {
  const random = new Random(seed);
  const series = Array.from(
    { length: TRAINING_SEQUENCES + VALIDATION_SEQUENCES },
    (_, s): Sample => {
      const values = new Float64Array(steps + 1);
      for (let t = 1; t < steps - 1; t++) values[t] = NOISE_DEVIATION * random.normal();
      values[0] = random.uniform(-1, 1);
      values[steps] = values[0];
      return {
        id: String(s),
        place: 0,
        mean: 0,
        values,
        elapsed: () => 1,
        columns: [],
        restore: (value) => value,
      };
    },
  );
  const preparation = {
    log: false,
    deseason: false,
    difference: false,
    windowScale: false,
    seasonUnit: false,
    centred: false,
    ownUnit: false,
    columnEffects: false,
  };
  return { series, preparation, columns: 0, ahead: 0 };
}

function variance(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
}
