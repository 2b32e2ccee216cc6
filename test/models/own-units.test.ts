import { expect, it } from "vitest";
import type { Panel } from "../../src/data/panel/panel.js";
import { createModel } from "../../src/models/index.js";
import type { SeriesForecast } from "../../src/models/model.js";
import { Random } from "../../src/numeric/random.js";
import { panelOf, panelOfMany } from "../panels.js";

const context = { horizon: 6, seed: 1, levels: [80], warn: () => {} };
const random = new Random(5);
const y = Array.from(
  { length: 60 },
  (_, t) => 100 + Math.round(t + 30 * Math.sin((t * Math.PI) / 6) + 5 * random.normal()),
);
const models = ["naive", "mean", "croston", "theta", "ets", "arima", "mstl", "ensemble", "fft"];

async function forecast(spec: string, panel: Panel) {
  const warnings: string[] = [];
  const warn = (message: string) => void warnings.push(message);
  const fitted = await createModel(spec).fit(panel, { ...context, warn });
  return { fitted, warnings, ...fitted.forecast(6)[0] };
}

const all = ({ mean, intervals }: Pick<SeriesForecast, "mean" | "intervals">) =>
  [mean, intervals![0].lo, intervals![0].hi].flatMap((values) => Array.from(values));

it.each(models)(
  "%s forecasts 2ᵏ times as much of as many times the values, however many",
  async (spec) => {
    const plain = all(await forecast(spec, panelOf(y, 12)));
    for (const k of [-1010, 1015]) {
      const scaled = await forecast(
        spec,
        panelOf(
          y.map((value) => value * 2 ** k),
          12,
        ),
      );
      all(scaled).forEach((value, i) => expect(value / 2 ** k / plain[i]).toBeCloseTo(1, 5));
      expect(scaled.warnings[0]).toMatch(/"a" is taken in units of/);
    }
  },
);

it.each(models.filter((name) => name !== "croston"))(
  "%s sees changes beside a level that dwarfs them",
  async (spec) => {
    const origin = 1e12;
    const centred = panelOf(
      y.map((value) => value - 130),
      12,
    );
    const plain = all(await forecast(spec, centred));
    const far = await forecast(
      spec,
      panelOf(
        y.map((value) => value + origin),
        12,
      ),
    );
    all(far).forEach((value, i) => expect(value - origin - 130).toBeCloseTo(plain[i], 2));
    expect(far.warnings[0]).toMatch(/"a" is taken as differences from 10000000001\d\d, to lose/);
  },
);

it("leaves other series as they are, and says nothing", async () => {
  const { warnings, fitted } = await forecast("mean", panelOf([1e-9, 3e9, -5e9]));
  expect(warnings).toEqual([]);
  expect(Object.keys(fitted.state as object)).toEqual(["ids", "fits"]);
});

it("does not take zero from a model that counts on it", async () => {
  const { warnings } = await forecast("croston", panelOf(y.map((value) => value + 1e12)));
  expect(warnings).toEqual([]);
});

it.each(["ets", "ensemble", "mstl"])(
  "%s forecasts from its state as from its fit",
  async (spec) => {
    const panel = panelOfMany([y, y.map((value) => value * 2 ** 1010), y.map((v) => v + 1e12)], 12);
    const { fitted } = await forecast(spec, panel);
    const model = createModel(spec);
    model.requireState(fitted.state, panel);
    const restored = model.restore(structuredClone(fitted.state), panel);
    expect(restored.forecast(6, [80])).toEqual(fitted.forecast(6, [80]));
  },
);

it("refuses a state whose units are none", async () => {
  const panel = panelOf(
    y.map((value) => value * 2 ** 1010),
    12,
  );
  const { fitted } = await forecast("naive", panel);
  const wrong = { ...(fitted.state as object), ownUnits: [{ id: "a", origin: 0, scale: 0 }] };
  expect(() => createModel("naive").requireState(wrong, panel)).toThrow("state.ownUnits[0].scale");
});
