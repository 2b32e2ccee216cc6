import { type Learner, learner } from "../engine/online/learner.js";
import { Pauses } from "../engine/pauses.js";
import { Random } from "../numeric/random.js";
import type {
  Criterion,
  Experiment,
  LabCell,
  LabRule,
  LabSequence,
  Question,
} from "./experiment.js";

/** Sequences that the paper tests a trained network with. */
export const TESTS = 2560;

export interface TrialSettings {
  readonly cell: LabCell;
  readonly rule: LabRule;
  /** Activation of the outputs; the experiment's by default. */
  readonly output?: Experiment["output"];
  /** lstm97 squashes its output to [−1, 1], as in the paper, or to [−2, 2]. */
  readonly squash?: "narrow" | "wide";
  readonly length: number;
  /** Sequences after which a trial has failed. */
  readonly limit: number;
  readonly seed: number;
  /** New sequences that the trained network is tested with; the experiment's by default. */
  readonly tests?: number;
}

export interface Trial {
  readonly solved: boolean;
  /** Sequences presented. */
  readonly sequences: number;
  /** Share of the last training sequences, as many as the criterion looks at, that were wrong. */
  readonly wrongBefore: number;
  /** Number of new sequences answered wrongly, without learning from them. */
  readonly wrong: number;
  /** Mean absolute error over the new sequences. */
  readonly error: number;
  readonly weights: number;
}

/** Steps of a sequence between looks at the clock. */
const STEPS_BETWEEN_PAUSES = 64;
/** Sequences to train after a failed test before the next. */
const RETEST_INTERVAL = 100;

/**
 * Trains a network with weights drawn anew, sequence by sequence, until it meets the paper's criterion
 * or the limit.
 *
 * @returns nothing when `signal` was aborted: a trial that was stopped says nothing of the limit
 */
export async function trial(
  experiment: Experiment,
  settings: TrialSettings,
  signal?: AbortSignal,
): Promise<Trial | undefined> {
  const { training, testing } = experiment;
  const network = networkFor(experiment, settings);
  const presenter = { network, experiment, pauses: new Pauses(), signal };
  const random = new Random(settings.seed + 0x5eed);
  const generate = () => experiment.generate(random, settings.length);
  const pool = Array.from({ length: experiment.pool ?? 0 }, generate);
  const next = pool.length > 0 ? () => pool[random.below(pool.length)] : generate;
  const unseen = outside(pool, generate);
  // Where training sequences are drawn once, so are those of the test.
  const tests = testing && pool.length > 0 ? Array.from({ length: testing.sequences }, unseen) : [];
  const recent = window(training);
  let sequences = 0;
  let solved = false;
  let testedAt = -RETEST_INTERVAL;
  while (sequences < settings.limit && !solved) {
    const outcome = await present(presenter, next(), true);
    if (!outcome) return undefined;
    recent.add(outcome);
    sequences++;
    if (recent.met() && sequences - testedAt >= RETEST_INTERVAL) {
      testedAt = sequences;
      solved =
        testing === undefined || (await passes(presenter, testing, [...pool, ...tests], unseen));
    }
  }
  const outcomes: Outcome[] = [];
  while (outcomes.length < (settings.tests ?? experiment.tests ?? TESTS)) {
    const outcome = await present(presenter, unseen(), false);
    if (!outcome) return undefined;
    outcomes.push(outcome);
  }
  const { state } = network;
  return {
    solved,
    sequences,
    wrongBefore: recent.wrong() / Math.min(training.sequences, sequences),
    wrong: outcomes.filter(({ wrong }) => wrong).length,
    error: outcomes.reduce((sum, { error }) => sum + error / outcomes.length, 0),
    weights: state.weights.length + state.readout.length,
  };
}

/**
 * The paper's network: the blocks' gates and cells see inputs, cells' outputs, gates and a bias; the
 * output sees the cells' outputs and a bias.
 */
function networkFor(experiment: Experiment, settings: TrialSettings): Learner {
  const { units, block, rate, spread, inputGateBias, outputGateBias, forgetGateBias } = experiment;
  const { cell, rule, length, seed, squash, output = experiment.output } = settings;
  const network = learner({
    ...{ cell, rule, ...experiment.size(length), units, block, spread, seed, output },
    ...{ narrow: squash !== "wide", gatesSeen: true, steps: length },
    descent: { kind: "sgd", rate },
  });
  if (cell === "lstm97" || cell === "lstm") {
    const blocks = cell === "lstm97" ? units / block : units;
    const begin = (gate: number, biases: readonly number[]) => {
      for (let k = 0; k < blocks; k++) {
        setBias(network, gate * blocks + k, biases[Math.floor((k * biases.length) / blocks)]);
      }
    };
    if (inputGateBias) begin(0, inputGateBias);
    if (outputGateBias) begin(cell === "lstm97" ? 1 : 3, outputGateBias);
    if (cell === "lstm") begin(1, forgetGateBias ?? [5]);
  }
  return network;
}

