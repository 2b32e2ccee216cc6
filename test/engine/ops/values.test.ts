import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  add,
  averagePool,
  concat,
  conv1d,
  div,
  gather,
  huber,
  layerNorm,
  mae,
  matmul,
  maxPool,
  mean,
  mse,
  mul,
  pad,
  quantile,
  relu,
  scale,
  shift,
  slice,
  softmax,
  square,
  sub,
  sum,
  transpose,
} from "../../../src/engine/ops/index.js";
import type { Tape } from "../../../src/engine/tape.js";
import { sizeOf, type Tensor } from "../../../src/engine/tensor.js";
import { Random } from "../../../src/numeric/random.js";
import { evaluate, type Values } from "../evaluate.js";

const drawFrom =
  (random: Random) =>
  (...shape: number[]) => {
    const values = Float32Array.from({ length: sizeOf(shape) }, () => random.uniform(-2, 2));
    return { shape, values };
  };
const draw = drawFrom(new Random(5));
/** For properties, whose shapes differ from run to run: what other tests draw stays the same. */
const drawAnyShape = drawFrom(new Random(6));

/** The place of every element of a shape, in row-major order. */
function places(shape: readonly number[]): number[][] {
  return shape.reduce<number[][]>(
    (all, n) => all.flatMap((place) => Array.from({ length: n }, (_, i) => [...place, i])),
    [[]],
  );
}

function at({ shape, values }: Values, place: readonly number[]): number {
  return values[place.reduce((offset, i, axis) => offset * shape[axis] + i, 0)];
}

function expectClose(actual: ArrayLike<number>, expected: readonly number[], tolerance = 2e-6) {
  expect(actual.length).toBe(expected.length);
  const scale = Math.max(1, ...expected.map(Math.abs));
  expected.forEach((e, i) => {
    expect(Math.abs(actual[i] - e) / scale, `element ${i}`).toBeLessThan(tolerance);
  });
}

describe("broadcasting follows NumPy", () => {
  /** Two shapes that fit: one full shape, of which each operand may lack leading axes and repeat others. */
  const pairs = fc.array(fc.integer({ min: 1, max: 5 }), { maxLength: 4 }).chain((full) => {
    const operand = fc
      .tuple(fc.integer({ min: 0, max: full.length }), fc.array(fc.boolean(), { minLength: 4 }))
      .map(([skip, ones]) => full.map((n, i) => (ones[i] ? 1 : n)).slice(skip));
    return fc.tuple(operand, operand);
  });

  it.each([
    ["add", add, (x: number, y: number) => x + y],
    ["sub", sub, (x: number, y: number) => x - y],
    ["mul", mul, (x: number, y: number) => x * y],
    ["div", div, (x: number, y: number) => x / y],
  ] as const)("%s", (_, op, scalar) => {
    fc.assert(
      fc.property(pairs, ([shapeA, shapeB]) => {
        const [a, b] = [drawAnyShape(...shapeA), drawAnyShape(...shapeB)];
        const rank = Math.max(shapeA.length, shapeB.length);
        const aligned = (shape: number[]) => [...Array(rank - shape.length).fill(1), ...shape];
        const [fullA, fullB] = [aligned(shapeA), aligned(shapeB)];
        const shape = fullA.map((n, i) => Math.max(n, fullB[i]!));
        const pick = (v: Values, full: number[], place: number[]) =>
          at(
            { shape: full, values: v.values },
            place.map((i, axis) => (full[axis] === 1 ? 0 : i)),
          );
        const out = evaluate(op, a, b);
        expect(out.shape).toEqual(shape);
        expect(out.values).toEqual(
          places(shape).map((p) => Math.fround(scalar(pick(a, fullA, p), pick(b, fullB, p)))),
        );
      }),
    );
  });
});

describe("functions of one value agree with Math.*", () => {
  it.each([
    ["relu", relu, (x: number) => Math.max(x, 0)],
    ["square", square, (x: number) => x * x],
    ["scale", (tape: Tape, x: Tensor) => scale(tape, x, -3), (x: number) => -3 * x],
    ["shift", (tape: Tape, x: Tensor) => shift(tape, x, 0.5), (x: number) => x + 0.5],
  ] as const)("%s", (_, f, truth) => {
    for (const n of [1, 3, 7, 33]) {
      const x = draw(n);
      expectClose(evaluate(f, x).values, Array.from(x.values, truth), 4e-7);
    }
  });
});

