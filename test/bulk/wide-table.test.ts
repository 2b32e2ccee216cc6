import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished, vi } from "vitest";
import { surveyTable } from "../../src/bulk/survey-table.js";
import { plainCsv } from "../../src/bulk/table/plain-csv.js";
import { tableOnDisk } from "../../src/bulk/wide-table.js";
import type { Panel } from "../../src/data/panel/panel.js";
import { readPanel } from "../../src/data/read/read-panel.js";
import type { WidePanel } from "../../src/data/wide/wide-panel.js";
import type { State } from "../../src/models/model.js";
import { Random } from "../../src/numeric/random.js";
import { chooseModels } from "../../src/tasks/choose-models.js";

// Thousands of series are learned from.
vi.setConfig({ testTimeout: 240_000 });

/**
 * A panel of months in memory and on the disk; some series have an outlier, and one never changes.
 *
 * @param gaps share of the inner values and dates that are missing
 */
async function both(
  series: number,
  months: number,
  gaps = 0,
): Promise<{ held: Panel; wide: WidePanel }> {
  const random = new Random(series);
  let text = "unique_id,ds,y\n";
  for (let s = 0; s < series; s++) {
    const length = months - random.below(6);
    for (let t = 0; t < length; t++) {
      const date = new Date(Date.UTC(2015, t, 1)).toISOString().slice(0, 10);
      const y = 50 + 0.4 * t + 9 * ((t * 5) % 12) + 3 * random.normal();
      const odd = s % 7 === 2 && t === 15 ? 900 : 0;
      const [hole, kind] = gaps > 0 && t > 0 && t < length - 1 ? [random.uniform(), t % 2] : [1, 0];
      if (hole < gaps) {
        if (kind === 0) text += `${s % 3}-${s},${date},\n`;
        continue;
      }
      text += `${s % 3}-${s},${date},${s === 5 ? 7 : (y + odd).toFixed(2)}\n`;
    }
  }
  const folder = mkdtempSync(join(tmpdir(), "foretell-wide-"));
  const path = join(folder, "panel.csv");
  writeFileSync(path, text);
  const held = await readPanel(path);
  const plain = plainCsv(path, {}, 1000)!;
  const table = (await surveyTable(plain, { threads: 1, partBytes: 9000, note: () => {} }))!;
  const { panel, remove } = (await tableOnDisk(table, table.frame, { threads: 1 }))!;
  onTestFinished(() => {
    remove();
    rmSync(folder, { recursive: true });
  });
  return { held, wide: panel };
}

async function learned(spec: string, panel: WidePanel): Promise<State> {
  const [{ model }] = await chooseModels([spec], { intervals: "auto" });
  const context = { horizon: 3, seed: 1, levels: [80], threads: 1, warn: () => {} };
  return model.shared!.learn(panel, context);
}

it("holds every series of a table on the disk, in any order", async () => {
  const { held, wide } = await both(40, 40);
  expect(wide.series.length).toBe(40);
  for (const place of [39, 0, 7, 7, 12]) {
    const { id, ds, y } = held.series[place]!;
    expect(wide.series.at(place)).toEqual({ id, ds, y });
  }
});

// More than the series that speak for all, so that errors are measured in some of them.
it.each(["linear:epochs=1", "gru:hidden=4,epochs=1,loss=quantile", "boosted-trees:trees=6"])(
  "teaches %s what the panel in memory does",
  async (spec) => {
    const { held, wide } = await (spec.startsWith("gru") ? both(60, 45) : both(2010, 18));
    expect(await learned(spec, wide)).toEqual(await learned(spec, held));
  },
);

it.each([
  "linear:epochs=1",
  "gru:hidden=4,epochs=1",
  "segrnn:epochs=1",
  "lstm:hidden=4,epochs=1",
  "boosted-trees:trees=6",
])("teaches %s of series with gaps what the panel in memory does", async (spec) => {
  const { held, wide } = await both(60, 45, 0.1);
  expect(held.series.some(({ observed }) => observed !== undefined)).toBe(true);
  expect(await learned(spec, wide)).toEqual(await learned(spec, held));
});