function setBias({ state, cell, settings: { inputs } }: Learner, row: number, bias: number): void {
  const width = inputs + cell.units + 1;
  state.weights[row * width + width - 1] = bias;
}

/** Errors of the answers to one sequence. */
interface Outcome {
  /** Mean absolute error over questions and outputs. */
  readonly error: number;
  readonly wrong: boolean;
}

/** A network at its experiment, which pauses so that signals are handled. */
interface Presenter {
  readonly network: Learner;
  readonly experiment: Experiment;
  readonly pauses: Pauses;
  readonly signal: AbortSignal | undefined;
}

/** @returns nothing when stopped amid the sequence */
async function present(
  { network, experiment, pauses, signal }: Presenter,
  { inputs, questions }: LabSequence,
  learning: boolean,
): Promise<Outcome | undefined> {
  const { tolerance, breaksOff } = experiment;
  network.reset();
  let error = 0;
  let wrong = false;
  let answered = 0;
  for (let t = 0; t < inputs.length; t++) {
    if (t % STEPS_BETWEEN_PAUSES === 0 && pauses.due) {
      await pauses.take();
      if (signal?.aborted) return undefined;
    }
    const output = network.step(inputs[t]);
    const question = questions[answered];
    if (question?.step !== t) continue;
    answered++;
    const [meanError, maxError] = errors(output, question.truth ?? question.target);
    error += meanError;
    wrong ||= !isRight(output, maxError, question, tolerance);
    if (learning) network.learn(question.target);
    if (wrong && breaksOff) break;
  }
  return { error: error / Math.max(1, answered), wrong };
}

/** Whether all outputs are close to the right answer, or all legal ones above all others. */
export function isRight(
  output: Float64Array,
  maxError: number,
  { legal }: Pick<Question, "legal">,
  tolerance: number,
): boolean {
  if (!legal) return maxError < tolerance;
  const others = output.filter((_, o) => !legal.includes(o));
  return legal.every((o) => others.every((other) => output[o] > other));
}

/** Mean and largest absolute error over the outputs. */
function errors(output: Float64Array, target: readonly number[]): [mean: number, max: number] {
  let sum = 0;
  let max = 0;
  for (let o = 0; o < target.length; o++) {
    const error = Math.abs(output[o] - target[o]);
    sum += error / target.length;
    max = Math.max(max, error);
  }
  return [sum, max];
}

async function passes(
  presenter: Presenter,
  criterion: Criterion,
  fixed: readonly LabSequence[],
  fresh: () => LabSequence,
): Promise<boolean> {
  const sequences = fixed.length > 0 ? fixed.length : criterion.sequences;
  const all = window({ ...criterion, sequences });
  for (let k = 0; k < sequences; k++) {
    const outcome = await present(presenter, fixed[k] ?? fresh(), false);
    if (!outcome) return false;
    all.add(outcome);
  }
  return all.met();
}

/** Generates sequences that are none of these. */
function outside(known: readonly LabSequence[], generate: () => LabSequence): () => LabSequence {
  if (known.length === 0) return generate;
  const keyOf = ({ inputs }: LabSequence) => JSON.stringify(inputs.map((step) => Array.from(step)));
  const keys = new Set(known.map(keyOf));
  return () => {
    for (;;) {
      const sequence = generate();
      if (!keys.has(keyOf(sequence))) return sequence;
    }
  };
}

/** The last outcomes, as many as a criterion looks at. */
function window(criterion: Criterion) {
  const size = criterion.sequences;
  const errors = new Float64Array(size);
  const wrongs = new Uint8Array(size);
  let count = 0;
  let wrong = 0;
  return {
    add(outcome: Outcome): void {
      const at = count % size;
      wrong += Number(outcome.wrong) - wrongs[at];
      errors[at] = outcome.error;
      wrongs[at] = Number(outcome.wrong);
      count++;
    },
    wrong: () => wrong,
    met: () =>
      count >= size &&
      wrong <= criterion.wrong &&
      errors.reduce((sum, error) => sum + error / size, 0) < criterion.meanError,
  };
}
