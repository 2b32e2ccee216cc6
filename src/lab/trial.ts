import { type Learner, learner } from "../engine/online.js";
import { Random } from "../engine/random.js";
import type { Experiment, LabCell, LabRule } from "./experiment.js";

/** Sequences that are looked back on, and that a solution is tested with. */
export const WINDOW = 2000;
export const TESTS = 2560;

export interface TrialSettings {
  readonly cell: LabCell;
  readonly rule: LabRule;
  readonly length: number;
  /** Sequences after which a trial has failed. */
  readonly limit: number;
  readonly seed: number;
}

export interface Trial {
  readonly solved: boolean;
  /** Sequences presented. */
  readonly sequences: number;
  /** Share of the last 2,000 training sequences that were wrong. */
  readonly wrongBefore: number;
  /** Wrong ones of 2,560 new sequences, without learning. */
  readonly wrong: number;
  /** Mean absolute error of these. */
  readonly error: number;
  readonly weights: number;
}

/** How much is left to a caller after so many sequences. */
const BREATH = 500;

/**
 * Trains a network with weights drawn anew, sequence by sequence, an error at the last step only, until
 * it meets the paper's criterion or the limit.
 *
 * @param pause called every few hundred sequences; a trial stops when it gives false
 */
export async function trial(
  experiment: Experiment,
  settings: TrialSettings,
  pause: (sequences: number) => Promise<boolean>,
): Promise<Trial> {
  const network = networkFor(experiment, settings);
  const random = new Random(settings.seed + 0x5eed);
  const errors = new Float64Array(WINDOW);
  const worst = new Float64Array(WINDOW);
  let wrong = 0;
  let sequences = 0;
  let solved = false;
  while (sequences < settings.limit && !solved) {
    const { target, said } = present(network, experiment, settings.length, random);
    const at = sequences % WINDOW;
    if (sequences >= WINDOW && worst[at]! >= experiment.tolerance) wrong--;
    [errors[at], worst[at]] = distances(said, target);
    if (worst[at]! >= experiment.tolerance) wrong++;
    network.learn(target);
    sequences++;
    solved =
      sequences >= WINDOW && wrong <= experiment.wrong && mean(errors) < experiment.meanError;
    if (sequences % BREATH === 0 && !(await pause(sequences))) break;
  }
  const tested = test(network, experiment, settings.length, random);
  const { state } = network;
  return {
    solved,
    sequences,
    wrongBefore: wrong / Math.min(WINDOW, sequences),
    ...tested,
    weights: state.weights.length + state.readout.length,
  };
}

/**
 * The paper's network: the blocks' gates and cells see inputs, cells' outputs and a bias, outputs are
 * logistic and see the cells' outputs. Gates do not see gates, which the paper's did.
 */
function networkFor(
  { inputs, outputs, units, block, rate, spread, inputGateBias }: Experiment,
  { cell, rule, length, seed }: TrialSettings,
): Learner {
  const network = learner({
    ...{ cell, rule, inputs, units, outputs, block, spread, seed },
    ...{ narrow: true, output: "sigmoid", steps: length },
    descent: { kind: "sgd", rate },
  });
  if (cell === "lstm97" || cell === "lstm") {
    const width = inputs + units + 1;
    const blocks = cell === "lstm97" ? units / block : units;
    for (let k = 0; k < blocks; k++) {
      const which = Math.floor((k * inputGateBias.length) / blocks);
      network.state.weights[k * width + width - 1] = inputGateBias[which]!;
    }
  }
  if (cell === "lstm") keepAtFirst(network, inputs + units + 1);
  return network;
}

/** A forget gate that is open at first forgets like 1/(1 + e⁻⁵) a step, a half-life of a hundred. */
function keepAtFirst({ state, settings: { units } }: Learner, width: number): void {
  for (let j = 0; j < units; j++) state.weights[(units + j) * width + width - 1] = 5;
}

function present(network: Learner, experiment: Experiment, length: number, random: Random) {
  const { inputs, target } = experiment.generate(random, length);
  network.reset();
  let said: Float64Array = new Float64Array(0);
  for (const x of inputs) said = network.step(x);
  return { target, said };
}

function test(network: Learner, experiment: Experiment, length: number, random: Random) {
  let wrong = 0;
  let error = 0;
  for (let k = 0; k < TESTS; k++) {
    const { target, said } = present(network, experiment, length, random);
    const [off, worst] = distances(said, target);
    error += off / TESTS;
    if (worst >= experiment.tolerance) wrong++;
  }
  return { wrong, error };
}

/** Mean and largest absolute error over outputs. */
function distances(said: Float64Array, target: readonly number[]): [number, number] {
  let sum = 0;
  let largest = 0;
  for (let o = 0; o < target.length; o++) {
    const off = Math.abs(said[o]! - target[o]!);
    sum += off / target.length;
    largest = Math.max(largest, off);
  }
  return [sum, largest];
}

function mean(values: Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum / values.length;
}
