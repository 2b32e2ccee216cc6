import { describe, expect, it } from "vitest";
import { gradientFlow } from "../../src/engine/gradient-flow.js";
import { Arena } from "../../src/engine/memory.js";
import { affine, mse } from "../../src/engine/ops.js";
import { Parameters } from "../../src/engine/parameters.js";
import { Random } from "../../src/engine/random.js";
import { lstm } from "../../src/engine/recurrent.js";
import { bind, Tape } from "../../src/engine/tape.js";
import reference from "../reference/networks-lstm.json" with { type: "json" };

type Matrix = number[][];

const transpose = (m: Matrix): Matrix => m[0]!.map((_, j) => m.map((row) => row[j]!));
const timeMajor = (x: Matrix[]): number[] => x[0]!.flatMap((_, t) => x.flatMap((row) => row[t]!));

/** Runs an LSTM whose loss has the gradient `probe` on every state. */
function runLstm(
  x: Matrix[],
  weightIh: Matrix,
  weightHh: Matrix,
  bias: number[],
  probe: (states: Float32Array) => ArrayLike<number>,
) {
  const arena = new Arena();
  const [batch, time, input, hidden] = [x.length, x[0]!.length, x[0]![0]!.length, weightHh[0]!.length];
  const parameters = new Parameters();
  const given = (values: number[]) => (to: Float32Array) => to.set(values);
  const wx = parameters.add("input", [input, 4 * hidden], given(transpose(weightIh).flat()));
  const wh = parameters.add("recurrent", [hidden, 4 * hidden], given(transpose(weightHh).flat()));
  const b = parameters.add("bias", [4 * hidden], given(bias));
  const weights = arena.allocate(parameters.size);
  const gradients = arena.allocate(parameters.size);
  parameters.initialize(arena, weights, new Random(1));
  const tape = new Tape(arena, weights, gradients, true);
  const xs = tape.tensor([time, batch, input]);
  const use = tape.parameter.bind(tape);
  const { states, tap } = lstm(
    tape,
    xs,
    { input: use(wx), recurrent: use(wh), bias: use(b) },
    { tap: true },
  );
  const target = tape.input(states.shape);
  const program = tape.finish(mse(tape, states, target));
  const view = (at: number, size: number) => arena.view(at, size);
  view(xs.at, xs.size).set(timeMajor(x));
  bind(program.forward, arena.kernels)();
  const values = view(states.at, states.size).slice();
  const p = probe(values);
  view(target.at, target.size).set(values.map((y, i) => y - (p[i]! * states.size) / 2));
  bind(program.backward, arena.kernels)();
  return {
    values,
    dx: view(xs.grad, xs.size),
    dwx: view(gradients + wx.offset * 4, wx.size),
    dwh: view(gradients + wh.offset * 4, wh.size),
    db: view(gradients + b.offset * 4, b.size),
    hiddenNorms: view(tap, time),
  };
}

function expectClose(actual: ArrayLike<number>, expected: ArrayLike<number>, tolerance: number) {
  expect(actual.length).toBe(expected.length);
  const scale = Math.max(...Array.from(expected, Math.abs));
  const error = Math.max(...Array.from(expected, (e, i) => Math.abs(e - actual[i]!)));
  expect(error / scale).toBeLessThan(tolerance);
}

describe("the LSTM over a sequence", () => {
  const { x, probe, y, dx, weights, grads } = reference.lstm;
  const bias = weights.bias_ih_l0.map((b, i) => b + weights.bias_hh_l0[i]!);
  const run = runLstm(x, weights.weight_ih_l0, weights.weight_hh_l0, bias, () => timeMajor(probe));

  it("gives PyTorch's states", () => expectClose(run.values, timeMajor(y), 1e-6));
  it("gives PyTorch's input gradient", () => expectClose(run.dx, timeMajor(dx), 5e-6));
  it("gives PyTorch's weight gradients", () => {
    expectClose(run.dwx, transpose(grads.weight_ih_l0).flat(), 5e-6);
    expectClose(run.dwh, transpose(grads.weight_hh_l0).flat(), 5e-6);
    expectClose(run.db, grads.bias_ih_l0, 5e-6);
  });

  it("taps the norms of ∂L/∂hₜ that PyTorch gives over 60 steps", () => {
    const { x, weights, norms } = reference["gradient-flow"].lstm;
    const bias = weights.bias_ih.map((b, i) => b + weights.bias_hh[i]!);
    const hidden = weights.weight_hh[0]!.length;
    const flow = runLstm(x, weights.weight_ih, weights.weight_hh, bias, (states) =>
      states.map((_, i) => (i >= states.length - hidden ? 1 : 0)),
    );
    norms.forEach((norm, t) => {
      expect(Math.abs(flow.hiddenNorms[t]! / norm - 1)).toBeLessThan(1e-4);
    });
    expect(gradientFlow(Array.from(flow.hiddenNorms)).verdict).toBe("vanishing");
  });
});

describe("backpropagation through time", () => {
  it.each([1, 3, 7, 33])("agrees with central differences at %i cells", (hidden) => {
    const arena = new Arena();
    const [time, batch, input] = [5, 3, 2];
    const parameters = new Parameters();
    const spread = (values: Float32Array, random: Random) => {
      for (let i = 0; i < values.length; i++) values[i] = random.uniform(-0.5, 0.5);
    };
    const wx = parameters.add("input", [input, 4 * hidden], spread);
    const wh = parameters.add("recurrent", [hidden, 4 * hidden], spread);
    const b = parameters.add("bias", [4 * hidden], spread);
    const head = parameters.add("head", [hidden, 2], spread);
    const headBias = parameters.add("head bias", [2], spread);
    const weights = arena.allocate(parameters.size);
    const gradients = arena.allocate(parameters.size);
    const random = new Random(7);
    parameters.initialize(arena, weights, random);
    const tape = new Tape(arena, weights, gradients, true);
    const use = tape.parameter.bind(tape);
    const x = tape.input([time, batch, input]);
    const { last } = lstm(tape, x, { input: use(wx), recurrent: use(wh), bias: use(b) });
    const target = tape.input([batch, 2]);
    const loss = mse(tape, affine(tape, last, use(head), use(headBias)), target);
    const program = tape.finish(loss);
    spread(arena.view(x.at, x.size), random);
    spread(arena.view(target.at, target.size), random);
    const forward = bind(program.forward, arena.kernels);
    forward();
    bind(program.backward, arena.kernels)();
    const w = arena.view(weights, parameters.size);
    const g = arena.view(gradients, parameters.size);
    const lossAt = (i: number, value: number) => {
      const held = w[i]!;
      w[i] = value;
      forward();
      w[i] = held;
      return arena.view(loss.at, 1)[0]!;
    };
    const largest = Math.max(...Array.from(g, Math.abs));
    for (const p of parameters.list) {
      for (let k = 0; k < p.size; k += Math.ceil(p.size / 20)) {
        const i = p.offset + k;
        const slope = (lossAt(i, w[i]! + 0.02) - lossAt(i, w[i]! - 0.02)) / 0.04;
        expect(Math.abs(slope - g[i]!)).toBeLessThan(3e-3 * largest);
      }
    }
  });
});