describe("sums and means over axes", () => {
  const shapes = fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 4 });
  const cases = shapes.chain((shape) =>
    fc.tuple(fc.constant(shape), fc.subarray(Array.from(shape.keys())), fc.boolean()),
  );

  it.each([
    ["sum", sum],
    ["mean", mean],
  ] as const)("%s agrees with a plain loop", (name, op) => {
    fc.assert(
      fc.property(cases, ([shape, axes, keep]) => {
        const x = drawAnyShape(...shape);
        const kept = shape.map((n, axis) => (axes.includes(axis) ? 1 : n));
        const totals = new Map<string, number>();
        for (const place of places(shape)) {
          const key = String(place.map((i, axis) => (axes.includes(axis) ? 0 : i)));
          totals.set(key, (totals.get(key) ?? 0) + at(x, place));
        }
        const count = name === "mean" ? sizeOf(shape) / sizeOf(kept) : 1;
        const out = evaluate((tape, t) => op(tape, t, axes, keep), x);
        expect(out.shape).toEqual(keep ? kept : shape.filter((_, axis) => !axes.includes(axis)));
        expectClose(
          out.values,
          places(kept).map((place) => totals.get(String(place))! / count),
        );
      }),
    );
  });

  it("loses nothing over a million values", () => {
    const n = 1_000_003;
    const { values } = evaluate((tape, x) => sum(tape, x), {
      shape: [n],
      values: new Float32Array(n).fill(0.1),
    });
    expect(values[0]).toBe(Math.fround(n * Math.fround(0.1)));
  });
});

describe("rearrangements put every value in its place", () => {
  const x = draw(3, 7, 2, 5);

  it.each([[[0, 1, 2, 3]], [[3, 2, 1, 0]], [[0, 2, 1, 3]], [[2, 0, 3, 1]]])(
    "transpose to %j",
    (order) => {
      const out = evaluate((tape, t) => transpose(tape, t, order), x);
      expect(out.shape).toEqual(order.map((axis) => x.shape[axis]));
      const back = (place: number[]) =>
        order.reduce<number[]>((p, axis, i) => p.with(axis, place[i]), [0, 0, 0, 0]);
      expect(out.values).toEqual(places(out.shape).map((place) => at(x, back(place))));
    },
  );

  it.each([
    [0, 1, 3],
    [1, 2, 6],
    [-1, 0, 1],
  ])("slice of axis %i from %i to %i", (axis, from, to) => {
    const along = (axis + 4) % 4;
    const out = evaluate((tape, t) => slice(tape, t, axis, from, to), x);
    expect(out.shape).toEqual(x.shape.with(along, to - from));
    expect(out.values).toEqual(
      places(out.shape).map((place) => at(x, place.with(along, place[along] + from))),
    );
  });

  it("concat then slice gives the parts back", () => {
    const y = draw(3, 7, 4, 5);
    const parts = [
      [x, 0, 2],
      [y, 2, 6],
    ] as const;
    for (const [part, from, to] of parts) {
      const out = evaluate((tape, a, b) => slice(tape, concat(tape, [a, b], 2), 2, from, to), x, y);
      expect(out).toEqual({ shape: part.shape, values: Array.from(part.values) });
    }
  });

  it("pad surrounds with its value", () => {
    const out = evaluate((tape, t) => pad(tape, t, 0, 2, 1, -1), {
      shape: [2, 2],
      values: [1, 2, 3, 4],
    });
    expect(out).toEqual({ shape: [5, 2], values: [-1, -1, -1, -1, 1, 2, 3, 4, -1, -1] });
  });
});

