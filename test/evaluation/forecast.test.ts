import { expect, it } from "vitest";
import { FitError } from "../../src/errors.js";
import { forecastAndJudge } from "../../src/evaluation/forecast.js";
import { holdout } from "../../src/evaluation/holdout.js";
import { createModel } from "../../src/models/index.js";
import type { Model } from "../../src/models/model.js";
import { panelOf, panelOfMany } from "../panels.js";

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
