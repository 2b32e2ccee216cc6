import { expect, it } from "vitest";
import { calibrated } from "../../../src/models/auto/claims.js";
import type { Trial } from "../../../src/models/auto/trials.js";
import { panelOfMany } from "../../panels.js";

/** Errors in units of the claimed deviation: 1 from the latest origin, 10 from the one before. */
function calibrationOf(series: number, length = 40) {
  const panel = panelOfMany(Array.from({ length: series }, () => Array(length).fill(0)));
  const forecast = (s: number, size: number) => ({
    mean: new Float64Array(4).fill(s % 2 ? size : -size),
    deviation: new Float64Array(4).fill(1),
  });
  const trial = {
    forecasts: panel.series.map((_, s) => [forecast(s, 1), forecast(s, 10)]),
  } as unknown as Trial;
  const weights = panel.series.map(() => Float64Array.of(1));
  const held = panel.series.map(() => [4, 6]);
  return calibrated([{ trial }], weights, panel, { steps: 4, held }, new Map(), false);
}

it("makes intervals of a panel of what its series were last, of fewer series of all origins", () => {
  const largest = (series: number) =>
    Math.max(...calibrationOf(series).errors.flatMap((errors) => Array.from(errors, Math.abs)));
  expect(largest(160)).toBeLessThan(2);
  expect(largest(159)).toBeGreaterThan(9);
});

it("enlarges errors of a single series the more, the shorter it is, and those of panels alike", () => {
  const latest = (series: number, length: number) => {
    const sizes = calibrationOf(series, length).errors.flatMap((errors) =>
      Array.from(errors, Math.abs),
    );
    return Math.min(...sizes);
  };
  expect(latest(1, 40)).toBeCloseTo(Math.sqrt(1 + 4 / 40), 12);
  expect(latest(1, 20)).toBeCloseTo(Math.sqrt(1 + 4 / 20), 12);
  expect(latest(2, 40)).toBeCloseTo(1.07, 12);
  expect(latest(2, 20)).toBeCloseTo(1.07, 12);
});
