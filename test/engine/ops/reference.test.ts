import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { Arena } from "../../../src/engine/memory.js";
import {
  add,
  affine,
  conv1d,
  gelu,
  layerNorm,
  matmul,
  mul,
  reshape,
  scale,
  slice,
  softmax,
  sum,
  transpose,
} from "../../../src/engine/ops/index.js";
import { bind, Tape } from "../../../src/engine/tape.js";
import type { Tensor } from "../../../src/engine/tensor.js";
import committed from "../../reference/networks-ops.json" with { type: "json" };

type Nested = readonly (number | Nested)[];
const flat = (x: Nested): number[] =>
  x.flatMap((part) => (typeof part === "number" ? [part] : flat(part)));
const shapeOf = (x: Nested): number[] =>
  Array.isArray(x[0]) ? [x.length, ...shapeOf(x[0])] : [x.length];

/** Largest error, relative to the largest value: float32 against float64. */
function distance(actual: ArrayLike<number>, expected: Nested): number {
  const truth = flat(expected);
  const largest = Math.max(...truth.map(Math.abs));
  expect(actual.length).toBe(truth.length);
  return Math.max(...truth.map((e, i) => Math.abs(e - actual[i]))) / largest;
}

/** Values and gradients of Σ y ⊙ probe. */
function differentiate(
  operands: Record<string, Nested>,
  probe: Nested,
  build: (tape: Tape, operand: (name: string) => Tensor) => Tensor,
) {
  const arena = new Arena();
  const tape = new Tape(arena, { gradients: arena.allocate(16), training: true });
  const tensors = Object.fromEntries(
    Object.entries(operands).map(([name, values]) => [name, tape.tensor(shapeOf(values))]),
  );
  const y = build(tape, (name) => tensors[name]);
  const factors = tape.input(y.shape);
  const program = tape.finish(sum(tape, mul(tape, y, factors)));
  arena.view(factors.at, factors.size).set(flat(probe));
  for (const [name, values] of Object.entries(operands)) {
    arena.view(tensors[name].at, tensors[name].size).set(flat(values));
  }
  bind(program.forward, arena.kernels)();
  bind(program.backward, arena.kernels)();
  return {
    y: arena.view(y.at, y.size),
    gradient: (name: string) => arena.view(tensors[name].grad, tensors[name].size),
  };
}

/** Pre-norm, causal mask, two heads: x += out(attention(norm₁ x)), x += linear₂(gelu(linear₁(norm₂ x))). */
function encoderLayer(tape: Tape, operand: (name: string) => Tensor): Tensor {
  const x = operand("x");
  const [batch, time, width] = x.shape as [number, number, number];
  const heads = 2;
  const depth = width / heads;
  const linear = (input: Tensor, weight: Tensor, bias: Tensor) =>
    add(tape, matmul(tape, input, weight, { transposeB: true }), bias);
  const norm = (input: Tensor, name: string) =>
    layerNorm(tape, input, operand(`${name}.weight`), operand(`${name}.bias`));
  const projected = linear(
    norm(x, "norm1"),
    operand("self_attn.in_proj_weight"),
    operand("self_attn.in_proj_bias"),
  );
  const split = transpose(
    tape,
    reshape(projected, [batch, time, 3, heads, depth]),
    [2, 0, 3, 1, 4],
  );
  const [q, k, v] = [0, 1, 2].map((i) =>
    reshape(slice(tape, split, 0, i, i + 1), [batch, heads, time, depth]),
  ) as [Tensor, Tensor, Tensor];
  const mask = tape.input([time, time]);
  tape.arena.view(mask.at, mask.size).forEach((_, i, values) => {
    values[i] = i % time > Math.floor(i / time) ? Number.NEGATIVE_INFINITY : 0;
  });
  const scores = scale(tape, matmul(tape, q, k, { transposeB: true }), 1 / Math.sqrt(depth));
  const mixed = matmul(tape, softmax(tape, add(tape, scores, mask)), v);
  const joined = reshape(transpose(tape, mixed, [0, 2, 1, 3]), [batch, time, width]);
  const attended = add(
    tape,
    x,
    linear(joined, operand("self_attn.out_proj.weight"), operand("self_attn.out_proj.bias")),
  );
  const inner = gelu(
    tape,
    linear(norm(attended, "norm2"), operand("linear1.weight"), operand("linear1.bias")),
  );
  // The same product by way of `affine`, whose weights are [k, n].
  const weight = transpose(tape, operand("linear2.weight"));
  return add(tape, attended, affine(tape, inner, weight, operand("linear2.bias")));
}

const path = `${process.env.FORETELL_REFERENCE ?? "../shared/reference"}/networks.json`;
const sources: [string, typeof committed][] = [["the figures in the repository", committed]];
if (existsSync(path))
  sources.push(["the reference folder", JSON.parse(readFileSync(path, "utf8"))]);
else process.stderr.write(`skipped: ${path} is not there (set FORETELL_REFERENCE)\n`);

describe.each(sources)("agrees with PyTorch in float64, %s", (_, reference) => {
  it("causal dilated convolution: outputs and all gradients", () => {
    const { x, weight, bias, probe, y, dx, dweight, dbias } = reference["causal-conv1d"];
    const result = differentiate({ x, weight, bias }, probe, (tape, operand) =>
      conv1d(tape, operand("x"), operand("weight"), operand("bias"), { dilation: 2 }),
    );
    expect(distance(result.y, y)).toBeLessThan(5e-7);
    expect(distance(result.gradient("x"), dx)).toBeLessThan(5e-7);
    expect(distance(result.gradient("weight"), dweight)).toBeLessThan(5e-7);
    expect(distance(result.gradient("bias"), dbias)).toBeLessThan(5e-7);
  });

  it("transformer encoder layer: outputs and all gradients", () => {
    const { x, weights, grads, probe, y, dx } = reference["transformer-encoder-layer"];
    const result = differentiate({ x, ...weights }, probe, encoderLayer);
    expect(distance(result.y, y)).toBeLessThan(1e-6);
    expect(distance(result.gradient("x"), dx)).toBeLessThan(2e-6);
    for (const [name, expected] of Object.entries(grads)) {
      expect(distance(result.gradient(name), expected), name).toBeLessThan(2e-6);
    }
  });
});
