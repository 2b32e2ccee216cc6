import type { Tensor } from "../tensor.js";

/** Weights of a cell that no hidden state feeds back into. */
export interface ProjectionWeights {
  /** [input, width] */
  readonly input: Tensor;
  /** [width] */
  readonly bias: Tensor;
}
