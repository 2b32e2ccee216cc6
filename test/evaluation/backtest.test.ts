import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Panel } from "../../src/data/panel/from-table.js";
import { readContinuation, readPanel } from "../../src/data/read/read-panel.js";
import { backtest } from "../../src/evaluation/backtest.js";
import { givenFold, lastFold } from "../../src/evaluation/folds.js";
import { owa } from "../../src/evaluation/scores.js";
import { undefinedOwa } from "../../src/evaluation/undefined-scores.js";
import { naive } from "../../src/models/baseline/naive.js";
import { naive2 } from "../../src/models/baseline/naive2.js";
import type { Model, SeriesForecast } from "../../src/models/model.js";
import { panelOfMany } from "../panels.js";

const panel = (...series: number[][]) => panelOfMany(series);

const context = { seed: 1, warn: () => {} };

function given(training: Panel, ...y: number[][]) {
  return { source: "test.csv", panel: training, y: y.map((values) => Float64Array.from(values)) };
}

/** A model that always says the same. */
function saying(intervals?: SeriesForecast["intervals"], mean = [2, 2]): Model {
  const restore: Model["restore"] = (state, { series }) => ({
    state,
    forecast: () =>
      series.map(({ id }) => ({
        id,
        mean: Float64Array.from(mean),
        ...(intervals && { intervals }),
      })),
  });
  return {
    name: "saying",
    fit: async (panel) => restore(null, panel),
    restore,
    requireState: () => {},
  };
}

describe("folds", () => {
  it("hold the last observations of each series back", () => {
    const { training, test, horizon } = lastFold(panel([1, 2, 3, 4], [5, 6, 7, 8, 9]), 2);
    expect(training.series.map(({ y }) => Array.from(y))).toEqual([
      [1, 2],
      [5, 6, 7],
    ]);
    expect(test.map((y) => Array.from(y))).toEqual([
      [3, 4],
      [8, 9],
    ]);
    expect(horizon).toBe(2);
  });

  it("leave series out that are shorter than twice the horizon", () => {
    const { training, test } = lastFold(panel([1, 2, 3], [5, 6, 7, 8]), 2);
    expect(training.series.map(({ id }) => id)).toEqual(["b"]);
    expect(test).toHaveLength(1);
    expect(() => lastFold(panel([1, 2, 3]), 2)).toThrow(RangeError);
  });

  it("of a given test part reach as far as its longest series, or as far as told", () => {
    const parts = given(panel([1, 2], [3, 4]), [3, 4, 5], [5]);
    expect(givenFold(parts).horizon).toBe(3);
    const short = givenFold(parts, 2);
    expect(short.horizon).toBe(2);
    expect(short.test.map((y) => Array.from(y))).toEqual([[3, 4], [5]]);
  });

  it("cannot reach further than the test part", () => {
    expect(() => givenFold(given(panel([1, 2]), [3, 4]), 3)).toThrow(
      /horizon of 3, but no series has more than 2 test rows/,
    );
  });

  it("need future columns as far as they reach", () => {
    const known = (values: number[]) => {
      const [series] = panel([1, 2]).series;
      const future = new Map([["promo", Float64Array.from(values)]]);
      return { ...panel(), series: [{ ...series, future }] };
    };
    expect(givenFold(given(known([0, 0, 1, 1]), [3, 4])).horizon).toBe(2);
    expect(() => givenFold(given(known([0, 0, 1]), [3, 4]))).toThrow(
      'series "a": future column "promo" has no value for 3',
    );
  });
});

