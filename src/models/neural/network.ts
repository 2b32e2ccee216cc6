import type { Parameters } from "../../engine/parameters.js";
import type { Tape } from "../../engine/tape.js";
import type { Tensor } from "../../engine/tensor.js";

/** Sizes that a network is built for. */
export interface NetworkShape {
  /** Steps of the window. */
  readonly context: number;
  /** Steps ahead that are forecast at once. */
  readonly horizon: number;
  /** Values a step of the window: the series and its exogenous columns. */
  readonly inputs: number;
  /** Exogenous values known for each step ahead. */
  readonly ahead: number;
  /** Values forecast for each step: 1, or as many as there are quantiles. */
  readonly outputs: number;
}

/** What a network sees of the windows of a batch. */
export interface WindowTensors {
  /** [context, rows, inputs], the series itself first. */
  readonly steps: Tensor;
  /** The series alone, [rows, context]. */
  readonly window: Tensor;
  /** [rows, horizon · ahead], only where something is known ahead. */
  readonly ahead?: Tensor;
}

/** A network from a window to the steps after it. */
export interface Network {
  readonly parameters: Parameters;
  /**
   * @param tap  whether norms of the way back are wanted
   * @param seed of dropout
   * @returns forecast [rows, horizon, outputs] and the address of the norms, 0 where there are none
   */
  forward(
    tape: Tape,
    input: WindowTensors,
    options: { readonly tap: boolean; readonly seed: number },
  ): { forecast: Tensor; tap: number };
}
