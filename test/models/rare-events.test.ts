import { describe, expect, it } from "vitest";
import { withoutBreaks } from "../../src/analysis/breaks.js";
import { createModel } from "../../src/models/index.js";
import { withIntervals } from "../../src/models/intervals/intervals.js";
import type { SeriesForecast } from "../../src/models/model.js";
import { allowingForEvents } from "../../src/models/rare-events.js";
import { normalQuantile } from "../../src/numeric/normal.js";
import { Random } from "../../src/numeric/random.js";
import { panelOf } from "../panels.js";

/** Normal noise around 100 with as many values that are 60 and more higher. */
function spiked(n: number, count: number): Float64Array {
  const random = new Random(4);
  const noise = Float64Array.from({ length: n }, () => 100 + 3 * random.normal());
  for (let k = 0; k < count; k++) noise[Math.floor(((k + 0.5) * n) / count)] += 60 + 5 * k;
  return noise;
}

/** Normal intervals of deviation 3 around 100. */
function around(levels: readonly number[]): SeriesForecast {
  const end = (level: number, sign: number) =>
    Float64Array.of(100 + sign * 3 * normalQuantile(0.5 + level / 200));
  return {
    id: "a",
    mean: Float64Array.of(100),
    intervals: levels.map((level) => ({ level, lo: end(level, -1), hi: end(level, 1) })),
  };
}

describe("intervals of a series with rare events", () => {
  const levels = [50, 80, 90, 95, 99, 99.9];

  it("hold as much of the mixture of ordinary values and events as they say", () => {
    // 8 events in 400: a tail of more than 2 % leaves them out, a smaller one reaches into them.
    const y = spiked(400, 8);
    const { intervals = [] } = allowingForEvents(around(levels), withoutBreaks(y, 1));
    const random = new Random(9);
    const sizes = Array.from({ length: 8 }, (_, k) => 160 + 5 * k);
    const drawn = Array.from({ length: 40_000 }, () =>
      random.uniform() < 0.02
        ? sizes[random.below(8)] + 3 * random.normal()
        : 100 + 3 * random.normal(),
    );
    for (const { level, lo, hi } of intervals) {
      const inside = drawn.filter((value) => value >= lo[0] && value <= hi[0]).length;
      expect(Math.abs((100 * inside) / drawn.length - level)).toBeLessThan(1);
    }
    const ends = intervals.map(({ hi }) => hi[0]);
    expect(ends).toEqual([...ends].sort((a, b) => a - b));
    expect(ends[2]).toBeLessThan(110);
    expect(ends[4]).toBeGreaterThan(155);
  });

  it("are as they were after one outlier or two, which are taken for errors", () => {
    for (const count of [0, 1, 2]) {
      const forecast = around(levels);
      expect(allowingForEvents(forecast, withoutBreaks(spiked(400, count), 1))).toBe(forecast);
    }
  });

  it.each(["ets", "theta", "ar", "arima", "hmm", "zero"])(
    "of %s are hardly wider than without these",
    async (name) => {
      const width = async (count: number) => {
        const model = withIntervals(createModel(name), "auto");
        const panel = panelOf(Array.from(spiked(200, count)), 1);
        const fitted = await model.fit(panel, { horizon: 4, seed: 1, levels: [80], warn() {} });
        const [{ intervals }] = fitted.forecast(4);
        return intervals![0].hi[3] - intervals![0].lo[3];
      };
      const plain = await width(0);
      expect((await width(2)) / plain).toBeLessThan(1.15);
      expect((await width(7)) / plain).toBeLessThan(1.5);
    },
  );
});

it.each(["ets", "theta", "ensemble", "mstl", "ar", "fft", "arima"])(
  "a shift of the level is none of the errors that widen intervals of %s",
  async (name) => {
    const random = new Random(6);
    const y = Array.from({ length: 60 }, (_, t) => (t < 48 ? 100 : 200) + 3 * random.normal());
    const fitted = await withIntervals(createModel(name), "auto").fit(panelOf(y, 12), {
      ...{ horizon: 12, seed: 1, levels: [80] },
      warn() {},
    });
    const [{ intervals }] = fitted.forecast(12);
    for (const h of [0, 11]) {
      const width = intervals![0].hi[h] - intervals![0].lo[h];
      expect(width).toBeGreaterThan(7);
      expect(width).toBeLessThan(40);
    }
  },
);
