import { describe, expect, it } from "vitest";
import { createModel } from "../../../src/models/index.js";
import { calibrated } from "../../../src/models/intervals/calibrated.js";
import { withIntervals } from "../../../src/models/intervals/intervals.js";
import { localModel } from "../../../src/models/local.js";
import type { FittedModel, Model } from "../../../src/models/model.js";
import { nothing } from "../../../src/models/state-schema.js";
import { normalQuantile } from "../../../src/numeric/normal.js";
import { Random } from "../../../src/numeric/random.js";
import { panelOf, panelOfMany } from "../../panels.js";

const context = { horizon: 4, seed: 1, levels: [80, 95], warn: () => {} };

function walk(random: Random, n: number): Float64Array {
  let y = 100;
  return Float64Array.from({ length: n }, () => {
    y += random.normal();
    return y;
  });
}

/** Forecasts the last value of a random walk with unit steps, and claims `share` of its deviations. */
function claiming(share: number): Model {
  return localModel<null>({
    name: "claiming",
    schema: () => nothing,
    fit: () => null,
    forecast: (_state, { y }, _panel, { horizon, levels }) => {
      const end = (level: number, side: number) =>
        Float64Array.from(
          { length: horizon },
          (_, h) =>
            y[y.length - 1] + side * share * Math.sqrt(h + 1) * normalQuantile(0.5 + level / 200),
        );
      const intervals = levels.map((level) => ({ level, lo: end(level, -1), hi: end(level, 1) }));
      return { mean: new Float64Array(horizon).fill(y[y.length - 1]), intervals };
    },
  });
}

