import { describe, expect, it } from "vitest";
import type { Panel } from "../../../src/data/panel/from-table.js";
import type { BacktestScores } from "../../../src/evaluation/backtest.js";
import type { SeriesForecast } from "../../../src/models/model.js";
import { backtestCsv } from "../../../src/report/backtest/csv.js";
import { backtestForecasts } from "../../../src/report/backtest/forecasts-csv.js";
import { backtestJson } from "../../../src/report/backtest/json.js";
import {
  type BacktestReport,
  ranked,
  type ScoredModel,
} from "../../../src/report/backtest/report.js";
import { backtestTable } from "../../../src/report/backtest/text.js";
import type { Metric } from "../../../src/report/text/metric-columns.js";

const none = Number.NaN;

function scored(
  label: string,
  [a, b]: [number, number],
  owa: number,
  coverage: BacktestScores["coverage"] = [],
) {
  const scores = (value: number) => ({
    ...{ smape: value, mase: value, mae: value, rmse: value, mape: value, rmsse: value },
    ...{ bias: value, pinball: none, crps: none },
  });
  const series = [scores(a), scores(b)];
  return {
    label,
    scores: {
      series,
      mean: scores((a + b) / 2),
      coverage,
      steps: series,
      forecasts: [],
      undefinedScores: [],
    },
    owa,
    seriesOwa: [owa, none],
    undefinedScores: [],
    seconds: 0.25,
  };
}

const training: Panel = {
  source: "train.csv",
  frequency: { alias: "index", unit: "index", multiple: 1, atEnd: false },
  season: 4,
  series: ["a", "b,c"].map((id) => ({ id, ds: Float64Array.of(0, 1), y: Float64Array.of(1, 2) })),
};

function report(perSeries: boolean, ...models: ScoredModel[]): BacktestReport {
  return {
    version: "0.1.0",
    folds: [{ training, test: [], horizon: 6 }],
    rolling: undefined,
    refit: 1,
    test: "test.csv",
    seed: 1,
    levels: [80, 95],
    models: ranked(models),
    failures: [{ model: "lstm", message: "too short" }],
    perSeries,
    perStep: false,
    metrics: undefined,
    comparison: undefined,
  };
}

const half = { coverage: 0.5, width: 2, winkler: 3 };
const covered = [{ level: 80, series: [half, { ...half, coverage: none }], mean: half }];
const good = scored("good", [1, 3], 0.5, covered);
const bad = scored("bad", [4, none], 1.5);

describe("ranking", () => {
  const order = (...models: ReturnType<typeof scored>[]) =>
    ranked(models).map(({ label, rank }) => `${rank} ${label}`);

  it("puts the smallest OWA first, equal ones beside each other in the order given", () => {
    expect(order(bad, good, { ...bad, label: "same" }, { ...bad, label: "worst", owa: 2 })).toEqual(
      ["1 good", "2 bad", "2 same", "4 worst"],
    );
  });

  it("goes by the first of the metrics asked for, as far from its best value as it is", () => {
    const level = (label: string, coverage: number, bias: number, winkler: number) => {
      const one = { coverage, width: 1, winkler };
      const model = scored(label, [1, 1], 1, [{ level: 80, series: [one, one], mean: one }]);
      return { ...model, scores: { ...model.scores, mean: { ...model.scores.mean, bias } } };
    };
    const models = [level("a", 0.7, -3, 9), level("b", 1, 1, 8), level("c", 0.85, 2, 7)];
    const by = (...metrics: Metric[]) => ranked(models, { metrics }).map(({ label }) => label);
    expect(by("coverage", "mae")).toEqual(["c", "a", "b"]);
    expect(by("bias")).toEqual(["b", "c", "a"]);
    expect(by("winkler")).toEqual(["c", "b", "a"]);
  });

  it("puts models without the metric asked for last", () => {
    const without = scored("without", [1, 1], none);
    expect(ranked([without, bad], { metrics: ["owa"] }).map(({ label }) => label)).toEqual([
      "bad",
      "without",
    ]);
  });

  it("goes by RMSSE where demand is intermittent", () => {
    const zeros = { ...scored("zeros", [3, 3], 0.5), label: "zeros" };
    const careful = scored("careful", [2, 2], 0.9);
    expect(ranked([zeros, careful], { intermittent: true })[0].label).toBe("careful");
    expect(ranked([zeros, careful])[0].label).toBe("zeros");
  });

  it("goes by MASE where OWA is not defined for all", () => {
    expect(order(scored("b", [3, 3], none), scored("a", [1, 1], 2))).toEqual(["1 a", "2 b"]);
  });
});

