import { describe, expect, it } from "vitest";
import { panelFromArrays } from "../../../src/data/read/from-arrays.js";
import { hierarchyOf } from "../../../src/models/hierarchy/hierarchy.js";
import { reconciled } from "../../../src/models/hierarchy/reconciled.js";
import { createModel } from "../../../src/models/index.js";
import { Random } from "../../../src/numeric/random.js";

const quiet = () => {};

/** Series that end together; each begins as much later as it is shorter. */
function panelOf(series: Readonly<Record<string, readonly number[]>>, from = 0) {
  const longest = Math.max(...Object.values(series).map(({ length }) => length));
  const rows = Object.entries(series).flatMap(([id, y]) =>
    y.map((value, t) => ({ id, ds: from + longest - y.length + t, y: value })),
  );
  return panelFromArrays(
    {
      unique_id: rows.map(({ id }) => id),
      ds: rows.map(({ ds }) => new Date(Date.UTC(2024, 0, 1 + ds)).toISOString().slice(0, 10)),
      y: rows.map(({ y }) => y),
    },
    { season: 1 },
    quiet,
  );
}

describe("a hierarchy", () => {
  it("has the total first, then the levels, then the series", () => {
    const panel = panelOf({ "n/a": [1, 2, 3], "s/b": [10, 20, 30], "n/c": [100, 200] });
    const { nodes, panel: whole } = hierarchyOf(panel, ["region", "store"]);
    expect(nodes.map(({ id }) => id)).toEqual(["total", "n", "s", "n/a", "s/b", "n/c"]);
    expect(nodes.map(({ children }) => children)).toEqual([[1, 2], [3, 5], [4], [], [], []]);
    // n/c begins a day later, and is 0 before.
    expect(whole.series.map(({ y }) => Array.from(y))).toEqual([
      [11, 122, 233],
      [1, 102, 203],
      [10, 20, 30],
      [1, 2, 3],
      [10, 20, 30],
      [100, 200],
    ]);
  });

  it("has no rows that the table lacks", () => {
    const { panel } = hierarchyOf(panelOf({ "n/a": [1, 2, 3], "s/b": [10, 20] }), [
      "region",
      "store",
    ]);
    const rows = panel.series.reduce((sum, { y }) => sum + y.length, 0);
    expect(panel.reading?.rows).toBe(rows);
  });

  it("knows what is missing in a sum", () => {
    const panel = panelOf({ a: [1, Number.NaN, 3, 4], b: [1, 1, 1, 1] });
    const [total] = hierarchyOf(panel, ["store"]).panel.series;
    expect(Array.from(total!.y)).toEqual([2, 3, 4, 5]);
    expect(Array.from(total!.observed!)).toEqual([2, Number.NaN, 4, 5]);
  });

  it("refuses series that end early, names of another depth, and one series", () => {
    const early = panelFromArrays(
      {
        unique_id: ["a", "a", "a", "b", "b"],
        ds: ["2024-01-01", "2024-01-02", "2024-01-03", "2024-01-01", "2024-01-02"],
        y: [1, 2, 3, 4, 5],
      },
      {},
      quiet,
    );
    expect(() => hierarchyOf(early, ["store"])).toThrow(/1 of 2 series end before the others.*: b/);
    const odd = panelOf({ "a/b/c": [1, 2], "a/b": [1, 2] });
    expect(() => hierarchyOf(odd, ["region", "store"])).toThrow(/"a\/b\/c" has 3 names/);
    expect(() => hierarchyOf(panelOf({ a: [1, 2] }), ["store"])).toThrow(/nothing to add up/);
  });
});

describe("a reconciled model", () => {
  const random = new Random(11);
  const noise = () => Array.from({ length: 60 }, () => 20 + random.normal());
  const panel = panelOf({ "n/a": noise(), "n/b": noise(), "s/c": noise() });
  const { nodes, panel: whole } = hierarchyOf(panel, ["region", "store"]);
  const context = { horizon: 4, seed: 1, warn: quiet, levels: [80] };

  it.each([
    ["ets", "mint"],
    ["auto", "mint"],
    ["seasonal-naive", "bottom-up"],
    ["theta", "top-down"],
  ] as const)("of %s adds up to the last bit by %s", async (spec, how) => {
    const fitted = await reconciled(createModel(spec), nodes, how).fit(whole, context);
    const forecasts = fitted.forecast(4);
    for (const [place, { children }] of nodes.entries()) {
      if (children.length === 0) continue;
      for (let h = 0; h < 4; h++) {
        const sum = children.reduce((all, child) => all + forecasts[child]!.mean[h]!, 0);
        expect(forecasts[place]!.mean[h]).toBe(sum);
      }
    }
    for (const { mean, intervals } of forecasts) {
      const { lo, hi } = intervals![0]!;
      mean.forEach((value, h) => {
        expect(lo[h]!).toBeLessThan(value);
        expect(hi[h]!).toBeGreaterThan(value);
      });
    }
  });

  it("gives the total of independent series the width of their sum", async () => {
    const fitted = await reconciled(createModel("mean"), nodes, "bottom-up").fit(whole, context);
    const widths = fitted.forecast(1).map(({ intervals }) => {
      const { lo, hi } = intervals![0]!;
      return hi[0]! - lo[0]!;
    });
    const parts = Math.sqrt(widths[3]! ** 2 + widths[4]! ** 2 + widths[5]! ** 2);
    expect(widths[0]! / parts).toBeGreaterThan(0.8);
    expect(widths[0]! / parts).toBeLessThan(1.2);
  });

  it("holds the lowest level to limits, and sums what is left", async () => {
    const low = { min: 20, integer: true };
    const fitted = await reconciled(createModel("naive"), nodes, "mint", low).fit(whole, context);
    const forecasts = fitted.forecast(2);
    for (const { mean } of forecasts.slice(3)) {
      expect(mean.every((value) => Number.isInteger(value) && value >= 20)).toBe(true);
    }
    expect(forecasts[0]!.mean[0]).toBe(
      forecasts.slice(3).reduce((sum, { mean }) => sum + mean[0]!, 0),
    );
  });
});
