import { type Parameters, uniform } from "../../engine/parameters.js";
import type { Tape } from "../../engine/tape.js";
import type { Tensor } from "../../engine/tensor.js";
import { cos, pow, sin } from "../../numeric/elementary.js";

/**
 * Sines and cosines of ever longer waves that encode the position of a token:
 *
 *   p[t, 2i] = sin(t / 10000^(2i/width))      p[t, 2i + 1] = cos(t / 10000^(2i/width))
 *
 * @returns [tokens, width]
 * @see Vaswani et al. (2017), section 3.5
 */
export function sinusoidalPositions(tokens: number, width: number): Float32Array {
  return Float32Array.from({ length: tokens * width }, (_, at) => {
    const [t, i] = [Math.floor(at / width), at % width];
    const angle = t / pow(10_000, (i - (i % 2)) / width);
    return i % 2 === 0 ? sin(angle) : cos(angle);
  });
}

export const positionKinds = ["learned", "sinusoidal"] as const;
export type PositionKind = (typeof positionKinds)[number];

/** Position encodings [tokens, width]: learned, or the waves of {@link sinusoidalPositions}. */
export function declarePositions(
  parameters: Parameters,
  name: string,
  kind: PositionKind,
  tokens: number,
  width: number,
): (tape: Tape) => Tensor {
  if (kind === "learned") {
    const learned = parameters.add(name, [tokens, width], uniform(0.02));
    return (tape) => tape.parameter(learned);
  }
  return (tape) => {
    const fixed = tape.input([tokens, width]);
    tape.arena.view(fixed.at, fixed.size).set(sinusoidalPositions(tokens, width));
    return fixed;
  };
}
