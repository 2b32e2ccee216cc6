/** How weights follow a gradient, step by step. */
export type Descent =
  | { readonly kind: "sgd"; readonly rate: number }
  | { readonly kind: "rmsprop" | "adam"; readonly rate: number };

/** Numbers that a descent carries for so many weights. */
export function descentMemory(descent: Descent, weights: number): Float64Array {
  return new Float64Array(descent.kind === "sgd" ? 0 : 2 + 2 * weights);
}

/**
 * Moves the weights against the gradient.
 *
 *   sgd      w −= rate·g
 *   rmsprop  v = 0.99·v + 0.01·g²                      w −= rate·g/(√v + 1e−8)
 *   adam     m = 0.9·m + 0.1·g, v = 0.999·v + 0.001·g²   w −= rate·m̂/(√v̂ + 1e−8)
 *
 * @param memory from {@link descentMemory}: powers of both decays, then m and v of each weight
 * @see Kingma & Ba (2015), algorithm 1
 */
export function descend(
  { kind, rate }: Descent,
  weights: Float64Array,
  gradient: Float64Array,
  memory: Float64Array,
): void {
  const count = weights.length;
  if (kind === "sgd") {
    for (let k = 0; k < count; k++) weights[k] -= rate * gradient[k];
    return;
  }
  const [first, second] = kind === "adam" ? [0.9, 0.999] : [0, 0.99];
  const started = memory[1] !== 0;
  memory[0] = started ? memory[0] * first : first;
  memory[1] = started ? memory[1] * second : second;
  const [meanShare, squareShare] = kind === "adam" ? [1 - memory[0], 1 - memory[1]] : [1, 1];
  // One root and one division a weight: they take most of the time.
  const step = rate / meanShare;
  const scale = 1 / Math.sqrt(squareShare);
  const fresh = 1 - first;
  const freshSquare = 1 - second;
  for (let k = 0; k < count; k++) {
    const g = gradient[k];
    const m = first * memory[2 + k] + fresh * g;
    const v = second * memory[2 + count + k] + freshSquare * g * g;
    memory[2 + k] = m;
    memory[2 + count + k] = v;
    weights[k] -= (step * m) / (Math.sqrt(v) * scale + 1e-8);
  }
}
