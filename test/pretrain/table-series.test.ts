import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { Random } from "../../src/numeric/random.js";
import { drawBatch } from "../../src/pretrain/batch.js";
import { drawWindow, readTables } from "../../src/pretrain/table-series.js";

const counted = (length: number, season = 1) => ({
  y: Float64Array.from({ length }, (_, t) => t),
  season,
});

describe("tables to learn of", () => {
  it("are all those of a folder, in the order of their names, each series once", async () => {
    const folder = mkdtempSync(join(tmpdir(), "foretell-"));
    const rows = (from: number) =>
      Array.from({ length: 30 }, (_, t) => `2020-01-${String(t + 1).padStart(2, "0")},${from + t}`);
    try {
      writeFileSync(join(folder, "b.csv"), ["ds,y", ...rows(200), ""].join("\n"));
      writeFileSync(join(folder, "a.csv"), ["ds,y", ...rows(100), ""].join("\n"));
      const series = await readTables(folder);
      expect(series.map(({ y }) => [y.length, y[0]])).toEqual([
        [30, 100],
        [30, 200],
      ]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it("give windows of what is asked for from anywhere in a series, none of shorter ones", () => {
    const random = new Random(1);
    const source = { series: [counted(40), counted(10)], share: 1 };
    const windows = Array.from({ length: 200 }, () => drawWindow(random, source, 24, 8)!);
    for (const { y } of windows) {
      expect(y).toHaveLength(32);
      y.forEach((value, t) => expect(value).toBe(y[0] + t));
    }
    expect(new Set(windows.map(({ y }) => y[0])).size).toBe(9);
    expect(drawWindow(random, { series: [counted(10)], share: 1 }, 24, 8)).toBeUndefined();
  });

  it("have no season that the window does not hold twice", () => {
    const source = { series: [counted(100, 12)], share: 1 };
    const seasonOf = (context: number) => drawWindow(new Random(1), source, context, 8)!.season;
    expect(seasonOf(23)).toBe(1);
    expect(seasonOf(24)).toBe(12);
  });

  it("make up as many of the windows as their share says", () => {
    const huge = {
      y: Float64Array.from({ length: 800 }, (_, t) => 1e30 * (7 + (t % 2))),
      season: 1,
    };
    const shareOf = (share: number) => {
      const { instances } = drawBatch(1, 50, { series: [huge], share });
      return instances.filter(({ scale }) => scale > 1e28).length / instances.length;
    };
    expect(shareOf(1)).toBe(1);
    expect(shareOf(0.5)).toBeGreaterThan(0.3);
    expect(shareOf(0.5)).toBeLessThan(0.7);
    expect(shareOf(0)).toBe(0);
  });
});
