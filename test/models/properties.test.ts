import { beforeAll, describe, expect, it } from "vitest";
import type { Panel } from "../../src/data/panel/panel.js";
import { withoutTail } from "../../src/data/panel/truncate.js";
import { backtest } from "../../src/evaluation/backtest.js";
import { holdout } from "../../src/evaluation/holdout.js";
import { rollingFolds } from "../../src/evaluation/rolling-origin.js";
import { decodeModel, encodeModel, restoreModel } from "../../src/models/file/model-file.js";
import { createModel, models } from "../../src/models/index.js";
import { withIntervals } from "../../src/models/intervals/intervals.js";
import type { FittedModel, Model, SeriesForecast } from "../../src/models/model.js";
import { Random } from "../../src/numeric/random.js";
import { panelOf, panelOfMany } from "../panels.js";

// Laws that hold across models. Every model of the registry is held to every law but for the lists
// below, each of which says why: a new model is under test from its first day.

/** Options that make models small enough to be fitted again and again. */
const small: Readonly<Record<string, string>> = {
  lstm: "hidden=4,epochs=3",
  gru: "hidden=4,epochs=3",
  rnn: "hidden=4,epochs=3",
  lstm97: "hidden=4,epochs=3",
  slstm: "hidden=4,epochs=3",
  mlstm: "hidden=4,heads=2,epochs=3",
  mingru: "hidden=4,epochs=3",
  segrnn: "hidden=4,epochs=3",
  esrnn: "hidden=4,epochs=3",
  transformer: "width=8,heads=2,inner=8,epochs=2",
  tcn: "filters=4,epochs=2",
  cnn: "filters=4,epochs=3",
  "neural-ode": "hidden=4,field=4,epochs=2",
  cfc: "hidden=4,backbone=4,epochs=2",
  linear: "epochs=3",
  "boosted-trees": "trees=10",
  auto: "candidates=theta+ets+ar",
};

const names = models.map(({ name }) => name);
const specOf = (name: string) => (small[name] ? `${name}:${small[name]}` : name);

/** Models without an own way to forecast each series on, whatever horizon they were fitted for. */
const HORIZON_MATTERS = [
  // One output, tree or regression a step ahead, or choices made at the horizon.
  ...[
    "lstm",
    "gru",
    "rnn",
    "lstm97",
    "slstm",
    "mlstm",
    "mingru",
    "segrnn",
    "esrnn",
    "transformer",
    "tcn",
    "cnn",
    "neural-ode",
    "cfc",
  ],
  ...["linear", "lag-regression", "boosted-trees", "dtw", "auto"],
];

/** Models that treat y + c as they treat y: no logarithm, no multiplicative part, no choice between them. */
const SHIFTS = [
  ...["naive", "seasonal-naive", "drift", "mean", "window-average", "ar", "arima", "mstl"],
  ...["croston", "fft:log=no", "ets:error=A,trend=A,season=A"],
];

/** Models whose intervals are of one width for a step ahead, whatever the season there. */
const WIDENS = [
  ...["naive", "seasonal-naive", "drift", "mean", "window-average", "ar", "arima", "mstl"],
  ...[
    "ces",
    "croston",
    "fft:log=no",
    "ets:error=A,trend=N,season=N",
    "ets:error=A,trend=A,season=A",
  ],
];

const LENGTH = 60;
const HORIZON = 8;
const SEASON = 12;
const context = { horizon: HORIZON, seed: 1, levels: [80, 95], warn() {} };

const wave = [0, 6, 9, 4, 1, -5, -8, -3, 0, 2, -4, -2];
const random = new Random(3);
let level = 60;
/** A season with a trend, a random walk, and noise around a level. */
const values = [
  Array.from({ length: LENGTH }, (_, t) => 100 + 0.3 * t + 2 * wave[t % 12] + 2 * random.normal()),
  Array.from({ length: LENGTH }, () => {
    level += random.normal();
    return level;
  }),
  Array.from({ length: LENGTH }, () => 40 + 3 * random.normal()),
];
const panel = panelOfMany(values, SEASON);
const changed = (change: (value: number) => number) =>
  panelOfMany(
    values.map((y) => y.map(change)),
    SEASON,
  );

