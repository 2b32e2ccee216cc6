import { describe, expect, it } from "vitest";
import { Arena } from "../../src/engine/memory.js";
import {
  add,
  affine,
  averagePool,
  concat,
  conv1d,
  div,
  exp,
  gather,
  gelu,
  huber,
  layerNorm,
  log,
  mae,
  matmul,
  maxPool,
  mean,
  mse,
  mul,
  pad,
  quantile,
  relu,
  reshape,
  scale,
  shift,
  sigmoid,
  slice,
  softmax,
  sqrt,
  square,
  sub,
  sum,
  tanh,
  transpose,
} from "../../src/engine/ops/index.js";
import { Tape } from "../../src/engine/tape.js";
import { ShapeError, type Tensor } from "../../src/engine/tensor.js";
import { type Build, unaligned } from "./evaluate.js";
import { awayFromZero, checkGradient, type GradientCheck, positive } from "./gradient-check.js";

type Case = [name: string, build: Build, shapes: number[][], check?: GradientCheck | undefined];

const functions: [string, (tape: Tape, x: Tensor) => Tensor, GradientCheck?][] = [
  ["exp", exp],
  ["log", log, { draw: positive }],
  ["sqrt", sqrt, { draw: positive }],
  ["tanh", tanh],
  ["sigmoid", sigmoid],
  ["relu", relu, { draw: awayFromZero }],
  ["gelu", gelu, { draw: (random) => random.uniform(-3, 3) }],
  ["square", square],
  ["softmax", softmax, { draw: (random) => random.uniform(-3, 3) }],
  ["scale", (tape, x) => scale(tape, x, -1.7)],
  ["shift", (tape, x) => shift(tape, x, 0.3)],
];
const oddShapes = [[1], [3], [7], [33], [3, 7], [2, 3, 33]];

const broadcasts: [number[], number[]][] = [
  [[1], [1]],
  [[33], [33]],
  [[3, 7], [7]],
  [
    [3, 7],
    [3, 1],
  ],
  [[7], [3, 7]],
  [
    [3, 1, 33],
    [7, 1],
  ],
  [
    [2, 1, 3, 1],
    [7, 1, 5],
  ],
  [[33], []],
  [
    [1, 1],
    [3, 5],
  ],
];
const denominator: GradientCheck = {
  draw: (random, operand) => (operand === 1 ? random.uniform(0.7, 2) : random.uniform(-1, 1)),
};

const products: [number[], number[]][] = [
  [
    [1, 1],
    [1, 1],
  ],
  [
    [3, 7],
    [7, 33],
  ],
  [
    [33, 3],
    [3, 1],
  ],
  [
    [5, 3, 7],
    [5, 7, 4],
  ],
  [
    [2, 3, 7, 3],
    [2, 3, 3, 9],
  ],
  [
    [4, 3, 7],
    [7, 5],
  ],
  [
    [3, 7],
    [4, 7, 5],
  ],
];
const swap = (shape: number[]) => [...shape.slice(0, -2), shape.at(-1)!, shape.at(-2)!];

/** Targets well away from forecasts, so that no difference crosses the kink. */
const apart: GradientCheck["draw"] = (random, operand) =>
  operand === 0 ? random.uniform(-0.2, 0.2) : 0.7 * Math.sign(random.uniform(-1, 1));
const weighted: GradientCheck = {
  draw: (random, operand, element) =>
    operand === 2
      ? element % 3 === 1
        ? 0
        : random.uniform(0.2, 2)
      : apart(random, operand, element),
  constant: [2],
};
const levels = [0.1, 0.5, 0.8];

