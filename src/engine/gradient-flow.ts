import { exp, log } from "../numeric/elementary.js";
import type { LayerFlow } from "./layer-gradients.js";

/**
 * How the gradient of the loss reached each time step of the input window, and each layer.
 *
 * ∂L/∂hₜ is the total derivative: what the state does to the loss through all later steps. For k steps
 * back it is multiplied by k recurrent Jacobians, so that it falls or grows exponentially with k. Of a
 * state that a differential equation moves it is the adjoint a(t). Networks that do not step through
 * time have ∂L/∂xₜ of their inputs instead.
 *
 * @see Hochreiter (1991); Bengio, Simard & Frasconi (1994), section 4; Pascanu, Mikolov &
 *   Bengio (2013), section 2.1
 */
export interface GradientFlow {
  /** What the norms over time are of: hₜ or, where there are no states, xₜ. */
  readonly of: "states" | "inputs";
  /** Steps of the window from one of these norms to the next. */
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
   * Steps back until 1e-3 of the last step's norm is left, or the window's length when it never falls so
   * far; of inputs, steps back to the oldest one that gets 1e-3 of the largest norm.
   */
  readonly reach: number;
  /** Largest norm in the window over the last step's norm. */
  readonly growth: number;
  /**
   * Of states by reach and growth over time; of inputs by their reach, and by the lowest layer's norm over
   * the top one's.
   */
  readonly verdict: "vanishing" | "stable" | "exploding";
  /** The outputs of each layer, the lowest first. */
  readonly layers: readonly LayerFlow[];
}

/** What is left of a norm where the signal counts as lost. */
const LOST = 1e-3;
/** Growth from which the gradient counts as exploding. */
const EXPLODING = 100;

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
  // Beyond the reach rounding noise would flatten the slope.
  const far = Math.max(1, Math.min(of === "states" ? reach : reach - 1, steps - 1));
  const decay =
    steps > 1 && last > 0 && back[far] > 0
      ? exp(log(back[far] / last) / (far * stride))
      : last > 0
        ? 0
        : 1;
  const growth = last > 0 ? largest / last : 1;
  // Inputs are reached each by a way of its own: what grows or fades does so from layer to layer.
  const depth = of === "states" || layers.length < 2 ? 1 : layers[0].norm / layers.at(-1)!.norm;
  const explodes = of === "states" ? growth > EXPLODING : depth > EXPLODING;
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
    verdict: explodes ? "exploding" : reach < steps || depth < LOST ? "vanishing" : "stable",
  };
}

/** Steps back to the first state whose norm is lost: nothing passes it on the way to older ones. */
function reachOfStates(back: readonly number[]): number {
  const lost = back.findIndex((norm) => norm < LOST * back[0]);
  return lost < 0 ? back.length : lost;
}

/** Steps back to the last input that gets something. */
function reachOfInputs(back: readonly number[], largest: number): number {
  return largest > 0 ? back.findLastIndex((norm) => norm >= LOST * largest) + 1 : back.length;
}
