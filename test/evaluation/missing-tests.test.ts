import { expect, it } from "vitest";
import { parseCsv } from "../../src/data/format/csv.js";
import { type PanelOptions, panelFromColumns } from "../../src/data/panel/from-table.js";
import { backtest } from "../../src/evaluation/backtest.js";
import { lastFold, warnOfMissing } from "../../src/evaluation/folds.js";
import { holdout } from "../../src/evaluation/holdout.js";
import { rollingFolds } from "../../src/evaluation/rolling-origin.js";
import { naive } from "../../src/models/baseline/naive.js";

const context = { seed: 1, warn: () => {} };

/** Daily values, the second of the last four missing. */
const VALUES = [10, 20, "", 40, 12, 14, 10, 10, 10, "", 30, 10];

function read(options: PanelOptions) {
  const rows = VALUES.map((y, t) => `2024-01-${String(t + 1).padStart(2, "0")},${y}\n`);
  const bytes = new TextEncoder().encode(`ds,y\n${rows.join("")}`);
  return panelFromColumns(parseCsv({ name: "t.csv", bytes }), { season: 1, ...options }, () => {});
}

const ways = [
  {},
  { missing: "interpolate" },
  { missing: "ffill" },
  { missing: "seasonal" },
] as const;

it.each(ways)("values that were filled are not scored: %j", async (options) => {
  const panel = read(options);
  const fold = lastFold(panel, 4);
  expect(Array.from(fold.test[0])).toEqual([10, Number.NaN, 30, 10]);
  const { mean } = await backtest([fold], naive.create({}), context);
  expect(mean.mae).toBeCloseTo(20 / 3, 12);
  // Steps within the training part of which both ends were observed.
  expect(mean.mase).toBeCloseTo(20 / 3 / ((10 + 28 + 2 + 4 + 0) / 5), 12);
  const held = await holdout(panel, naive.create({}), { ...context, horizon: 4 });
  expect(held.mean.mae).toBeCloseTo(20 / 3, 12);
  expect(held.missing).toBe(1);
});

it("missing values that a person takes as zero are scored as zero", async () => {
  const { mean } = await backtest(
    [lastFold(read({ missing: "zero" }), 4)],
    naive.create({}),
    context,
  );
  expect(mean.mae).toBe(30 / 4);
});

it("how many test observations are missing is said over all folds", () => {
  const heard: string[] = [];
  const folds = rollingFolds(read({ missing: "ffill" }), {
    horizon: 4,
    folds: 2,
    step: 1,
    window: "sliding",
  });
  warnOfMissing(folds, (message) => void heard.push(message));
  expect(heard).toEqual(["2 of 8 test observations are missing and are not scored"]);
  warnOfMissing([lastFold(read({ missing: "zero" }), 4)], (message) => void heard.push(message));
  expect(heard).toHaveLength(1);
});
