import { cos, pow, sin } from "../../engine/float64.js";

/**
 * Sines and cosines of ever longer waves, by which tokens know their place:
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
