import type { Rule, Trace } from "./rule.js";

/**
 * How much of the past a unit's sensitivity to its own weights keeps:
 *
 *   immediate  nothing: only the derivative of the step itself counts
 *   hybrid     its own past inside the cell; gradients are cut where hidden states enter gates and cell
 *              inputs. In the carousel of lstm97 it is kept as it is: the rule of 1997.
 *   snap1      the same, and what comes back through the unit's recurrent connections to itself:
 *              the influence matrix with the sparsity of one step
 */
export type Memory = "immediate" | "hybrid" | "snap1";

/**
 * Learning with sensitivities of each unit to its own weights alone.
 *
 *   Eₜ = D·Eₜ₋₁ + through·[xₜ, hₜ₋₁, 1]     D = 0, own, or own + through·diag U
 *
 * O(weights) operations and numbers a step. Cells that share gates keep a sensitivity each, and do
 * not see each other's. Units that are not read need none, as no error comes to them.
 *
 * @see Hochreiter & Schmidhuber (1997), appendix A.1; Menick et al. (2021), section 3, on SnAp-1
 */
export function localSensitivities(trace: Trace, memory: Memory): Rule {
  const { cell, width, inputs, weights, sources, own, through } = trace;
  const { read, components, gates, rowOf } = cell;
  const carried = new Float64Array(read * gates * components * width);
  const past = new Float64Array(components * components);
  return {
    carried,
    follow() {
      for (let j = 0; j < read; j++) {
        if (memory !== "immediate") {
          const from = j * components * components;
          for (let k = 0; k < past.length; k++) past[k] = own[from + k];
        }
        if (memory === "snap1") {
          for (let m = 0; m < components; m++) {
            for (let g = 0; g < gates; g++) {
              const toItself = weights[rowOf[j * gates + g] * width + inputs + j];
              past[m * components] += through[(j * components + m) * gates + g] * toItself;
            }
          }
        }
        for (let g = 0; g < gates; g++) {
          const source = sources[rowOf[j * gates + g]];
          const at = (j * gates + g) * components * width;
          if (components === 1) {
            const kept = past[0];
            const fresh = through[j * gates + g];
            for (let w = 0; w < width; w++) {
              carried[at + w] = kept * carried[at + w] + fresh * source[w];
            }
            continue;
          }
          const hidden = through[2 * j * gates + g];
          const inner = through[(2 * j + 1) * gates + g];
          // Copied to variables: for all V8 knows, the loop's writes might change the array.
          const [p0, p1, p2, p3] = [past[0], past[1], past[2], past[3]];
          const below = at + width;
          for (let w = 0; w < width; w++) {
            const h = carried[at + w];
            const c = carried[below + w];
            const x = source[w];
            carried[at + w] = p0 * h + p1 * c + hidden * x;
            carried[below + w] = p2 * h + p3 * c + inner * x;
          }
        }
      }
    },
    gradient(byHidden, gradient) {
      for (let k = 0; k < read * gates; k++) {
        const error = byHidden[Math.floor(k / gates)];
        const from = k * components * width;
        const to = rowOf[k] * width;
        for (let w = 0; w < width; w++) gradient[to + w] += error * carried[from + w];
      }
    },
  };
}