describe("calibrated intervals", () => {
  it("cover what they say, whatever the model claims", async () => {
    for (const share of [0.3, 1, 3]) {
      const random = new Random(5);
      const whole = Array.from({ length: 250 }, () => walk(random, 44));
      const known = panelOfMany(whole.map((y) => y.subarray(0, 40)));
      const panel = { ...known, series: known.series.map((one, s) => ({ ...one, id: `s${s}` })) };
      const fitted = await calibrated(claiming(share)).fit(panel, context);
      const within = [0, 0];
      for (const [s, { intervals }] of fitted.forecast(4).entries()) {
        for (const [i, { lo, hi }] of intervals!.entries()) {
          for (let h = 0; h < 4; h++) {
            const y = whole[s][40 + h];
            if (y >= lo[h] && y <= hi[h]) within[i]++;
          }
        }
      }
      expect(Math.abs(within[0] / 1000 - 0.8)).toBeLessThan(0.06);
      expect(Math.abs(within[1] / 1000 - 0.95)).toBeLessThan(0.035);
    }
  });

  it("grow with the horizon as the model's own do", async () => {
    const panel = panelOf(walk(new Random(2), 60));
    const own = (await claiming(0.5).fit(panel, context)).forecast(4)[0].intervals![0];
    const fitted = await calibrated(claiming(0.5)).fit(panel, context);
    const [{ lo, hi }] = fitted.forecast(4)[0].intervals!;
    const factor = (hi[0] - lo[0]) / (own.hi[0] - own.lo[0]);
    expect(factor).toBeGreaterThan(1.2);
    for (let h = 1; h < 4; h++) {
      expect((hi[h] - lo[h]) / (own.hi[h] - own.lo[h])).toBeCloseTo(factor, 10);
    }
  });

  it("of a step do not depend on the horizon, of the fit or of the forecast", async () => {
    for (const n of [20, 44, 60]) {
      const panel = panelOf(walk(new Random(n), n));
      const first = async (fitted: number, asked: number) => {
        const { forecast } = await calibrated(createModel("theta")).fit(panel, {
          ...context,
          horizon: fitted,
        });
        return forecast(asked)[0].intervals!.map(({ lo, hi }) => [lo[0], hi[0]]);
      };
      const one = await first(1, 1);
      for (const horizon of [6, 12, 40]) {
        expect(await first(horizon, horizon)).toEqual(one);
        expect(await first(horizon, 1)).toEqual(one);
      }
    }
  });

  it.each(["naive", "theta", "arima:order=1-0-0,season=0-0-0"])(
    "of %s are the same at all horizons with a column that is known no further",
    async (spec) => {
      const random = new Random(6);
      const series = [0, 1, 2].map(() => walk(random, 50));
      const column = Float64Array.from({ length: 62 }, () => random.uniform());
      const known = (horizon: number) => {
        const panel = panelOfMany(series);
        const future = new Map([["promo", column.slice(0, 50 + horizon)]]);
        return { ...panel, series: panel.series.map((one) => ({ ...one, future })) };
      };
      const made = (horizon: number) =>
        calibrated(createModel(spec)).fit(known(horizon), { ...context, horizon });
      const ends = (fitted: FittedModel, horizon: number) =>
        fitted.forecast(horizon, [80])[0].intervals!.flatMap(({ lo, hi }) => [lo[0], hi[0]]);
      const { state } = await made(12);
      const expected = ends(await made(12), 12);
      for (const horizon of [1, 3, 12]) {
        const restored = calibrated(createModel(spec)).restore(state, known(horizon));
        for (const given of [await made(horizon), restored]) {
          const [lo, hi] = ends(given, horizon);
          expect(lo).toBeCloseTo(expected[0], 1);
          expect(hi).toBeCloseTo(expected[1], 1);
        }
      }
    },
  );

  it("leave out one outlier, and reach to outliers that come again", async () => {
    const random = new Random(8);
    const noise = Float64Array.from({ length: 60 }, () => 100 + 4 * random.normal());
    const widths = async (outliers: readonly number[]) => {
      const y = noise.map((value, t) => (outliers.includes(t) ? value + 60 : value));
      const levels = [80, 95, 99];
      const fitted = await calibrated(createModel("theta")).fit(panelOf(y), { ...context, levels });
      return fitted.forecast(1)[0].intervals!.map(({ lo, hi }) => hi[0] - lo[0]);
    };
    const none = await widths([]);
    const one = await widths([44]);
    one.forEach((width, i) => expect(Math.abs(width / none[i] - 1)).toBeLessThan(0.15));
    const three = await widths([38, 46, 53]);
    expect(Math.abs(three[0] / none[0] - 1)).toBeLessThan(0.3);
    expect(three[2]).toBeGreaterThan(2 * none[2]);
  });

  it("are somewhat wider than the model's own where there is nothing to learn from", async () => {
    const panel = panelOf([3, 5, 4]);
    const [own] = (await claiming(1).fit(panel, context)).forecast(1)[0].intervals!;
    const fitted = await calibrated(claiming(1)).fit(panel, context);
    const [{ lo, hi }] = fitted.forecast(1)[0].intervals!;
    expect((hi[0] - lo[0]) / (own.hi[0] - own.lo[0])).toBeCloseTo(1.2, 10);
  });

  it("are restored to the bit, and those of files without a calibration stay as they were", async () => {
    const panel = panelOf(walk(new Random(3), 60));
    const model = calibrated(createModel("theta"));
    const fitted = await model.fit(panel, context);
    model.requireState(fitted.state, panel);
    expect(model.restore(fitted.state, panel).forecast(6, [80, 95])).toEqual(fitted.forecast(6));
    const plain = await createModel("theta").fit(panel, context);
    model.requireState(plain.state, panel);
    expect(model.restore(plain.state, panel).forecast(6, [80])).toEqual(plain.forecast(6, [80]));
  });

  it("are the default of models of single series where these are short, and not of auto", async () => {
    const panel = panelOf(walk(new Random(4), 60));
    const long = panelOf(walk(new Random(4), 61));
    const ofLong = await withIntervals(createModel("naive"), "auto").fit(long, context);
    expect(Object.keys(ofLong.state as object)).not.toContain("calibration");
    const states = async (spec: string) => {
      const { state } = await withIntervals(createModel(spec), "auto").fit(panel, context);
      return Object.keys(state as object);
    };
    expect(await states("naive")).toContain("calibration");
    expect(await states("lag-regression")).not.toContain("calibration");
    const auto = createModel("auto");
    expect(withIntervals(auto, "auto")).toBe(auto);
    expect(withIntervals(auto, "calibrated")).toBe(auto);
  });
});
