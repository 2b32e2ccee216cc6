import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Panel } from "../../../src/data/panel/from-table.js";
import { createModel } from "../../../src/models/index.js";
import type { Model } from "../../../src/models/model.js";
import {
  type Batch,
  type HeldSamples,
  loadWindows,
  type Preparation,
  prepareSamples,
} from "../../../src/models/neural/samples.js";
import { withFeatures } from "../../../src/models/with-features.js";
import { panelOf } from "../../panels.js";

const usual: Preparation = {
  log: true,
  deseason: true,
  seasonUnit: false,
  difference: false,
  windowScale: false,
  centred: false,
  ownUnit: false,
  columnEffects: false,
};

/** The panel as a model with these features is given it. */
async function featured(panel: Panel, specs: readonly string[], horizon: number): Promise<Panel> {
  let given = panel;
  const watcher: Model = {
    ...createModel("naive"),
    async fit(panel, context) {
      given = panel;
      return createModel("naive").fit(panel, context);
    },
  };
  await withFeatures(watcher, specs).fit(panel, { horizon, seed: 1, warn: () => {} });
  return given;
}

/** One window of `context` steps that ends before `cut`, as a network reads it. */
function windowOf(samples: HeldSamples, cut: number, context: number, horizon: number): Batch {
  const { columns, ahead } = samples;
  const inputs = 1 + columns;
  const batch = {
    steps: new Float32Array(context * inputs),
    window: new Float32Array(context),
    target: new Float32Array(horizon),
    observation: undefined,
    ahead: new Float32Array(horizon * ahead),
    series: undefined,
    levels: new Float64Array(1),
    scales: new Float64Array(1),
  };
  const values = samples.series.map((s) => s.values);
  const shape = { context, horizon, inputs, ahead, outputs: 1 };
  loadWindows(samples, values, [{ series: 0, cut }], shape, batch);
  return batch;
}

const growing = Array.from({ length: 60 }, (_, t) => 1.02 ** t * (10 + (t % 4) ** 2 + (t % 7) / 5));

describe("features of the series", () => {
  it.each([{}, { windowScale: true }, { centred: true }, { log: false, deseason: false }])(
    "are read in the unit of the window: a lag is what stood so much earlier, with %j",
    async (choices) => {
      const panel = await featured(panelOf(growing, 4), ["lag:1,3", "roll:mean,sum:1"], 3);
      const samples = prepareSamples(panel, { ...usual, ...choices });
      const { steps, window, ahead } = windowOf(samples, 40, 12, 3);
      const names = [...panel.series[0].past!.keys()];
      for (const name of ["y_lag_1", "y_roll_mean_1", "y_roll_sum_1"]) {
        const column = 1 + names.indexOf(name);
        for (let t = 1; t < 12; t++) {
          expect(steps[t * 5 + column]).toBeCloseTo(window[t - 1], 5);
        }
      }
      // Three steps ahead, a lag of three steps is within the window.
      expect([...panel.series[0].future!.keys()]).toEqual(["y_lag_3"]);
      for (let h = 0; h < 3; h++) expect(ahead![h]).toBeCloseTo(window[12 - 3 + h], 5);
    },
  );

  it("know nothing of what comes after the observations that units are taken from", async () => {
    const value = fc.double({ min: 1, max: 100, noNaN: true });
    const values = fc.array(value, { minLength: 30, maxLength: 30 });
    const specs = ["lag:1,4", "roll:mean,std:4", "diff:4", "ewm:0.5", "fft:k=1,window=6"];
    await fc.assert(
      fc.asyncProperty(values, values, fc.integer({ min: 16, max: 29 }), async (a, b, known) => {
        const changed = a.map((one, t) => (t < known ? one : b[t]));
        const [first, second] = await Promise.all(
          [a, changed].map(async (y) => {
            const panel = await featured(panelOf(y, 4), specs, 4);
            return prepareSamples(panel, usual, { known }).series[0].columns;
          }),
        );
        first.forEach(({ values }, c) => {
          expect(second[c].values.subarray(0, known)).toEqual(values.subarray(0, known));
        });
      }),
      { numRuns: 20 },
    );
  });

  it("that the series do not make are as they were", async () => {
    const y = Float64Array.from(growing);
    const past = new Map([["price", y.map((value, t) => value + (t % 3))]]);
    const [one] = panelOf(growing, 4).series;
    const panel = { ...panelOf(growing, 4), series: [{ ...one, past }] };
    const alone = prepareSamples(panel, usual).series[0].columns[0];
    const beside = prepareSamples(await featured(panel, ["lag:1"], 3), usual).series[0].columns;
    expect(beside).toHaveLength(2);
    expect(beside[0]).toEqual(alone);
  });
});
