import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readPanel } from "../../../src/data/read/read-panel.js";
import { formatTimes } from "../../../src/data/time/timestamp.js";

const shared = process.env.FORETELL_DATA ?? "../shared/data";

describe("readPanel", () => {
  it("reads a bundled dataset with its season and target", async () => {
    const warnings: string[] = [];
    const panel = await readPanel("seatbelts", {}, (message) => warnings.push(message));
    expect(panel).toMatchObject({ source: "seatbelts", season: 12, frequency: { alias: "MS" } });
    expect(panel.series.map(({ id, y }) => [id, y[0], y.length])).toEqual([
      ["seatbelts", 1687, 192],
    ]);
    expect(warnings).toEqual([]);
  });

  it("takes other columns of a bundled dataset when told", async () => {
    const panel = await readPanel("seatbelts", { target: ["front", "rear"] }, () => {});
    expect(panel.series.map(({ id, y }) => [id, y[0]])).toEqual([
      ["front", 867],
      ["rear", 269],
    ]);
  });

  it("reads sunspots from 1700 on", async () => {
    const { series } = await readPanel("sunspot-year", {}, () => {});
    expect(formatTimes(series[0].ds).at(0)).toBe("1700-01-01");
    expect(formatTimes(series[0].ds).at(-1)).toBe("1988-01-01");
  });

  it("fills the holes of presidents and says how many", async () => {
    const warnings: string[] = [];
    const { series } = await readPanel("presidents", {}, (message) => warnings.push(message));
    expect(series[0].y.length).toBe(119);
    expect(series[0].y.every(Number.isFinite)).toBe(true);
    expect(warnings).toEqual([
      "presidents:16: 5 values are missing, the first here; interpolated",
      "presidents:2: 1 value is missing; left out, as the series starts later",
    ]);
  });

  const m3 = join(shared, "m3-monthly-train.csv.gz");
  it.skipIf(!existsSync(m3))(
    `reads all series of a competition file (skipped without ${shared})`,
    async () => {
      const warnings: string[] = [];
      const panel = await readPanel(m3, {}, (message) => warnings.push(message));
      expect(panel.series.length).toBe(714);
      expect(panel.series.reduce((sum, { y }) => sum + y.length, 0)).toBe(71_233);
      expect(panel.frequency.alias).toBe("MS");
      expect(warnings).toEqual([]);
    },
  );
});
