import {
  add,
  affine,
  concat,
  dropout as dropOut,
  layerNorm,
  mul,
  reshape,
  sigmoid,
  sub,
  takeSteps,
  view,
} from "../../engine/ops/index.js";
import { constant, type Parameters, uniform, zeros } from "../../engine/parameters.js";
import type { Sequence } from "../../engine/recurrent/sequence.js";
import type { Tape } from "../../engine/tape.js";
import type { Tensor } from "../../engine/tensor.js";
import type { OptionSchema, OptionValues } from "../../spec/options.js";
import type { RecurrentLayer, RecurrentTrace } from "../neural/network.js";
import { dropoutOption } from "../neural/training-options.js";
import type { Cell } from "./cell.js";

export const stackOptions = {
  hidden: { type: "integer", default: 32, min: 1, max: 4096, summary: "cells of a layer" },
  layers: { type: "integer", default: 1, min: 1, max: 64, summary: "layers, one above the other" },
  connection: {
    type: "choice",
    default: "none",
    choices: ["none", "residual", "highway"],
    summary: "connection around each layer: none, identity, or a learned gate",
  },
  bidirectional: {
    type: "boolean",
    default: false,
    summary: "read the window in both directions",
  },
  dropout: dropoutOption("each layer's"),
  norm: { type: "boolean", default: false, summary: "layer norm on each layer's outputs" },
} as const satisfies OptionSchema;

export type StackOptions = OptionValues<typeof stackOptions>;

/** Output of a stack of layers. */
export interface StackOutput {
  /** [rows, width], the top layer's state after the whole window. */
  readonly last: Tensor;
  /** The top layer's sequence, read forwards. */
  readonly top: Sequence;
  /** All layers, the lowest first. */
  readonly layers: readonly RecurrentTrace[];
}

export interface Stack {
  /** Width of `last`: the cells, or twice as many where bidirectional. */
  readonly width: number;
  /**
   * @param x    [time, rows, input]
   * @param seed of dropout
   */
  run(tape: Tape, x: Tensor, tap: boolean, seed: number): StackOutput;
}

/**
 * Layers of cells. From the second on, a layer H may be joined to its input x by the identity,
 * y = H(x) + x (He et al. 2016), or by a highway, y = T ⊙ H(x) + C ⊙ x with the transform gate
 * T = σ(x·W + b) and the carry gate C = 1 − T (Srivastava, Greff & Schmidhuber 2015).
 */
export function declareStack(
  parameters: Parameters,
  cell: Cell,
  input: number,
  options: StackOptions,
): Stack {
  const { hidden, bidirectional, connection } = options;
  const width = bidirectional ? 2 * hidden : hidden;
  const layers = Array.from({ length: options.layers }, (_, i) => {
    const name = `layer${i + 1}`;
    const from = i === 0 ? input : width;
    return {
      forwards: cell.declare(parameters, name, from, hidden),
      backwards: bidirectional && cell.declare(parameters, `${name}.back`, from, hidden),
      join:
        i > 0 && connection !== "none"
          ? declareConnection(parameters, name, width, connection)
          : noJoin,
      norm: options.norm && {
        gain: parameters.add(`${name}.gain`, [width], constant(1)),
        bias: parameters.add(`${name}.shift`, [width], zeros),
      },
    };
  });
  return {
    width,
    run(tape, x, tap, seed) {
      let output: Pick<StackOutput, "last" | "top"> | undefined;
      const traces: RecurrentTrace[] = [];
      let states = x;
      layers.forEach((layer, i) => {
        const top = layer.forwards.run(tape, states, { tap });
        const read = layer.backwards ? bothWays(tape, states, top, layer.backwards) : top;
        const finish = (value: Tensor, below: Tensor) => {
          const joined = layer.join(tape, value, below);
          const { norm } = layer;
          const normed = norm
            ? layerNorm(tape, joined, tape.parameter(norm.gain), tape.parameter(norm.bias))
            : joined;
          return dropOut(tape, normed, options.dropout, seed + i);
        };
        const isTop = i === layers.length - 1;
        const below = isTop ? lastOf(states) : states;
        const result = finish(isTop ? read.last : read.states, below);
        traces.push({ layer: layer.forwards, input: states, sequence: top, output: result });
        if (isTop) output = { last: result, top };
        else states = result;
      });
      return { ...output!, layers: traces };
    },
  };

  function lastOf(states: Tensor): Tensor {
    const [time, rows, values] = states.shape as [number, number, number];
    return view(states, (time - 1) * rows * values, [rows, values]);
  }
}

type Connection = (tape: Tape, value: Tensor, below: Tensor) => Tensor;

const noJoin: Connection = (_, value) => value;

function declareConnection(
  parameters: Parameters,
  name: string,
  width: number,
  kind: "residual" | "highway",
): Connection {
  if (kind === "residual") return (tape, value, below) => add(tape, value, below);
  const weight = parameters.add(`${name}.transform`, [width, width], uniform(1 / Math.sqrt(width)));
  // A negative bias lets the input through until the layer has something to add.
  const bias = parameters.add(`${name}.transform-bias`, [width], constant(-1));
  return (tape, value, below) => {
    const rows = below.size / width;
    const flat = affine(
      tape,
      reshape(below, [rows, width]),
      tape.parameter(weight),
      tape.parameter(bias),
    );
    const transform = reshape(sigmoid(tape, flat), below.shape);
    return add(tape, below, mul(tape, transform, sub(tape, value, below)));
  };
}

/** Runs a layer backwards as well, and concatenates the states of both directions. */
function bothWays(
  tape: Tape,
  x: Tensor,
  forwards: Sequence,
  layer: RecurrentLayer,
): { states: Tensor; last: Tensor } {
  const back = layer.run(tape, reversed(tape, x), {});
  return {
    states: concat(tape, [forwards.states, reversed(tape, back.states)], 2),
    last: concat(tape, [forwards.last, back.last], 1),
  };
}

/** The steps of x in reverse order. */
function reversed(tape: Tape, x: Tensor): Tensor {
  const time = x.shape[0];
  return takeSteps(
    tape,
    x,
    Array.from({ length: time }, (_, t) => time - 1 - t),
  );
}
