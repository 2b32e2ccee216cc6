import type { OnlineSettings } from "../engine/online/learner.js";
import type { Random } from "../numeric/random.js";

/** What the network should output after a step; its error is learned from. */
export interface Question {
  /** Index of the step, from 0. */
  readonly step: number;
  /** [outputs], what is learned from. */
  readonly target: readonly number[];
  /** [outputs], the right answer where the target is noisy. */
  readonly truth?: readonly number[];
  /** Outputs that must all be larger than the others; without, all must be close to the right answer. */
  readonly legal?: readonly number[];
}

/** Inputs, and the questions asked while they are read. */
export interface LabSequence {
  /** [steps] of [inputs] */
  readonly inputs: readonly ArrayLike<number>[];
  /** In the order of their steps. */
  readonly questions: readonly Question[];
}

/** Success: of `sequences` at most `wrong` are wrong, and their mean absolute error is below `meanError`. */
export interface Criterion {
  readonly sequences: number;
  readonly wrong: number;
  readonly meanError: number;
}

/** What the paper reports of a task. */
export interface PaperFigure {
  readonly length: number;
  /** Mean number of sequences presented until success. */
  readonly sequences: number;
  /** Wrong ones among 2,560 test sequences, where reported. */
  readonly wrong?: number;
}

/** A task of the 1997 paper or the one after it, generated sequence by sequence. */
export interface Experiment {
  readonly name: string;
  readonly summary: string;
  /** The paper; Hochreiter & Schmidhuber 1997 by default. */
  readonly source?: string;
  /** Section of the paper. */
  readonly section: string;
  readonly table: number;
  /** Weights of the paper's network at the default length. */
  readonly paperWeights?: number;
  /** How our set-up differs from the paper's. */
  readonly differs?: string;
  size(length: number): { readonly inputs: number; readonly outputs: number };
  /** Number of memory cells. */
  readonly units: number;
  /** Cells that share gates. */
  readonly block: number;
  readonly output: "linear" | "sigmoid";
  readonly rate: number;
  /** Weights start uniform in [−spread, spread]. */
  readonly spread: number;
  /** Initial gate biases, block by block; drawn like weights by default. */
  readonly inputGateBias?: readonly number[];
  readonly outputGateBias?: readonly number[];
  /** 5 by default: open at first, keeping 1/(1 + e⁻⁵) of the state a step, a half-life of a hundred steps. */
  readonly forgetGateBias?: readonly number[];
  /** Shortest sequences of the paper. */
  readonly length: number;
  /** Shortest length the generator can make. */
  readonly shortest: number;
  /** Longest length, if limited. */
  readonly longest?: number;
  /** Number of training sequences when they are drawn once and shown repeatedly; by default each is new. */
  readonly pool?: number;
  /** Whether a sequence ends at the first wrong answer. */
  readonly breaksOff?: boolean;
  /** Number of new sequences that test a trained network; the 1997 paper's 2,560 by default. */
  readonly tests?: number;
  /** Outputs are right when they are closer than this. */
  readonly tolerance: number;
  /** Criterion on the last training sequences. */
  readonly training: Criterion;
  /** Criterion that test sequences must then meet too: the pool, if any, and new ones. */
  readonly testing?: Criterion;
  readonly paper: readonly PaperFigure[];
  generate(random: Random, length: number): LabSequence;
}

/** A sequence that asks for one thing, at its end. */
export function askedAtEnd(
  inputs: LabSequence["inputs"],
  target: readonly number[],
  truth?: readonly number[],
): LabSequence {
  return { inputs, questions: [{ step: inputs.length - 1, target, ...(truth && { truth }) }] };
}

export type LabCell = OnlineSettings["cell"];
export type LabRule = OnlineSettings["rule"];
