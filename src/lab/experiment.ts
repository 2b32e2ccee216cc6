import type { OnlineSettings } from "../engine/online.js";
import type { Random } from "../engine/random.js";

/** What a network sees, step by step, and what it should say after the last step. */
export interface LabSequence {
  /** [steps] of [inputs] */
  readonly inputs: readonly ArrayLike<number>[];
  /** [outputs] */
  readonly target: readonly number[];
}

/** What the paper reports of a task. */
export interface PaperFigure {
  readonly length: number;
  /** Mean number of sequences presented until success. */
  readonly sequences: number;
  /** Wrong ones of 2,560 test sequences. */
  readonly wrong: number;
}

/** A task of the 1997 paper, generated sequence by sequence. */
export interface Experiment {
  readonly name: string;
  readonly summary: string;
  /** Where in the paper. */
  readonly section: string;
  readonly inputs: number;
  readonly outputs: number;
  /** Memory cells, and how many share gates. */
  readonly units: number;
  readonly block: number;
  readonly rate: number;
  /** Weights start uniform in [−spread, spread]. */
  readonly spread: number;
  /** Input-gate biases, block by block. */
  readonly inputGateBias: readonly number[];
  /** Shortest sequences of the paper. */
  readonly length: number;
  /** Shortest length that the generator can do. */
  readonly shortest: number;
  /** A sequence is right when every output is closer than this to its target. */
  readonly tolerance: number;
  /** Of the last 2,000 sequences so many may be wrong. */
  readonly wrong: number;
  /** And the mean of their absolute errors must be below. */
  readonly meanError: number;
  readonly paper: readonly PaperFigure[];
  generate(random: Random, length: number): LabSequence;
}

export type LabCell = OnlineSettings["cell"];
export type LabRule = OnlineSettings["rule"];
