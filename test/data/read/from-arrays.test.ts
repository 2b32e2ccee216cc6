import { expect, it } from "vitest";
import { panelFromArrays } from "../../../src/data/read/from-arrays.js";

const months = Array.from({ length: 3 }, (_, m) => Date.UTC(2024, m, 1));
const y = Float64Array.of(1, 2, 3);

it.each([
  ["Date", months.map((ms) => new Date(ms))],
  ["text", ["2024-01-01", "2024-02-01", "2024-03-01"]],
  ["milliseconds", Float64Array.from(months)],
])("dates are given as %s", (_, ds) => {
  const panel = panelFromArrays({ ds, y });
  expect(panel.frequency.alias).toBe("MS");
  expect(Array.from(panel.series[0].ds)).toEqual(months);
  expect(panel.series[0].y).toEqual(y);
});

it("series are told apart by their ids, in order of first appearance", () => {
  const panel = panelFromArrays({
    unique_id: ["b", "a", "b", "a"],
    ds: [1, 1, 2, 2],
    y: [1, 2, 3, 4],
  });
  expect(panel.series.map((one) => [one.id, ...one.y])).toEqual([
    ["b", 1, 3],
    ["a", 2, 4],
  ]);
});

it("missing values are filled as those of a file, and told of", () => {
  const heard: string[] = [];
  const panel = panelFromArrays({ y: [1, Number.NaN, 3, null, 5] }, {}, (said) => heard.push(said));
  expect(panel.series[0].y).toEqual(Float64Array.of(1, 2, 3, 4, 5));
  expect(heard).toContainEqual(expect.stringMatching(/^arrays: 2 values are missing/));
});

it("arrays that differ in length are refused", () => {
  expect(() => panelFromArrays({ ds: months, y: [1, 2] })).toThrow('"y" has 2 values, "ds" has 3');
});

it("without rows there is no panel", () => {
  expect(() => panelFromArrays({})).toThrow("has no rows");
});
