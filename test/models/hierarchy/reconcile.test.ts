import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  addedUp,
  bottomUp,
  minimumTrace,
  shrunkCovariance,
  topDown,
} from "../../../src/models/hierarchy/reconcile.js";

/** A total of two series. */
const PAIR = [
  { id: "total", children: [1, 2] },
  { id: "a", children: [] },
  { id: "b", children: [] },
];
/** A total of a and b, which have two and one series. */
const TREE = [
  { id: "total", children: [1, 2] },
  { id: "a", children: [3, 4] },
  { id: "b", children: [5] },
  ...["a/x", "a/y", "b/z"].map((id) => ({ id, children: [] })),
];
const diagonal = (...values: number[]) =>
  Float64Array.from({ length: values.length ** 2 }, (_, k) =>
    k % (values.length + 1) === 0 ? values[k % values.length]! : 0,
  );

describe("minimum trace reconciliation", () => {
  it("shares a gap among all alike where errors have one variance, by hand", () => {
    // ŷ = (10, 4, 3): 3 are missing below, a third of which each takes.
    const { apply, widths } = minimumTrace(PAIR, diagonal(1, 1, 1));
    Array.from(apply(Float64Array.of(10, 4, 3))).forEach((value, i) =>
      expect(value).toBeCloseTo([9, 5, 4][i]!, 9),
    );
    widths.forEach((width) => expect(width).toBeCloseTo(Math.sqrt(2 / 3), 9));
  });

  it("moves uncertain forecasts most, by hand", () => {
    const { apply, widths } = minimumTrace(PAIR, diagonal(1, 2, 4));
    Array.from(apply(Float64Array.of(10, 4, 3))).forEach((value, i) =>
      expect(value).toBeCloseTo([10 - 3 / 7, 4 + 6 / 7, 3 + 12 / 7][i]!, 9),
    );
    // Var = w − w²/7.
    [1, 2, 4].forEach((w, i) => expect(widths[i]).toBeCloseTo(Math.sqrt(1 - w / 7), 9));
  });

  it("is S(S′W⁻¹S)⁻¹S′W⁻¹ŷ, as in eq. 9 of the paper", () => {
    const numbers = (length: number) =>
      fc.array(fc.double({ min: -2, max: 2, noNaN: true }), {
        minLength: length,
        maxLength: length,
      });
    fc.assert(
      fc.property(numbers(36), numbers(6), (root, given) => {
        const A = Array.from({ length: 6 }, (_, i) => root.slice(6 * i, 6 * i + 6));
        // Symmetric and positive definite.
        const W = A.map((a, i) =>
          A.map((b, j) => a.reduce((sum, x, k) => sum + x * b[k]!, 0) + (i === j ? 1 : 0)),
        );
        const S = [
          [1, 1, 1],
          [1, 1, 0],
          [0, 0, 1],
          [1, 0, 0],
          [0, 1, 0],
          [0, 0, 1],
        ];
        const inverse = inverted(W);
        const St = transposed(S);
        const G = times(inverted(times(times(St, inverse), S)), times(St, inverse));
        const expected = times(
          times(S, G),
          given.map((x) => [x]),
        ).map(([x]) => x!);
        const { apply, widths } = minimumTrace(TREE, Float64Array.from(W.flat()));
        const found = apply(Float64Array.from(given));
        expected.forEach((value, i) => expect(found[i]).toBeCloseTo(value, 6));
        const variance = times(times(times(S, G), W), transposed(times(S, G)));
        widths.forEach((width, i) => {
          expect(width).toBeCloseTo(Math.sqrt(variance[i]![i]! / W[i]![i]!), 6);
          expect(width).toBeLessThanOrEqual(1 + 1e-9);
        });
      }),
      { numRuns: 60 },
    );
  });

  it("leaves forecasts alone that add up", () => {
    const values = addedUp(TREE, Float64Array.of(0, 0, 0, 1.5, 2.25, 4));
    const { apply } = minimumTrace(TREE, diagonal(3, 1, 4, 1, 5, 9));
    expect(Array.from(apply(values))).toEqual([7.75, 3.75, 4, 1.5, 2.25, 4]);
  });

  it("copes with a sum of one series alone, whose errors are the same", () => {
    const { covariance } = shrunkCovariance([
      Float64Array.of(1, -2, 3, -1, 2),
      Float64Array.of(1, -2, 3, -1, 2),
    ]);
    const only = [
      { id: "total", children: [1] },
      { id: "a", children: [] },
    ];
    const found = minimumTrace(only, covariance).apply(Float64Array.of(5, 5));
    expect(found[0]).toBe(found[1]);
    expect(found[0]).toBeCloseTo(5, 6);
  });
});

