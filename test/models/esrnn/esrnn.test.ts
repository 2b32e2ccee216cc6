import { describe, expect, it } from "vitest";
import { withoutTail } from "../../../src/data/panel/truncate.js";
import { readPanel } from "../../../src/data/read/read-panel.js";
import { Arena } from "../../../src/engine/memory.js";
import { bind, Tape } from "../../../src/engine/tape.js";
import type { EsrnnChoices } from "../../../src/models/esrnn/options.js";
import { prepareSeries } from "../../../src/models/esrnn/prepared-series.js";
import { shapeOf } from "../../../src/models/esrnn/sizes.js";
import type { LearnedEsrnn } from "../../../src/models/esrnn/state.js";
import { EsrnnTrainer } from "../../../src/models/esrnn/trainer.js";
import { createModel } from "../../../src/models/index.js";
import { InvalidState } from "../../../src/models/state-reader.js";
import { Random } from "../../../src/numeric/random.js";
import { panelOf, panelOfMany } from "../../panels.js";

const fit = { horizon: 4, seed: 1, levels: [80], warn() {} };
const small = "esrnn:hidden=4,dilations=1-2,epochs=3";
const wave = [0, 6, 9, 4];
const panel = panelOfMany(
  [40, 33, 52].map((n, s) =>
    Array.from({ length: n }, (_, t) => 50 + t + (s + 1) * wave[t % 4] + ((t * 7 + s * 5) % 6)),
  ),
  4,
);

it("moves the smoothing of each series to what suits it: up for a walk, down for noise", () => {
  const random = new Random(5);
  let level = 0;
  const walk = Array.from({ length: 120 }, () => (level += random.normal()));
  const noise = Array.from({ length: 120 }, () => random.normal());
  const options = {
    hidden: 4,
    dilations: [1],
    loss: "mse",
    smoothness: 0,
  } as unknown as EsrnnChoices;
  const sizes = { steps: 120, window: 2, horizon: 1, season: 1, quantiles: [], ids: ["a", "b"] };
  const arena = new Arena();
  const series = prepareSeries(panelOfMany([walk, noise]), "no");
  const trainer = new EsrnnTrainer(arena, options, shapeOf(sizes, options), series, []);
  const { parameters } = trainer.network;
  parameters.initialize(arena, trainer.address, new Random(1));
  const offsetOf = (name: string) => parameters.list.find((one) => one.name === name)!.offset;
  // Without the network, the forecast is the level.
  trainer.weights().fill(0, offsetOf("head.weight"), offsetOf("head.weight") + 4);
  const gradients = arena.allocate(parameters.size);
  const tape = new Tape(arena, { weights: trainer.address, gradients, training: true });
  const cuts = [0, 1].flatMap((s) =>
    Array.from({ length: 60 }, (_, k) => ({ series: s, cut: 60 + k - 1 })),
  );
  const { loss, load } = trainer.record(tape, cuts.length);
  const { forward, backward } = tape.finish(loss);
  load(cuts);
  bind([...forward, ...backward], arena.kernels)();
  const [ofWalk, , ofNoise] = arena.view(gradients + 4 * offsetOf("smoothing.own"), 3);
  expect(ofWalk).toBeLessThan(-0.01);
  expect(ofNoise).toBeGreaterThan(0.01);
});

