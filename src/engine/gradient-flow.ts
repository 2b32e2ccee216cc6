import { exp, log } from "../numeric/elementary.js";
import type { LayerFlow } from "./layer-gradients.js";

/**
 * How the gradient of the loss reached each time step of the input window, and each layer.
 *
 * ∂L/∂hₜ is the total derivative: what the state does to the loss through all later steps. For k steps
 * back it is multiplied by k recurrent Jacobians, so that it falls or grows exponentially with k. For a
 * state that follows a differential equation it is the adjoint a(t). Networks that do not step through
 * time have ∂L/∂xₜ of their inputs instead.
 *
 * @see Hochreiter (1991); Bengio, Simard & Frasconi (1994), section 4; Pascanu, Mikolov &
 *   Bengio (2013), section 2.1
 */
export interface GradientFlow {
  /** Quantity whose gradient is measured: states hₜ, or inputs xₜ in networks without states. */
  readonly of: "states" | "inputs";
  /** Steps of the window between two successive norms. */
  readonly stride: number;
  /** ‖∂L/∂hₜ‖ or ‖∂L/∂xₜ‖, oldest first: the Euclidean norm over all cells or inputs, and windows. */
  readonly hidden: readonly number[];
  /** ‖∂L/∂cₜ‖ likewise where the cell has an inner state; else empty. */
  readonly cell: readonly number[];
  /** Factor by which the norm changes for one step back in time: the geometric mean over the reach. */
  readonly decay: number;
  /** Steps back for which the norm halves at that rate, ln ½ / ln decay; Infinity when it does not fall. */
  readonly halfLife: number;
  /**
   * Steps back until 1e-3 of the last step's norm is left, or the window's length if it never falls so
   * far. For inputs: steps back to the oldest one with 1e-3 of the largest norm.
   */
  readonly reach: number;
  /** Largest norm in the window over the last step's norm. */
  readonly growth: number;
  /**
   * For states by reach and growth over time; for inputs by their reach, and by the lowest layer's norm
   * over that of the top one.
   */
  readonly verdict: "vanishing" | "stable" | "exploding";
  /** The outputs of each layer, the lowest first. */
  readonly layers: readonly LayerFlow[];
}

/** Share of a norm below which the signal counts as lost. */
const LOST_SHARE = 1e-3;
/** Growth above which the gradient counts as exploding. */
const EXPLODING_GROWTH = 100;

/** Reads the norms that a backward pass left, oldest first. */
export function gradientFlow(
  hidden: readonly number[],
  cell: readonly number[] = [],
  { of = "states", stride = 1, layers = [] }: Partial<GradientFlow> = {},
): GradientFlow {
  const steps = hidden.length;
  const last = hidden[steps - 1];
  const back = Array.from(hidden).reverse();
  const largest = hidden.reduce((a, b) => Math.max(a, b));
  const reach = of === "states" ? reachOfStates(back) : reachOfInputs(back, largest);
  // Beyond the reach, rounding noise would flatten the slope.
  const far = Math.max(1, Math.min(of === "states" ? reach : reach - 1, steps - 1));
  const decay =
    steps > 1 && last > 0 && back[far] > 0
      ? exp(log(back[far] / last) / (far * stride))
      : last > 0
        ? 0
        : 1;
  const growth = last > 0 ? largest / last : 1;
  // The gradient reaches each input by its own path, so growth and decay happen from layer to layer.
  const depth = of === "states" || layers.length < 2 ? 1 : layers[0].norm / layers.at(-1)!.norm;
  const explodes = of === "states" ? growth > EXPLODING_GROWTH : depth > EXPLODING_GROWTH;
  return {
    of,
    stride,
    hidden,
    cell,
    decay,
    halfLife: decay >= 1 ? Number.POSITIVE_INFINITY : decay === 0 ? 0 : log(0.5) / log(decay),
    reach: reach * stride,
    growth,
    layers,
    verdict: explodes ? "exploding" : reach < steps || depth < LOST_SHARE ? "vanishing" : "stable",
  };
}

/** Steps back to the first state whose norm is lost: older states are reached only through it. */
function reachOfStates(back: readonly number[]): number {
  const lost = back.findIndex((norm) => norm < LOST_SHARE * back[0]);
  return lost < 0 ? back.length : lost;
}

/** Steps back to the oldest input whose gradient is not lost. */
function reachOfInputs(back: readonly number[], largest: number): number {
  return largest > 0 ? back.findLastIndex((norm) => norm >= LOST_SHARE * largest) + 1 : back.length;
}
