import type { Watched } from "../../engine/layer-gradients.js";
import type { Parameters } from "../../engine/parameters.js";
import type { Sequence, SequenceOptions } from "../../engine/recurrent/sequence.js";
import type { Tape } from "../../engine/tape.js";
import type { Tensor } from "../../engine/tensor.js";
import type { SolverEffort } from "../model.js";

/** The sizes of a network. */
export interface NetworkShape {
  /** Steps of the window. */
  readonly context: number;
  /** Steps ahead that are forecast at once. */
  readonly horizon: number;
  /** Inputs of each step of the window: the series, its static and its exogenous columns. */
  readonly inputs: number;
  /** Exogenous values known for each step ahead. */
  readonly ahead: number;
  /** Outputs for each step ahead: 1, or the number of quantiles. */
  readonly outputs: number;
  /** Number of series trained on, only for a network that tells them apart. */
  readonly series?: number;
  /**
   * Where dates are irregular, the median interval of the training data in steps of the frequency: the
   * network's unit of time.
   */
  readonly interval?: number;
}

/** A batch of windows as a network gets it. */
export interface WindowTensors {
  /** [context, rows, inputs], the series itself first. */
  readonly steps: Tensor;
  /** 1 for a step that was observed, 0 for one that was missing or lies before the series, [context, rows, 1]. */
  readonly observed: Tensor;
  /**
   * Time since the step before, in mean steps of the calendar, of each step of the window and of those
   * ahead, [context + horizon, rows, 1].
   */
  readonly elapsed: Tensor;
  /** The series alone, [rows, context]; at regular times where dates are irregular. */
  readonly window: Tensor;
  /** Where dates are irregular, how those ahead lie between regular steps, [rows, horizon, steps]. */
  readonly between?: Tensor;
  /** [rows, horizon · ahead], only where something is known ahead. */
  readonly ahead?: Tensor;
  /** Index of each window's series, [rows], only for a network that tells them apart. */
  readonly series?: Tensor;
}

/** A network from a window to the steps after it. */
export interface Network {
  readonly parameters: Parameters;
  /**
   * @param tap  whether to record gradient norms in the backward pass
   * @param seed seed of dropout
   */
  forward(
    tape: Tape,
    input: WindowTensors,
    options: { readonly tap: boolean; readonly seed: number },
  ): ForwardPass;
}

/** The result of a forward pass, and what gradient readings need of it. */
export interface ForwardPass {
  /** [rows, horizon, outputs] */
  readonly forecast: Tensor;
  /** Outputs of the layers, lowest first; recurrent layers are in `recurrence`. */
  readonly layers?: readonly Watched[];
  /** States over time, where the network is recurrent. */
  readonly recurrence?: Recurrence | StatePath;
  readonly solver?: SolverWatch;
}

/** Layers of recurrent cells, each run over the whole sequence in one operation. */
export interface Recurrence {
  readonly traces: readonly RecurrentTrace[];
  /** Window steps from one state to the next. */
  readonly stride: number;
}

/** States after each step, [rows, hidden] each. */
export interface StatePath {
  readonly states: readonly Tensor[];
  readonly stride: number;
}

/** The ODE solver of a recorded network. */
export interface SolverWatch {
  /** Work of all runs so far. */
  work(): SolverEffort;
  /** @throws FitError when it gave up */
  check(): void;
}

/** A layer of recurrent cells with its weights declared. */
export interface RecurrentLayer {
  /** @param x [time, rows, input] */
  run(tape: Tape, x: Tensor, options: SequenceOptions): Sequence;
}

/** The input and the result of a recurrent layer. */
export interface RecurrentTrace {
  readonly layer: RecurrentLayer;
  /** [time, rows, input] */
  readonly input: Tensor;
  readonly sequence: Sequence;
  /** [time, rows, width] after the skip connection, if any; of the top layer the last step alone, [rows, width]. */
  readonly output: Tensor;
}
