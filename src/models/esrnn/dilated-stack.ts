import { add, pad, reshape, slice } from "../../engine/ops/index.js";
import type { Parameters } from "../../engine/parameters.js";
import { lstm } from "../../engine/recurrent/lstm.js";
import type { SequenceOptions } from "../../engine/recurrent/sequence.js";
import type { Tape } from "../../engine/tape.js";
import type { Tensor } from "../../engine/tensor.js";
import type { RecurrentTrace } from "../neural/network.js";
import { declareGates } from "../recurrent/cell.js";

/**
 * LSTM layers, of which each sees its own state of so many steps before (dilation) and, from the second
 * on, adds to what it reads (residual):
 *
 *   hₜ⁽ˡ⁾ = hₜ⁽ˡ⁻¹⁾ + LSTM⁽ˡ⁾(hₜ⁽ˡ⁻¹⁾, state of step t − d⁽ˡ⁾)
 *
 * @see Chang et al. (2017), "Dilated recurrent neural networks"; He et al. (2016); Smyl (2020), figure 1
 */
export function declareDilatedStack(
  parameters: Parameters,
  input: number,
  hidden: number,
  dilations: readonly number[],
) {
  const layers = dilations.map((dilation, l) => {
    const weights = declareGates(
      parameters,
      `layer${l + 1}`,
      l === 0 ? input : hidden,
      hidden,
      4 * hidden,
      (values) => {
        values.fill(0);
        values.fill(1, hidden, 2 * hidden);
      },
    );
    const run = (tape: Tape, x: Tensor, options: SequenceOptions) =>
      lstm(tape, x, weights(tape), options);
    return { dilation, run };
  });
  return {
    /**
     * @param x [time, rows, input]
     * @returns `states` of the top layer, [time, rows, hidden], and what each layer read and gave
     */
    run(tape: Tape, x: Tensor, tap: boolean): { states: Tensor; traces: RecurrentTrace[] } {
      const [time, rows] = x.shape as [number, number, number];
      const traces: RecurrentTrace[] = [];
      let states = x;
      for (const [l, layer] of layers.entries()) {
        const { dilation } = layer;
        const width = states.shape[2];
        // Steps that are a dilation apart follow each other; the others stand beside them as rows.
        const whole = Math.ceil(time / dilation) * dilation;
        const padded = whole > time ? pad(tape, states, 0, whole - time, 0) : states;
        const read = reshape(padded, [whole / dilation, dilation * rows, width]);
        const sequence = layer.run(tape, read, { tap });
        const all = reshape(sequence.states, [whole, rows, hidden]);
        const own = whole > time ? slice(tape, all, 0, whole - time, whole) : all;
        states = l === 0 ? own : add(tape, states, own);
        traces.push({ layer, input: read, sequence, output: states });
      }
      return { states, traces };
    },
  };
}
