import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { type Panel, panelFromColumns } from "../../../src/data/panel/from-table.js";
import { readColumns } from "../../../src/data/read/read-table.js";
import { indexFrequency } from "../../../src/data/time/frequency.js";
import {
  ettSplit,
  longHorizonTask,
  scoreLongHorizon,
  testWindows,
} from "../../../src/evaluation/benchmark/long-horizon.js";
import { createModel } from "../../../src/models/index.js";

const quiet = { seed: 1, levels: [], warn() {} };

function panel(...columns: (readonly number[])[]): Panel {
  return {
    frequency: indexFrequency(),
    season: 1,
    source: "made.csv",
    series: columns.map((y, s) => ({
      id: `s${s}`,
      ds: Float64Array.from(y, (_, t) => t),
      y: Float64Array.from(y),
    })),
  };
}

/** Waves of seven and five steps. */
const waves = panel(
  ...[7, 5].map((period) =>
    Array.from({ length: 90 }, (_, t) => 20 + t / 9 + 4 * Math.sin((2 * Math.PI * t) / period)),
  ),
);
const split = { training: 50, validation: 20, test: 18 };
const task = longHorizonTask(waves, split);

describe("the protocol", () => {
  it("counts test − horizon + 1 windows of each series, the first right after validation, none dropped", () => {
    const windows = testWindows(task, 4);
    expect(windows).toHaveLength(2 * (18 - 4 + 1));
    const cuts = windows.filter(({ series }) => series === 1).map(({ cut }) => cut);
    expect([cuts[0], cuts.at(-1)]).toEqual([70, 88 - 4]);
  });

  it("learns from training and validation part and leaves aside what is beyond the test part", () => {
    expect(task.learning.series.map(({ y }) => y.length)).toEqual([70, 70]);
    expect(task.whole.series.map(({ y }) => y.length)).toEqual([88, 88]);
  });

  it("standardises by mean and deviation of the training part alone", () => {
    for (const { y } of task.whole.series) {
      const known = Array.from(y.subarray(0, 50));
      const mean = known.reduce((sum, v) => sum + v, 0) / 50;
      expect(mean).toBeCloseTo(0, 12);
      expect(known.reduce((sum, v) => sum + v * v, 0) / 50).toBeCloseTo(1, 12);
    }
    const later = waves.series.map(({ y }) => Array.from(y, (v, t) => (t < 50 ? v : v + 1000)));
    const other = longHorizonTask(panel(...later), split);
    expect(other.whole.series[0].y.subarray(0, 50)).toEqual(task.whole.series[0].y.subarray(0, 50));
  });

  it("means errors over all windows, steps and series", async () => {
    const score = await scoreLongHorizon(task, createModel("naive"), 3, quiet);
    let [squares, distances, count] = [0, 0, 0];
    for (const { y } of task.whole.series) {
      for (let cut = 70; cut + 3 <= 88; cut++) {
        for (let h = 0; h < 3; h++) {
          squares += (y[cut - 1] - y[cut + h]) ** 2;
          distances += Math.abs(y[cut - 1] - y[cut + h]);
          count++;
        }
      }
    }
    expect(score).toMatchObject({ horizon: 3, n: 32 });
    expect(score!.mse).toBeCloseTo(squares / count, 12);
    expect(score!.mae).toBeCloseTo(distances / count, 12);
  });

  it("refuses series that are too short or stand still in the training part", () => {
    expect(() => longHorizonTask(waves, { ...split, test: 21 })).toThrow("90 rows");
    const still = Array.from({ length: 90 }, (_, t) => (t < 50 ? 0.1 : t));
    expect(() => longHorizonTask(panel(still), split)).toThrow("throughout its training part");
  });
});

describe("a network's forecasts from many origins", () => {
  const short = "context=14,epochs=3,log=no,deseason=no,difference=no,window-scale=no";

  it.each(["", ",scope=local", ",seeds=2", ",loss=quantile"])(
    "are those of the fit restored before each of them%s",
    async (more) => {
      const model = createModel(`linear:${short},unit=own${more}`);
      const fitted = await model.fit(task.learning, { ...quiet, horizon: 4, holdout: 20 });
      let heard = 0;
      fitted.forecastWindows!(task.whole, testWindows(task, 4), ({ series, cut }, mean) => {
        heard++;
        const past = {
          ...task.whole,
          series: task.whole.series.map((s) => ({
            ...s,
            ds: s.ds.subarray(0, cut),
            y: s.y.subarray(0, cut),
          })),
        };
        const alone = model.restore(fitted.state, past).forecast(4)[series].mean;
        mean.forEach((value, h) => {
          expect(value).toBeCloseTo(alone[h], 5);
        });
      });
      expect(heard).toBe(2 * 15);
    },
  );

  it("do not know what lies after them, nor take units from there", async () => {
    const model = createModel(`linear:kind=dlinear,${short}`);
    const fitted = await model.fit(task.learning, { ...quiet, horizon: 4, holdout: 20 });
    const window = { series: 0, cut: 70 };
    const forecast = (whole: Panel) => {
      let told: number[] = [];
      fitted.forecastWindows!(whole, [window], (_, mean) => {
        told = Array.from(mean);
      });
      return told;
    };
    const changed = task.whole.series.map((s) => ({
      ...s,
      y: s.y.map((value, t) => (t < 70 ? value : value * 50 + 9)),
    }));
    expect(forecast({ ...task.whole, series: changed })).toEqual(forecast(task.whole));
  });
});

const file = join(process.env.FORETELL_DATA ?? "../shared/data", "ETTh1.csv.gz");

describe.skipIf(!existsSync(file))("ETTh1 (skipped where FORETELL_DATA has it not)", () => {
  // Zeng et al. (2023), "Repeat": 1.295 and 0.713.
  it("repeating the last value makes the published errors at 96 steps", async () => {
    const table = await readColumns(file, {}, () => {});
    const target = table.columns.flatMap(({ kind, name }) => (kind === "number" ? [name] : []));
    const etth1 = longHorizonTask(
      panelFromColumns(table, { target }, () => {}),
      ettSplit,
    );
    const score = await scoreLongHorizon(etth1, createModel("naive"), 96, quiet);
    expect(score!.n).toBe(7 * 2785);
    expect(score!.mse).toBeCloseTo(1.295, 2);
    expect(score!.mae).toBeCloseTo(0.713, 3);
  });
});
