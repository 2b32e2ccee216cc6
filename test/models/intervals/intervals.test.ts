import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readContinuation, readPanel } from "../../../src/data/read/read-panel.js";
import { backtest } from "../../../src/evaluation/backtest.js";
import { givenFold } from "../../../src/evaluation/folds.js";
import { createModel } from "../../../src/models/index.js";
import {
  adaptive,
  bootstrap,
  conformal,
  withIntervals,
} from "../../../src/models/intervals/intervals.js";
import { localModel } from "../../../src/models/local.js";
import type { Model, SeriesForecast } from "../../../src/models/model.js";
import { number } from "../../../src/models/state-schema.js";
import { Random } from "../../../src/numeric/random.js";
import { panelOf } from "../../panels.js";

const data = process.env.FORETELL_DATA ?? "../shared/data";

const context = { horizon: 2, seed: 1, levels: [80, 95], warn: () => {} };

describe.skipIf(!existsSync(data))("coverage on M3 monthly (needs FORETELL_DATA)", () => {
  it.each(["naive2", "seasonal-naive", "theta", "linear:epochs=2"])(
    "%s: 78 to 84 % at 80, 92 to 97 % at 95",
    async (spec) => {
      const file = (part: string) => join(data, `m3-monthly-${part}.csv.gz`);
      const training = await readPanel(file("train"), {}, () => {});
      const fold = givenFold(await readContinuation(file("test"), training, {}, () => {}));
      const { coverage } = await backtest([fold], conformal(createModel(spec)), context);
      const [narrow, wide] = coverage.map(({ mean }) => mean.coverage);
      expect(narrow).toBeGreaterThanOrEqual(0.78);
      expect(narrow).toBeLessThanOrEqual(0.84);
      expect(wide).toBeGreaterThanOrEqual(0.92);
      expect(wide).toBeLessThanOrEqual(0.97);
    },
  );
});

it.each([conformal, adaptive, bootstrap])(
  "$name restores to the same intervals, for more steps than were judged as for the last",
  async (intervalsOf) => {
    const panel = await readPanel("nottem", {}, () => {});
    const model = intervalsOf(createModel("naive2"));
    const fitted = await model.fit(panel, { horizon: 3, seed: 1, levels: [80], warn: () => {} });
    expect(model.restore(fitted.state, panel).forecast(5, [80])).toEqual(fitted.forecast(5));
  },
);

/** Its naive forecasts are wrong by each of -1, 0, 1, …, 8 ten times over. */
const steps = Array.from({ length: 121 }, (_, t) => (t === 0 ? 0 : ((t - 1) % 10) - 1));
let height = 0;
const walk = panelOf(
  steps.map((step) => {
    height += step;
    return height;
  }),
);

it("conformal reaches as far to both sides, bootstrap as far as errors did on each", async () => {
  const farther = async (model: Model) => {
    const fitted = await model.fit(walk, { ...context, horizon: 1 });
    const [{ mean, intervals }] = fitted.forecast(1, [98]) as [Required<SeriesForecast>];
    return (intervals[0].hi[0] - mean[0]) / (mean[0] - intervals[0].lo[0]);
  };
  expect(await farther(conformal(createModel("naive")))).toBeCloseTo(1, 10);
  // 8 up and 1 down, each in units of a spread that changes little from origin to origin.
  const ratio = await farther(bootstrap(createModel("naive")));
  expect(ratio).toBeGreaterThan(7);
  expect(ratio).toBeLessThan(9);
});

it.each([conformal, adaptive, bootstrap])(
  "%o hold the forecasts of a model that is always too high",
  async (how) => {
    const falling = panelOf(Array.from({ length: 60 }, (_, t) => 120 - 2 * t));
    const model = how(createModel("mean"));
    const [{ mean, intervals }] = (await model.fit(falling, context)).forecast(2) as [
      Required<SeriesForecast>,
    ];
    for (const { lo, hi } of intervals) {
      mean.forEach((value, h) => {
        expect(lo[h]).toBeLessThanOrEqual(value);
        expect(hi[h]).toBeGreaterThanOrEqual(value);
      });
    }
  },
);

/** Errs by ±1 at times that it has learned and by ±`unseen` at later ones. */
function optimist(unseen: number): Model {
  return localModel<number>({
    name: "optimist",
    schema: () => number(),
    fit: ({ y }) => y.length,
    forecast: (learned, { y }, _, { horizon }) => ({
      mean: Float64Array.from({ length: horizon }, (_, h) => {
        const t = y.length + h;
        return (t % 2) + (t % 3 === 0 ? 1 : -1) * (t < learned ? 1 : unseen);
      }),
    }),
  });
}

it.each([
  ["as they are of a fit that is no better where it has learned", 1, 1],
  ["enlarged by half of the excess where the second fit knew half as much", 1.4, 1 + 0.4 * 0.5],
  ["of the second fit where the first knows its past by heart", 5, 5],
])("past errors are taken %s", async (_, unseen, reach) => {
  // Differences are all 1, so that errors are in units of 1; the second fit sees 13 of 26.
  const zigzag = panelOf(Float64Array.from({ length: 26 }, (_, t) => t % 2));
  const fitted = await conformal(optimist(unseen)).fit(zigzag, { ...context, horizon: 2 });
  const [{ mean, intervals }] = fitted.forecast(2, [50]) as [Required<SeriesForecast>];
  expect(intervals[0].hi[0] - mean[0]).toBeCloseTo(reach, 10);
});

