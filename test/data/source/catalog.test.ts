import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { readPanel } from "../../../src/data/read/read-panel.js";
import { datasetPath, datasets } from "../../../src/data/source/catalog.js";

describe("catalog", () => {
  it.each(datasets())("describes $name as its file is", async (dataset) => {
    const lines = readFileSync(datasetPath(dataset.name)!, "utf8").trimEnd().split("\n");
    expect(lines.length - 1).toBe(dataset.rows);
    expect(lines[0].split(",")).toEqual(dataset.columns);
    const panel = await readPanel(dataset.name, {}, () => {});
    expect(panel.frequency.alias).toBe(dataset.frequency);
    expect(panel.season).toBe(dataset.season);
    expect(panel.reading?.targets).toEqual([dataset.target]);
  });

  it("has no path for a name it does not know", () => {
    expect(datasetPath("../package")).toBeUndefined();
  });

  it("names the origin of every file in fixtures/README.md", () => {
    const readme = readFileSync(new URL("../../../fixtures/README.md", import.meta.url), "utf8");
    for (const { name } of datasets()) expect(readme).toContain(`| ${name}.csv |`);
  });
});
