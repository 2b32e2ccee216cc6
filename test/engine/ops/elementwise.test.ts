import { describe, expect, it } from "vitest";
import { exp, gelu, log, sigmoid, sqrt, tanh } from "../../../src/engine/ops/index.js";
import type { Tape } from "../../../src/engine/tape.js";
import type { Tensor } from "../../../src/engine/tensor.js";
import { evaluate } from "../evaluate.js";

/** Largest error of f over float32 arguments, relative to the true value or to `scale` of the argument. */
function largestError(
  f: (tape: Tape, x: Tensor) => Tensor,
  truth: (x: number) => number,
  x: Float32Array,
  scale: (x: number, value: number) => number = (_, value) => value,
): number {
  const { values } = evaluate(f, { shape: [x.length], values: x });
  return x.reduce((largest, v, i) => {
    const expected = truth(v);
    const error =
      expected === values[i] ? 0 : Math.abs((values[i] - expected) / scale(v, expected));
    return Number.isNaN(error) ? Number.NaN : Math.max(largest, error);
  }, 0);
}

const COUNT = 400_003;
const sweep = (from: number, to: number) =>
  Float32Array.from({ length: COUNT }, (_, i) => from + ((to - from) * i) / (COUNT - 1));
/** Float32 numbers at even distances of their bits: all magnitudes alike. */
const magnitudes = (from: number, to: number) => {
  const [low, high] = new Uint32Array(new Float32Array([from, to]).buffer);
  const bits = Uint32Array.from({ length: COUNT }, (_, i) =>
    Math.round(low + ((high - low) * i) / (COUNT - 1)),
  );
  return new Float32Array(bits.buffer);
};
const signed = (x: Float32Array) => Float32Array.from(x, (v, i) => (i % 2 ? v : -v));

/** Φ(x): the series of erf near 0, the continued fraction of erfc beyond. */
function normal(x: number): number {
  const z = Math.abs(x) / Math.SQRT2;
  let upper: number;
  if (z < 2) {
    let term = z;
    let sum = z;
    for (let n = 1; n < 60; n++) {
      term *= (-z * z) / n;
      sum += term / (2 * n + 1);
    }
    upper = 0.5 - sum / Math.sqrt(Math.PI);
  } else {
    let fraction = z;
    for (let n = 120; n > 0; n--) fraction = z + n / 2 / fraction;
    upper = Math.exp(-z * z) / (2 * fraction * Math.sqrt(Math.PI));
  }
  return x < 0 ? upper : 1 - upper;
}

const sigma = (x: number) => 1 / (1 + Math.exp(-x));

describe("relative error against Math.* stays below 3e-7", () => {
  it.each([
    ["exp over −87 … 88", exp, Math.exp, sweep(-87, 88)],
    ["exp around 0", exp, Math.exp, signed(magnitudes(1e-30, 1))],
    ["tanh over ±20", tanh, Math.tanh, sweep(-20, 20)],
    ["tanh around 0", tanh, Math.tanh, signed(magnitudes(1e-30, 1))],
    ["sigmoid over ±80", sigmoid, sigma, sweep(-80, 80)],
    ["log over all normal numbers", log, Math.log, magnitudes(1.1754944e-38, 3.4028235e38)],
    ["log around 1", log, Math.log, sweep(0.5, 2)],
    ["sqrt over all normal numbers", sqrt, Math.sqrt, magnitudes(1.1754944e-38, 3.4028235e38)],
  ] as const)("%s", (_, f, truth, x) => {
    expect(largestError(f, truth, x)).toBeLessThan(3e-7);
  });
});

describe("gelu", () => {
  const truth = (x: number) => x * normal(x);
  it("has a relative error below 8e-7 from −3 on", () => {
    expect(largestError(gelu, truth, sweep(-3, 30))).toBeLessThan(8e-7);
  });

  it("keeps relative precision far into its vanishing tail", () => {
    expect(largestError(gelu, truth, sweep(-12, -3))).toBeLessThan(1e-5);
  });
});

describe("special values", () => {
  const one = (f: (tape: Tape, x: Tensor) => Tensor, x: number) =>
    evaluate(f, { shape: [1], values: [x] }).values[0];

  it.each([
    ["exp", exp, Number.NaN, Number.NaN],
    ["tanh", tanh, Number.NaN, Number.NaN],
    ["sigmoid", sigmoid, Number.NaN, Number.NaN],
    ["sigmoid", sigmoid, Number.POSITIVE_INFINITY, 1],
    ["log", log, 0, Number.NEGATIVE_INFINITY],
    ["log", log, 1, 0],
    ["log", log, -1, Number.NaN],
    ["log", log, Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY],
    ["gelu", gelu, Number.NaN, Number.NaN],
    ["gelu", gelu, 0, 0],
    ["gelu", gelu, 100, 100],
  ] as const)("%s: %#", (_, f, x, expected) => {
    expect(one(f, x)).toBe(expected);
  });
});