describe("a saved fit", () => {
  it.each(["", ",loss=quantile", ",scope=local", ",seeds=2", ",log=no", ",context=9"])(
    "forecasts the same, in any order%s",
    async (more) => {
      const model = createModel(small + more);
      const fitted = await model.fit(panel, fit);
      const forecast = fitted.forecast(6);
      const state = structuredClone(fitted.state);
      expect(() => model.requireState(state, panel)).not.toThrow();
      const turned = { ...panel, series: panel.series.toReversed() };
      expect(model.restore(state, panel).forecast(6, [80])).toEqual(forecast);
      expect(model.restore(state, turned).forecast(6, [80]).toReversed()).toEqual(forecast);
      expect(forecast[0].intervals?.length ?? 0).toBe(more === ",loss=quantile" ? 1 : 0);
    },
  );

  it("forecasts a series that it was not trained on, by the smoothing of all", async () => {
    const model = createModel(small);
    const { state } = await model.fit(panel, fit);
    const other = { ...panel, series: [{ ...panel.series[0], id: "other" }] };
    const [{ mean }] = model.restore(state, other).forecast(4);
    expect(mean.every((value) => value > 60 && value < 130)).toBe(true);
  });

  it("is refused where its sizes and weights do not agree", async () => {
    const model = createModel(small);
    const { state } = await model.fit(panel, fit);
    const [learned] = state as unknown as LearnedEsrnn[];
    for (const wrong of [
      [],
      [{ ...learned, window: learned.window + 1 }],
      [{ ...learned, ids: Array(20).fill("a") }],
      [{ ...learned, members: [] }],
      [{ ...learned, members: [new Float32Array(learned.members[0].length).fill(Number.NaN)] }],
      [{ ...learned, steps: 1000 }],
    ]) {
      expect(() => model.requireState(wrong, panel)).toThrow(InvalidState);
    }
  });
});

it("forecasts from an origin what it forecasts of the series up to there", async () => {
  const model = createModel("esrnn:hidden=4,epochs=3");
  const { state } = await model.fit(panel, fit);
  const cuts = panel.series.map(({ y }, series) => ({ series, cut: y.length - 6 }));
  for (const cut of cuts) {
    const means: Float64Array[] = [];
    model.restore(state, panel).forecastWindows!(panel, [cut], (_, mean) => means.push(mean));
    const before = withoutTail(panel, 6);
    const [{ mean }] = model
      .restore(state, { ...before, series: [before.series[cut.series]] })
      .forecast(4);
    expect(Array.from(means[0])).toEqual(Array.from(mean));
  }
});

it("reads how the gradient flows back through its lowest layer, and to each of the others", async () => {
  const { gradientFlow } = await createModel(small).fit(panel, fit);
  expect(gradientFlow?.hidden).toHaveLength(52);
  expect(gradientFlow?.cell).toHaveLength(52);
  expect(gradientFlow?.layers.map(({ name }) => name)).toEqual(["layer1", "layer2"]);
  expect(gradientFlow?.layers.every(({ norm }) => norm > 0)).toBe(true);
});

it.each([
  ["a constant", Array(30).fill(7)],
  ["zeros", Array(30).fill(0)],
  ["1e12", Array.from({ length: 30 }, (_, t) => 1e12 + 1e9 * t)],
  ["a short series", [3, 4, 3, 5, 4, 3, 4]],
  ["negative values", Array.from({ length: 40 }, (_, t) => -5 - (t % 4))],
])("stays sane on %s", async (_, y) => {
  const fitted = await createModel(small).fit(panelOf(y, 4), { ...fit, horizon: 3 });
  const [least, most] = [Math.min(...y), Math.max(...y)];
  for (const value of fitted.forecast(3)[0].mean) {
    expect(value).toBeGreaterThanOrEqual(least - 0.5 * (most - least) - 0.05);
    expect(value).toBeLessThanOrEqual(most + 0.5 * (most - least) + 0.05);
  }
});

it("beats the season before on the last year of Nottingham's temperatures", async () => {
  const whole = await readPanel("nottem", {}, () => {});
  const { y } = whole.series[0];
  const error = async (spec: string) => {
    const fitted = await createModel(spec).fit(withoutTail(whole, 12), { ...fit, horizon: 12 });
    const [{ mean }] = fitted.forecast(12);
    return mean.reduce((sum, value, h) => sum + Math.abs(value - y[y.length - 12 + h]), 0);
  };
  expect(await error("esrnn")).toBeLessThan(0.9 * (await error("seasonal-naive")));
});
