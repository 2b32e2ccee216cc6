import { describe, expect, it } from "vitest";
import { isJson, parseJson } from "../../../src/data/format/json.js";
import { panelFromColumns } from "../../../src/data/panel/from-table.js";
import { formatTimes } from "../../../src/data/time/timestamp.js";

const bytesOf = (text: string) => new TextEncoder().encode(text);

function read(text: string) {
  const warnings: string[] = [];
  const warn = (message: string) => void warnings.push(message);
  const table = parseJson({ name: "t.json", bytes: bytesOf(text) }, {}, warn);
  const { series, reading } = panelFromColumns(table, {}, warn);
  const [{ ds, y }] = series as [(typeof series)[0]];
  return { y: Array.from(y), dates: formatTimes(ds), targets: reading!.targets, warnings };
}

describe("JSON arrays", () => {
  it("of numbers are one series", () => {
    const { y, targets, warnings } = read("[1, 2.5, 4e0]\n");
    expect({ y, targets }).toEqual({ y: [1, 2.5, 4], targets: ["y"] });
    expect(warnings).toEqual(["t.json: no column holds dates; rows are counted 0, 1, 2, …"]);
    expect(read('[1, null, "3"]').y).toEqual([1, 2, 3]);
  });

  it("of rows are a table, whose columns the first one may name", () => {
    const dated = '["2024-01-01", 5], ["2024-01-02", 7]';
    const dates = ["2024-01-01", "2024-01-02"];
    expect(read(`[["day", "sold"], ${dated}]`)).toEqual({
      ...{ y: [5, 7], dates, targets: ["sold"], warnings: [] },
    });
    expect(read(`[${dated}]`)).toEqual({
      ...{ y: [5, 7], dates, targets: ["column2"] },
      warnings: ["t.json names no columns; they are called column1, …"],
    });
  });

  it("of rows that are not equally long are refused", () => {
    expect(() => read("[[1, 2], [3]]")).toThrow(/row 2 of the array has 1 values, the first has 2/);
  });

  it("are told from cells that begin with a bracket", () => {
    for (const text of ["[1,2]", " [1\n,2]\n", '["a", 1]', "[null]", "[]", "[{", "{"]) {
      expect(isJson(bytesOf(text))).toBe(true);
    }
    for (const text of ["[a],b\n1,2", "[1],[2]", "[1,2\n3,4]", "[kW],y", "1,2"]) {
      expect(isJson(bytesOf(text))).toBe(false);
    }
  });
});
