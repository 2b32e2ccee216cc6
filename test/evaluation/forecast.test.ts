import { expect, it } from "vitest";
import { FitError } from "../../src/errors.js";
import { forecastAndJudge } from "../../src/evaluation/forecast.js";
import { holdout } from "../../src/evaluation/holdout.js";
import { createModel } from "../../src/models/index.js";
import { withIntervals } from "../../src/models/intervals/intervals.js";
import type { Model } from "../../src/models/model.js";
import { panelOf, panelOfMany } from "../panels.js";
import { randomWalk } from "../random-walk.js";

const context = { horizon: 2, seed: 1, warn: () => {} };
const panel = panelOf([1, 2, 4, 5, 8, 7, 9], 2);
const named = (spec: string) => ({ label: spec, model: createModel(spec) });
const unfittable: Model = {
  ...createModel("naive"),
  fit: () => Promise.reject(new FitError("too few rows")),
};

it("a model that cannot be fitted leaves the others their forecasts and scores", async () => {
  const models = [named("naive"), { label: "broken", model: unfittable }, named("mean")];
  const outcome = await forecastAndJudge(panel, models, context);
  expect(outcome.models.map(({ label }) => label)).toEqual(["naive", "mean"]);
  expect(outcome.failures.map(({ label, error }) => [label, error.message])).toEqual([
    ["broken", "too few rows"],
  ]);
  const { mean } = await holdout(panel, createModel("mean"), context);
  expect(outcome.models[1].holdout?.mean).toEqual(mean);
});

it("the first failure is thrown when no model can be fitted", async () => {
  const models = [{ label: "broken", model: unfittable }];
  await expect(forecastAndJudge(panel, models, context)).rejects.toThrow("too few rows");
});

it("seasonal naive is scored on the same observations to compare with", async () => {
  const { reference } = await forecastAndJudge(panel, [named("drift")], context);
  const { mean } = await holdout(panel, createModel("seasonal-naive"), context);
  expect(reference?.mean).toEqual(mean);
});

it("nothing is scored unless asked for", async () => {
  const extras = { judged: false };
  const { models, reference } = await forecastAndJudge(panel, [named("naive")], context, extras);
  expect([models[0].holdout, reference]).toEqual([undefined, undefined]);
});

it("interrupted after the first model, the others are left out with a warning", async () => {
  const controller = new AbortController();
  const warnings: string[] = [];
  const outcome = await forecastAndJudge(
    panelOfMany([
      [1, 2, 3, 4],
      [5, 6, 7, 8],
    ]),
    [named("naive"), named("mean")],
    { ...context, signal: controller.signal, warn: (message) => warnings.push(message) },
    {},
    { onFitted: () => controller.abort() },
  );
  expect(outcome.models.map(({ label }) => label)).toEqual(["naive"]);
  expect(warnings).toEqual(["interrupted: no forecast of mean"]);
});

/** Epochs trained for the hold-out of a network with intervals. */
async function epochsOfHoldout(length: number): Promise<{ epochs: number; mae: number }> {
  const plain = createModel("linear:epochs=2,log=no,deseason=no,difference=no,window-scale=no");
  const long = panelOf(randomWalk(length, 5), 1);
  let [judging, epochs] = [false, 0];
  const { models } = await forecastAndJudge(
    long,
    [{ label: "linear", model: withIntervals(plain, "conformal"), plain }],
    { ...context, levels: [80] },
    {},
    {
      onJudge: () => {
        judging = true;
      },
      onProgress: () => {
        if (judging) epochs++;
      },
    },
  );
  return { epochs, mae: models[0].holdout!.mean.mae };
}

it("a long series' hold-out is forecast by the network that its intervals took, which saw none of it", async () => {
  const { epochs, mae } = await epochsOfHoldout(400);
  expect(epochs).toBe(0);
  const y = randomWalk(400, 5);
  const model = createModel("linear:epochs=2,log=no,deseason=no,difference=no,window-scale=no");
  // Twelve origins of two steps before the end.
  const { state } = await model.fit(panelOf(y.subarray(0, 400 - 13), 1), context);
  const [{ mean }] = model.restore(state, panelOf(y.subarray(0, 398), 1)).forecast(2);
  expect(mae).toBe((Math.abs(y[398] - mean[0]) + Math.abs(y[399] - mean[1])) / 2);
});

it("a short series' hold-out is forecast by a network of all that comes before", async () => {
  const { epochs, mae } = await epochsOfHoldout(60);
  expect(epochs).toBe(2);
  const plain = createModel("linear:epochs=2,log=no,deseason=no,difference=no,window-scale=no");
  const { mean } = await holdout(panelOf(randomWalk(60, 5), 1), plain, context);
  expect(mae).toBe(mean.mae);
});
