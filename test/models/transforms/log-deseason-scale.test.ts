import fc from "fast-check";
import { expect, it } from "vitest";
import { logDeseasonScale } from "../../../src/models/transforms/log-deseason-scale.js";

const season = 4;
const both = { log: true, deseason: true };
const series = fc.array(fc.double({ min: 0.1, max: 1e6, noNaN: true }), {
  minLength: 2,
  maxLength: 60,
});

it("restores what it adjusted", () => {
  fc.assert(
    fc.property(series, fc.boolean(), (values, signed) => {
      const y = Float64Array.from(values, (v, t) => (signed && t % 3 === 0 ? -v : v));
      const { values: z, restore } = logDeseasonScale(y, season, both);
      const largest = Math.max(...y.map(Math.abs));
      y.forEach((value, t) =>
        expect(Math.abs(restore(z[t], t) - value)).toBeLessThan(1e-9 * largest),
      );
    }),
  );
});

it("makes a series in other units the same series", () => {
  const y = Float64Array.from({ length: 40 }, (_, t) => 5 + t + [3, 1, -2, 0][t % 4]);
  const [one, thousand] = [
    logDeseasonScale(y, season, both),
    logDeseasonScale(
      y.map((v) => v * 1000),
      season,
      both,
    ),
  ];
  const level = thousand.values[0] - one.values[0];
  one.values.forEach((z, t) => expect(thousand.values[t] - level).toBeCloseTo(z, 8));
});

it("leaves a constant series finite", () => {
  const { values, restore } = logDeseasonScale(new Float64Array(20).fill(7), season, both);
  expect(values.every(Number.isFinite)).toBe(true);
  expect(restore(values[19], 25)).toBeCloseTo(7, 12);
});
