import { existsSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { Panel } from "../../../src/data/panel/from-table.js";
import { readContinuation, readPanel } from "../../../src/data/read/read-panel.js";
import { DataError } from "../../../src/errors.js";
import { backtest } from "../../../src/evaluation/backtest.js";
import { givenFold } from "../../../src/evaluation/folds.js";
import { owa } from "../../../src/evaluation/scores.js";
import { createModel } from "../../../src/models/index.js";
import type { FitContext } from "../../../src/models/model.js";
import { Random } from "../../../src/numeric/random.js";
import { panelOfMany as panel } from "../../panels.js";
import { randomWalk } from "../../random-walk.js";

async function fitted(data: Panel, spec = "boosted-trees", more: Partial<FitContext> = {}) {
  const warnings: string[] = [];
  const model = createModel(spec);
  const result = await model.fit(data, {
    ...{ horizon: 6, seed: 1, levels: [80, 95], warn: (message) => warnings.push(message) },
    ...more,
  });
  return { model, result, warnings };
}

function walk(n: number, seed: number): number[] {
  return [...randomWalk(n, seed, 100)];
}

describe("boosted-trees", () => {
  it("learns a map that is not linear", async () => {
    let x = 0.3;
    const y = Array.from({ length: 520 }, () => {
      x = 3.8 * x * (1 - x);
      return 1 + x;
    });
    const error = async (spec: string) => {
      const { model, result } = await fitted(panel([y.slice(0, 500)]), spec, { horizon: 1 });
      const next = (n: number) =>
        model.restore(result.state, panel([y.slice(0, n)])).forecast(1)[0].mean[0];
      const misses = Array.from({ length: 20 }, (_, k) => Math.abs(next(500 + k) - y[500 + k]));
      return misses.reduce((sum, miss) => sum + miss, 0) / 20;
    };
    expect(await error("boosted-trees:share=1")).toBeLessThan(
      0.2 * (await error("lag-regression")),
    );
  });

  it("goes on beyond all values it has seen, and beyond the horizon of its fit", async () => {
    const y = Array.from({ length: 120 }, (_, t) => 10 + 3 * t + (t % 2));
    const { result } = await fitted(panel([y]), "boosted-trees:log=no,share=1");
    result.forecast(20)[0].mean.forEach((value, h) => {
      expect(Math.abs(value - (10 + 3 * (120 + h)))).toBeLessThan(5);
    });
  });

  it("learns from all series of a panel what a short one does not tell", async () => {
    const saw = (n: number, start: number) =>
      Array.from({ length: n }, (_, t) => 50 + [0, 8, 3, -6, 1][(t + start) % 5]);
    const data = panel([...Array.from({ length: 8 }, (_, s) => saw(60, s)), saw(20, 2)]);
    const { result } = await fitted(data);
    const { mean } = result.forecast(6)[8];
    mean.forEach((value, h) => {
      expect(Math.abs(value - saw(26, 2)[20 + h])).toBeLessThan(2);
    });
  });

  it("learns what a column known ahead does", async () => {
    const random = new Random(3);
    const x = Float64Array.from({ length: 206 }, () => random.below(2));
    const y = x.subarray(0, 200).map((value) => 20 + 10 * value + 0.5 * random.normal());
    const data = panel([y]);
    const known = {
      ...data,
      series: data.series.map((one) => ({ ...one, future: new Map([["x", x]]) })),
    };
    const { result } = await fitted(known, "boosted-trees:share=1");
    result.forecast(6)[0].mean.forEach((value, h) => {
      expect(Math.abs(value - 20 - 10 * x[200 + h])).toBeLessThan(2);
    });
    expect(() => createModel("boosted-trees").restore(result.state, data)).toThrow(DataError);
  });

  it("learns what follows a column that is known as far as the series", async () => {
    const random = new Random(5);
    const x = Float64Array.from({ length: 200 }, () => random.below(2));
    const y = x.map((_, t) => 20 + 10 * (x[t - 1] ?? 0) + 0.5 * random.normal());
    const data = panel([y]);
    const told = {
      ...data,
      series: data.series.map((one) => ({ ...one, past: new Map([["x", x]]) })),
    };
    const { result } = await fitted(told, "boosted-trees:share=1", { horizon: 1 });
    expect(result.training!.importance![0].input).toBe("step of x");
    expect(Math.abs(result.forecast(1)[0].mean[0] - 20 - 10 * x[199])).toBeLessThan(2);
  });

  it("forecasts k times as much of k times the series", async () => {
    const [a, b] = [walk(80, 5), walk(60, 6)];
    const of = async (k: number) => {
      const scaled = [a, b].map((y) => y.map((value) => k * value));
      const { result } = await fitted(panel(scaled, 4), "boosted-trees:log=no");
      return result.forecast(6).flatMap(({ mean }) => Array.from(mean));
    };
    const once = await of(1);
    expect(await of(64)).toEqual(once.map((value) => 64 * value));
  });

  it.each(["boosted-trees", "boosted-trees:loss=quantile,trees=3"])(
    "%s gives a constant series the levels that it gives the others",
    async (spec) => {
      const { result } = await fitted(panel([new Array(40).fill(5), walk(60, 3)]), spec);
      const levels = result
        .forecast(3, [80, 90])
        .map(({ intervals }) => intervals?.map(({ level }) => level));
      expect(levels[0]).toEqual(levels[1]);
    },
  );

  it.each([
    ["constant", new Array(40).fill(5), 5],
    ["all zero", new Array(40).fill(0), 0],
    ["of one point", [7], 7],
    ["of two points", [3, 4], 4],
    ["of seven points", [3, 4, 3, 5, 4, 3, 4], 4],
    ["of huge values", walk(60, 1).map((v) => 1e12 + v), 1e12],
    ["of counts", Array.from({ length: 50 }, (_, t) => (t * 7) % 3), 1],
  ])("gives a sane forecast of a series %s", async (_, y, about) => {
    for (const loss of ["absolute", "squared", "quantile"]) {
      const { result } = await fitted(panel([y], 12), `boosted-trees:loss=${loss}`);
      const { mean, intervals } = result.forecast(30)[0];
      for (const value of mean) expect(Math.abs(value - about)).toBeLessThan(150);
      for (const { lo, hi } of intervals!) {
        expect([...lo, ...hi].every(Number.isFinite)).toBe(true);
      }
    }
  });

  it("leaves a series that never changes where it is, whatever the others do", async () => {
    const rising = Array.from({ length: 40 }, (_, t) => 10 + t);
    const { result } = await fitted(panel([rising, new Array(40).fill(7), rising]));
    expect(result.forecast(8)[1].mean).toEqual(new Float64Array(8).fill(7));
  });

  it("says when nothing is long enough to learn from", async () => {
    const { result, warnings } = await fitted(panel([[3, 4]]));
    expect(warnings).toEqual([
      "boosted-trees: no series is long enough to train on 6 steps ahead: forecasts repeat the last value",
    ]);
    expect(result.forecast(2)[0].mean).toEqual(Float64Array.of(4, 4));
  });

  it("forecasts the same once restored from its state, and a series it has not seen", async () => {
    const data = panel([walk(90, 1), walk(70, 2)], 4);
    const { model, result } = await fitted(data, "boosted-trees:loss=quantile");
    const again = model.restore(structuredClone(result.state), data);
    expect(again.forecast(9, [95])).toEqual(result.forecast(9, [95]));
    const other = { ...data.series[1], id: "new" };
    const alone = model.restore(result.state, { ...data, series: [other] });
    expect(alone.forecast(9)[0].mean).toEqual(result.forecast(9)[1].mean);
  });

  it("learns the ends of intervals with loss=quantile, at the levels of the fit", async () => {
    const data = panel(Array.from({ length: 10 }, (_, s) => walk(100, s)));
    const { result } = await fitted(data, "boosted-trees:loss=quantile,log=no");
    let inside = 0;
    result.forecast(12, [95, 50, 80]).forEach(({ mean, intervals }) => {
      expect(intervals!.map(({ level }) => level)).toEqual([95, 80]);
      const [wide, narrow] = intervals!;
      mean.forEach((value, h) => {
        expect(narrow.lo[h]).toBeLessThanOrEqual(value);
        expect(narrow.hi[h]).toBeGreaterThanOrEqual(value);
        if (wide.lo[h] <= narrow.lo[h] && wide.hi[h] >= narrow.hi[h]) inside++;
      });
      // 2 · 1.28 standard deviations of a sum of steps
      const width = narrow.hi[5] - narrow.lo[5];
      expect(width / Math.sqrt(6)).toBeGreaterThan(1.5);
      expect(width / Math.sqrt(6)).toBeLessThan(4);
      expect(narrow.hi[11] - narrow.lo[11]).toBeGreaterThan(width);
    });
    expect(inside).toBeGreaterThan(110);
  });

  it("keeps the trees there are when interrupted", async () => {
    const controller = new AbortController();
    const { result } = await fitted(panel([walk(200, 3)]), "boosted-trees:log=no,rate=0.01", {
      signal: controller.signal,
      onProgress: ({ epoch }) => {
        if (epoch === 3) controller.abort();
      },
    });
    expect(result.training!.epochs).toBeLessThanOrEqual(3);
    expect(result.forecast(6)[0].mean.every(Number.isFinite)).toBe(true);
  });

  it("says which lags fit", async () => {
    await expect(fitted(panel([walk(30, 1)]), "boosted-trees:lags=1-40")).rejects.toMatchObject({
      message: "boosted-trees: lag 40 is longer than the longest series, which has 30 observations",
      hint: "Use lags from 1 to 29.",
    });
  });
});

const data = process.env.FORETELL_DATA ?? "../shared/data";

describe.skipIf(!existsSync(`${data}/m3-quarterly-train.csv.gz`))(
  "M3 (needs FORETELL_DATA)",
  () => {
    it.each([
      ["yearly", 1, 0.85],
      ["quarterly", 4, 0.95],
    ] as const)("%s is forecast with an OWA below that", async (name, season, most) => {
      const quiet = () => {};
      const training = await readPanel(`${data}/m3-${name}-train.csv.gz`, { season }, quiet);
      const test = await readContinuation(`${data}/m3-${name}-test.csv.gz`, training, {}, quiet);
      const fold = givenFold(test);
      const scores = async (model: string) =>
        (await backtest([fold], createModel(model), { seed: 1, warn: quiet })).series;
      expect(owa(await scores("boosted-trees"), await scores("naive2"))).toBeLessThan(most);
    });
  },
);
