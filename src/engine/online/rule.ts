import type { LocalDerivatives, OnlineCell } from "./cells.js";

/** The step that a network has just made, as a rule of learning sees it; overwritten by the next. */
export interface Trace extends LocalDerivatives {
  readonly cell: OnlineCell;
  /** Numbers a row is computed from: inputs, hidden states and a one. */
  readonly width: number;
  readonly inputs: number;
  /** [rows, width] */
  readonly weights: Float64Array;
  /** [rows] of [width]: xₜ, hₜ₋₁ and 1, with zeros for what a row does not see. */
  readonly sources: readonly Float64Array[];
}

/** How the gradient of a loss at this step reaches the weights used at earlier ones. */
export interface Rule {
  /** All that is carried from step to step. */
  readonly carried: Float64Array;
  /** Takes in the step just made. */
  follow(): void;
  /** Adds ∂L/∂W [rows, width] to `gradient`, from ∂L/∂hₜ [units]. */
  gradient(byHidden: Float64Array, gradient: Float64Array): void;
}