describe("scores", () => {
  it("are scaled by the training part and averaged over series", async () => {
    const fold = givenFold(given(panel([1, 2, 4], [10, 20]), [5, 8], [30, 50]));
    const { series, mean } = await backtest([fold], naive.create({}), context);
    expect(series.map(({ mae }) => mae)).toEqual([2.5, 20]);
    expect(series.map(({ mase }) => mase)).toEqual([2.5 / 1.5, 2]);
    expect(mean.mae).toBe(11.25);
  });

  it("of a series with fewer test rows are of those it has", async () => {
    const fold = givenFold(given(panel([1, 2], [1, 2]), [3, 4], [3]));
    const { series } = await backtest([fold], naive.create({}), context);
    expect(series.map(({ mae }) => mae)).toEqual([1.5, 1]);
  });

  it("do not count missing test rows", async () => {
    const fold = givenFold(given(panel([1, 2]), [Number.NaN, 5]));
    expect((await backtest([fold], naive.create({}), context)).mean.mae).toBe(3);
  });

  it("come of forecasts that know nothing of what is held back", async () => {
    const values = fc.array(fc.double({ min: 0.1, max: 100, noNaN: true }), {
      minLength: 9,
      maxLength: 30,
    });
    await fc.assert(
      fc.asyncProperty(values, fc.double({ noNaN: true }), async (y, poison) => {
        const seen: number[] = [];
        const watching: Model = {
          ...naive2.create({}),
          async fit(training, given) {
            seen.push(...training.series[0].y);
            const fitted = await naive2.create({}).fit(training, given);
            return {
              ...fitted,
              forecast(horizon) {
                const forecasts = fitted.forecast(horizon);
                seen.push(...forecasts[0].mean);
                return forecasts;
              },
            };
          },
        };
        const poisoned = [...y.slice(0, -3), poison, poison, poison];
        await backtest([lastFold(panel(y), 3)], watching, context);
        const honest = seen.splice(0);
        await backtest([lastFold(panel(poisoned), 3)], watching, context);
        expect(seen).toEqual(honest);
      }),
    );
  });

  it("of forecasts that are not finite fail", async () => {
    const fold = givenFold(given(panel([1, 2]), [3, 4]));
    await expect(backtest([fold], saying(undefined, [1, Infinity]), context)).rejects.toThrow(
      'saying forecasts Infinity for series "a"',
    );
    const endless = [{ level: 80, lo: Float64Array.of(0, 0), hi: Float64Array.of(1, Infinity) }];
    await expect(backtest([fold], saying(endless), context)).rejects.toThrow("Infinity");
  });
});

describe("coverage", () => {
  const intervals = [
    { level: 50, lo: Float64Array.of(1, 1), hi: Float64Array.of(3, 3) },
    { level: 90, lo: Float64Array.of(0, 0), hi: Float64Array.of(9, 9) },
  ];

  it("is the share within each level's interval, its ends included, averaged over series", async () => {
    const fold = givenFold(given(panel([1, 2], [1, 2]), [3, 8], [3, Number.NaN]));
    const { coverage } = await backtest([fold], saying(intervals), context);
    expect(coverage.map(({ level, mean }) => [level, mean.coverage])).toEqual([
      [50, 0.75],
      [90, 1],
    ]);
    expect(coverage[0].series.map((one) => one.coverage)).toEqual([0.5, 1]);
  });

  it("of several folds and series is a ratio of counts, without the rounding of their sum", async () => {
    const [inside, outside] = [2, 99];
    const hit = (hits: number) =>
      Array.from({ length: 12 }, (_, h) => (h < hits ? inside : outside));
    const long = [{ level: 50, lo: new Float64Array(12), hi: new Float64Array(12).fill(9) }];
    const model = saying(long, new Array(12).fill(2));
    const folds = [
      givenFold(given(panel([1, 2], [1, 2]), hit(11), hit(10))),
      givenFold(given(panel([1, 2], [1, 2]), hit(8), [...hit(7).slice(0, 11), Number.NaN])),
    ];
    const [level] = (await backtest(folds, model, context)).coverage;
    expect(level.series.map((one) => one.coverage)).toEqual([19 / 24, 17 / 23]);
    expect(level.mean.coverage).toBe(Number(((19 / 24 + 17 / 23) / 2).toPrecision(15)));
    const shares = [6, 11, 9, 5, 8];
    const many = givenFold(given(panel(...shares.map(() => [1, 2])), ...shares.map(hit)));
    // The sum of these five shares over 5 is 0.6499999999999999.
    expect((await backtest([many], model, context)).coverage[0].mean.coverage).toBe(0.65);
  });

  it("is nothing for models without intervals", async () => {
    const fold = givenFold(given(panel([1, 2]), [3, 8]));
    expect((await backtest([fold], saying(), context)).coverage).toEqual([]);
  });
});