describe("a model that was interrupted", () => {
  const ahead = (values: readonly number[]) =>
    ["a", "b,c"].map((id) => ({ id, mean: Float64Array.from(values) }));
  const fold = { training, test: [Float64Array.of(3), Float64Array.of(4)], horizon: 1 };
  const of = (model: typeof good, ...forecasts: SeriesForecast[][]) => ({
    ...model,
    scores: { ...model.scores, forecasts },
  });
  const whole = { ...of(bad, ahead([5]), ahead([6])), label: "whole" };
  const partly = { ...of(good, ahead([7])), label: "partly", finished: 1 };
  const interrupted = {
    ...report(false, partly, whole),
    ...{ folds: [fold, fold], test: undefined, rolling: { step: 1, window: "expanding" as const } },
  };

  it("follows the others without a rank, however good", () => {
    expect(ranked([partly, whole]).map(({ label, rank }) => [label, rank])).toEqual([
      ["whole", 1],
      ["partly", undefined],
    ]);
    expect(ranked([partly])[0].rank).toBe(1);
  });

  it("stands in the table with the folds it was scored on", () => {
    const text = backtestTable(interrupted, { width: 90, plain: true, color: false });
    expect(text).toContain("2 folds, 1 step apart");
    expect(text).toMatch(/\| partly \(1 of 2 folds\) +\| +- \| +2\.00 \|/);
  });

  it("is not the best of any metric", () => {
    const text = backtestTable(interrupted, { width: 90, plain: true, color: true });
    expect(text).toMatch(/\x1b\[32m1\.500/);
    expect(text).not.toMatch(/\x1b\[32m0\.500/);
  });

  it("is named in JSON", () => {
    expect(JSON.parse(backtestJson(interrupted)).interrupted).toEqual({
      model: "partly",
      folds: 1,
    });
    expect(JSON.parse(backtestJson(report(false, good)))).not.toHaveProperty("interrupted");
  });

  it("has empty forecasts of the other folds", () => {
    expect(backtestForecasts(interrupted)).toBe(
      [
        "unique_id,ds,cutoff,y,whole,partly",
        ...["a,2,1,3,5,7", '"b,c",2,1,4,5,7', "a,2,1,3,6,", '"b,c",2,1,4,6,', ""],
      ].join("\n"),
    );
  });
});

describe("CSV", () => {
  it("has a line a model, the best first, empty where nothing is defined", () => {
    expect(backtestCsv(report(false, bad, good))).toBe(
      [
        "model,unique_id,n,smape,mase,owa,mae,rmse,coverage-80",
        "good,*,2,2,2,0.5,2,2,0.5",
        "bad,*,2,,,1.5,,,",
        "",
      ].join("\n"),
    );
  });

  it("has a line a series besides when asked for", () => {
    expect(backtestCsv(report(true, good))).toBe(
      [
        "model,unique_id,n,smape,mase,owa,mae,rmse,coverage-80",
        "good,*,2,2,2,0.5,2,2,0.5",
        "good,a,1,1,1,0.5,1,1,0.5",
        'good,"b,c",1,3,3,,3,3,',
        "",
      ].join("\n"),
    );
  });

  it("has no columns of coverage where no model gives intervals", () => {
    expect(backtestCsv(report(false, bad))).toMatch(/,rmse\n/);
  });
});

it("JSON is a foretell/backtest@1 document", () => {
  expect(JSON.parse(backtestJson(report(true, good)))).toMatchObject({
    schema: "foretell/backtest@1",
    version: "0.1.0",
    source: "train.csv",
    test: "test.csv",
    freq: "index",
    season: 4,
    horizon: 6,
    seed: 1,
    levels: [80, 95],
    models: ["good"],
    scores: [
      {
        ...{ model: "good", unique_id: "*", n: 2, smape: 2, mase: 2, owa: 0.5, mae: 2, rmse: 2 },
        coverage: { 80: 0.5 },
        seconds: 0.25,
      },
      {
        ...{ model: "good", unique_id: "a", n: 1, smape: 1, mase: 1, owa: 0.5, mae: 1, rmse: 1 },
        coverage: { 80: 0.5 },
      },
      {
        ...{ model: "good", unique_id: "b,c", n: 1, smape: 3, mase: 3, owa: null, mae: 3, rmse: 3 },
        coverage: { 80: null },
      },
    ],
    failures: [{ model: "lstm", message: "too short" }],
  });
});

describe("table", () => {
  const plain = { width: 80, plain: true, color: false };

  it("ranks the models and says what they were scored on", () => {
    const text = backtestTable(report(false, bad, good), plain);
    expect(text).toContain("backtest, 6 steps ahead, against test.csv, mean of 2 series\n");
    expect(text).toMatch(/\| good +\| +1 \| +2\.00 \| +2\.000 \| +0\.500 \|.* 50\.0 \|/);
    expect(text).toMatch(/\| bad +\| +2 \| +- \| +- \| +1\.500 \|/);
    expect(text.indexOf("good")).toBeLessThan(text.indexOf("bad"));
  });

  it("says of the best two whether they differ, by how many of what, or why that is not known", () => {
    const told = (given: Partial<NonNullable<BacktestReport["comparison"]>>) => {
      const comparison = {
        statistic: -2.5,
        pValue: 0.013,
        n: 20,
        over: "folds",
        ...given,
      } as const;
      const rolling = { step: 1, window: "expanding" } as const;
      const two = report(false, bad, good);
      const folds = [two.folds[0], two.folds[0]];
      return backtestTable(
        { ...two, folds, rolling, comparison: { needed: 12, series: 3, ...comparison } },
        { ...plain, width: 300 },
      )
        .split("\n")
        .find((line) => line.includes("Diebold"));
    };
    expect(told({})).toBe(
      "good and bad differ significantly (Diebold-Mariano -2.50, p = 0.013, n = 20 folds)",
    );
    expect(told({ over: "series", pValue: 0.2 })).toBe(
      "good and bad do not differ significantly (Diebold-Mariano -2.50, p = 0.200, n = 20 series taken as independent)",
    );
    expect(told({ pValue: none, n: 2 })).toBe(
      "good against bad (Diebold-Mariano): 2 folds, 1 step apart, overlap too much to tell; use --folds 12 or more, or a larger --step",
    );
    expect(told({ pValue: none })).toBe(
      "good against bad (Diebold-Mariano): their errors never differ, or always by the same amount",
    );
    expect(told({ pValue: none, n: 1, series: 0 })).toBe(
      "good against bad (Diebold-Mariano): no series has a MASE in every fold",
    );
  });

  it("of one model has no rank", () => {
    expect(backtestTable(report(false, bad), plain)).not.toContain("rank");
  });

  it("shows series besides when asked for, and counts those it leaves out", () => {
    const many = {
      ...training,
      series: Array.from({ length: 100 }, (_, i) => ({ ...training.series[0], id: `s${i}` })),
    };
    const one = good.scores.series[0];
    const model = {
      ...good,
      scores: {
        series: many.series.map(() => one),
        mean: one,
        coverage: [],
        steps: many.series.slice(0, 6).map(() => one),
        forecasts: [],
        undefinedScores: [],
      },
      seriesOwa: many.series.map(() => 1),
    };
    const text = backtestTable(
      { ...report(true, model), folds: [{ training: many, test: [], horizon: 6 }] },
      plain,
    );
    expect(text).toMatch(/\| s39 +\| good/);
    expect(text).not.toContain("s40");
    expect(text).toMatch(/\| s81 +\| good/);
    expect(text.indexOf("backtest, ")).toBeGreaterThan(text.indexOf("s99"));
    expect(text).toContain("and 41 more series: --format csv has them");
  });
});

describe("intermittent demand", () => {
  const y = Float64Array.from({ length: 20 }, (_, t) => (t % 3 === 0 ? 5 : 0));
  const ds = y.map((_, t) => t);
  const intermittent = {
    ...report(false, good),
    folds: [
      {
        training: { ...training, series: ["a", "b,c"].map((id) => ({ id, ds, y })) },
        test: [],
        horizon: 6,
      },
    ],
  };

  it("is judged with RMSSE and bias in sight, without sMAPE", () => {
    const text = backtestTable(intermittent, { width: 90, plain: true, color: false });
    expect(text).toMatch(/\| model \| +RMSSE \| +bias \| +MASE \| +MAE \| in 80% \|/);
  });

  it("has columns for both in CSV, after the usual ones", () => {
    expect(backtestCsv(intermittent).split("\n")[0]).toBe(
      "model,unique_id,n,smape,mase,owa,mae,rmse,coverage-80,rmsse,bias",
    );
  });
});
