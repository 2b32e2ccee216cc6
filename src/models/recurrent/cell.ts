import type { Parameters } from "../../engine/parameters.js";
import type { Sequence, SequenceOptions } from "../../engine/recurrent.js";
import type { Tape } from "../../engine/tape.js";
import type { Tensor } from "../../engine/tensor.js";

/** A layer of cells whose weights are declared. */
export interface RecurrentLayer {
  /** @param x [time, rows, input] */
  run(tape: Tape, x: Tensor, options: SequenceOptions): Sequence;
}

/** A kind of recurrent cell. */
export interface Cell {
  /** Declares the weights of one layer from `input` values a step to `hidden` cells. */
  declare(parameters: Parameters, name: string, input: number, hidden: number): RecurrentLayer;
}