describe("products agree with a plain triple loop", () => {
  const sizes = [1, 3, 7, 33];
  const cases = sizes.flatMap((m) =>
    sizes.flatMap((n) => [1, 7, 300].map((k) => [m, k, n] as const)),
  );
  it.each(cases)("two batches of [%i, %i] · [.., %i]", (m, k, n) => {
    const [a, b] = [draw(2, m, k), draw(2, k, n)];
    const out = evaluate((tape, x, y) => matmul(tape, x, y), a, b);
    const expected = places([2, m, n]).map(([batch, i, j]) => {
      let total = 0;
      for (let p = 0; p < k; p++) total += at(a, [batch, i, p]) * at(b, [batch, p, j]);
      return total;
    });
    expectClose(out.values, expected, 1e-5);
  });
});

describe("softmax", () => {
  it.each([1, 3, 7, 33])("agrees with Math.exp over rows of %i", (n) => {
    const x = draw(5, n);
    const expected = Array.from({ length: 5 }, (_, r) => {
      const row = Array.from(x.values.slice(r * n, (r + 1) * n), (v) => Math.exp(v));
      const total = row.reduce((a, b) => a + b);
      return row.map((e) => e / total);
    }).flat();
    expectClose(evaluate(softmax, x).values, expected, 3e-7);
  });

  it("is not moved by values beyond the range of exp", () => {
    const out = evaluate(softmax, { shape: [4], values: [1e4, 1e4, -1e4, 1e4] });
    expectClose(out.values, [1 / 3, 1 / 3, 0, 1 / 3]);
  });

  it("gives a value masked by −∞ no weight at all", () => {
    const out = evaluate(softmax, { shape: [3], values: [0.5, Number.NEGATIVE_INFINITY, 0.5] });
    expect(out.values).toEqual([0.5, 0, 0.5]);
  });
});

describe("layer norm", () => {
  it.each([2, 3, 7, 33])("agrees with its definition over rows of %i", (n) => {
    const [x, gain, bias] = [draw(4, n), draw(n), draw(n)];
    const expected = Array.from({ length: 4 }, (_, r) => {
      const row = Array.from(x.values.slice(r * n, (r + 1) * n));
      const centre = row.reduce((a, b) => a + b) / n;
      const variance = row.reduce((total, v) => total + (v - centre) ** 2, 0) / n;
      return row.map(
        (v, j) => (gain.values[j] * (v - centre)) / Math.sqrt(variance + 1e-5) + bias.values[j],
      );
    }).flat();
    expectClose(evaluate(layerNorm, x, gain, bias).values, expected);
  });

  it("sees small differences on a high level", () => {
    const x = { shape: [4], values: [4096, 4097, 4098, 4099] };
    const out = evaluate(
      layerNorm,
      x,
      { shape: [4], values: [1, 1, 1, 1] },
      { shape: [4], values: [0, 0, 0, 0] },
    );
    expectClose(
      out.values,
      [-3, -1, 1, 3].map((v) => v / Math.sqrt(5)),
      1e-5,
    );
  });
});

describe("conv1d agrees with a plain loop", () => {
  it.each([
    ["causal", 1, 3],
    ["causal", 4, 3],
    ["causal", 20, 2],
    ["same", 1, 3],
    ["same", 2, 4],
    ["same", 20, 3],
    ["valid", 1, 3],
    ["valid", 5, 3],
    ["valid", 1, 1],
  ] as const)("%s padding, dilation %i, kernel %i", (padding, dilation, kernel) => {
    const [x, weight, bias] = [draw(2, 3, 13), draw(5, 3, kernel), draw(5)];
    const reach = (kernel - 1) * dilation;
    const left = padding === "causal" ? reach : padding === "same" ? Math.floor(reach / 2) : 0;
    const steps = padding === "valid" ? 13 - reach : 13;
    const out = evaluate(
      (tape, a, w, b) => conv1d(tape, a, w, b, { padding, dilation }),
      x,
      weight,
      bias,
    );
    expect(out.shape).toEqual([2, 5, steps]);
    const expected = places([2, 5, steps]).map(([batch, o, t]) => {
      let total = bias.values[o];
      for (let c = 0; c < 3; c++) {
        for (let j = 0; j < kernel; j++) {
          const s = t + j * dilation - left;
          if (s >= 0 && s < 13) total += at(weight, [o, c, j]) * at(x, [batch, c, s]);
        }
      }
      return total;
    });
    expectClose(out.values, expected);
  });
});