describe("the shrunk covariance", () => {
  it("has λ = 0 for errors that are all the same, and 1 for those that have nothing in common", () => {
    const same = Float64Array.of(1, -1, 1, -1);
    expect(shrunkCovariance([same, same]).lambda).toBe(0);
    expect(shrunkCovariance([same, Float64Array.of(1, 1, -1, -1)]).lambda).toBe(1);
  });

  it("is that of its formula, by hand", () => {
    // r = 6/8; Var r = (8 − 8·0.5625)/(8·7) = 1/16; λ = (1/16)/(9/16).
    const a = Float64Array.of(1, 1, 1, 1, -1, -1, -1, -1);
    const b = Float64Array.of(2, 2, 2, 2, -2, -2, -2, 2);
    const { covariance, lambda } = shrunkCovariance([a, b]);
    expect(lambda).toBeCloseTo(1 / 9, 12);
    [1, (8 / 9) * 0.75 * 2, (8 / 9) * 0.75 * 2, 4].forEach((value, k) =>
      expect(covariance[k]).toBeCloseTo(value, 12),
    );
  });
});

describe("bottom-up and top-down", () => {
  it("add up the lowest level, with the variance of the sum", () => {
    const covariance = Float64Array.of(4, 0, 0, 0, 1, 0.5, 0, 0.5, 2);
    const { apply, widths } = bottomUp(PAIR, covariance);
    expect(Array.from(apply(Float64Array.of(99, 4, 3)))).toEqual([7, 4, 3]);
    // 1 + 2 + 2·0.5 of 4.
    expect(Array.from(widths)).toEqual([1, 1, 1]);
  });

  it("share the total out in proportion, by hand", () => {
    const { apply } = topDown(TREE);
    // 12 is shared 6 : 2, and 9 of it 1 : 2.
    const found = apply(Float64Array.of(12, 6, 2, 1, 2, 7));
    expect(Array.from(found)).toEqual([12, 9, 3, 3, 6, 3]);
    expect(Array.from(apply(Float64Array.of(12, 0, 0, 0, 0, 0)))).toEqual([12, 6, 6, 3, 3, 6]);
  });
});

type Matrix = readonly (readonly number[])[];

function times(a: Matrix, b: Matrix): number[][] {
  return a.map((row) => b[0]!.map((_, j) => row.reduce((sum, x, k) => sum + x * b[k]![j]!, 0)));
}

function transposed(a: Matrix): number[][] {
  return a[0]!.map((_, j) => a.map((row) => row[j]!));
}

/** By Gauss and Jordan, of a positive definite matrix. */
function inverted(a: Matrix): number[][] {
  const n = a.length;
  const rows = a.map((row, i) => [...row, ...row.map((_, j) => (i === j ? 1 : 0))]);
  for (let c = 0; c < n; c++) {
    const pivot = rows[c]![c]!;
    rows[c] = rows[c]!.map((x) => x / pivot);
    for (let r = 0; r < n; r++) {
      if (r === c) continue;
      const factor = rows[r]![c]!;
      rows[r] = rows[r]!.map((x, k) => x - factor * rows[c]![k]!);
    }
  }
  return rows.map((row) => row.slice(n));
}
