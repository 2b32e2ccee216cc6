import type { Arena } from "./memory.js";

/** Changes weights by their gradients. */
export interface Optimizer {
  /** @param scale factor on the gradient, such as that of clipping */
  step(gradients: number, rate: number, scale: number): void;
}

export interface AdamOptions {
  readonly beta1?: number;
  readonly beta2?: number;
  readonly epsilon?: number;
  /** L2 penalty added to the gradient. */
  readonly weightDecay?: number;
}

/** Adam (Kingma & Ba 2015). */
export function adam(
  arena: Arena,
  weights: number,
  size: number,
  { beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8, weightDecay = 0 }: AdamOptions = {},
): Optimizer {
  const first = arena.allocate(size);
  const second = arena.allocate(size);
  let power1 = 1;
  let power2 = 1;
  return {
    step(gradients, rate, scale) {
      power1 *= beta1;
      power2 *= beta2;
      const correction = Math.sqrt(1 - power2);
      const corrected = (rate * correction) / (1 - power1);
      arena.kernels.adam(
        ...[size, weights, gradients, first, second],
        ...[corrected, beta1, beta2, epsilon * correction, weightDecay, scale],
      );
    },
  };
}
