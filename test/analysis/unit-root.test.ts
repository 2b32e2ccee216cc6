import { describe, expect, it } from "vitest";
import { differencesNeeded, kpss, seasonalStrength } from "../../src/analysis/unit-root.js";
import { readPanel } from "../../src/data/read/read-panel.js";
import { chooseDifferences } from "../../src/models/arima/order-search.js";
import inR from "../reference/stl.json";

describe("the KPSS statistic", () => {
  it("is the partial sums over the variance where no lag is used", () => {
    // Deviations -1.5, -0.5, 0.5, 1.5; partial sums -1.5, -2, -1.5, 0: 8.5 / (4 * 5).
    expect(kpss(Float64Array.of(1, 2, 3, 4))).toBeCloseTo(0.425, 12);
  });

  it("weights the first autocovariance by a half of two at twenty values", () => {
    // Partial sums 1, 0, 1, 0, ...: 10; long-run variance 20 - 19: 10 / (20 * 1).
    const alternating = Float64Array.from({ length: 20 }, (_, t) => (t % 2 === 0 ? 1 : -1));
    expect(kpss(alternating)).toBeCloseTo(0.5, 12);
  });

  it("does not depend on the unit, and is 0 for a constant", () => {
    expect(kpss(Float64Array.of(1e12, 2e12, 3e12, 4e12))).toBeCloseTo(0.425, 12);
    expect(kpss(Float64Array.of(5, 5, 5, 5))).toBe(0);
  });
});

it("a straight line needs one difference", () => {
  expect(
    differencesNeeded(
      Float64Array.from({ length: 40 }, (_, t) => t),
      2,
    ),
  ).toBe(1);
});

describe("the seasonal strength", () => {
  it("is 1 where a pattern repeats exactly", () => {
    const pattern = [3, -1, -4, 2];
    const y = Float64Array.from({ length: 40 }, (_, t) => pattern[t % 4]);
    expect(seasonalStrength(y, 4)).toBeCloseTo(1, 6);
  });

  // R 4.2.2, forecast 8.20: seas.heuristic, whose seasons are smoothed by constants, and nsdiffs.
  it.each(Object.entries(inR.series))(
    "of %s is R's, and so are seasonal differences",
    async (name, known) => {
      const { series, season } = await readPanel(name, {}, () => {});
      const { y } = series[0];
      expect(seasonalStrength(y, season)).toBeCloseTo(known.strength, 8);
      expect(chooseDifferences(y, [], season).seasonalD).toBe(known.D);
    },
  );

  it("is 0 without two whole seasons", () => {
    expect(seasonalStrength(Float64Array.of(1, 2, 3, 1, 2, 3), 3)).toBe(0);
  });
});