describe("undefined scores", () => {
  it("are where metrics of a fold are not defined, by series and reason", async () => {
    const folds = [
      givenFold(given(panel([1, 2], [4, 4]), [3, 0], [3, 4])),
      givenFold(given(panel([1, 2], [4, 5]), [3, 4], [0, 4])),
      givenFold(given(panel([1, 2], [4, 5]), [0, 4], [Number.NaN, Number.NaN])),
    ];
    const { undefinedScores: gaps, mean } = await backtest(folds, saying(), context);
    expect(gaps.filter(({ metric }) => metric === "mape" || metric === "mase")).toEqual([
      { metric: "mape", reason: "zero", id: "a", forecasts: 2 },
      { metric: "mape", reason: "zero", id: "b", forecasts: 1 },
      { metric: "mape", reason: "unobserved", id: "b", forecasts: 1 },
      { metric: "mase", reason: "repeating", id: "b", forecasts: 1 },
      { metric: "mase", reason: "unobserved", id: "b", forecasts: 1 },
    ]);
    expect(gaps.filter(({ metric }) => metric === "crps")).toEqual(
      ["a", "b"].map((id) => ({ metric: "crps", reason: "intervals", id, forecasts: 3 })),
    );
    expect(mean.mape).not.toBeNaN();
  });

  it("of OWA are those of sMAPE and MASE, or that Naive2 makes no error", async () => {
    const fold = givenFold(given(panel([1, 2], [4, 4], [5, 2]), [3, 3], [3, 3], [0, 3]));
    const ids = fold.training.series.map(({ id }) => id);
    const scores = await backtest([fold], saying(), context);
    const zeros = await backtest([fold], saying(undefined, [0, 3]), context);
    expect(undefinedOwa(ids, scores, zeros)).toEqual([
      { metric: "owa", reason: "repeating", id: "b", forecasts: 1 },
      { metric: "owa", reason: "zeros", id: "c", forecasts: 1 },
    ]);
    const easy = givenFold(given(panel([1, 2]), [2, 2]));
    const perfect = await backtest([easy], saying(), context);
    expect(undefinedOwa(["a"], perfect, perfect)).toEqual([
      { metric: "owa", reason: "reference", id: "a", forecasts: 1 },
    ]);
  });
});

describe("OWA", () => {
  const scores = (...pairs: [number, number][]) => pairs.map(([smape, mase]) => ({ smape, mase }));

  it("is the mean of the two means relative to the reference's", () => {
    // (15/20 + 2/4) / 2, of means over two series each.
    expect(owa(scores([10, 1], [20, 3]), scores([10, 3], [30, 5]))).toBe(0.625);
  });

  it("of the reference itself is 1", () => {
    expect(owa(scores([10, 1], [20, 3]), scores([10, 1], [20, 3]))).toBe(1);
  });

  it("compares over the series for which both are defined", () => {
    const gap = Number.NaN;
    expect(owa(scores([10, 1], [gap, 3]), scores([20, 2], [7, gap]))).toBe(0.5);
  });

  it("is not defined where the reference has no error or no series is defined", () => {
    expect(owa(scores([10, 1]), scores([0, 1]))).toBeNaN();
    expect(owa(scores([10, Number.NaN]), scores([10, 1]))).toBeNaN();
  });
});

const data = process.env.FORETELL_DATA ?? "../shared/data";
const reference = join(process.env.FORETELL_REFERENCE ?? "../shared/reference", "m3-methods.json");

describe.skipIf(!existsSync(data) || !existsSync(reference))(
  "published figures (needs FORETELL_DATA and FORETELL_REFERENCE)",
  () => {
    // What was submitted to M3 as Naive2, scored per series by an independent program. Its seasonal
    // indices came from another program than the M4 organisers' R code that we follow.
    it.each([
      ["yearly", 1, 322],
      ["quarterly", 4, 378],
      ["monthly", 12, 714],
      ["other", 1, 87],
    ])("naive2 agrees with M3's Naive2 on %s series to 1 %%", async (period, season, n) => {
      const file = (part: string) => join(data, `m3-${period}-${part}.csv.gz`);
      const training = await readPanel(file("train"), { season }, () => {});
      const fold = givenFold(await readContinuation(file("test"), training, {}, () => {}));
      const { series, mean } = await backtest([fold], naive2.create({}), context);
      const published = JSON.parse(readFileSync(reference, "utf8")).find(
        (row: { period: string; method: string }) =>
          row.period === period.toUpperCase() && row.method === "NAIVE2",
      );
      expect(series).toHaveLength(n);
      expect(Math.abs(mean.smape / published.smape - 1)).toBeLessThan(0.01);
      expect(Math.abs(mean.mase / published.mase - 1)).toBeLessThan(0.01);
    });
  },
);

it("without folds there is nothing to score", async () => {
  await expect(backtest([], saying(), context)).rejects.toThrow("there are no folds");
});

it("owa needs a reference of the same series", () => {
  expect(() => owa([{ smape: 1, mase: 1 }], [])).toThrow("scores of 1 series but of 0");
});

it("intervals of series that end within the horizon are scored on the steps there are", async () => {
  const intervals = [{ level: 80, lo: Float64Array.of(0, 0), hi: Float64Array.of(4, 6) }];
  const training = panel([1, 2, 3, 4], [1, 2, 3, 4]);
  const fold = givenFold(given(training, [1, 2], [1]));
  const { coverage } = await backtest([fold], saying(intervals), { ...context, levels: [80] });
  expect(coverage[0].series.map(({ width }) => width)).toEqual([5, 4]);
});
