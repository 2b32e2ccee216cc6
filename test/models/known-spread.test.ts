import { expect, it } from "vitest";
import { createModel } from "../../src/models/index.js";
import { panelOfMany } from "../panels.js";

const panel = panelOfMany([[5, 7, 6, 8, 7, 9, 8, 9, 7, 8], [5]]);

async function warningsOf(levels: readonly number[]): Promise<string[]> {
  const warnings: string[] = [];
  const warn = (message: string) => warnings.push(message);
  await createModel("ar").fit(panel, { horizon: 2, seed: 1, levels, warn });
  return warnings;
}

it("intervals of a series with one observation have no width, and a warning says why", async () => {
  expect(await warningsOf([80])).toEqual([
    "one observation cannot show how much values vary: intervals have no width in b",
  ]);
  const context = { horizon: 2, seed: 1, levels: [80], warn() {} };
  const [many, one] = (await createModel("ar").fit(panel, context)).forecast(2);
  expect(one.intervals![0].lo).toEqual(one.mean);
  expect(many.intervals![0].hi[0]).toBeGreaterThan(many.mean[0]);
});

it("nothing is said of it where no intervals are asked for", async () => {
  expect(await warningsOf([])).toEqual([]);
});
