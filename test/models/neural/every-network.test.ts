import { describe, expect, it } from "vitest";
import type { Panel } from "../../../src/data/panel/from-table.js";
import { readPanel } from "../../../src/data/read/read-panel.js";
import { parseFrequency } from "../../../src/data/time/frequency-alias.js";
import { createModel } from "../../../src/models/index.js";
import { panelOf } from "../../panels.js";

const months = (n: number) => Float64Array.from({ length: n }, (_, t) => Date.UTC(2000, t, 1));

const panel: Panel = {
  frequency: parseFrequency("MS"),
  season: 12,
  source: "made",
  series: ["a", "b"].map((id, s) => ({
    id,
    ds: months(48),
    y: Float64Array.from({ length: 48 }, (_, t) => 50 + t + ((t * 7 + s * 5) % 12)),
    past: new Map([["rain", Float64Array.from({ length: 48 }, (_, t) => (t * 5) % 7)]]),
    future: new Map([["price", Float64Array.from({ length: 52 }, (_, t) => (t * 3) % 5)]]),
  })),
};

/** Nothing is left to be chosen by trials. */
const plain = "log=no,deseason=no,difference=no,window-scale=no";

const quiet = { seed: 1, warn() {} };

/** Every network that is not recurrent, with options that make it small. */
const networks = [
  "linear:",
  "linear:kind=linear,",
  "linear:kind=dlinear,",
  "segrnn:hidden=8,segment=4,dropout=0.1,",
  "transformer:width=8,heads=2,inner=8,",
  "transformer:width=8,heads=2,inner=8,causal=true,positions=sinusoidal,",
  "transformer:width=8,heads=2,inner=8,affine=true,",
  "cnn:filters=8,dropout=0.1,",
  "tcn:filters=8,dropout=0.1,",
  "neural-ode:hidden=6,field=6,",
  "neural-ode:hidden=6,field=6,segment=3,gradient=adjoint,",
  "neural-ode:hidden=6,field=6,solver=dopri5,",
  "cfc:hidden=6,backbone=8,",
];

describe.each(networks)("%s", (spec) => {
  it.each(["", ",loss=quantile", ",scope=local", ",seeds=2"])(
    "restores the same forecast, with columns past and ahead, from plain data%s",
    async (more) => {
      const model = createModel(`${spec}epochs=2,context=9,${plain}${more}`);
      const fitted = await model.fit(panel, { ...quiet, horizon: 4, levels: [80] });
      const forecast = fitted.forecast(6);
      const restored = model.restore(structuredClone(fitted.state), panel);
      expect(restored.forecast(6)).toEqual(forecast);
      expect(forecast).toHaveLength(2);
      expect(forecast[0].mean).toHaveLength(6);
      expect(forecast[0].intervals?.length ?? 0).toBe(more === ",loss=quantile" ? 1 : 0);
    },
  );

  it("listens to what is known ahead", async () => {
    const heard = Float64Array.from({ length: 84 }, (_, t) => ((t * 3) % 7 < 3 ? 1 : 0));
    const y = Float64Array.from({ length: 80 }, (_, t) => 20 + 10 * heard[t]);
    const told = panelOf(y);
    const [series] = told.series;
    const model = createModel(`${spec}epochs=100,context=9,rate=0.02,${plain}`);
    const both = { ...told, series: [{ ...series, future: new Map([["sale", heard]]) }] };
    const fitted = await model.fit(both, { ...quiet, horizon: 4 });
    const [forecast] = fitted.forecast(4);
    forecast.mean.forEach((value, h) => {
      expect(Math.abs(value - 20 - 10 * heard[80 + h])).toBeLessThan(4);
    });
  });

  it.each([
    ["a constant", Array(30).fill(7)],
    ["zeros", Array(30).fill(0)],
    ["1e12", Array.from({ length: 30 }, (_, t) => 1e12 + 1e9 * t)],
    ["a short series", [3, 4, 3, 5, 4, 3, 4]],
  ])("stays sane on %s", async (_, y) => {
    const fitted = await createModel(`${spec}epochs=3`).fit(panelOf(y), { ...quiet, horizon: 3 });
    const [least, most] = [Math.min(...y), Math.max(...y)];
    for (const value of fitted.forecast(3)[0].mean) {
      expect(value).toBeGreaterThanOrEqual(least - 0.5 * (most - least) - 0.05);
      expect(value).toBeLessThanOrEqual(most + 0.5 * (most - least) + 0.05);
    }
  });

  it("beats the last value on the last year of Nottingham's temperatures, season left in", async () => {
    const whole = await readPanel("nottem", {}, () => {});
    const { y, ds, ...rest } = whole.series[0];
    const cut = y.length - 12;
    const known = { ...whole, series: [{ ...rest, y: y.slice(0, cut), ds: ds.slice(0, cut) }] };
    const error = async (text: string) => {
      const fitted = await createModel(text).fit(known, { ...quiet, horizon: 12 });
      const { mean } = fitted.forecast(12)[0];
      return mean.reduce((sum, value, h) => sum + Math.abs(value - y[cut + h]), 0) / 12;
    };
    const told = `${spec}epochs=40,${plain}`;
    expect(await error(told)).toBeLessThan(0.5 * (await error("naive")));
  });
});
