import { describe, expect, it } from "vitest";
import { gradientFlow } from "../../src/engine/gradient-flow.js";
import { Arena } from "../../src/engine/memory.js";
import { affine, mse } from "../../src/engine/ops/index.js";
import { Parameters } from "../../src/engine/parameters.js";
import { gru } from "../../src/engine/recurrent/gru.js";
import { lstm } from "../../src/engine/recurrent/lstm.js";
import { lstm97 } from "../../src/engine/recurrent/lstm97.js";
import { mingru } from "../../src/engine/recurrent/mingru.js";
import { memorySize, mlstm, mlstmWidth } from "../../src/engine/recurrent/mlstm.js";
import { rnn } from "../../src/engine/recurrent/rnn.js";
import {
  activations,
  type Sequence,
  type SequenceOptions,
} from "../../src/engine/recurrent/sequence.js";
import { slstm } from "../../src/engine/recurrent/slstm.js";
import { bind, Tape } from "../../src/engine/tape.js";
import type { Tensor } from "../../src/engine/tensor.js";
import { Random } from "../../src/numeric/random.js";
import reference from "../reference/networks.json" with { type: "json" };

type Matrix = number[][];

const transpose = (m: Matrix): Matrix => m[0].map((_, j) => m.map((row) => row[j]));
const timeMajor = (x: Matrix[]): number[] => x[0].flatMap((_, t) => x.flatMap((row) => row[t]));
const sum = (a: number[], b: number[]) => a.map((value, i) => value + b[i]);

interface Weights {
  input: Tensor;
  recurrent: Tensor;
  bias: Tensor;
  [more: string]: Tensor;
}
type Cell = (tape: Tape, x: Tensor, weights: Weights, options: SequenceOptions) => Sequence;

/** Runs layers of cells over x with a loss whose gradient on the states is `probe`. */
function run(
  cell: Cell,
  x: Matrix[],
  layers: Record<string, number[] | Matrix>[],
  probe: (states: Float32Array) => ArrayLike<number>,
) {
  const arena = new Arena();
  const parameters = new Parameters();
  const declared = layers.map((layer) =>
    Object.entries(layer).map(([name, values]) => {
      const matrix = Array.isArray(values[0]) ? (values as Matrix) : [values as number[]];
      const shape = [matrix.length, matrix[0].length];
      return [name, parameters.add(name, shape, (to) => to.set(matrix.flat()))] as const;
    }),
  );
  const weights = arena.allocate(parameters.size);
  const gradients = arena.allocate(parameters.size);
  parameters.initialize(arena, weights, new Random(1));
  const tape = new Tape(arena, { weights, gradients, training: true });
  const input = tape.tensor([x[0].length, x.length, x[0][0].length]);
  let states = input;
  let tap = 0;
  for (const layer of declared) {
    const bound = Object.fromEntries(layer.map(([name, p]) => [name, tape.parameter(p)]));
    ({ states, tap } = cell(tape, states, bound as Weights, { tap: true }));
  }
  const target = tape.input(states.shape);
  const program = tape.finish(mse(tape, states, target));
  arena.view(input.at, input.size).set(timeMajor(x));
  bind(program.forward, arena.kernels)();
  const values = arena.view(states.at, states.size).slice();
  const p = probe(values);
  arena.view(target.at, target.size).set(values.map((y, i) => y - (p[i] * values.length) / 2));
  bind(program.backward, arena.kernels)();
  return {
    states: values,
    dx: arena.view(input.grad, input.size),
    gradients: declared.map((layer) =>
      Object.fromEntries(
        layer.map(([name, p]) => [name, arena.view(gradients + p.offset * 4, p.size)]),
      ),
    ),
    norms: arena.view(tap, x[0].length),
  };
}

function expectClose(actual: ArrayLike<number>, expected: ArrayLike<number>, tolerance: number) {
  expect(actual.length).toBe(expected.length);
  const scale = Math.max(...Array.from(expected, Math.abs));
  const error = Math.max(...Array.from(expected, (e, i) => Math.abs(e - actual[i])));
  expect(error / scale).toBeLessThan(tolerance);
}