describe("pooling over time", () => {
  const x = { shape: [1, 7], values: [3, 1, 4, -1, -5, -9, 2] };

  it("takes the largest value of each window", () => {
    expect(evaluate((tape, t) => maxPool(tape, t, 3, 2), x)).toEqual({
      shape: [1, 3],
      values: [4, 4, 2],
    });
  });

  it("takes the mean of each window and leaves out what fills none", () => {
    expect(evaluate((tape, t) => averagePool(tape, t, 2), x)).toEqual({
      shape: [1, 3],
      values: [2, 1.5, -7],
    });
  });
});

describe("gather", () => {
  const table = { shape: [3, 2], values: [1, 2, 3, 4, 5, 6] };

  it("copies rows by number", () => {
    const out = evaluate(gather, table, { shape: [2, 2], values: [2, 0, 1, 2] });
    expect(out).toEqual({ shape: [2, 2, 2], values: [5, 6, 1, 2, 3, 4, 5, 6] });
  });

  it("gives NaN for numbers that are no row's", () => {
    const out = evaluate(gather, table, { shape: [4], values: [3, -1, Number.NaN, 1] });
    expect(out.values).toEqual([...Array(6).fill(Number.NaN), 3, 4]);
  });
});

describe("losses agree with their definitions", () => {
  const [p, y] = [draw(3, 7), draw(3, 7)];
  const weight = { shape: [3, 7], values: p.values.map((_, i) => (i % 4 === 0 ? 0 : 0.5 + i)) };
  const errors = Array.from(p.values, (v, i) => v - y.values[i]);
  const averages = [
    ["mean", (loss: (e: number) => number) => errors.reduce((a, e) => a + loss(e), 0) / 21, []],
    [
      "weighted mean",
      (loss: (e: number) => number) =>
        errors.reduce((a, e, i) => a + weight.values[i] * loss(e), 0) /
        weight.values.reduce((a, b) => a + b),
      [weight],
    ],
  ] as const;

  it.each(averages)("mse, %s", (_, average, weights) => {
    const out = evaluate((tape, a, b, w) => mse(tape, a, b, w), p, y, ...weights);
    expectClose(out.values, [average((e) => e * e)]);
  });

  it.each(averages)("mae, %s", (_, average, weights) => {
    const out = evaluate((tape, a, b, w) => mae(tape, a, b, w), p, y, ...weights);
    expectClose(out.values, [average(Math.abs)]);
  });

  it.each(averages)("huber, %s", (_, average, weights) => {
    const out = evaluate((tape, a, b, w) => huber(tape, a, b, 0.8, w), p, y, ...weights);
    expectClose(out.values, [
      average((e) => (Math.abs(e) < 0.8 ? (e * e) / 1.6 : Math.abs(e) - 0.4)),
    ]);
  });

  it.each(averages)("quantile of three levels, %s", (_, average, weights) => {
    const levels = [0.1, 0.5, 0.95];
    const spread = { shape: [3, 7, 3], values: Array.from(p.values, (v) => [v, v, v]).flat() };
    const out = evaluate((tape, a, b, w) => quantile(tape, a, b, levels, w), spread, y, ...weights);
    const pinball = (e: number) =>
      levels.reduce((a, q) => a + Math.max(-q * e, (1 - q) * e), 0) / 3;
    expectClose(out.values, [average(pinball)]);
  });

  it("leaves out missing targets that have no weight", () => {
    const values = { shape: [3], values: [1, 2, 3] };
    const target = { shape: [3], values: [2, Number.NaN, 5] };
    const mask = { shape: [3], values: [1, 0, 1] };
    const losses = [mse, mae].map(
      (loss) => evaluate((tape, a, b, w) => loss(tape, a, b, w), values, target, mask).values[0],
    );
    expect(losses).toEqual([2.5, 1.5]);
  });

  it("is 0 where nothing has weight", () => {
    const values = { shape: [2], values: [1, 2] };
    const none = { shape: [2], values: [0, 0] };
    expect(evaluate((tape, a, b, w) => mse(tape, a, b, w), values, none, none).values).toEqual([0]);
  });
});
