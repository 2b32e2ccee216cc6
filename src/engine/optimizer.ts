import type { Arena } from "./memory.js";

/** Moves weights against their gradients. */
export interface Optimizer {
  /** @param scale factor on the gradient, such as that of clipping */
  step(gradients: number, rate: number, scale: number): void;
}

export const optimizerNames = ["adam", "adamw", "rmsprop", "sgd"] as const;
export type OptimizerName = (typeof optimizerNames)[number];

export interface OptimizerOptions {
  /** adam, adamw: decay of the mean gradient. */
  readonly beta1?: number;
  /** adam, adamw: decay of the mean squared gradient. */
  readonly beta2?: number;
  /** adam, adamw, rmsprop: added to the root of the mean squared gradient. */
  readonly epsilon?: number;
  /** sgd */
  readonly momentum?: number;
  /** rmsprop: decay of the mean squared gradient. */
  readonly rho?: number;
  /** Penalty on the squares of weights; in adamw the share by which they shrink at rate 1. */
  readonly weightDecay?: number;
}

/**
 * An optimizer over the `size` weights at the address `weights`.
 *
 * @see Kingma & Ba (2015) for adam, Loshchilov & Hutter (2019) for adamw, Hinton (2012) for rmsprop
 */
export function optimizer(
  name: OptimizerName,
  arena: Arena,
  weights: number,
  size: number,
  options: OptimizerOptions = {},
): Optimizer {
  const { beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8, momentum = 0.9, rho = 0.99 } = options;
  const { weightDecay = 0 } = options;
  const { kernels } = arena;
  const first = arena.allocate(size);
  switch (name) {
    case "sgd":
      return {
        step(gradients, rate, scale) {
          kernels.sgd(size, weights, gradients, first, rate, momentum, weightDecay, scale);
        },
      };
    case "rmsprop":
      return {
        step(gradients, rate, scale) {
          const state = [size, weights, gradients, first] as const;
          kernels.rmsprop(...state, rate, rho, epsilon, weightDecay, scale);
        },
      };
    default: {
      const second = arena.allocate(size);
      const decoupled = name === "adamw";
      let power1 = 1;
      let power2 = 1;
      return {
        step(gradients, rate, scale) {
          power1 *= beta1;
          power2 *= beta2;
          const correction = Math.sqrt(1 - power2);
          const corrected = (rate * correction) / (1 - power1);
          const penalty = decoupled ? 0 : weightDecay;
          const shrink = decoupled ? 1 - rate * weightDecay : 1;
          kernels.adam(
            ...[size, weights, gradients, first, second],
            ...[corrected, beta1, beta2, epsilon * correction, penalty, shrink, scale],
          );
        },
      };
    }
  }
}
