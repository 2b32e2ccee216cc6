import { describe, expect, it } from "vitest";
import { parseCsv } from "../../../src/data/format/csv.js";
import { inferColumn } from "../../../src/data/table/infer-column.js";
import { likelyMark } from "../../../src/data/table/missing-numbers.js";

describe("numbers that stand for a missing value", () => {
  it("are missing in text and in typed cells, however they are written", () => {
    const bytes = new TextEncoder().encode(
      "ds,y\n2024-01-01,1\n2024-01-02,-9999.0\n2024-01-03,NA\n",
    );
    const [, y] = parseCsv({ name: "t.csv", bytes }, { na: ["-9999"] }).columns;
    expect(Array.from((y as { values: Float64Array }).values)).toEqual([1, Number.NaN, Number.NaN]);
    const typed = inferColumn("y", [1, -9999, 3], { na: ["-9999", "x"] });
    expect(Array.from((typed as { values: Float64Array }).values)).toEqual([1, Number.NaN, 3]);
  });

  it.each([
    [[10, -9999, 12, -9999], { value: -9999, count: 2 }],
    [[0.5, -99.9, 1.5], { value: -99.9, count: 1 }],
    [[-99, -50, 40], undefined],
    [[-999, -999], undefined],
    [[-998, 1, 2], undefined],
  ])("are suspected far from all others: %j", (values, mark) => {
    expect(likelyMark(Float64Array.from(values))).toEqual(mark);
  });
});
