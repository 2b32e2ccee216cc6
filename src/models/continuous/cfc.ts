import { add, affine, mul, scale, sigmoid, slice, sub, tanh } from "../../engine/ops/index.js";
import { Parameters, uniform, zeros } from "../../engine/parameters.js";
import type { Tensor } from "../../engine/tensor.js";
import type { OptionSchema, OptionValues } from "../../spec/options.js";
import { declareLinearSkip } from "../neural/linear-skip.js";
import type { Network, NetworkShape } from "../neural/network.js";
import { segmentNotice } from "../neural/size-limits.js";
import { continuousModel, stateOptions } from "./definition.js";
import { declareSegmentHead, observations, segmentAt, segmentsOf } from "./segments.js";

const cfcOptions = {
  ...stateOptions,
  backbone: {
    type: "integer",
    default: 32,
    min: 1,
    max: 4096,
    summary: "hidden units that the three heads of the cell share",
  },
} as const satisfies OptionSchema;

export type CfcOptions = OptionValues<typeof cfcOptions>;

/** Closed-form continuous-time network, for series with gaps too. */
export const cfc = continuousModel({
  name: "cfc",
  summary: "closed-form continuous-time cell: time enters by a gate instead of a solver",
  options: cfcOptions,
  notice: ({ segment }, shape) => segmentNotice("cfc", segment, shape),
  declare: declareCfc,
});

/**
 * Closed-form continuous-time cells over segments of the window. With u = tanh([x, h]·W + b) and the
 * time t since the last observation,
 *
 *   h(t) = σ(−f·t) ⊙ g + (1 − σ(−f·t)) ⊙ k,   f = u·F + bf,   g = tanh(u·G + bg),   k = tanh(u·K + bk)
 *
 * A segment of which nothing was observed leaves the state and lets t grow. Beyond the window the cell
 * gives, without an input, its state at the time of each segment at once. Times are in mean
 * segments; of irregular dates in median intervals.
 *
 * @see Hasani et al. (2022), "Closed-form continuous-time neural networks", Nature Machine
 *   Intelligence 4
 */
export function declareCfc(options: CfcOptions, shape: NetworkShape): Network {
  const { hidden: n, backbone: m } = options;
  const segments = segmentsOf(options.segment, shape);
  const parameters = new Parameters();
  const bound = uniform(1 / Math.sqrt(m));
  const input = parameters.add("cell.input", [segments.inputs, m], bound);
  const recurrent = parameters.add("cell.recurrent", [n, m], bound);
  const bias = parameters.add("cell.bias", [m], zeros);
  const heads = parameters.add("cell.heads", [m, 3 * n], bound);
  const headsBias = parameters.add("cell.heads-bias", [3 * n], zeros);
  const head = declareSegmentHead(parameters, n, shape, segments);
  const linearSkip = declareLinearSkip(parameters, shape, options.linear);
  return {
    parameters,
    forward(tape, window) {
      const { values, any, spans } = observations(tape, window, segments);
      const rows = values.shape[1];
      const none = tape.input([m]);
      const projected = affine(tape, values, tape.parameter(input), none);
      const cell = (state: Tensor, x?: Tensor) => {
        const own = affine(tape, state, tape.parameter(recurrent), tape.parameter(bias));
        const u = tanh(tape, x ? add(tape, own, x) : own);
        const all = affine(tape, u, tape.parameter(heads), tape.parameter(headsBias));
        const part = (i: number) => slice(tape, all, 1, i * n, (i + 1) * n);
        const rate = part(0);
        const [near, far] = [tanh(tape, part(1)), tanh(tape, part(2))];
        const change = sub(tape, near, far);
        /** @param rateTime f·t */
        const stateAfter = (rateTime: Tensor) =>
          add(tape, far, mul(tape, sigmoid(tape, scale(tape, rateTime, -1)), change));
        return { rate, after: stateAfter };
      };
      let state: Tensor = tape.input([rows, n]);
      const span = (i: number) => segmentAt(tape, spans, i);
      let elapsed = span(0);
      const states: Tensor[] = [];
      for (let i = 0; i < segments.read; i++) {
        const x = segmentAt(tape, projected, i);
        const seen = segmentAt(tape, any, i);
        const { rate, after: stateAfter } = cell(state, x);
        const next = stateAfter(mul(tape, rate, elapsed));
        state = add(tape, state, mul(tape, seen, sub(tape, next, state)));
        states.push(state);
        // An observation sets the clock to 0.
        elapsed = add(tape, sub(tape, elapsed, mul(tape, elapsed, seen)), span(i + 1));
      }
      const { rate, after: stateAfter } = cell(state);
      const ahead = Array.from({ length: segments.ahead }, (_, i) => {
        if (i > 0) elapsed = add(tape, elapsed, span(segments.read + i));
        return stateAfter(mul(tape, rate, elapsed));
      });
      const recurrence = { states, stride: segments.length };
      return { forecast: linearSkip(tape, head(tape, ahead), window), recurrence };
    },
  };
}
