import { describe, expect, it } from "vitest";
import { createModel } from "../../../src/models/index.js";
import {
  loadWindows,
  type Preparation,
  prepareSamples,
} from "../../../src/models/neural/samples.js";
import { panelOf } from "../../panels.js";

const own: Preparation = {
  log: false,
  deseason: false,
  difference: false,
  windowScale: false,
  seasonUnit: false,
  centred: true,
  ownUnit: true,
  columnEffects: false,
};

const missing = Number.NaN;

/** What a network sees of the `context` values before `cut`. */
function seen(observed: number[], cut: number, preparation = own, season = 1) {
  let last = observed[0];
  const y = observed.map((value) => {
    if (!Number.isNaN(value)) last = value;
    return last;
  });
  const panel = panelOf(y, season);
  const [series] = panel.series;
  const samples = prepareSamples(
    { ...panel, series: [{ ...series, observed: Float64Array.from(observed) }] },
    preparation,
  );
  const [context, horizon] = [6, 1];
  const observation = {
    observed: new Float32Array(context),
    elapsed: new Float32Array(context + horizon),
    counted: new Float32Array(horizon),
  };
  const batch = {
    steps: new Float32Array(context),
    window: new Float32Array(context),
    target: new Float32Array(horizon),
    observation,
    ahead: undefined,
    series: undefined,
    levels: new Float64Array(1),
    scales: new Float64Array(1),
  };
  const values = samples.series.map((one) => one.values);
  const shape = { context, horizon, inputs: 1, ahead: 0, outputs: 1 };
  loadWindows(samples, values, [{ series: 0, cut }], shape, batch);
  return { ...batch, values: values[0] };
}

describe("a window with missing values", () => {
  const observed = [1, missing, missing, 4, 6, missing, missing, 0];

  it("is a line through its observations for the linear path, which ends with the last of them", () => {
    const { window } = seen(observed, 6);
    expect(Array.from(window)).toEqual([1, 2, 3, 4, 6, 6]);
  });

  it("knows nothing of what was observed after it", () => {
    expect(Array.from(seen(observed, 7).window)).toEqual([2, 3, 4, 6, 6, 6]);
    expect(Array.from(seen(observed, 8).window)).toEqual([3, 4, 6, 4, 2, 0]);
  });

  it("has the line's steps where steps are learned from", () => {
    const { window } = seen(observed, 6, { ...own, difference: true });
    expect(Array.from(window)).toEqual([0, 1, 1, 1, 2, 0]);
  });

  it("is told to the cells as it was carried on, with flags", () => {
    const { steps, observation } = seen(observed, 6);
    expect(Array.from(steps)).toEqual([1, 1, 1, 4, 6, 6]);
    expect(Array.from(observation.observed)).toEqual([1, 0, 0, 1, 1, 0]);
  });
});

it("an observation that is carried on does not bring its season along", () => {
  const y = Array.from({ length: 40 }, (_, t) => 100 + [0, 30, -30, 0][t % 4]);
  const gappy = y.with(22, missing).with(23, missing);
  const { values } = seen(gappy, 40, { ...own, deseason: true }, 4);
  expect(values[22]).toBe(values[21]);
  expect(values[23]).toBe(values[21]);
  expect(Math.abs(values[21] - values[20])).toBeLessThan(2);
});

it.each(["linear:epochs=2", "lstm:epochs=2,hidden=4"])(
  "%s, which is not told what is missing, learns from what it was filled with",
  async (spec) => {
    const panel = panelOf(Array.from({ length: 60 }, (_, t) => 50 + t + 5 * Math.sin(t)));
    const [series] = panel.series;
    const observed = series.y.map((value, t) => (t % 7 === 3 ? missing : value));
    const forecast = async (one: typeof panel) => {
      const fitted = await createModel(spec).fit(one, { horizon: 4, seed: 1, warn: () => {} });
      return fitted.forecast(4, [])[0].mean;
    };
    expect(await forecast({ ...panel, series: [{ ...series, observed }] })).toEqual(
      await forecast(panel),
    );
  },
);
