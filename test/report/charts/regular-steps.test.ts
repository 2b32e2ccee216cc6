import { expect, it } from "vitest";
import { parseFrequency } from "../../../src/data/time/frequency-alias.js";
import { inEvenSteps } from "../../../src/report/charts/regular-steps.js";

it("a line over irregular dates is a line over even steps, in its past and ahead", () => {
  const seconds = (...s: number[]) => Float64Array.from(s, (t) => 1000 * t);
  const line = (ds: Float64Array) => ds.map((t) => t / 1000);
  const ds = seconds(0, 7, 8, 31, 45);
  const future = seconds(46, 74, 80);
  const { series, ...ahead } = inEvenSteps(
    {
      series: { id: "a", ds, y: line(ds).with(2, Number.NaN) },
      future,
      forecasts: [
        { label: "m", mean: line(future), band: { level: 80, lo: line(future), hi: line(future) } },
      ],
    },
    parseFrequency("10s"),
  );
  expect(series.ds).toEqual(seconds(5, 15, 25, 35, 45));
  expect(Array.from(series.y)).toEqual([5, 15, 25, 35, 45]);
  expect(ahead.future).toEqual(seconds(55, 65, 75));
  const [{ mean, band }] = ahead.forecasts as [(typeof ahead.forecasts)[number]];
  for (const values of [mean, band!.lo, band!.hi]) {
    values.forEach((value, k) => {
      expect(value).toBeCloseTo(55 + 10 * k, 9);
    });
  }
});
