import { describe, expect, it } from "vitest";
import { createModel } from "../../../src/models/index.js";
import {
  forecastQuantiles,
  levelsFor,
  quantileFunction,
} from "../../../src/models/intervals/quantiles.js";
import { normalQuantile } from "../../../src/numeric/normal.js";
import { panelOf } from "../../panels.js";

const values = Array.from({ length: 60 }, (_, t) => 20 + ((t * 7) % 11) + t / 5);
const context = { horizon: 4, seed: 1, levels: [80], warn: () => {} };

describe("quantiles", () => {
  it("are the ends of intervals, to the bit, and the forecast in the middle", async () => {
    const fitted = await createModel("theta").fit(panelOf(values), context);
    const [{ mean, intervals }] = fitted.forecast(4, [80, 95]);
    const [found] = forecastQuantiles(fitted, 4, [0.025, 0.1, 0.5, 0.9, 0.975])!;
    const [narrow, wide] = intervals!;
    expect(found.values).toEqual([wide.lo, narrow.lo, mean, narrow.hi, wide.hi]);
  });

  it("never fall, of any model", async () => {
    const shares = [0.001, 0.01, 0.2, 0.45, 0.498, 0.5, 0.502, 0.55, 0.8, 0.99, 0.999];
    for (const spec of ["naive", "ets", "hmm", "auto", "lstm:epochs=2,loss=quantile"]) {
      const fitted = await createModel(spec).fit(panelOf(values), context);
      const [{ values: rows }] = forecastQuantiles(fitted, 4, shares)!;
      for (let q = 1; q < rows.length; q++) {
        rows[q].forEach((value, h) => {
          expect(value).toBeGreaterThanOrEqual(rows[q - 1][h]);
        });
      }
    }
  });

  it("of a normal distribution are met between and beyond the levels that are known", () => {
    const ends = (level: number) => 3 * normalQuantile(0.5 + level / 200);
    const intervals = [50, 80].map((level) => ({
      level,
      lo: Float64Array.of(10 - ends(level)),
      hi: Float64Array.of(10 + ends(level)),
    }));
    const at = quantileFunction({ id: "a", mean: Float64Array.of(10), intervals }, 0);
    for (const z of [-3, -1, -0.1, 0, 0.4, 1, 2.5]) expect(at(z)).toBeCloseTo(10 + 3 * z, 12);
  });

  it("need the levels of the intervals that end there", () => {
    expect(levelsFor([0.025, 0.1, 0.35, 0.5, 0.9])).toEqual([30, 80, 95]);
  });

  it("are not made up for a model that gives no intervals", async () => {
    const fitted = await createModel("linear:epochs=2").fit(panelOf(values), context);
    expect(forecastQuantiles(fitted, 4, [0.1, 0.9])).toBeUndefined();
  });

  it("must ascend between 0 and 1", async () => {
    const fitted = await createModel("naive").fit(panelOf(values), context);
    for (const shares of [[0], [1], [0.9, 0.1], [Number.NaN]]) {
      expect(() => forecastQuantiles(fitted, 4, shares)).toThrow(RangeError);
    }
  });
});
