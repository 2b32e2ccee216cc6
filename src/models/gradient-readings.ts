import type { GradientFlow } from "../engine/gradient-flow.js";

/** The gradient flow through a network at one moment of its training. */
export interface FlowReading {
  readonly phase: "initial" | "training" | "trained";
  /** Number of epochs trained so far. */
  readonly epoch: number;
  /** Length of the windows it was measured on. */
  readonly steps: number;
  /** Over time, through the top layer of cells or to the inputs, and to each layer. */
  readonly flow: GradientFlow;
  /** State of recurrent cells; only before and after training. */
  readonly cell?: CellReading;
}

/** Measures the gradient flow with the current weights, if anyone listens. */
export type FlowWatch = (
  phase: FlowReading["phase"],
  epoch: number,
) => Promise<GradientFlow | undefined>;

/** Internals of a recurrent network while it read its windows. */
export interface CellReading {
  /** Spectral radius of the top layer's ∂sₜ/∂sₜ₋₁ in the middle of the window; see `recurrentRadius`. */
  readonly spectralRadius: number;
  /**
   * Share of the top layer's gates (of a plain layer's units) that lie within a tenth of their range of
   * either end, where their derivative is at most 36 % of its largest; of relu units, those that are off.
   *
   * @see Karpathy, Johnson & Fei-Fei (2015), who call gates below 0.1 and above 0.9 so
   */
  readonly saturated: number;
  /** Mean derivative of the top layer's gates (of a plain layer's units) by their pre-activations. */
  readonly slope: number;
  readonly gates: readonly GateReading[];
}

/** A gate of the top layer, or its units where they have no gates. */
export interface GateReading {
  /** As in the cell's equations: i f o, r z, or h of plain units. */
  readonly name: string;
  /** [steps][gates], means over the windows. */
  readonly means: readonly (readonly number[])[];
}
