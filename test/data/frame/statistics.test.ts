import { createRequire } from "node:module";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as statistics from "../../../src/data/frame/mathjs.js";

const danfojs = createRequire(createRequire(import.meta.url).resolve("danfojs-node"));
const mathjs = danfojs("mathjs");

/** Hundredths: mathjs takes numbers that differ by less than 1e-12 for equal when it sorts. */
const values = fc.array(
  fc.integer({ min: -1e6, max: 1e6 }).map((n) => n / 100),
  { minLength: 1 },
);

describe("statistics of danfojs-node", () => {
  const { mean, median, variance, std } = statistics;
  for (const [name, compute] of Object.entries({ mean, median, variance, std })) {
    it(`${name} agrees with mathjs to the last bit`, () => {
      fc.assert(
        fc.property(values, (x) => {
          // mathjs knows one zero.
          expect(compute(x) + 0).toBe(mathjs[name](x) + 0);
        }),
      );
    });

    it(`${name} of values of which one is missing is NaN`, () => {
      expect(compute([1, Number.NaN, 3])).toBeNaN();
    });

    it(`${name} of nothing is an error`, () => {
      expect(() => compute([])).toThrow(RangeError);
    });
  }

  it("mode agrees with mathjs", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 1 }), (x) => {
        expect(statistics.mode(x).sort()).toEqual(mathjs.mode(x).sort());
      }),
    );
  });

  it("reads numbers that are written as text", () => {
    expect(statistics.mean(["1", "2.5"])).toBe(1.75);
  });

  it("rejects text", () => {
    expect(() => statistics.mean(["1", "one"])).toThrow('"one" is text, not a number');
  });
});
