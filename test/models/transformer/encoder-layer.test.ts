import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { Arena } from "../../../src/engine/memory.js";
import { mul, sum } from "../../../src/engine/ops/index.js";
import { Parameters } from "../../../src/engine/parameters.js";
import { bind, Tape } from "../../../src/engine/tape.js";
import { declareEncoderLayer } from "../../../src/models/transformer/encoder-layer.js";
import committed from "../../reference/networks-ops.json" with { type: "json" };

type Nested = readonly (number | Nested)[];
const flat = (x: Nested): number[] =>
  x.flatMap((part) => (typeof part === "number" ? [part] : flat(part)));

/** Ours, and PyTorch's name for it, whose matrices are stored [to, from]. */
const names = {
  "a.attention-norm.gain": "norm1.weight",
  "a.attention-norm.bias": "norm1.bias",
  "a.project.weight": "self_attn.in_proj_weight",
  "a.project.bias": "self_attn.in_proj_bias",
  "a.join.weight": "self_attn.out_proj.weight",
  "a.join.bias": "self_attn.out_proj.bias",
  "a.inner-norm.gain": "norm2.weight",
  "a.inner-norm.bias": "norm2.bias",
  "a.widen.weight": "linear1.weight",
  "a.widen.bias": "linear1.bias",
  "a.narrow.weight": "linear2.weight",
  "a.narrow.bias": "linear2.bias",
} as const;

/** Its values in our order. */
function ours(x: Nested): number[] {
  if (typeof x[0] === "number") return flat(x);
  const rows = x as readonly (readonly number[])[];
  return rows[0].flatMap((_, from) => rows.map((row) => row[from]));
}

/** Largest error, relative to the largest value: float32 against float64. */
function distance(actual: ArrayLike<number>, truth: readonly number[]): number {
  expect(actual.length).toBe(truth.length);
  const largest = Math.max(...truth.map(Math.abs));
  return Math.max(...truth.map((e, i) => Math.abs(e - actual[i]))) / largest;
}

const path = `${process.env.FORETELL_REFERENCE ?? "../shared/reference"}/networks.json`;
const sources: [string, typeof committed][] = [["the figures in the repository", committed]];
if (existsSync(path))
  sources.push(["the reference folder", JSON.parse(readFileSync(path, "utf8"))]);
else process.stderr.write(`skipped: ${path} is not there (set FORETELL_REFERENCE)\n`);

describe.each(sources)("agrees with PyTorch's layer in float64, %s", (_, reference) => {
  const { x, weights, grads, probe, y, dx } = reference["transformer-encoder-layer"];
  const arena = new Arena();
  const parameters = new Parameters();
  const options = { width: 8, heads: 2, inner: 16, causal: true, dropout: 0 };
  const layer = declareEncoderLayer(parameters, "a", options);
  const [values, gradients] = [arena.allocate(parameters.size), arena.allocate(parameters.size)];
  const tape = new Tape(arena, { weights: values, gradients, training: true });
  const input = tape.tensor([x.length, x[0].length, 8]);
  const out = layer(tape, input, 1);
  const factors = tape.input(out.shape);
  const program = tape.finish(sum(tape, mul(tape, out, factors)));
  arena.view(input.at, input.size).set(flat(x));
  arena.view(factors.at, factors.size).set(flat(probe));
  for (const { name, offset, size } of parameters.list) {
    const theirs = weights[names[name as keyof typeof names]];
    arena.view(values + offset * 4, size).set(ours(theirs));
  }
  bind(program.forward, arena.kernels)();
  bind(program.backward, arena.kernels)();

  it("outputs", () => {
    expect(distance(arena.view(out.at, out.size), flat(y))).toBeLessThan(1e-6);
  });

  it("the gradient of its input", () => {
    expect(distance(arena.view(input.grad, input.size), flat(dx))).toBeLessThan(2e-6);
  });

  it.each(parameters.list)("the gradient of $name", ({ name, offset, size }) => {
    const theirs = grads[names[name as keyof typeof names]];
    const actual = arena.view(gradients + offset * 4, size);
    expect(distance(actual, ours(theirs))).toBeLessThan(2e-6);
  });
});
