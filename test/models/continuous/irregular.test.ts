import { describe, expect, it } from "vitest";
import { withoutTail } from "../../../src/data/panel/from-table.js";
import { panelFromArrays } from "../../../src/data/read/from-arrays.js";
import { backtest } from "../../../src/evaluation/backtest.js";
import { rollingFolds } from "../../../src/evaluation/rolling-origin.js";
import { decodeModel, encodeModel, restoreModel } from "../../../src/models/file/model-file.js";
import { createModel } from "../../../src/models/index.js";
import { damped, events, twofold } from "../damped.js";

const plain = "log=no,difference=no,window-scale=no,hidden=12";
const quiet = { seed: 1, levels: [], warn() {} };

/** Mean absolute error of forecasts six rows ahead from five origins. */
async function error(spec: string, columns: Record<string, ArrayLike<unknown>>) {
  const panel = panelFromArrays(columns, { irregular: "allowed", season: 1 });
  const folds = rollingFolds(panel, { horizon: 6, folds: 5, step: 6, window: "expanding" });
  const { mean } = await backtest(folds, createModel(spec), quiet, folds.length);
  return mean.mae;
}

it.each([
  ["neural-ode", "a damped sine", damped],
  ["cfc", "a damped sine", damped],
  ["cfc", "the sum of two sines", twofold],
])(
  "%s forecasts %s at random times with less than a third of the error that rows give",
  async (name, _, truth) => {
    const stamps = events(300, 4);
    const y = stamps.map(truth);
    const ds = Array.from(stamps, (stamp) => new Date(stamp));
    const spec = `${name}:context=18,epochs=20,${plain}`;
    expect(await error(spec, { ds, y })).toBeLessThan((await error(spec, { y })) / 3);
  },
);

const sensor = (stamps: Float64Array, columns: Record<string, ArrayLike<unknown>> = {}) =>
  panelFromArrays(
    { ds: Array.from(stamps, (ds) => new Date(ds)), y: stamps.map(damped), ...columns },
    { irregular: "allowed" },
  );

describe.each(["neural-ode", "cfc"])("%s", (name) => {
  const model = createModel(`${name}:context=10,epochs=3,${plain}`);

  it("forecasts held-back rows at their own dates", async () => {
    const panel = sensor(events(80, 2));
    const known = withoutTail(panel, 4);
    const { state } = await model.fit(known, { ...quiet, horizon: 4 });
    const [series] = known.series;
    const later = series.ahead!.map((ds, h) => ds + 60_000 * h);
    const at = (ahead: Float64Array) =>
      model.restore(state, { ...known, series: [{ ...series, ahead }] }).forecast(4)[0].mean;
    const [own, moved] = [at(series.ahead!), at(later)];
    expect(moved[0]).toBe(own[0]);
    for (const h of [1, 2, 3]) expect(moved[h]).not.toBe(own[h]);
  });

  it("is the same from a file, and goes on from other dates in the unit it has learned", async () => {
    const panel = sensor(events(80, 2));
    const fitted = await model.fit(panel, { ...quiet, horizon: 4 });
    const saved = {
      ...{
        version: "0",
        spec: `${name}:context=10,epochs=3,${plain}`,
        horizon: 4,
        seed: 1,
        levels: [],
      },
      ...{ panel, state: fitted.state },
    };
    const read = decodeModel(encodeModel(saved), "m");
    expect(read.panel).toMatchObject({ irregular: true, frequency: panel.frequency });
    expect((await restoreModel(read)).forecast(4)).toEqual(fitted.forecast(4));
    const other = sensor(events(40, 9));
    // Half a step in a unit twice as long is the same time.
    const halved = {
      ...other,
      frequency: { ...other.frequency, multiple: 2 * other.frequency.multiple },
    };
    expect(model.restore(fitted.state, other).forecast(4)).not.toEqual(
      model.restore(fitted.state, halved).forecast(4),
    );
  });

  it("survives intervals of a second and of years in one series", async () => {
    const stamps = events(80, 2);
    stamps.fill(stamps[39] + 1000, 40, 41);
    for (let i = 41; i < 80; i++) stamps[i] += 3 * 365 * 86_400_000;
    const [forecast] = (await model.fit(sensor(stamps), { ...quiet, horizon: 4 })).forecast(4);
    for (const value of forecast.mean) expect(Math.abs(value - 20)).toBeLessThan(40);
  });

  it("learns as many rows ahead as the dates to forecast are away, and says where that is too far", async () => {
    const heard: string[] = [];
    const warn = (message: string) => void heard.push(message);
    const panel = sensor(events(80, 2));
    const far = (alias: string, multiple: number) => ({
      ...panel,
      frequency: { alias, unit: "min" as const, multiple, atEnd: false },
    });
    const shape = async (alias: string, multiple: number) => {
      const { state } = await model.fit(far(alias, multiple), { ...quiet, warn, horizon: 4 });
      return (state as unknown as [{ shape: { horizon: number } }])[0].shape;
    };
    expect((await shape("min", 1)).horizon).toBe(4);
    expect((await shape("3min", 3)).horizon).toBeGreaterThan(8);
    expect(heard).toEqual([]);
    expect((await shape("60min", 60)).horizon).toBe(20);
    expect(heard.join()).toMatch(/reach \d+ median intervals beyond the data/);
  });
});