interface TorchLayer {
  weight_ih: Matrix;
  weight_hh: Matrix;
  bias_ih: number[];
  bias_hh: number[];
}
/** PyTorch keeps [gates, input]; this engine keeps [input, gates]. */
const fromTorch = (layer: TorchLayer) => ({
  input: transpose(layer.weight_ih),
  recurrent: transpose(layer.weight_hh),
  bias: sum(layer.bias_ih, layer.bias_hh),
});
const fromTorchGru = (layer: TorchLayer) => ({
  ...fromTorch(layer),
  bias: layer.bias_ih,
  recurrentBias: layer.bias_hh,
});
const layer = (weights: Record<string, Matrix | number[]>, index: number) =>
  Object.fromEntries(
    ["weight_ih", "weight_hh", "bias_ih", "bias_hh"].map((n) => [n, weights[`${n}_l${index}`]]),
  ) as unknown as TorchLayer;

/** The 1997 cell's matrices act on [h, x]; the engine's gates lie in the order i o g. */
function from1997({
  W,
  b,
}: {
  W: Record<"i" | "O" | "c", Matrix>;
  b: Record<"i" | "O" | "c", number[]>;
}) {
  const hidden = W.i.length;
  const rows = transpose([...W.i, ...W.O, ...W.c]);
  return {
    recurrent: rows.slice(0, hidden),
    input: rows.slice(hidden),
    bias: [...b.i, ...b.O, ...b.c],
  };
}

const withActivation =
  (activation: (typeof activations)[number]): Cell =>
  (tape, x, weights, options) =>
    rnn(tape, x, weights, { ...options, activation });

describe("cells over a sequence agree with PyTorch", () => {
  it.each([
    ["rnn-tanh", withActivation("tanh"), fromTorch, 1],
    ["rnn-relu", withActivation("relu"), fromTorch, 1],
    ["lstm", lstm, fromTorch, 1],
    ["gru", gru as Cell, fromTorchGru, 1],
    ["lstm-2-layers", lstm, fromTorch, 2],
  ] as const)("%s: states and all gradients", (name, cell, convert, depth) => {
    const { x, probe, y, dx, weights, grads } = reference[name];
    const layers = Array.from({ length: depth }, (_, i) => layer(weights as never, i));
    const result = run(cell, x, layers.map(convert), () => timeMajor(probe));
    expectClose(result.states, timeMajor(y), 1e-6);
    expectClose(result.dx, timeMajor(dx), 5e-6);
    result.gradients.forEach((actual, i) => {
      const { weight_ih, weight_hh, bias_ih, bias_hh } = layer(grads as never, i);
      expectClose(actual.input, transpose(weight_ih).flat(), 5e-6);
      expectClose(actual.recurrent, transpose(weight_hh).flat(), 5e-6);
      expectClose(actual.bias, bias_ih, 5e-6);
      if (actual.recurrentBias) expectClose(actual.recurrentBias, bias_hh, 5e-6);
    });
  });

  it.each([
    ["lstm-1997", false],
    ["lstm-1997-paper", true],
  ] as const)("%s: states and all gradients", (name, narrow) => {
    const { x, probe, y, dx, W, b, dW, db } = reference[name];
    const cell: Cell = (tape, input, weights, options) =>
      lstm97(tape, input, weights, { ...options, narrow });
    const result = run(cell, x, [from1997({ W, b })], () => timeMajor(probe));
    expectClose(result.states, timeMajor(y), 1e-6);
    expectClose(result.dx, timeMajor(dx), 5e-6);
    const expected = from1997({ W: dW, b: db });
    const [actual] = result.gradients;
    expectClose(actual.input, expected.input.flat(), 5e-6);
    expectClose(actual.recurrent, expected.recurrent.flat(), 5e-6);
    expectClose(actual.bias, expected.bias, 5e-6);
  });

  it.each([
    ["rnn-tanh", withActivation("tanh"), fromTorch],
    ["lstm", lstm, fromTorch],
    ["gru", gru as Cell, fromTorchGru],
  ] as const)("%s: the norms of ∂L/∂hₜ over 60 steps", (name, cell, convert) => {
    const { x, weights, norms } = reference["gradient-flow"][name];
    const hidden = weights.weight_hh[0].length;
    const result = run(cell, x, [convert(weights)], (states) =>
      states.map((_, i) => (i >= states.length - hidden ? 1 : 0)),
    );
    norms.forEach((norm, t) => {
      expect(Math.abs(result.norms[t] / norm - 1)).toBeLessThan(1e-4);
    });
    expect(gradientFlow(Array.from(result.norms)).verdict).toBe("vanishing");
  });
});