const cases: Case[] = [
  ...functions.flatMap(([name, f, check]) =>
    oddShapes.map((shape): Case => [`${name} [${shape}]`, f, [shape], check]),
  ),
  ...broadcasts.flatMap(([a, b]): Case[] => [
    [`add [${a}] [${b}]`, add, [a, b]],
    [`sub [${a}] [${b}]`, sub, [a, b]],
    [`mul [${a}] [${b}]`, mul, [a, b]],
    [`div [${a}] [${b}]`, div, [a, b], denominator],
  ]),
  [
    "div by a scalar over it",
    (t, a, b) => div(t, b, a),
    [[], [3, 7]],
    {
      draw: (random, operand) => (operand === 0 ? random.uniform(0.7, 2) : random.uniform(-1, 1)),
    },
  ],
  ["mul of a tensor with itself", (t, x) => mul(t, x, x), [[7]]],
  ...products.flatMap(([a, b]): Case[] => [
    [`matmul [${a}] [${b}]`, (t, x, y) => matmul(t, x, y), [a, b]],
    [`matmul [${a}]ᵀ [${b}]`, (t, x, y) => matmul(t, x, y, { transposeA: true }), [swap(a), b]],
    [`matmul [${a}] [${b}]ᵀ`, (t, x, y) => matmul(t, x, y, { transposeB: true }), [a, swap(b)]],
    [
      `matmul [${a}]ᵀ [${b}]ᵀ`,
      (t, x, y) => matmul(t, x, y, { transposeA: true, transposeB: true }),
      [swap(a), swap(b)],
    ],
  ]),
  ["affine", affine, [[3, 7], [7, 33], [33]]],
  ["affine over more axes", affine, [[2, 3, 7], [7, 5], [5]]],
  ...[undefined, [0], [1], [-1], [0, 2], [0, 1], [1, 2], []].flatMap((axes): Case[] => [
    [`sum over [${axes ?? "all"}]`, (t, x) => sum(t, x, axes), [[3, 7, 5]]],
    [`mean over [${axes ?? "all"}], kept`, (t, x) => mean(t, x, axes, true), [[3, 7, 5]]],
  ]),
  ["reshape", (_, x) => reshape(x, [7, 3]), [[3, 7]]],
  ...[undefined, [1, 0, 2], [2, 0, 1], [0, 2, 1], [0, 1, 2]].map(
    (order): Case => [`transpose to [${order}]`, (t, x) => transpose(t, x, order), [[3, 7, 5]]],
  ),
  ["transpose that only moves an axis of 1", (t, x) => transpose(t, x, [1, 0, 2]), [[7, 1, 3]]],
  ["slice of the first axis", (t, x) => slice(t, x, 0, 1, 3), [[4, 3, 3]]],
  ["slice of a middle axis", (t, x) => slice(t, x, 1, 2, 7), [[2, 7, 3]]],
  ["slice of the last axis", (t, x) => slice(t, x, -1, 1, 6), [[2, 3, 33]]],
  ["slice of a transpose", (t, x) => slice(t, transpose(t, x), 0, 1, 3), [[3, 7]]],
  [
    "concat on the first axis",
    (t, a, b) => concat(t, [a, b], 0),
    [
      [3, 7],
      [1, 7],
    ],
  ],
  [
    "concat on the last axis",
    (t, a, b, c) => concat(t, [a, b, c], -1),
    [
      [3, 7],
      [3, 1],
      [3, 33],
    ],
  ],
  ["concat of a tensor with itself", (t, x) => concat(t, [x, x], 1), [[3, 2, 3]]],
  ["pad of the first axis", (t, x) => pad(t, x, 0, 2, 1, 5), [[3, 7]]],
  ["pad of the last axis", (t, x) => pad(t, x, -1, 0, 3), [[3, 7]]],
  ...[1, 3, 7, 33].map(
    (n): Case => [
      `layerNorm over ${n}`,
      layerNorm,
      [[2, 3, n], [n], [n]],
      // Over one value the result is constant: all that is left of x is rounding.
      n === 1 ? { constant: [0] } : { draw: (random) => random.uniform(-2, 2), tolerance: 1e-3 },
    ],
  ),
  [
    "gather of rows",
    (t, table, index) => gather(t, table, index),
    [
      [5, 7],
      [2, 3],
    ],
    {
      draw: (random, operand) => (operand === 1 ? random.below(5) : random.uniform(-1, 1)),
      constant: [1],
    },
  ],
  ...[
    { dilation: 1 },
    { dilation: 2 },
    { dilation: 5 },
    { padding: "same", dilation: 3 },
    { padding: "valid", dilation: 2 },
  ].flatMap((options): Case[] => [
    [
      `conv1d ${JSON.stringify(options)}`,
      (t, x, w, b) => conv1d(t, x, w, b, options as never),
      [[2, 3, 11], [5, 3, 3], [5]],
    ],
    [
      `conv1d without bias ${JSON.stringify(options)}`,
      (t, x, w) => conv1d(t, x, w, undefined, options as never),
      [
        [3, 1, 7],
        [1, 1, 2],
      ],
    ],
  ]),
  [
    "conv1d whose kernel reaches beyond the window",
    (t, x, w, b) => conv1d(t, x, w, b, { dilation: 9 }),
    [[1, 2, 4], [3, 2, 4], [3]],
  ],
  ...[
    [2, 2],
    [3, 1],
    [3, 2],
    [7, 7],
    [1, 1],
  ].flatMap(([size, stride]): Case[] => [
    [
      `maxPool of ${size} by ${stride}`,
      (t, x) => maxPool(t, x, size, stride),
      [[2, 3, 7]],
      { draw: (_, __, k) => ((k * 29) % 43) / 10 },
    ],
    [`averagePool of ${size} by ${stride}`, (t, x) => averagePool(t, x, size, stride), [[2, 3, 7]]],
  ]),
  [
    "mse",
    (t, p, y) => mse(t, p, y),
    [
      [3, 7],
      [3, 7],
    ],
  ],
  [
    "mae",
    (t, p, y) => mae(t, p, y),
    [
      [3, 7],
      [3, 7],
    ],
    { draw: apart },
  ],
  [
    "huber within delta",
    (t, p, y) => huber(t, p, y, 2),
    [
      [3, 7],
      [3, 7],
    ],
    { draw: apart },
  ],
  [
    "huber beyond delta",
    (t, p, y) => huber(t, p, y, 0.3),
    [
      [3, 7],
      [3, 7],
    ],
    { draw: apart },
  ],
  [
    "quantile",
    (t, p, y) => quantile(t, p, y, levels),
    [
      [2, 7, 3],
      [2, 7],
    ],
    { draw: apart },
  ],
  ["weighted mse", (t, p, y, w) => mse(t, p, y, w), [[33], [33], [33]], weighted],
  ["weighted mae", (t, p, y, w) => mae(t, p, y, w), [[33], [33], [33]], weighted],
  ["weighted huber", (t, p, y, w) => huber(t, p, y, 0.3, w), [[33], [33], [33]], weighted],
  ["weighted quantile", (t, p, y, w) => quantile(t, p, y, levels, w), [[7, 3], [7], [7]], weighted],
];