describe("auto", () => {
  it("leaves a model of all series its own intervals", () => {
    const model = createModel("lag-regression");
    expect(withIntervals(model, "auto")).toBe(model);
  });

  it("gives a model without any those of its past, at any level", async () => {
    const model = withIntervals(createModel("rnn:epochs=1,hidden=2"), "auto");
    const [{ intervals }] = (await model.fit(walk, context)).forecast(2, [33.3, 99]) as [
      Required<SeriesForecast>,
    ];
    expect(intervals.map(({ level }) => level)).toEqual([33.3, 99]);
    expect(intervals[0].hi[1]).toBeLessThan(intervals[1].hi[1]);
  });
});

it.each([
  [conformal, 24, "naive has only 11 past errors, too few for intervals of 95 %"],
  [bootstrap, 24, "naive has only 11 past errors, too few for intervals of 95 %"],
  [bootstrap, 10, "naive has only 4 past errors, too few for intervals of 80 and 95 %"],
])("%o says of %i observations: %s", async (intervalsOf, length, message) => {
  const heard: string[] = [];
  const short = panelOf(walk.series[0].y.subarray(0, length));
  const warn = (what: string) => heard.push(what);
  await intervalsOf(createModel("naive")).fit(short, { ...context, warn });
  expect(heard).toEqual([expect.stringContaining(message)]);
});

it.each(["conformal", "bootstrap", "adaptive"] as const)(
  "%s intervals of few errors do not narrow further ahead",
  async (how) => {
    for (const length of [13, 16, 24, 40]) {
      const random = new Random(length);
      let level = 50;
      const y = Array.from({ length }, () => (level += random.normal()));
      const model = withIntervals(createModel("naive"), how);
      const fit = await model.fit(panelOf(y), { ...context, horizon: 6 });
      const [{ mean, intervals }] = fit.forecast(6, [50, 80, 95]) as [Required<SeriesForecast>];
      for (const { lo, hi } of intervals) {
        mean.forEach((value, h) => {
          expect(hi[h]).toBeGreaterThan(value);
          if (h === 0) return;
          // A random walk is no better known later: of 13 values, a seventh of the width was left.
          expect(hi[h] - lo[h]).toBeGreaterThanOrEqual((hi[h - 1] - lo[h - 1]) * (1 - 1e-12));
        });
      }
    }
  },
);

it("interrupted, says that there are no intervals and forecasts", async () => {
  const heard: string[] = [];
  const warn = (what: string) => heard.push(what);
  const signal = AbortSignal.abort();
  const fitted = await conformal(createModel("naive")).fit(walk, { ...context, warn, signal });
  expect(fitted.forecast(2)[0].intervals).toBeUndefined();
  expect(heard).toEqual([
    "interrupted before the past errors of naive were measured: no intervals",
  ]);
});

it.each([conformal, bootstrap])(
  "$name says that a step ahead at which nothing was observed leaves no intervals",
  async (intervalsOf) => {
    const heard: string[] = [];
    const warn = (what: string) => heard.push(what);
    // Of the later half only the last value was observed: no origin has it one and two steps ahead.
    const [one] = walk.series;
    const observed = one.y.map((value, t) => (t > 40 && t !== 120 ? Number.NaN : value));
    const gappy = { ...walk, series: [{ ...one, observed }] };
    const fitted = await intervalsOf(createModel("naive")).fit(gappy, { ...context, warn });
    expect(fitted.forecast(2)[0].intervals).toBeUndefined();
    expect(heard).toEqual([
      "naive has no past errors at some steps ahead, as too little was observed: no intervals",
    ]);
  },
);

it.each([conformal, bootstrap])(
  "$name says that a series that never changes leaves no intervals",
  async (intervalsOf) => {
    const heard: string[] = [];
    const warn = (what: string) => heard.push(what);
    const flat = panelOf(new Float64Array(40).fill(5));
    const fitted = await intervalsOf(createModel("naive")).fit(flat, { ...context, warn });
    expect(fitted.forecast(2)[0].intervals).toBeUndefined();
    expect(heard).toEqual([
      "no series changes, so naive has no past errors to measure: no intervals",
    ]);
  },
);

it.each([conformal, adaptive, bootstrap])(
  "$name does not count a level shift that the model leaves out as an error of it",
  async (intervalsOf) => {
    const noise = (t: number) => ((t * 7919) % 13) - 6;
    const y = Array.from({ length: 72 }, (_, t) => 500 + noise(t));
    const shifted = y.map((value, t) => (t < 60 ? value - 300 : value));
    const model = intervalsOf(createModel("lag-regression:lags=1,penalty=10,log=no"));
    const ends = async (values: number[]) => {
      const fitted = await model.fit(panelOf(values), { ...context, horizon: 6 });
      return fitted.forecast(6)[0].intervals![1];
    };
    const { lo, hi } = await ends(shifted);
    expect(Math.min(...lo)).toBeGreaterThan(500 - 60);
    expect(Math.max(...hi)).toBeLessThan(500 + 60);
    // Whether a last value off the others is an outlier or a new level, only the next ones will tell.
    expect((await ends([...y, 900])).hi[0]).toBe(900);
  },
);