/** The cell of Beck et al. (2024), eq. 8–17, in double precision; states [time][hidden] of one row. */
function slstmReference(x: Matrix, w: Matrix, u: Matrix, b: number[], exponential: boolean) {
  const hidden = u.length;
  const column = (j: number, step: number[], h: number[]) =>
    b[j] +
    step.reduce((sum, value, i) => sum + value * w[i][j], 0) +
    h.reduce((sum, value, i) => sum + value * u[i][j], 0);
  const zeros = () => Array<number>(hidden).fill(0);
  let [h, c, n, m] = [zeros(), zeros(), zeros(), zeros().fill(Number.NEGATIVE_INFINITY)];
  return x.map((step) => {
    const z = (gate: number, k: number) => column(gate * hidden + k, step, h);
    const next = zeros().map((_, k) => {
      const [zi, zf, zg, zo] = [0, 1, 2, 3].map((gate) => z(gate, k));
      const logForget = exponential ? zf : -Math.log1p(Math.exp(-zf));
      const stabilizer = Math.max(logForget + m[k], zi);
      const input = Math.exp(zi - stabilizer);
      const forget = Math.exp(logForget + m[k] - stabilizer);
      const cell = forget * c[k] + input * Math.tanh(zg);
      const normalizer = forget * n[k] + input;
      return { cell, normalizer, stabilizer, state: cell / normalizer / (1 + Math.exp(-zo)) };
    });
    [c, n, m] = [
      next.map(({ cell }) => cell),
      next.map(({ normalizer }) => normalizer),
      next.map(({ stabilizer }) => stabilizer),
    ];
    h = next.map(({ state }) => state);
    return h;
  });
}

describe("slstm agrees with its paper's equations in double precision", () => {
  it.each([
    ["sigmoid", false, 1],
    ["exponential", true, 1],
    // Gates of ±100, whose exponentials would overflow.
    ["exponential, large gates", true, 60],
  ])("%s forget gate", (_, exponential, size) => {
    const random = new Random(9);
    const matrix = (rows: number, columns: number) =>
      Array.from({ length: rows }, () =>
        Array.from({ length: columns }, () => size * random.uniform(-1, 1)),
      );
    const [x, w, u, [b]] = [matrix(40, 2), matrix(2, 20), matrix(5, 20), matrix(1, 20)];
    const cell: Cell = (tape, input, weights, options) =>
      slstm(tape, input, weights, { ...options, exponentialForget: exponential });
    const { states } = run(cell, [x], [{ input: w, recurrent: u, bias: b }], (y) => y);
    expectClose(states, slstmReference(x, w, u, b, exponential).flat(), size === 1 ? 2e-6 : 1e-4);
  });
});

/** The cell of Beck et al. (2024), eq. 19–27, in double precision and without a stabiliser: one row. */
function mlstmReference(x: Matrix, w: Matrix, b: number[], hidden: number, heads: number) {
  const d = hidden / heads;
  const zeros = (...[n, ...rest]: number[]): never[] =>
    Array.from({ length: n }, () => (rest.length ? zeros(...rest) : 0)) as never[];
  const memory: number[][][] = zeros(heads, d, d);
  const normalizer: number[][] = zeros(heads, d);
  return x.map((step) => {
    const z = b.map((bias, j) => step.reduce((sum, value, i) => sum + value * w[i][j], bias));
    const part = (kind: number, head: number) =>
      z.slice(kind * hidden + head * d, kind * hidden + (head + 1) * d);
    return memory.flatMap((c, head) => {
      const [q, k, v, o] = [0, 1, 2, 3].map((kind) => part(kind, head));
      const input = Math.exp(z[4 * hidden + head]);
      const forget = 1 / (1 + Math.exp(-z[4 * hidden + heads + head]));
      const n = normalizer[head];
      for (let b = 0; b < d; b++) {
        const key = k[b] / Math.sqrt(d);
        n[b] = forget * n[b] + input * key;
        for (let a = 0; a < d; a++) c[a][b] = forget * c[a][b] + input * v[a] * key;
      }
      const dot = (row: number[]) => row.reduce((sum, value, i) => sum + value * q[i], 0);
      const floor = Math.max(Math.abs(dot(n)), 1);
      return c.map((row, a) => dot(row) / floor / (1 + Math.exp(-o[a])));
    });
  });
}

describe("mlstm agrees with its paper's equations in double precision", () => {
  it.each([
    [1, 6, 1],
    [2, 10, 1],
    [3, 24, 1],
    // Input gates from e⁻⁴⁰ to e⁴⁰: the normaliser is held at its floor now and then.
    [2, 10, 15],
  ])("%i heads of %i cells, weights up to %i", (heads, hidden, size) => {
    const random = new Random(9);
    const width = mlstmWidth(hidden, heads);
    const matrix = (rows: number, columns: number) =>
      Array.from({ length: rows }, () =>
        Array.from({ length: columns }, (_, j) =>
          j < 4 * hidden && columns > 2 ? random.uniform(-1, 1) : size * random.uniform(-1, 1),
        ),
      );
    const [x, w, [b]] = [matrix(40, 2), matrix(2, width), matrix(1, width)];
    const cell: Cell = (tape, input, weights, options) =>
      mlstm(tape, input, weights, hidden, { ...options, heads });
    const { states } = run(cell, [x], [{ input: w, bias: b }], (y) => y);
    expectClose(states, mlstmReference(x, w, b, hidden, heads).flat(), size === 1 ? 2e-6 : 1e-4);
  });
});

