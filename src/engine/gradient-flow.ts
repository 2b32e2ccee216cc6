import { exp, log } from "./float64.js";

/**
 * How the gradient of the loss reached each time step of the input window.
 *
 * ∂L/∂hₜ is the total derivative: what the state does to the loss through all later steps. For k steps
 * back it is multiplied by k recurrent Jacobians, so that it falls or grows exponentially with k.
 *
 * @see Hochreiter (1991); Bengio, Simard & Frasconi (1994), section 4; Pascanu, Mikolov &
 *   Bengio (2013), section 2.1
 */
export interface GradientFlow {
  /** ‖∂L/∂hₜ‖ at each time step, oldest first: the Euclidean norm over all cells and windows. */
  readonly hidden: readonly number[];
  /** ‖∂L/∂cₜ‖ likewise where the cell has an inner state; else empty. */
  readonly cell: readonly number[];
  /** Factor by which the norm changes for one step back in time: the geometric mean over the reach. */
  readonly decay: number;
  /** Steps back for which the norm halves at that rate, ln ½ / ln decay; Infinity when it does not fall. */
  readonly halfLife: number;
  /** Steps back until 1e-3 of the last step's norm is left, or the window's length when it never falls so far. */
  readonly reach: number;
  /** Largest norm in the window over the last step's norm. */
  readonly growth: number;
  readonly verdict: "vanishing" | "stable" | "exploding";
}

/** What is left of the last step's norm where the signal counts as lost. */
const LOST = 1e-3;
/** Growth over the last step's norm from which the gradient counts as exploding. */
const EXPLODING = 100;

/** Reads the taps of a backward pass: norms at each time step, oldest first. */
export function gradientFlow(
  hidden: readonly number[],
  cell: readonly number[] = [],
): GradientFlow {
  const steps = hidden.length;
  const last = hidden[steps - 1]!;
  const back = Array.from(hidden).reverse();
  const lost = back.findIndex((norm) => norm < LOST * last);
  const reach = lost < 0 ? steps : lost;
  // Beyond the reach rounding noise would flatten the slope.
  const far = Math.max(1, Math.min(reach, steps - 1));
  const decay =
    steps > 1 && last > 0 && back[far]! > 0 ? exp(log(back[far]! / last) / far) : last > 0 ? 0 : 1;
  const growth = last > 0 ? hidden.reduce((a, b) => Math.max(a, b)) / last : 1;
  return {
    hidden,
    cell,
    decay,
    halfLife: decay >= 1 ? Number.POSITIVE_INFINITY : decay === 0 ? 0 : log(0.5) / log(decay),
    reach,
    growth,
    verdict: growth > EXPLODING ? "exploding" : reach < steps ? "vanishing" : "stable",
  };
}
