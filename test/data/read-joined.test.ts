import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import type { PanelOptions } from "../../src/data/panel.js";

// The sources would load all of danfojs, which the build leaves the greater part of out.
const library = new URL("../../dist/index.js", import.meta.url).href;
const { readPanel }: typeof import("../../src/index.js") = await import(library);

const folder = mkdtempSync(join(tmpdir(), "foretell-join-"));
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

/** The panel of two tables, and what was said. */
async function joined(sales: string, other: string, options: PanelOptions = {}) {
  const heard: string[] = [];
  const files = [file("sales.csv", sales), file("other.csv", other)] as const;
  const panel = await readPanel(files[0], { ...options, join: files[1] }, (m) => void heard.push(m.replaceAll(`${folder}/`, "")));
  return { panel, heard };
}

describe("a table that is joined", () => {
  it("stands beside by the columns that both have, whatever its order and way to write dates", async () => {
    const { panel, heard } = await joined(
      "id,ds,y\n007,2024-01-01,1\n007,2024-01-02,2\n8,2024-01-01,3\n8,2024-01-02,4\n",
      "ds;price;id\n02.01.2024;4,5;8\n13.01.2024;0;8\n02.01.2024;2,5;007\n01.01.2024;3,5;8\n01.01.2024;1,5;007\n",
      { past: ["price"] },
    );
    expect(panel.series.map(({ id, past }) => [id, [...past!.get("price")!]])).toEqual([
      ["007", [1.5, 2.5]],
      ["8", [3.5, 4.5]],
    ]);
    expect(heard).toEqual([
      "other.csv, joined by ds and id: 1 row of the other table match nothing and are left out",
    ]);
  });

  it("is missing where it has no row, which is counted and told by line", async () => {
    const { panel, heard } = await joined(
      "ds,y\n2024-01-01,1\n2024-01-02,2\n2024-01-03,3\n",
      "ds,heat\n2024-01-01,10\n2024-01-03,30\n",
      { past: ["heat"] },
    );
    expect([...panel.series[0]!.past!.get("heat")!]).toEqual([10, 20, 30]);
    expect(heard).toEqual([
      "other.csv, joined by ds: 1 row of 3 have no match in the other table",
      'sales.csv:3: 1 value of column "heat" is missing; interpolated',
    ]);
  });

  it("may hold what does not change with time", async () => {
    const { panel } = await joined("id,ds,y\na,2024,1\na,2025,2\nb,2024,3\nb,2025,4\n", "id,region\nb,north\na,south\n", {
      static: ["region"],
    });
    expect(panel.series.map((one) => one.static!.get("region"))).toEqual(["south", "north"]);
  });

  it("is refused without a column in common, with doubled rows, and when nothing matches", async () => {
    const sales = "ds,y\n2024-01-01,1\n2024-01-02,2\n";
    await expect(joined(sales, "day,heat\n2024-01-01,1\n")).rejects.toThrow("have no column in common");
    await expect(joined(sales, "ds\n2024-01-01\n")).rejects.toThrow("have only columns in common");
    await expect(joined(sales, "ds,heat\n2024-01-01,1\n2024-01-01,2\n")).rejects.toThrow(
      "rows 1 and 2 of the table that is joined have the same ds: 2024-01-01",
    );
    await expect(joined(sales, "ds,heat\n2025-01-01,1\n2025-01-02,1\n")).rejects.toThrow(/other.csv has no value for any row of .*sales.csv, joined by ds/);
  });
});