interface Recipe {
  cell: Cell;
  gates: (hidden: number) => number;
  extra?: (hidden: number) => Record<string, [number, number]>;
  /** Floats of the cell state of a row; as many as cells by default. */
  memory?: (hidden: number) => number;
  /** Whether hidden states feed back into the cell. */
  fedBack?: false;
}

const recipes: Record<string, Recipe> = {
  ...Object.fromEntries(
    activations.map((a) => [`rnn ${a}`, { cell: withActivation(a), gates: (n: number) => n }]),
  ),
  lstm: { cell: lstm, gates: (n) => 4 * n },
  "lstm with peepholes": {
    cell: lstm,
    gates: (n) => 4 * n,
    extra: (n) => ({ peephole: [3, n] }),
  },
  lstm97: { cell: lstm97, gates: (n) => 3 * n },
  "lstm97 in blocks of 3": {
    cell: (tape, x, w, options) => lstm97(tape, x, w, { ...options, block: 3 }),
    gates: (n) => n + (2 * n) / 3,
  },
  slstm: { cell: slstm, gates: (n) => 4 * n },
  "slstm with an exponential forget gate": {
    cell: (tape, x, w, options) => slstm(tape, x, w, { ...options, exponentialForget: true }),
    gates: (n) => 4 * n,
  },
  "mlstm of one head": {
    cell: (tape, x, w, options) => mlstm(tape, x, w, w.recurrent.shape[0], options),
    gates: (n) => mlstmWidth(n, 1),
    memory: (n) => memorySize(n, 1),
    fedBack: false,
  },
  "mlstm of a head a cell with an exponential forget gate": {
    cell: (tape, x, w, options) => {
      const hidden = w.recurrent.shape[0];
      return mlstm(tape, x, w, hidden, { ...options, heads: hidden, exponentialForget: true });
    },
    gates: (n) => mlstmWidth(n, n),
    memory: (n) => memorySize(n, n),
    fedBack: false,
  },
  mingru: {
    cell: (tape, x, w, options) => mingru(tape, x, w, w.recurrent.shape[0], options),
    gates: (n) => 2 * n,
  },
  "gru, reset after": {
    cell: gru as Cell,
    gates: (n) => 3 * n,
    extra: (n) => ({ recurrentBias: [1, 3 * n] }),
  },
  "gru, reset before": { cell: gru as Cell, gates: (n) => 3 * n },
};

/** A two-layer-deep loss over cells started from learned initial states, ready for differences. */
function recorded({ cell, gates, extra, memory = (n) => n }: Recipe, hidden: number, truncate = 0) {
  const arena = new Arena();
  const [time, batch, input] = [6, 3, 2];
  const parameters = new Parameters();
  const spread = (values: Float32Array, random: Random) => {
    for (let i = 0; i < values.length; i++) values[i] = random.uniform(-0.6, 0.6);
  };
  const add = (name: string, ...shape: number[]) => parameters.add(name, shape, spread);
  const declared = {
    input: add("input", input, gates(hidden)),
    recurrent: add("recurrent", hidden, gates(hidden)),
    bias: add("bias", gates(hidden)),
    ...Object.fromEntries(
      Object.entries(extra?.(hidden) ?? {}).map(([name, shape]) => [name, add(name, ...shape)]),
    ),
  };
  const start = { hidden: add("hidden", batch, hidden), cell: add("cell", batch, memory(hidden)) };
  const head = add("head", hidden, 2);
  const headBias = add("head bias", 2);
  const weights = arena.allocate(parameters.size);
  const gradients = arena.allocate(parameters.size);
  const random = new Random(7);
  parameters.initialize(arena, weights, random);
  const tape = new Tape(arena, { weights, gradients, training: true });
  const use = tape.parameter.bind(tape);
  const bound = Object.fromEntries(Object.entries(declared).map(([n, p]) => [n, use(p)]));
  const x = tape.input([time, batch, input]);
  const initial = { hidden: use(start.hidden), cell: use(start.cell) };
  const { last } = cell(tape, x, bound as Weights, { initial, truncate });
  const target = tape.input([batch, 2]);
  const loss = mse(tape, affine(tape, last, use(head), use(headBias)), target);
  const program = tape.finish(loss);
  spread(arena.view(x.at, x.size), random);
  spread(arena.view(target.at, target.size), random);
  const forward = bind(program.forward, arena.kernels);
  forward();
  bind(program.backward, arena.kernels)();
  return {
    parameters,
    start,
    w: arena.view(weights, parameters.size),
    g: arena.view(gradients, parameters.size),
    loss() {
      forward();
      return arena.view(loss.at, 1)[0];
    },
  };
}

