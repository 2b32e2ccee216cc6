import type { Minimum } from "./nelder-mead.js";

/** When a descent ends. */
export interface DescentLimits {
  /** Two steps in a row gain no more than this. */
  readonly tolerance?: number;
  readonly iterations?: number;
  /** Asked before each iteration: once aborted, the best point so far is returned. */
  readonly signal?: Pick<AbortSignal, "aborted"> | undefined;
  /** Asked after each iteration: true ends a descent that is not worth going on with. */
  readonly isHopeless?: (value: number, iteration: number) => boolean;
}

/**
 * A local minimum of a smooth `f` by its gradient: the quasi-Newton method of Broyden, Fletcher,
 * Goldfarb and Shanno with a backtracking line search. NaN counts as +∞, by which `f` can forbid a
 * region.
 *
 * @param f     gives the value at `x` and writes its gradient; neither array may be kept
 * @param start [n] a point where `f` is finite, in coordinates of like scale: the first step has length
 *   `1/4`
 * @see Nocedal & Wright (2006), "Numerical Optimization", algorithm 6.1 and equation 6.17
 */
export function bfgs(
  f: (x: Float64Array, gradient: Float64Array) => number,
  start: ArrayLike<number>,
  { tolerance = 1e-7, iterations = 200, signal, isHopeless }: DescentLimits = {},
): Minimum {
  const n = start.length;
  let x = Float64Array.from(start);
  let next = new Float64Array(n);
  let gradient = new Float64Array(n);
  let nextGradient = new Float64Array(n);
  const direction = new Float64Array(n);
  const change = new Float64Array(n);
  const product = new Float64Array(n);
  const inverse = new Float64Array(n * n);
  let value = f(x, gradient);
  let evaluations = 1;
  let fresh = true;
  let idle = 0;
  for (let iteration = 0; iteration < iterations && idle < 2; iteration++) {
    if (signal?.aborted) break;
    if (fresh) {
      const length = Math.sqrt(dot(gradient, gradient));
      if (!(length > 0)) break;
      inverse.fill(0);
      for (let i = 0; i < n; i++) inverse[i * n + i] = 0.25 / length;
    }
    multiply(inverse, gradient, direction);
    const slope = -dot(direction, gradient);
    if (!(slope < 0)) {
      if (fresh) break;
      fresh = true;
      continue;
    }
    let step = 1;
    let reached = Number.NaN;
    for (let halving = 0; halving < 40; halving++) {
      for (let i = 0; i < n; i++) next[i] = x[i] - step * direction[i];
      reached = f(next, nextGradient);
      evaluations++;
      if (reached <= value + 1e-4 * step * slope) break;
      // The minimum of the parabola through both values and the slope, but not too near.
      const parabola = (-0.5 * slope * step * step) / (reached - value - slope * step);
      step = parabola > 0.1 * step && parabola < 0.5 * step ? parabola : 0.25 * step;
    }
    if (!(reached < value)) {
      if (fresh) break;
      fresh = true;
      continue;
    }
    idle = value - reached <= tolerance ? idle + 1 : 0;
    for (let i = 0; i < n; i++) {
      direction[i] = next[i] - x[i];
      change[i] = nextGradient[i] - gradient[i];
    }
    [x, next] = [next, x];
    [gradient, nextGradient] = [nextGradient, gradient];
    value = reached;
    if (isHopeless?.(value, iteration)) break;
    const curvature = dot(direction, change);
    const bend = dot(change, change);
    if (!(curvature > 1e-10 * bend)) continue;
    if (fresh) {
      inverse.fill(0);
      for (let i = 0; i < n; i++) inverse[i * n + i] = curvature / bend;
      fresh = false;
    }
    multiply(inverse, change, product);
    const weight = (1 + dot(change, product) / curvature) / curvature;
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < n; j++) {
        inverse[i * n + j] +=
          weight * direction[i] * direction[j] -
          (direction[i] * product[j] + product[i] * direction[j]) / curvature;
      }
    }
  }
  return { x, value, evaluations };
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}

/** out = matrix · x, matrix [n, n] */
function multiply(matrix: Float64Array, x: Float64Array, out: Float64Array): void {
  const n = x.length;
  for (let i = 0; i < n; i++) {
    let sum = 0;
    for (let j = 0; j < n; j++) sum += matrix[i * n + j] * x[j];
    out[i] = sum;
  }
}
