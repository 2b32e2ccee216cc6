import { describe, expect, it } from "vitest";
import { parseCsv } from "../../../src/data/format/csv.js";
import {
  type PanelOptions,
  panelFromColumns,
  withMissing,
} from "../../../src/data/panel/from-table.js";

function read(text: string, options: PanelOptions = {}) {
  const warnings: string[] = [];
  const table = parseCsv({ name: "t.csv", bytes: new TextEncoder().encode(text) });
  const panel = panelFromColumns(table, options, (message) => warnings.push(message));
  return { panel, series: panel.series[0], warnings: warnings.join("\n") };
}

describe("--aggregate", () => {
  const days = Array.from({ length: 80 }, (_, t) => {
    return `${new Date(Date.UTC(2024, 0, 20 + t)).toISOString().slice(0, 10)},1\n`;
  });
  const text = `ds,y\n${days.join("")}`;

  it("adds the rows of whole periods up and leaves the others out, with a count", () => {
    const { series, warnings } = read(text, { freq: "MS", aggregate: "sum" });
    expect(Array.from(series.y)).toEqual([29, 31]);
    expect(warnings).toMatch(/2 incomplete periods are left out at the start or end/);
  });

  it("needs the frequency to aggregate to", () => {
    expect(() => read(text, { aggregate: "mean" })).toThrow(/needs the frequency/);
  });
});

describe("missing observations", () => {
  const text = "ds,y\n2024-01-01,1\n2024-01-02,\n2024-01-03,3\n";

  it("are filled, and kept for models that take them as they are", () => {
    const { panel, series } = read(text);
    expect(Array.from(series.y)).toEqual([1, 2, 3]);
    expect(Array.from(withMissing(panel).series[0].y)).toEqual([1, Number.NaN, 3]);
  });

  it("are filled for all models when a person said how", () => {
    const { panel } = read(text, { missing: "zero" });
    expect(Array.from(withMissing(panel).series[0].y)).toEqual([1, 0, 3]);
  });
});

describe("--exogenous", () => {
  const text = "ds,y,price,visitors\n2024-01-01,1,5,7\n2024-01-02,2,6,8\n2024-01-03,,7,\n";

  it("takes columns with values beyond the last observation as known ahead, and says so", () => {
    const { series, warnings } = read(text, { exogenous: ["auto"] });
    expect([...series.future!.keys()]).toEqual(["price"]);
    expect([...series.past!.keys()]).toEqual(["visitors"]);
    expect(warnings).toMatch(/known ahead .* with values beyond the last observation: price/);
    expect(warnings).toMatch(
      /known until now .* without values beyond the last observation: visitors/,
    );
  });

  it("takes what does not change within a series as static, and says so", () => {
    const table =
      "ds,id,y,size\n2024-01-01,a,1,5\n2024-01-01,b,1,7\n2024-01-02,a,2,5\n2024-01-02,b,3,7\n";
    const { series, warnings } = read(table, { exogenous: ["auto"], id: "id" });
    expect([...series.static!]).toEqual([["size", 5]]);
    expect(series.past).toBeUndefined();
    expect(warnings).toMatch(/the same in all rows of a series \(--static\): size/);
  });

  it("leaves out what never changes", () => {
    const table = "ds,y,price,size\n2024-01-01,1,5,7\n2024-01-02,2,6,7\n2024-01-03,,7,7\n";
    expect([...read(table, { exogenous: ["auto"] }).series.future!.keys()]).toEqual(["price"]);
  });
});

describe("--static", () => {
  it("is one value a series", () => {
    const text = "id,ds,y,size\na,2024-01-01,1,big\na,2024-01-02,2,big\n";
    expect(read(text, { static: ["size"] }).series.static).toEqual(new Map([["size", "big"]]));
    expect(() => read(`${text}a,2024-01-03,3,small\n`, { static: ["size"] })).toThrow(
      /holds "small" after "big"/,
    );
  });

  it("is a number where its column holds numbers, else the name of a category", () => {
    const text =
      "id,ds,y,size,region\na,2024-01-01,1,50,north\na,2024-01-02,2,,\na,2024-01-03,3,50,north\n";
    expect(read(text, { static: ["size", "region"] }).series.static).toEqual(
      new Map<string, number | string>([
        ["size", 50],
        ["region", "north"],
      ]),
    );
  });
});