const stabilizers = (name: string, hidden: number) => (name.includes("one head") ? 1 : hidden);

describe("backpropagation through time agrees with central differences", () => {
  const cases = Object.keys(recipes).flatMap((name) =>
    (name.includes("blocks") ? [3, 9] : [1, 3, 7, 33]).map((hidden) => [name, hidden] as const),
  );
  it.each(cases)("%s with %i cells", (name, hidden) => {
    const { parameters, w, g, loss } = recorded(recipes[name], hidden);
    const at = (i: number, value: number) => {
      const held = w[i];
      w[i] = value;
      const result = loss();
      w[i] = held;
      return result;
    };
    const largest = Math.max(...Array.from(g, Math.abs));
    for (const p of parameters.list) {
      if (p.name === "cell" && !/^[sm]?lstm/.test(name)) continue;
      // Stabilisers, the last of a memory, only choose its unit: they have no gradient of their own.
      const heads = name.startsWith("mlstm") && p.name === "cell" ? stabilizers(name, hidden) : 0;
      const row = heads ? memorySize(hidden, heads) : 0;
      for (let k = 0; k < p.size; k += Math.ceil(p.size / 12)) {
        if (heads && k % row >= row - heads) continue;
        const i = p.offset + k;
        const [below, here, above] = [-0.01, 0, 0.01].map((step) => at(i, w[i] + step)) as [
          number,
          number,
          number,
        ];
        const slope = (above - below) / 0.02;
        // A unit that switches on or off between the two points has no slope to compare with.
        const kink = Math.abs(above - 2 * here + below) / 0.01 > 4e-3 * largest;
        if (name === "rnn relu" && kink) continue;
        expect(Math.abs(slope - g[i])).toBeLessThan(5e-3 * largest);
      }
    }
  });
});

describe("truncated backpropagation through time", () => {
  it.each(Object.keys(recipes).filter((name) => !name.includes("blocks")))(
    "%s lets nothing through to states before the cut",
    (name) => {
      const cut = recorded(recipes[name], 16, 2);
      const whole = recorded(recipes[name], 16);
      const { offset, size } = cut.start[recipes[name].fedBack === false ? "cell" : "hidden"];
      expect(cut.g.subarray(offset, offset + size).every((value) => value === 0)).toBe(true);
      expect(whole.g.subarray(offset, offset + size).some((value) => value !== 0)).toBe(true);
    },
  );
});

describe("a single input is read to the bits of two of which one is 0", () => {
  const random = new Random(5);
  const draw = (rows: number, columns: number): Matrix =>
    Array.from({ length: rows }, () => Array.from({ length: columns }, () => random.normal()));
  const cells: [string, Cell, number][] = [
    ["lstm", lstm, 4],
    ["rnn", withActivation("tanh"), 1],
    ["slstm", slstm as Cell, 4],
  ];
  it.each(cells)("by %s, forwards and backwards", (_, cell, gates) => {
    // Cells, rows and steps that do not fill four lanes or sixteen rows.
    const [hidden, width] = [5, 5 * gates];
    const x = Array.from({ length: 7 }, () => draw(6, 1));
    const [[bias], recurrent, [own, other]] = [draw(1, width), draw(hidden, width), draw(2, width)];
    const probe = (states: Float32Array) => states.map((_, i) => Math.sin(i));
    const one = run(cell, x, [{ input: [own], recurrent, bias }], probe);
    const wide = x.map((row) => row.map(([value]) => [value, 0]));
    const two = run(cell, wide, [{ input: [own, other], recurrent, bias }], probe);
    expect(one.states).toEqual(two.states);
    const [of1, of2] = [one.gradients[0], two.gradients[0]];
    expect(of1.input).toEqual(of2.input.slice(0, width));
    expect(of1.bias).toEqual(of2.bias);
    expect(of1.recurrent).toEqual(of2.recurrent);
  });
});
