import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Panel } from "../../src/data/panel/from-table.js";
import { readPanel } from "../../src/data/read/read-panel.js";
import { FitError, UsageError } from "../../src/errors.js";
import { decodeModel, encodeModel, restoreModel } from "../../src/models/file/model-file.js";
import { createModel } from "../../src/models/index.js";
import type { FitContext, Model } from "../../src/models/model.js";
import { withFeatures } from "../../src/models/with-features.js";
import { panelOf } from "../panels.js";

const context = (horizon: number): FitContext => ({ horizon, seed: 1, warn: () => {} });

/** What a model with these features is given of a panel. */
async function seen(panel: Panel, specs: readonly string[], horizon: number): Promise<Panel> {
  let given = panel;
  const watcher: Model = {
    ...createModel("naive"),
    async fit(panel, context) {
      given = panel;
      return createModel("naive").fit(panel, context);
    },
  };
  await withFeatures(watcher, specs).fit(panel, context(horizon));
  return given;
}

describe("features as inputs", () => {
  const y = [3, 1, 4, 1, 5, 9, 2, 6];

  it("are known ahead where they look back as far as the horizon, with the first value before", async () => {
    const { series } = await seen(panelOf(y), ["lag:1,2"], 2);
    expect(Array.from(series[0].future!)).toEqual([
      ["y_lag_2", Float64Array.of(3, 3, 3, 1, 4, 1, 5, 9, 2, 6)],
    ]);
    expect(Array.from(series[0].past!)).toEqual([
      ["y_lag_1", Float64Array.of(3, 3, 1, 4, 1, 5, 9, 2)],
    ]);
  });

  it("keep the waves of the season where they are in the rows before lags are known", async () => {
    const both = await seen(panelOf(y, 4), ["lag:3", "calendar:fourier=1"], 1);
    const alone = await seen(panelOf(y, 4), ["calendar:fourier=1"], 1);
    expect(both.series[0].future!.get("calendar_sin_1")).toEqual(
      alone.series[0].future!.get("calendar_sin_1"),
    );
  });

  it.each([
    "lag:1,3",
    "roll:mean,max:5",
    "diff:4",
    "ewm:0.5",
    "fft:k=2,window=6",
    "dtw:k=2,window=3",
  ])(
    "of %s show nothing of their own row or later ones, not even in the first rows",
    async (spec) => {
      const value = fc.integer({ min: -50, max: 50 });
      const values = fc.array(value, { minLength: 20, maxLength: 20 });
      await fc.assert(
        fc.asyncProperty(values, values, fc.integer({ min: 1, max: 19 }), async (a, b, cut) => {
          const changed = a.map((one, t) => (t < cut ? one : b[t]));
          const [first, second] = [
            await seen(panelOf(a), [spec], 2),
            await seen(panelOf(changed), [spec], 2),
          ];
          for (const kind of ["past", "future"] as const) {
            for (const [name, x] of first.series[0][kind] ?? []) {
              const other = second.series[0][kind]!.get(name)!;
              expect(other.subarray(0, cut + 1)).toEqual(x.subarray(0, cut + 1));
              expect(x.every(Number.isFinite)).toBe(true);
            }
          }
        }),
        { numRuns: 25 },
      );
    },
  );

  it("are computed of forecasts beyond the horizon of the fit", async () => {
    const season = Array.from({ length: 48 }, (_, t) => [10, 20, 40, 80][t % 4] + t / 100);
    const lagged = withFeatures(createModel("lag-regression:lags=1,log=no"), ["lag:4"]);
    const panel = panelOf(season);
    const fitted = await lagged.fit(panel, context(4));
    const [twelve] = fitted.forecast(12, [80]);
    expect(twelve.intervals![0].lo).toHaveLength(12);
    twelve.mean.forEach((value, h) => {
      expect(Math.abs(value - [10, 20, 40, 80][h % 4])).toBeLessThan(6);
    });
    expect(twelve.mean.subarray(0, 4)).toEqual(fitted.forecast(4, [])[0].mean);
  });

  it.each([
    "lstm:epochs=2",
    "linear:epochs=2",
    "lag-regression",
    "boosted-trees",
    "arima:order=1-0-0",
  ])("of %s are saved with it", async (spec) => {
    const panel = await readPanel("johnson-johnson", {}, () => {});
    const features = ["lag:4", "roll:mean:4", "calendar:quarter"];
    const fitted = await withFeatures(createModel(spec), features).fit(panel, context(4));
    const { state } = fitted;
    const file = { ...context(4), levels: [], version: "0.1.0", spec, features, panel, state };
    const read = decodeModel(encodeModel(file), "m.foretell");
    expect(read.features).toEqual(features);
    const restored = await restoreModel(read);
    expect(restored.forecast(6, [])).toEqual(fitted.forecast(6, []));
  });

  it("that no series is long enough for make the fit fail", async () => {
    const fit = withFeatures(createModel("lag-regression"), ["lag:9"]).fit(panelOf(y), context(1));
    await expect(fit).rejects.toThrow(FitError);
    await expect(fit).rejects.toThrow(
      "lag:9: lag 9 is longer than the series, which has 8 observations",
    );
  });

  it("must not be called like a column", async () => {
    const [one] = panelOf(y).series;
    const past = new Map([["y_lag_1", Float64Array.from(y)]]);
    const panel = { ...panelOf(y), series: [{ ...one, past }] };
    await expect(seen(panel, ["lag:1"], 2)).rejects.toThrow(UsageError);
  });
});
