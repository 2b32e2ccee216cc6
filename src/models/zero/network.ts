import {
  add,
  affine,
  concat,
  layerNorm,
  mul,
  relu,
  reshape,
  slice,
  sum,
} from "../../engine/ops/index.js";
import { constant, Parameters, uniform, zeros } from "../../engine/parameters.js";
import { gru } from "../../engine/recurrent/gru.js";
import type { Tape } from "../../engine/tape.js";
import type { Tensor } from "../../engine/tensor.js";
import { CANDIDATES, FUTURE_CHANNELS, PAST_CHANNELS, PATCH, TRAITS } from "./instance.js";
import { QUANTILES } from "./quantiles.js";

/** Sizes of the network. */
export interface ZeroShape {
  readonly hidden: number;
  /** Residual recurrent blocks. */
  readonly blocks: number;
}

/** A batch of instances with equally many patches. */
export interface ZeroInputs {
  /** [patches back, rows, PATCH · PAST_CHANNELS] */
  readonly past: Tensor;
  /** [patches ahead, rows, PATCH · FUTURE_CHANNELS] */
  readonly future: Tensor;
  /** [patches ahead, rows, PATCH, CANDIDATES] */
  readonly candidates: Tensor;
  /** [rows, TRAITS] */
  readonly traits: Tensor;
  /** [1, rows, 1, 1] */
  readonly noise: Tensor;
}

export interface ZeroNetwork {
  readonly parameters: Parameters;
  /** Offset of the weights of the last layer, from which quantiles come; all after it are its own. */
  readonly firstOfLast: number;
  /** Quantiles less the base forecast, in units of the scale, [patches ahead, rows, PATCH, QUANTILES]. */
  forward(tape: Tape, inputs: ZeroInputs): Tensor;
}

/** Values that a step ahead gets from the state of its patch. */
const STEP_STATE = 16;
const STEP_HIDDEN = 48;

/**
 * Residual gated recurrent blocks over patches. Patches ahead follow those observed: they hold what is
 * known of the season and the trend in place of observations, so that any horizon is one pass.
 *
 *   x = past·A + traits·C + a, then future·B + traits·C + b
 *   x ← x + GRU(norm(x))                                     for each block
 *   s = (norm(x)·S, future)                                  for each step ahead
 *   (u, w) = relu(s·V + v)·W + …                             quantiles = noise · u + w·candidates
 */
export function zeroNetwork({ hidden, blocks }: ZeroShape): ZeroNetwork {
  const parameters = new Parameters();
  const layer = (name: string, input: number, output: number, gain = 1) => {
    const weight = parameters.add(
      `${name}.weight`,
      [input, output],
      uniform(gain / Math.sqrt(input)),
    );
    const bias = parameters.add(`${name}.bias`, [output], zeros);
    return (tape: Tape, x: Tensor) => affine(tape, x, tape.parameter(weight), tape.parameter(bias));
  };
  const norm = (name: string) => {
    const gain = parameters.add(`${name}.gain`, [hidden], constant(1));
    const bias = parameters.add(`${name}.shift`, [hidden], zeros);
    return (tape: Tape, x: Tensor) =>
      layerNorm(tape, x, tape.parameter(gain), tape.parameter(bias));
  };
  const readPast = layer("past", PATCH * PAST_CHANNELS, hidden);
  const readFuture = layer("future", PATCH * FUTURE_CHANNELS, hidden);
  const readTraits = layer("traits", TRAITS, hidden);
  const stack = Array.from({ length: blocks }, (_, i) => {
    const bound = uniform(1 / Math.sqrt(hidden));
    const name = `block${i + 1}`;
    return {
      norm: norm(name),
      input: parameters.add(`${name}.input`, [hidden, 3 * hidden], bound),
      recurrent: parameters.add(`${name}.recurrent`, [hidden, 3 * hidden], bound),
      bias: parameters.add(`${name}.bias`, [3 * hidden], zeros),
      recurrentBias: parameters.add(`${name}.recurrent-bias`, [3 * hidden], zeros),
    };
  });
  const lastNorm = norm("state");
  const toSteps = layer("steps", hidden, PATCH * STEP_STATE);
  const mix = layer("mix", STEP_STATE + FUTURE_CHANNELS, STEP_HIDDEN);
  const firstOfLast = parameters.size;
  const out = layer("out", STEP_HIDDEN, QUANTILES.length + CANDIDATES, 0.1);
  return {
    parameters,
    firstOfLast,
    forward(tape, { past, future, candidates, traits, noise }) {
      const [back, rows] = past.shape;
      const [ahead] = future.shape;
      const time = back + ahead;
      const read = concat(tape, [readPast(tape, past), readFuture(tape, future)], 0);
      const whole = reshape(readTraits(tape, traits), [1, rows, hidden]);
      let x = add(tape, read, whole);
      for (const block of stack) {
        const { states } = gru(tape, block.norm(tape, x), {
          input: tape.parameter(block.input),
          recurrent: tape.parameter(block.recurrent),
          bias: tape.parameter(block.bias),
          recurrentBias: tape.parameter(block.recurrentBias),
        });
        x = add(tape, x, states);
      }
      const coming = lastNorm(tape, slice(tape, x, 0, back, time));
      const n = ahead * rows * PATCH;
      const own = reshape(toSteps(tape, coming), [n, STEP_STATE]);
      const known = reshape(future, [n, FUTURE_CHANNELS]);
      const both = out(tape, relu(tape, mix(tape, concat(tape, [own, known], 1))));
      const all = reshape(both, [ahead, rows, PATCH, QUANTILES.length + CANDIDATES]);
      const spread = mul(tape, slice(tape, all, 3, 0, QUANTILES.length), noise);
      const weights = slice(tape, all, 3, QUANTILES.length, QUANTILES.length + CANDIDATES);
      const middle = sum(tape, mul(tape, weights, candidates), [3], true);
      return add(tape, spread, middle);
    },
  };
}
