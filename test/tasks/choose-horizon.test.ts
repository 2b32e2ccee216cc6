import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { readPanel } from "../../src/data/read/read-panel.js";
import { chooseHorizon } from "../../src/tasks/choose-horizon.js";

const folder = mkdtempSync(join(tmpdir(), "foretell-horizon-"));
afterAll(() => rmSync(folder, { recursive: true }));

async function chosen(header: string, requested?: number, rows = 60) {
  const path = join(folder, "a.tsf");
  const values = Array.from({ length: rows }, (_, i) => 100 + ((i * 37) % 50)).join(",");
  writeFileSync(
    path,
    `@relation a\n@attribute series_name string\n@frequency monthly\n${header}@missing false\n@data\nT1:${values}\n`,
  );
  const warnings: string[] = [];
  const use = { short: "not scored", beyond: true };
  const panel = await readPanel(path, {}, () => {});
  const horizon = chooseHorizon(panel, requested, use, (text) => warnings.push(text));
  return { horizon, warnings };
}

it("takes the horizon that a .tsf file names, and says so", async () => {
  expect(await chosen("@horizon 7\n")).toEqual({
    horizon: 7,
    warnings: ["forecasting 7 steps ahead, the horizon that the file names"],
  });
});

it("takes the default of the frequency where the file names none", async () => {
  expect(await chosen("")).toEqual({ horizon: 12, warnings: [] });
});

it("says nothing of short series where none is judged", async () => {
  const panel = await readPanel("air-passengers", {}, () => {});
  const said = (judges?: (series: number) => boolean) => {
    const warnings: string[] = [];
    const use = { short: "not scored", beyond: true, ...(judges && { judges }) };
    chooseHorizon(panel, 100, use, (text) => warnings.push(text));
    return warnings;
  };
  expect(said()).toEqual(["144 rows, fewer than 200: not scored"]);
  expect(said((series) => series > 1)).toEqual([]);
});

it("puts what was asked for before what the file names", async () => {
  expect(await chosen("@horizon 7\n", 5)).toEqual({ horizon: 5, warnings: [] });
});

it("cuts the horizon of the file to half of the rows", async () => {
  expect(await chosen("@horizon 59\n", undefined, 20)).toMatchObject({
    horizon: 10,
    warnings: ["20 rows: forecasting 10 instead of 59 steps ahead"],
  });
});
