import { expect, it } from "vitest";
import { createModel } from "../../src/models/index.js";
import { gatherWarnings } from "../../src/tasks/gather-warnings.js";
import { panelOfMany } from "../panels.js";

/** What models say of a panel when their warnings are gathered. */
async function said(specs: readonly string[], series: readonly number[][]): Promise<string[]> {
  const lines: string[] = [];
  const warnings = gatherWarnings((message) => lines.push(message));
  const models = specs.map((label) => ({ label, model: createModel(label) }));
  for (const { model } of warnings.from(models)) {
    await model.fit(panelOfMany(series), { horizon: 1, seed: 1, levels: [80], warn: () => {} });
  }
  warnings.say();
  return lines;
}

it("models that find a series too short say so in one line, those within others too", async () => {
  expect(await said(["arima", "ets", "theta", "mstl", "ensemble", "hmm"], [[3, 5]])).toEqual([
    'series "a" is too short to learn from (2 observations): its last value is repeated (6 models: arima, ets, theta, mstl, ensemble and 1 more)',
  ]);
});

it("the line says of how many series it is true", async () => {
  const series = [
    [3, 5],
    [1, 4, 2],
  ];
  expect(await said(["ets", "theta"], series)).toEqual([
    'series "a" is too short to learn from (2 observations): its last value is repeated (2 models: ets, theta; 2 series)',
  ]);
});

it("a single model keeps its name before what it says", async () => {
  expect(await said(["theta"], [[3, 5]])).toEqual([
    'theta: series "a" is too short to learn from (2 observations): its last value is repeated',
  ]);
});
