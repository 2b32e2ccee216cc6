import { describe, expect, it } from "vitest";
import { parseCsv } from "../../../src/data/format/csv.js";
import { panelFromColumns } from "../../../src/data/panel/from-table.js";
import { jitteredFrequency } from "../../../src/data/time/jittered-frequency.js";
import { formatTimes } from "../../../src/data/time/timestamp.js";

/** Stamps at even steps of so many seconds, late by these seconds in turn. */
const late = (step: number, ...seconds: number[]) =>
  Float64Array.from({ length: 40 }, (_, i) => 1000 * (step * i + seconds[i % seconds.length]));

describe("the frequency that dates are near to", () => {
  it.each([
    ["min", late(60, 0, 1, 0, 3, 2)],
    ["min", late(60, 0, -1, 0, 1)],
    ["10s", late(10, 0, 0.4, 0.1)],
    ["15min", late(900, 0, 12, 40, 7)],
    ["h", late(3600, 0, 70, 130)],
    ["D", late(86_400, 0, 600, -900)],
  ])("is %s", (alias, ds) => {
    expect(jitteredFrequency(ds)).toBe(alias);
  });

  it("is none where distances go far apart, or are near to nothing usual", () => {
    expect(jitteredFrequency(late(60, 0, 25, 50))).toBeUndefined();
    expect(jitteredFrequency(late(2520, 0, 1))).toBeUndefined();
    expect(jitteredFrequency(Float64Array.of(5))).toBeUndefined();
  });

  it("is what dates off the grid are said to have, and made even with", () => {
    const rows = formatTimes(late(60, 0, 1, 3)).map((ds, i) => `${ds},${i % 7}`);
    const bytes = new TextEncoder().encode(`ds,y\n${rows.join("\n")}\n`);
    const table = parseCsv({ name: "t.csv", bytes });
    expect(() => panelFromColumns(table, {}, () => {})).toThrow(
      expect.objectContaining({
        message:
          "1970-01-01T00:01:01 is not on the grid of frequency min that starts at 1970-01-01",
        hint: expect.stringMatching(/^--freq min --aggregate mean makes the dates even\. /),
      }),
    );
    const even = panelFromColumns(table, { freq: "min", aggregate: "mean" }, () => {});
    expect(Array.from(even.series[0].y)).toEqual(rows.map((_, i) => i % 7));
  });
});
