import { UsageError } from "../../errors.js";
import type { Rule, Trace } from "./rule.js";

/**
 * Exact real-time recurrent learning: the sensitivity P = ∂sₜ/∂W is carried forward.
 *
 *   ∂zₜ/∂W = U·∂hₜ₋₁/∂W + [xₜ, hₜ₋₁, 1]     Pₜ = own·Pₜ₋₁ + through·∂zₜ/∂W     ∂L/∂W = ∂L/∂hₜ·∂hₜ/∂W
 *
 * O(n⁴) operations a step and O(n³) numbers, however long the past.
 *
 * @param allowed bytes that P may take
 * @throws UsageError when it takes more
 * @see Williams & Zipser (1989), eq. 6–9
 */
export function rtrl(trace: Trace, allowed: number): Rule {
  const { cell, width, inputs, weights, sources, own, through } = trace;
  const { units, components, gates, rows, rowOf } = cell;
  const each = units * components * width;
  const bytes = 8 * rows * each;
  if (bytes > allowed) {
    throw new UsageError(
      `exact RTRL of ${units} units needs ${mebibytes(bytes)}, more than the ${mebibytes(allowed)} allowed`,
      "Fewer units, or the rules snap1 and hybrid, which need memory like the weights.",
    );
  }
  const carried = new Float64Array(rows * each);
  const reached = new Float64Array(rows * width);
  const before = new Float64Array(components * width);
  return {
    carried,
    follow() {
      for (let of = 0; of < rows; of++) {
        const at = of * each;
        reached.fill(0);
        for (let row = 0; row < rows; row++) {
          const to = row * width;
          for (let k = 0; k < units; k++) {
            const weight = weights[to + inputs + k]!;
            if (weight === 0) continue;
            const from = at + k * components * width;
            for (let w = 0; w < width; w++) reached[to + w]! += weight * carried[from + w]!;
          }
        }
        const source = sources[of]!;
        for (let w = 0; w < width; w++) reached[of * width + w]! += source[w]!;
        for (let j = 0; j < units; j++) {
          const unit = at + j * components * width;
          const span = components * width;
          for (let w = 0; w < span; w++) before[w] = carried[unit + w]!;
          for (let w = 0; w < span; w++) carried[unit + w] = 0;
          for (let m = 0; m < components; m++) {
            const to = unit + m * width;
            for (let p = 0; p < components; p++) {
              const factor = own[(j * components + m) * components + p]!;
              if (factor === 0) continue;
              for (let w = 0; w < width; w++) carried[to + w]! += factor * before[p * width + w]!;
            }
            for (let g = 0; g < gates; g++) {
              const factor = through[(j * components + m) * gates + g]!;
              if (factor === 0) continue;
              const from = rowOf[j * gates + g]! * width;
              for (let w = 0; w < width; w++) carried[to + w]! += factor * reached[from + w]!;
            }
          }
        }
      }
    },
    gradient(byHidden, gradient) {
      for (let of = 0; of < rows; of++) {
        for (let j = 0; j < units; j++) {
          const error = byHidden[j]!;
          const from = of * each + j * components * width;
          for (let w = 0; w < width; w++) gradient[of * width + w]! += error * carried[from + w]!;
        }
      }
    },
  };
}

function mebibytes(bytes: number): string {
  return `${Math.ceil(bytes / 2 ** 20)} MiB`;
}
