import { instantiate } from "../kernels/index.js";
import type { Rule, Trace } from "./rule.js";

const PAGE = 65536;
/** Numbers that the kernel multiplies at once. */
const BLOCK = 8;

/** Sensitivities to all weights would take more memory than allowed. */
export class RtrlMemoryError extends RangeError {
  override readonly name = "RtrlMemoryError";
}

/**
 * Exact real-time recurrent learning: the sensitivity P = ∂sₜ/∂W is carried forward.
 *
 *   J = ∂sₜ/∂hₜ₋₁ = through·U + own     Pₜ = J·∂hₜ₋₁/∂W + own·∂cₜ₋₁/∂W + through·[xₜ, hₜ₋₁, 1]
 *   ∂L/∂W = ∂L/∂hₜ·∂hₜ/∂W
 *
 * O(n⁴) operations a step and O(n³) numbers, however long the past. J is found first, so that a weight
 * of a gated cell costs no more than the states it acts on, however many gates there are.
 *
 * @param allowed bytes that the sensitivities may take
 * @throws RtrlMemoryError when it takes more
 * @see Williams & Zipser (1989), eq. 6–9
 */
export function rtrl(trace: Trace, allowed: number): Rule {
  const { cell, width, inputs, weights, sources, own, through } = trace;
  const { units, components, gates, rows, rowOf } = cell;
  const columns = Math.ceil((rows * width) / BLOCK) * BLOCK;
  const states = units * components;
  const bytes = 8 * states * columns;
  if (bytes > allowed) {
    throw new RtrlMemoryError(
      `exact RTRL of ${units} units needs ${mebibytes(bytes)}, more than the ${mebibytes(allowed)} allowed`,
    );
  }
  // A memory of its own, so that it goes with the learner.
  const sizes = [states * columns, states * units, 2 * units, BLOCK * (units + 1)] as const;
  const pages = 1 + Math.ceil((8 * sizes.reduce((sum, size) => sum + size)) / PAGE);
  const memory = new WebAssembly.Memory({ initial: pages, maximum: pages, shared: true });
  const { influence } = instantiate(memory);
  let end = PAGE;
  const [carried, jacobian, kept, panel] = sizes.map((size) => {
    const view = new Float64Array(memory.buffer, end, size);
    end += view.byteLength;
    return view;
  }) as [Float64Array, Float64Array, Float64Array, Float64Array];
  return {
    carried,
    follow() {
      for (let j = 0; j < units; j++) {
        for (let m = 0; m < components; m++) {
          const state = j * components + m;
          const at = state * units;
          for (let k = 0; k < units; k++) jacobian[at + k] = 0;
          for (let g = 0; g < gates; g++) {
            const factor = through[state * gates + g];
            const from = rowOf[j * gates + g] * width + inputs;
            for (let k = 0; k < units; k++) jacobian[at + k] += factor * weights[from + k];
          }
          jacobian[at + j] += own[state * components];
          if (components === 2) kept[state] = own[state * components + 1];
        }
      }
      influence(
        ...[units, components, columns],
        ...[carried.byteOffset, jacobian.byteOffset, kept.byteOffset, panel.byteOffset],
      );
      for (let j = 0; j < units; j++) {
        for (let m = 0; m < components; m++) {
          const state = j * components + m;
          for (let g = 0; g < gates; g++) {
            const factor = through[state * gates + g];
            const row = rowOf[j * gates + g];
            const source = sources[row];
            const at = state * columns + row * width;
            for (let w = 0; w < width; w++) carried[at + w] += factor * source[w];
          }
        }
      }
    },
    gradient(byHidden, gradient) {
      for (let j = 0; j < units; j++) {
        const error = byHidden[j];
        const from = j * components * columns;
        for (let w = 0; w < gradient.length; w++) gradient[w] += error * carried[from + w];
      }
    },
  };
}

function mebibytes(bytes: number): string {
  return `${Math.ceil(bytes / 2 ** 20)} MiB`;
}