describe("gradients agree with central differences and add to what is there", () => {
  it.each(cases)("%s", (_, build, shapes, check) => checkGradient(build, shapes, check));
});

describe("shapes that do not fit are named", () => {
  const wrong: [string, Build, number[][], string][] = [
    ["add", add, [[3], [4]], "add: expected shapes that broadcast, got [3] and [4]"],
    [
      "matmul",
      matmul,
      [
        [2, 3],
        [4, 5],
      ],
      "matmul: expected [.., m, k] and [.., k, n], got [2, 3] and [4, 5]",
    ],
    [
      "matmul leading axes",
      matmul,
      [
        [2, 3, 3],
        [4, 3, 3],
      ],
      "got [2, 3, 3] and [4, 3, 3]",
    ],
    ["matmul of a vector", matmul, [[3], [3, 2]], "matmul: expected at least two axes, got [3]"],
    ["affine", affine, [[2, 3], [3, 4], [5]], "got [2, 3] and [3, 4] and [5]"],
    [
      "sum",
      (t, x) => sum(t, x, [2]),
      [[2, 3]],
      "sum: expected a tensor with an axis 2, got [2, 3]",
    ],
    [
      "reshape",
      (_, x) => reshape(x, [4]),
      [[3]],
      "reshape: expected as many values, got [3] and [4]",
    ],
    ["transpose", (t, x) => transpose(t, x, [0, 0]), [[2, 3]], "every axis once"],
    [
      "slice",
      (t, x) => slice(t, x, 0, 1, 4),
      [[3]],
      "slice: expected 1 to 4 within axis 0, got [3]",
    ],
    [
      "concat",
      (t, a, b) => concat(t, [a, b], 0),
      [
        [2, 3],
        [2, 4],
      ],
      "differ on axis 0 only",
    ],
    ["layerNorm", layerNorm, [[2, 3], [2], [3]], "layerNorm: expected [.., n], [n] and [n]"],
    ["conv1d", conv1d, [[2, 3, 5], [4, 2, 3], [4]], "conv1d: expected [batch, channels, time]"],
    [
      "maxPool",
      (t, x) => maxPool(t, x, 6),
      [[2, 5]],
      "maxPool: expected at least 6 steps of time, got [2, 5]",
    ],
    [
      "mse",
      (t, p, y) => mse(t, p, y),
      [
        [2, 3],
        [3, 2],
      ],
      "mse: expected equal shapes, got [2, 3] and [3, 2]",
    ],
    ["quantile", (t, p, y) => quantile(t, p, y, [0.5]), [[4, 2], [4]], "got [4, 2] and [4, 1]"],
  ];
  it.each(wrong)("%s", (_, build, shapes, message) => {
    const tape = new Tape(new Arena(), { training: true });
    const operands = shapes.map((shape) => unaligned(tape, shape, false));
    expect(() => build(tape, ...operands)).toThrow(ShapeError);
    expect(() => build(tape, ...operands)).toThrow(message);
  });
});
