/** How the gradient of the loss reached each time step of the input window. */
export interface GradientFlow {
  /** ‖∂L/∂hₜ‖ at each time step, oldest first. */
  readonly hidden: readonly number[];
  /** ‖∂L/∂cₜ‖ at each time step where the cell has an inner state; else empty. */
  readonly cell: readonly number[];
  /** Mean factor by which the norm changes for one step back in time. */
  readonly decay: number;
  /** Steps back until half of the last step's norm is left; Infinity when it never halves. */
  readonly halfLife: number;
  /** Steps back until 1e-3 of the last step's norm is left, or the window's length when it never falls so far. */
  readonly reach: number;
  /** Largest norm in the window over the last step's norm. */
  readonly growth: number;
  readonly verdict: "vanishing" | "stable" | "exploding";
}
