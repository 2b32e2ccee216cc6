import fc from "fast-check";
import { expect, it } from "vitest";
import { cos, exp, log, pow, sin } from "../../src/numeric/elementary.js";

const relative = (actual: number, expected: number) => Math.abs(actual / expected - 1);

it("exp has a relative error below 1e-15 over all normal results", () => {
  fc.assert(
    fc.property(fc.double({ min: -708, max: 709.7, noNaN: true }), (x) => {
      expect(relative(exp(x), Math.exp(x))).toBeLessThan(1e-15);
    }),
    { numRuns: 5000 },
  );
});

it("log has a relative error below 1e-15", () => {
  fc.assert(
    fc.property(fc.double({ min: Number.MIN_VALUE, noNaN: true, noDefaultInfinity: true }), (x) => {
      if (Math.log(x) !== 0) expect(relative(log(x), Math.log(x))).toBeLessThan(1e-15);
    }),
    { numRuns: 5000 },
  );
  expect(log(1)).toBe(0);
});

it("sin and cos have an absolute error below 1e-15 over two turns", () => {
  for (let x = -6.28; x <= 6.28; x += 0.001) {
    expect(Math.abs(cos(x) - Math.cos(x))).toBeLessThan(1e-15);
    expect(Math.abs(sin(x) - Math.sin(x))).toBeLessThan(1e-15);
  }
});

it("pow has a relative error below 1e-13", () => {
  fc.assert(
    fc.property(
      fc.double({ min: 1e-10, max: 1e10, noNaN: true }),
      fc.double({ min: -10, max: 10, noNaN: true }),
      (x, y) => {
        expect(relative(pow(x, y), x ** y)).toBeLessThan(1e-13);
      },
    ),
  );
  expect(pow(7, 0)).toBe(1);
});

it("the ends of the range behave as Math does", () => {
  for (const x of [Number.NaN, Infinity, -Infinity, 0, 800, -800]) expect(exp(x)).toBe(Math.exp(x));
  for (const x of [Number.NaN, Infinity, 0, -1]) expect(log(x)).toBe(Math.log(x));
});

it("gives these bits everywhere", () => {
  expect([exp(2), exp(-0.5), exp(100), log(3), log(1e-300), cos(1), cos(3)]).toEqual([
    7.38905609893065, 0.6065306597126334, 2.6881171418161356e43, 1.0986122886681098,
    -690.7755278982137, 0.5403023058681398, -0.9899924966004454,
  ]);
});
