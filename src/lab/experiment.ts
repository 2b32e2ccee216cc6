import type { OnlineSettings } from "../engine/online/learner.js";
import type { Random } from "../numeric/random.js";

/** What a network is asked for after a step: an error is made of it. */
export interface Question {
  /** Steps before it, from 0. */
  readonly step: number;
  /** [outputs], what is learned. */
  readonly target: readonly number[];
  /** [outputs], what is right, where the target is disturbed. */
  readonly truth?: readonly number[];
  /** The largest output must be one of these; without, all outputs must be near to what is right. */
  readonly legal?: readonly number[];
}

/** What a network sees, and what it should say. */
export interface LabSequence {
  /** [steps] of [inputs] */
  readonly inputs: readonly ArrayLike<number>[];
  /** In the order of their steps. */
  readonly questions: readonly Question[];
}

/** So many sequences, of which so many may be wrong, and the mean of their absolute errors below. */
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
  /** Wrong ones of 2,560 test sequences, where they are reported. */
  readonly wrong?: number;
}

/** A task of the 1997 paper or the one after it, generated sequence by sequence. */
export interface Experiment {
  readonly name: string;
  readonly summary: string;
  /** Who set it; Hochreiter & Schmidhuber 1997 where nothing is said. */
  readonly source?: string;
  /** Where in the paper. */
  readonly section: string;
  readonly table: number;
  /** Weights of the paper's network at the default length. */
  readonly paperWeights?: number;
  /** How our set-up differs from the paper's. */
  readonly differs?: string;
  size(length: number): { readonly inputs: number; readonly outputs: number };
  /** Memory cells, and how many share gates. */
  readonly units: number;
  readonly block: number;
  readonly output: "linear" | "sigmoid";
  readonly rate: number;
  /** Weights start uniform in [−spread, spread]. */
  readonly spread: number;
  /** Biases that gates start with, block by block; without, they start like weights. */
  readonly inputGateBias?: readonly number[];
  readonly outputGateBias?: readonly number[];
  /** 5 without: open at first, forgetting like 1/(1 + e⁻⁵) a step, a half-life of a hundred. */
  readonly forgetGateBias?: readonly number[];
  /** Shortest sequences of the paper. */
  readonly length: number;
  /** Shortest length that the generator can do. */
  readonly shortest: number;
  /** And the longest one, where there is an end to it. */
  readonly longest?: number;
  /** Training sequences, where they are drawn once and shown again and again. */
  readonly pool?: number;
  /** A sequence ends with the first answer that is wrong. */
  readonly breaksOff?: boolean;
  /** New sequences that a trained network is tested with; the 1997 paper's 2,560 where nothing is said. */
  readonly tests?: number;
  /** Outputs are right when they are closer than this. */
  readonly tolerance: number;
  /** What the last training sequences must meet. */
  readonly training: Criterion;
  /** What test sequences must then meet as well: the pool where there is one, and new ones. */
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
