import { describe, expect, it } from "vitest";
import type { Panel } from "../../src/data/panel/panel.js";
import { panelFromArrays } from "../../src/data/read/from-arrays.js";
import { findAnomalies } from "../../src/evaluation/anomalies.js";
import { createModel } from "../../src/models/index.js";
import { Random } from "../../src/numeric/random.js";

const quiet = () => {};
const context = { seed: 1, warn: quiet };

/** Weekly waves with noise of standard deviation 2. */
function waves(n: number, change: (value: number, t: number) => number, seed = 7): Panel {
  const random = new Random(seed);
  const y = Array.from({ length: n }, (_, t) =>
    change(100 + 5 * Math.sin((2 * Math.PI * t) / 7) + 2 * random.normal(), t),
  );
  return panelFromArrays({ y }, { season: 7 }, quiet);
}

const placesOf = async (panel: Panel, spec: string, level = 99.9) => {
  const model = { label: spec, model: createModel(spec) };
  const found = await findAnomalies(panel, model, context, level);
  return found.map(({ anomalies }) => [...anomalies]);
};

describe("anomalies", () => {
  it.each(["ets", "arima", "mstl", "naive", "seasonal-naive", "theta"])(
    "are an outlier and no echo of it, by %s",
    async (spec) => {
      const panel = waves(140, (value, t) => (t === 80 ? value + 60 : value));
      expect(await placesOf(panel, spec, 99.99)).toEqual([[[80, "outlier"]]]);
    },
  );

  it("are the first value of a new level, and none of those that follow", async () => {
    const panel = waves(140, (value, t) => (t >= 90 ? value + 60 : value));
    const model = { label: "ets", model: createModel("ets") };
    const [one] = await findAnomalies(panel, model, context, 99.9);
    expect([...one!.anomalies]).toEqual([[90, "shift"]]);
    expect(Math.abs(one!.y[90]! - one!.expected[90]! - 60)).toBeLessThan(8);
  });

  it("are no time of twenty values that are spread wider than before", async () => {
    let told = 0;
    for (let seed = 1; seed <= 5; seed++) {
      const random = new Random(seed);
      const y = Array.from({ length: 90 }, (_, t) => 20 + (t < 70 ? 0.01 : 5) * random.normal());
      const panel = panelFromArrays({ y }, { season: 7 }, quiet);
      for (const spec of ["ets", "theta", "naive"]) {
        told += (await placesOf(panel, spec))[0]!.filter(([t]) => Number(t) >= 70).length;
      }
      y[30] = 25;
      const spiked = panelFromArrays({ y }, { season: 7 }, quiet);
      expect((await placesOf(spiked, "naive"))[0]).toContainEqual([30, "outlier"]);
    }
    // Of 300 observations; nearly all of them by the spread of the calm time.
    expect(told).toBeLessThan(15);
  });

  it("are as many as chance makes in noise, about", async () => {
    const panels = Array.from({ length: 20 }, (_, k) => waves(300, (value) => value, 100 + k));
    const found = await Promise.all(panels.map((panel) => placesOf(panel, "ets", 95)));
    const share = found.flat(2).length / (20 * 300);
    // 5 % by construction; fitted to the same data, and σ from a median.
    expect(share).toBeGreaterThan(0.035);
    expect(share).toBeLessThan(0.075);
  });

  it("have scores in standard deviations of the one-step errors", async () => {
    const panel = waves(400, (value, t) => (t === 300 ? value + 20 : value));
    const model = { label: "ets", model: createModel("ets") };
    const [one] = await findAnomalies(panel, model, context, 99.9);
    // Noise of 2, of which one value errs itself by some 2 more.
    expect(one!.score[300]).toBeGreaterThan(20 / 2 - 3);
    expect(one!.score[300]).toBeLessThan(20 / 2 + 3);
    expect(one!.hi[5]! - one!.lo[5]!).toBeCloseTo(one!.hi[200]! - one!.lo[200]!, 9);
  });

  it("are judged by the level that errors have at the time, where they grow with the series", async () => {
    const random = new Random(4);
    const y = Array.from({ length: 160 }, (_, t) => 10 * 1.02 ** t * (1 + 0.05 * random.normal()));
    const panel = panelFromArrays({ y }, { season: 4 }, quiet);
    const model = { label: "ets", model: createModel("ets:error=M,trend=A,season=N") };
    const [one] = await findAnomalies(panel, model, context, 99.9);
    const width = (t: number) => one!.hi[t]! - one!.lo[t]!;
    expect(width(150) / width(30)).toBeGreaterThan(4);
  });

  it("are never told of what was not observed", async () => {
    const y = Array.from({ length: 60 }, (_, t) => (t === 30 ? Number.NaN : 5 + (t % 3)));
    const panel = panelFromArrays({ y }, { season: 1 }, quiet);
    const model = { label: "naive", model: createModel("naive") };
    const [one] = await findAnomalies(panel, model, context, 80);
    expect(one!.score[30]).toBeNaN();
    expect(one!.anomalies.has(30)).toBe(false);
  });

  it("of a panel are those of each series alone", async () => {
    const odd = waves(120, (value, t) => (t === 50 ? value - 70 : value), 3);
    const even = waves(120, (value) => value, 9);
    const panel = {
      ...odd,
      series: [
        { ...even.series[0]!, id: "a" },
        { ...odd.series[0]!, id: "b" },
      ],
    };
    const [together, alone] = [await placesOf(panel, "ets"), await placesOf(odd, "ets")];
    expect(together[1]).toEqual(alone[0]);
    expect(together[1]!.map(([t]) => t)).toContain(50);
  });

  it("need one-step forecasts of the observations", async () => {
    const panel = waves(60, (value) => value);
    await expect(placesOf(panel, "zero")).rejects.toThrow(/no one-step forecasts/);
  });
});