const forecast = async (model: Model, data: Panel, horizon = HORIZON) =>
  (await model.fit(data, { ...context, horizon })).forecast(horizon);

/** Largest difference of forecasts from others, in parts of the largest value. */
function apart(of: readonly SeriesForecast[], from: readonly number[][]): number {
  const differences = of.flatMap(({ mean }, s) => {
    const largest = Math.max(...from[s].map(Math.abs));
    return from[s].map((value, h) => Math.abs(mean[h] - value) / largest);
  });
  return Math.max(...differences);
}

describe.each(names)("%s", (name) => {
  const spec = specOf(name);
  const model = createModel(spec);
  let fitted: FittedModel;
  let plain: SeriesForecast[];

  beforeAll(async () => {
    fitted = await model.fit(panel, context);
    plain = fitted.forecast(HORIZON);
  });

  it.each([1e-3, 1000])("forecasts %f times as much of as many times the values", async (k) => {
    const scaled = await forecast(
      model,
      changed((value) => k * value),
    );
    const times = (of: Float64Array) => Array.from(of, (value) => k * value);
    const expected = plain.map(({ mean }) => times(mean));
    expect(apart(scaled, expected)).toBeLessThan(1e-5);
    for (const end of ["lo", "hi"] as const) {
      const ends = (of: readonly SeriesForecast[]) =>
        of.flatMap(({ id, intervals = [] }) => intervals.map((one) => ({ id, mean: one[end] })));
      const expectedEnds = ends(plain).map(({ mean }) => times(mean));
      if (expectedEnds.length > 0) {
        expect(apart(ends(scaled), expectedEnds)).toBeLessThan(1e-4);
      }
    }
  });

  it("forecasts each series alike in whatever order they stand", async () => {
    const reversed = { ...panel, series: [...panel.series].reverse() };
    const forecasts = await forecast(model, reversed);
    expect(forecasts.map(({ id }) => id)).toEqual(["c", "b", "a"]);
    expect([...forecasts].reverse()).toEqual(plain);
  });

  it("forecasts alike later dates with the same values", async () => {
    const later = {
      ...panel,
      series: panel.series.map((one) => ({ ...one, ds: one.ds.map((ds) => ds + 10 * SEASON) })),
    };
    expect(await forecast(model, later)).toEqual(plain);
  });

  it("forecasts first what it forecasts of a longer horizon, in the same intervals", async () => {
    const first = (values: Float64Array) => Array.from(values.subarray(0, HORIZON));
    const cut = (forecasts: readonly SeriesForecast[]) =>
      forecasts.map(({ mean, intervals = [] }) => ({
        mean: first(mean),
        intervals: intervals.map(({ lo, hi }) => [first(lo), first(hi)]),
      }));
    expect(cut(fitted.forecast(2 * HORIZON))).toEqual(cut(plain));
    if (HORIZON_MATTERS.includes(name)) return;
    expect(cut(await forecast(model, panel, 2 * HORIZON))).toEqual(cut(plain));
    const whole = withIntervals(model, "auto");
    const short = await whole.fit(panel, context);
    const long = await whole.fit(panel, { ...context, horizon: 2 * HORIZON });
    const asked = cut(short.forecast(HORIZON));
    expect(cut(short.forecast(2 * HORIZON))).toEqual(asked);
    expect(cut(long.forecast(2 * HORIZON))).toEqual(asked);
    expect(cut(whole.restore(long.state, panel).forecast(HORIZON, context.levels))).toEqual(asked);
  });

  it("has intervals within those of higher levels, around the mean, with every kind of them", async () => {
    for (const how of ["auto", "bootstrap", "adaptive"] as const) {
      const fit = await withIntervals(model, how).fit(panel, context);
      for (const { mean, intervals = [] } of fit.forecast(HORIZON, [95, 50, 80])) {
        const [wide, narrow, middle] = intervals;
        if (!wide) continue;
        for (let h = 0; h < HORIZON; h++) {
          const ends = [
            wide.lo[h],
            middle.lo[h],
            narrow.lo[h],
            narrow.hi[h],
            middle.hi[h],
            wide.hi[h],
          ];
          expect(ends).toEqual([...ends].sort((a, b) => a - b));
          // Bootstrap quantiles need not hold a mean that all past errors lie to one side of.
          if (how === "bootstrap") continue;
          expect(mean[h]).toBeGreaterThanOrEqual(narrow.lo[h]);
          expect(mean[h]).toBeLessThanOrEqual(narrow.hi[h]);
        }
      }
    }
  }, 60_000);

  it("forecasts from a file what it forecasts at once", async () => {
    const { horizon, seed, levels } = context;
    const bytes = encodeModel({
      ...{ version: "0.1.0", spec, horizon, seed, levels, panel },
      state: fitted.state,
    });
    const restored = await restoreModel(decodeModel(bytes));
    expect(restored.forecast(HORIZON)).toEqual(plain);
    expect(restored.diagnostics?.()).toEqual(fitted.diagnostics?.());
  });

  it("forecasts in a backtest's fold what it forecasts at that cutoff", async () => {
    const folds = rollingFolds(panel, { horizon: 4, folds: 2, step: 6, window: "expanding" });
    const { forecasts } = await backtest(folds, model, context);
    expect(forecasts[0]).toEqual(await forecast(model, withoutTail(panel, 10), 4));
  });

  it("has the hold-out metrics that its forecast of the held-back rows has", async () => {
    const { series } = await holdout(panel, model, context);
    const forecasts = await forecast(model, withoutTail(panel, HORIZON));
    for (const [s, y] of values.entries()) {
      const actual = y.slice(-HORIZON);
      const errors = actual.map((value, h) => value - forecasts[s].mean[h]);
      const mean = (all: readonly number[]) => all.reduce((a, b) => a + b, 0) / all.length;
      const training = y.slice(0, -HORIZON);
      const seasonal = training.slice(SEASON).map((value, t) => Math.abs(value - training[t]));
      const mae = mean(errors.map(Math.abs));
      expect(series[s]?.mae).toBeCloseTo(mae, 10);
      expect(series[s]?.rmse).toBeCloseTo(Math.sqrt(mean(errors.map((e) => e * e))), 10);
      expect(series[s]?.mase).toBeCloseTo(mae / mean(seasonal), 10);
      expect(series[s]?.smape).toBeCloseTo(
        mean(errors.map((e, h) => (200 * Math.abs(e)) / (actual[h] + forecasts[s].mean[h]))),
        8,
      );
    }
  });
});

it.each(SHIFTS)("%s forecasts c more of c more", async (spec) => {
  const model = createModel(spec);
  const plain = await forecast(model, panel);
  for (const c of [-150, 500]) {
    const shifted = await forecast(
      model,
      changed((value) => value + c),
    );
    const expected = plain.map(({ mean }) => Array.from(mean, (value) => value + c));
    expect(apart(shifted, expected)).toBeLessThan(1e-6);
  }
});

it.each(WIDENS)("intervals of %s do not shrink with the horizon", async (spec) => {
  for (const y of values) {
    const [{ intervals }] = await forecast(createModel(spec), panelOf(y, SEASON), 2 * SEASON);
    for (const { lo, hi } of intervals!) {
      const widths = Array.from(lo, (end, h) => hi[h] - end);
      widths.slice(1).forEach((width, h) => expect(width).toBeGreaterThan(widths[h] * (1 - 1e-9)));
    }
  }
});
