import type { Watched } from "../../engine/layer-gradients.js";
import type { Parameters } from "../../engine/parameters.js";
import type { Sequence, SequenceOptions } from "../../engine/recurrent/sequence.js";
import type { Tape } from "../../engine/tape.js";
import type { Tensor } from "../../engine/tensor.js";
import type { SolverEffort } from "../model.js";

/** Sizes that a network is built for. */
export interface NetworkShape {
  /** Steps of the window. */
  readonly context: number;
  /** Steps ahead that are forecast at once. */
  readonly horizon: number;
  /** Values a step of the window: the series, its static and its exogenous columns. */
  readonly inputs: number;
  /** Exogenous values known for each step ahead. */
  readonly ahead: number;
  /** Values forecast for each step: 1, or as many as there are quantiles. */
  readonly outputs: number;
  /** Series that are learned from, only for a network that tells them apart. */
  readonly series?: number;
  /**
   * Where dates are irregular, the median interval that was learned from, in steps of the frequency: the
   * unit of time of a network that is told of it.
   */
  readonly interval?: number;
}

/** What a network sees of the windows of a batch. */
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
  /** Which of the series learned a window is of, [rows], only for a network that tells them apart. */
  readonly series?: Tensor;
}

/** A network from a window to the steps after it. */
export interface Network {
  readonly parameters: Parameters;
  /**
   * @param tap  whether norms of the way back are wanted
   * @param seed of dropout
   */
  forward(
    tape: Tape,
    input: WindowTensors,
    options: { readonly tap: boolean; readonly seed: number },
  ): ForwardPass;
}

/** What a network made of its windows, and what may be watched of it on the way back. */
export interface ForwardPass {
  /** [rows, horizon, outputs] */
  readonly forecast: Tensor;
  /** The layers that were passed, the lowest first; recurrent ones are told of by `recurrence`. */
  readonly layers?: readonly Watched[];
  /** Of a network whose states pass time on. */
  readonly recurrence?: Recurrence | StatePath;
  readonly solver?: SolverWatch;
}

/** Layers of cells, each a whole sequence in one operation. */
export interface Recurrence {
  readonly traces: readonly RecurrentTrace[];
  /** Steps of the window from one state to the next. */
  readonly stride: number;
}

/** States after each step that was read, [rows, hidden] each. */
export interface StatePath {
  readonly states: readonly Tensor[];
  readonly stride: number;
}

/** A solver of differential equations within a recorded network. */
export interface SolverWatch {
  /** What it did in all runs so far. */
  work(): SolverEffort;
  /** @throws FitError when it gave up */
  check(): void;
}

/** A layer of cells whose weights are declared. */
export interface RecurrentLayer {
  /** @param x [time, rows, input] */
  run(tape: Tape, x: Tensor, options: SequenceOptions): Sequence;
}

/** What a recurrent layer read and made of it. */
export interface RecurrentTrace {
  readonly layer: RecurrentLayer;
  /** [time, rows, input] */
  readonly input: Tensor;
  readonly sequence: Sequence;
  /** [time, rows, width], with what joins the layer to its input; of a top layer [rows, width], the last step. */
  readonly output: Tensor;
}
