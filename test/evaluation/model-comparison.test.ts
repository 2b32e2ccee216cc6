import { describe, expect, it } from "vitest";
import type { Panel } from "../../src/data/panel/from-table.js";
import { dieboldMariano } from "../../src/evaluation/diebold-mariano.js";
import type { Fold } from "../../src/evaluation/folds.js";
import { compareModels } from "../../src/evaluation/model-comparison.js";
import { rollingFolds } from "../../src/evaluation/rolling-origin.js";
import type { SeriesForecast } from "../../src/models/model.js";
import { Random } from "../../src/numeric/random.js";

const START = 30;

interface World {
  readonly series: number;
  readonly folds: number;
  readonly step: number;
  readonly horizon: number;
  /** Of the last value that stays a step later: 1 in a random walk. */
  readonly memory: number;
  /** Share of a shock's variance that all series have in common. */
  readonly common: number;
}

function panelOf({ series, folds, step, horizon, memory, common }: World, random: Random): Panel {
  const length = START + horizon + (folds - 1) * step;
  const shared = Float64Array.from({ length }, () => Math.sqrt(common) * random.normal());
  const ds = Float64Array.from({ length }, (_, t) => t);
  const own = Math.sqrt(1 - common);
  return {
    source: "simulated",
    frequency: { alias: "index", unit: "index", multiple: 1, atEnd: false },
    season: 1,
    series: Array.from({ length: series }, (_, s) => {
      const y = new Float64Array(length);
      for (let t = 0; t < length; t++) {
        y[t] = (t > 0 ? memory * y[t - 1] : 0) + shared[t] + own * random.normal();
      }
      return { id: `s${s}`, ds, y };
    }),
  };
}

/** What the model that made the series expects, too high or too low by half a shock: equally good. */
function forecastsOf(folds: readonly Fold[], memory: number, by: number): SeriesForecast[][] {
  return folds.map(({ training, horizon }) =>
    training.series.map(({ id, y }) => {
      const mean = new Float64Array(horizon);
      let level = y[y.length - 1];
      for (let h = 0; h < horizon; h++) {
        level *= memory;
        mean[h] = level + by;
      }
      return { id, mean };
    }),
  );
}

type Judge = (
  folds: readonly Fold[],
  world: World,
  ...models: { readonly forecasts: SeriesForecast[][] }[]
) => number;

/** Share of worlds in which equally good forecasts are said to differ at 5 %. */
function rejections(world: World, judge: Judge, worlds = 300): number {
  const random = new Random(1);
  let rejected = 0;
  for (let i = 0; i < worlds; i++) {
    const folds = rollingFolds(panelOf(world, random), { ...world, window: "expanding" });
    const models = [0.5, -0.5].map((by) => ({ forecasts: forecastsOf(folds, world.memory, by) }));
    if (judge(folds, world, ...models) < 0.05) rejected++;
  }
  return rejected / worlds;
}

const compared: Judge = (folds, { step }, high, low) =>
  compareModels(folds, step, high, low).pValue;

/** Absolute errors of a series, those of all folds in a row. */
function lossesOf(folds: readonly Fold[], forecasts: SeriesForecast[][], s: number): number[] {
  return folds.flatMap(({ test }, f) =>
    Array.from(test[s], (y, h) => Math.abs(y - forecasts[f][s].mean[h])),
  );
}

const one: World = { series: 1, folds: 60, step: 1, horizon: 12, memory: 1, common: 0 };
const ten: World = { ...one, series: 10, folds: 12, step: 2, horizon: 4 };

