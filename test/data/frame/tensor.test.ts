import * as tf from "@tensorflow/tfjs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as ours from "../../../src/data/frame/tfjs.js";

// Else it prints advice.
tf.env().set("IS_TEST", true);

/** Quarters: sums, differences and products of them are exact in 32 bits too. */
const quarter = fc.integer({ min: -200, max: 200 }).map((n) => n / 4);
const matrix = (rows: number, columns: number) =>
  fc.array(fc.array(quarter, { minLength: columns, maxLength: columns }), {
    minLength: rows,
    maxLength: rows,
  });
const pairs = fc
  .record({ rows: fc.integer({ min: 1, max: 4 }), columns: fc.integer({ min: 1, max: 4 }) })
  .chain(({ rows, columns }) =>
    fc.record({
      a: matrix(rows, columns),
      b: fc.oneof(matrix(rows, columns), matrix(1, columns), matrix(rows, 1), matrix(1, 1)),
    }),
  );

const exact = ["add", "sub", "mul", "less", "lessEqual", "greater", "greaterEqual"] as const;
const other = ["equal", "notEqual", "div", "divNoNan", "mod"] as const;

describe("tensors of danfojs-node", () => {
  for (const operation of [...exact, ...other]) {
    it(`${operation} agrees with TensorFlow.js, broadcasting included`, () => {
      fc.assert(
        fc.property(pairs, ({ a, b }) => {
          const mine = ours.tensor2d(a)[operation](ours.tensor2d(b)).arraySync();
          const theirs = tf.tensor2d(a)[operation](tf.tensor2d(b)).arraySync();
          expect(asFloats(mine)).toEqual(asFloats(theirs));
        }),
      );
    });
  }

  it("pow of small whole exponents agrees with TensorFlow.js", () => {
    const base = [[1, -2, 3.5]];
    const exponent = [[3, 2, 0]];
    expect(ours.tensor2d(base).pow(ours.tensor2d(exponent)).arraySync()).toEqual(
      tf.tensor2d(base).pow(tf.tensor2d(exponent)).arraySync(),
    );
  });

  for (const operation of ["mean", "max", "min"] as const) {
    it(`${operation} over the rows agrees with TensorFlow.js`, () => {
      fc.assert(
        fc.property(matrix(4, 3), (x) => {
          const mine = ours.tensor2d(x)[operation](0).arraySync();
          expect(asFloats(mine)).toEqual(asFloats(tf.tensor2d(x)[operation](0).arraySync()));
        }),
      );
    });
  }

  it("moments of a vector are scalars", () => {
    const { mean, variance } = ours.moments(ours.tensor1d([1, 2, 6]), 0);
    expect(mean.arraySync()).toBe(3);
    expect(variance.arraySync()).toBe(14 / 3);
  });

  it("argMax and argMin are the first of equals", () => {
    const x = ours.tensor1d([2, 7, 1, 7, 1]);
    expect([x.argMax().arraySync(), x.argMin().arraySync()]).toEqual([1, 2]);
  });

  it("transposing twice is the identity", () => {
    fc.assert(
      fc.property(matrix(3, 2), (x) => {
        expect(ours.tensor2d(x).transpose().transpose().arraySync()).toEqual(x);
      }),
    );
  });

  it("keeps all digits of a double", () => {
    expect(ours.tensor1d([0.1]).add(ours.scalar(0.2)).arraySync()).toEqual([0.1 + 0.2]);
  });

  it("operands whose shapes do not fit are an error", () => {
    const [a, b] = [ours.tensor1d([1, 2]), ours.tensor1d([1, 2, 3])];
    expect(() => a.add(b)).toThrow("operands of 2 and 3 values cannot be combined");
  });

  it("values that do not fill the shape are an error", () => {
    expect(() => ours.tensor2d([1, 2, 3], [2, 2])).toThrow("3 values do not fill the shape [2, 2]");
  });

  it("a sample holds each row at most once and depends on the seed alone", async () => {
    const items = Array.from({ length: 50 }, (_, i) => i);
    const sample = (seed: string) => ours.data.array(items).shuffle(20, seed).take(20).toArray();
    const one = await sample("1");
    expect(new Set(one).size).toBe(20);
    expect(await sample("1")).toEqual(one);
    expect(await sample("2")).not.toEqual(one);
  });
});

/** At the precision of TensorFlow.js, one zero. */
function asFloats(value: unknown): unknown {
  return Array.isArray(value) ? value.map(asFloats) : Math.fround(value as number) + 0;
}
