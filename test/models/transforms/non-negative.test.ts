import { describe, expect, it } from "vitest";
import { createModel } from "../../../src/models/index.js";
import { nonNegative } from "../../../src/models/transforms/non-negative.js";
import { panelOf } from "../../panels.js";

const context = { horizon: 6, seed: 1, levels: [50, 95], warn: () => {} };

describe("series without negative values", () => {
  const falling = Array.from({ length: 40 }, (_, t) => 40 - t + (t % 3));
  const negative = falling.map((value) => value - 10);

  it.each(["drift", "naive", "ar", "auto"])(
    "are forecast without them by %s, in intervals that keep a width, and it says so once",
    async (spec) => {
      const warnings: string[] = [];
      const model = nonNegative(createModel(spec));
      const warn = (message: string) => void warnings.push(message);
      const fitted = await model.fit(panelOf(falling), { ...context, warn });
      for (const [{ mean, intervals = [] }] of [fitted.forecast(6), fitted.forecast(6)]) {
        for (const { lo, hi } of intervals) {
          mean.forEach((value, h) => {
            expect(lo[h]).toBeGreaterThanOrEqual(0);
            expect(value).toBeGreaterThanOrEqual(lo[h]);
            expect(hi[h]).toBeGreaterThan(value);
          });
        }
      }
      expect(warnings.filter((message) => message.includes("kept at 0"))).toEqual([
        `${spec}: forecasts of series "a" are kept at 0 or above, as nothing below was observed; --min -1000 allows negative ones`,
      ]);
    },
  );

  it("are no others: one negative value leaves the forecasts alone", async () => {
    const panel = panelOf(negative);
    const own = await createModel("drift").fit(panel, context);
    const fitted = await nonNegative(createModel("drift")).fit(panel, context);
    expect(fitted.forecast(6)).toEqual(own.forecast(6));
    expect(Math.min(...own.forecast(6)[0].mean)).toBeLessThan(0);
  });
});