describe("of worlds with equally good forecasts, 5 % and no more than 9 % differ significantly", () => {
  it.each([
    ["random walks", one],
    ["first-order autoregressions", { ...one, folds: 20, horizon: 4, memory: 0.7 }],
    ["origins half a horizon apart", { ...one, folds: 20, step: 6 }],
    ["origins that do not overlap", { ...one, folds: 20, step: 12 }],
    ["ten series", ten],
    ["ten series with shocks in common", { ...ten, common: 0.5 }],
    ["ten series from one origin", { ...ten, folds: 1 }],
  ])("%s", (_, world) => {
    const share = rejections(world, compared);
    expect(share).toBeGreaterThan(0.02);
    expect(share).toBeLessThan(0.09);
  });

  it("but a third and more where the losses of all folds are taken in a row", () => {
    const inRow: Judge = (folds, { horizon }, ...models) => {
      const [high, low] = models.map(({ forecasts }) => lossesOf(folds, forecasts, 0));
      return dieboldMariano(high, low, horizon).pValue;
    };
    expect(rejections(one, inRow, 100)).toBeGreaterThan(0.33);
  });

  it("but a third and more where series with shocks in common are taken as independent", () => {
    const bySeries: Judge = (folds, { series }, ...models) => {
      const [high, low] = models.map(({ forecasts }) =>
        Array.from({ length: series }, (_, s) =>
          lossesOf(folds, forecasts, s).reduce((sum, loss) => sum + loss, 0),
        ),
      );
      return dieboldMariano(high, low, 1).pValue;
    };
    expect(rejections({ ...ten, common: 0.5 }, bySeries)).toBeGreaterThan(0.33);
  });
});

describe("two models", () => {
  const told = (world: World, by: readonly [number, number]) => {
    const folds = rollingFolds(panelOf(world, new Random(2)), { ...world, window: "expanding" });
    const [first, second] = by.map((b) => ({ forecasts: forecastsOf(folds, world.memory, b) }));
    return { folds, ...compareModels(folds, world.step, first, second) };
  };

  it("are compared by folds, negative where the first is better", () => {
    const { statistic, pValue, n, over } = told({ ...one, folds: 40, step: 12 }, [0, 4]);
    expect([n, over]).toEqual([40, "folds"]);
    expect(statistic).toBeLessThan(0);
    expect(pValue).toBeLessThan(0.001);
  });

  it("cannot be told apart by one series where folds overlap too much, and it says how many would do", () => {
    expect(told({ ...one, folds: 23 }, [0, 4])).toMatchObject({
      ...{ statistic: Number.NaN, pValue: Number.NaN },
      ...{ n: 23, over: "folds", needed: 24 },
    });
    expect(told({ ...one, folds: 24 }, [0, 4]).pValue).toBeGreaterThan(0);
  });

  it("are not said to differ because of three folds, however alike their differences", () => {
    const world = { ...one, folds: 3, step: 12 };
    expect(told(world, [0, 4])).toMatchObject({ pValue: Number.NaN, n: 3, needed: 8 });
    expect(told({ ...world, folds: 8 }, [0, 4]).pValue).toBeGreaterThan(0);
  });

  it("are not said to differ because of three series", () => {
    const world = { ...one, series: 3, folds: 1 };
    expect(told(world, [0, 4])).toMatchObject({ pValue: Number.NaN, n: 3, over: "series" });
  });

  it("are compared by series where folds are too few", () => {
    const world = { ...one, series: 8, folds: 2 };
    expect(told(world, [0, 4])).toMatchObject({ n: 8, over: "series", needed: 24 });
    expect(told({ ...world, folds: 24 }, [0, 4])).toMatchObject({ n: 24, over: "folds" });
  });

  it("are compared by the series whose errors are known in every fold", () => {
    const world = { ...one, series: 4, folds: 1 };
    const folds = rollingFolds(panelOf(world, new Random(3)), { ...world, window: "expanding" });
    const [{ training, test }] = folds as [Fold];
    const constant = { ...training.series[1], y: training.series[1].y.map(() => 5) };
    const odd = [
      {
        ...folds[0],
        training: { ...training, series: training.series.with(1, constant) },
        test: test.with(
          2,
          test[2].map(() => Number.NaN),
        ),
      },
    ];
    const [first, second] = [0, 4].map((by) => ({ forecasts: forecastsOf(odd, 1, by) }));
    expect(compareModels(odd, 1, first, second)).toMatchObject({
      n: 2,
      over: "series",
      series: 2,
    });
  });
});
