import type { Rule, Trace } from "./rule.js";

/**
 * Backpropagation through the last `steps` steps whenever there is a loss.
 *
 *   δzₜ = throughᵀ·δsₜ     δsₜ₋₁ = ownᵀ·δsₜ, and Uᵀ·δzₜ to its hidden states     ∂L/∂W += δzₜ·[xₜ, hₜ₋₁, 1]
 *
 * O(steps · weights) operations a loss and O(steps · n) numbers. Exact as long as no more steps were made
 * and the weights have not changed on the way.
 *
 * @see Williams & Peng (1990), BPTT(h)
 */
export function tbptt(trace: Trace, steps: number): Rule {
  const { cell, width, inputs, weights, sources, own, through } = trace;
  const { units, components, gates, rows, rowOf, sees } = cell;
  const recordSize = width + own.length + through.length;
  // Steps made so far, then a ring of records: source, own, through.
  const carried = new Float64Array(1 + steps * recordSize);
  const both = sees.indexOf("both");
  const byState = new Float64Array(units * components);
  const byStateBefore = new Float64Array(units * components);
  const byRow = new Float64Array(rows);
  return {
    carried,
    follow() {
      const at = 1 + (carried[0] % steps) * recordSize;
      carried.set(sources[both], at);
      carried.set(own, at + width);
      carried.set(through, at + width + own.length);
      carried[0]++;
    },
    gradient(byHidden, gradient) {
      byState.fill(0);
      for (let j = 0; j < units; j++) byState[j * components] = byHidden[j];
      const made = carried[0];
      for (let t = made - 1; t >= Math.max(0, made - steps); t--) {
        const at = 1 + (t % steps) * recordSize;
        const ownAt = at + width;
        const throughAt = ownAt + own.length;
        byRow.fill(0);
        byStateBefore.fill(0);
        for (let j = 0; j < units; j++) {
          for (let m = 0; m < components; m++) {
            const error = byState[j * components + m];
            const k = j * components + m;
            for (let g = 0; g < gates; g++) {
              byRow[rowOf[j * gates + g]] += error * carried[throughAt + k * gates + g];
            }
            for (let p = 0; p < components; p++) {
              byStateBefore[j * components + p] += error * carried[ownAt + k * components + p];
            }
          }
        }
        for (let row = 0; row < rows; row++) {
          const error = byRow[row];
          const to = row * width;
          const from = sees[row] === "hidden" ? inputs : 0;
          const end = sees[row] === "input" ? inputs : width - 1;
          for (let w = from; w < end; w++) gradient[to + w] += error * carried[at + w];
          gradient[to + width - 1] += error;
          for (let k = 0; k < units; k++) {
            byStateBefore[k * components] += error * weights[to + inputs + k];
          }
        }
        byState.set(byStateBefore);
      }
    },
  };
}
