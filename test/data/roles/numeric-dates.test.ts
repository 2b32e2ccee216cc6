import { describe, expect, it } from "vitest";
import { parseCsv } from "../../../src/data/format/csv.js";
import { type PanelOptions, panelFromColumns } from "../../../src/data/panel/from-table.js";
import { formatTimes } from "../../../src/data/time/timestamp.js";

function read(header: string, rows: string[], options: PanelOptions = {}) {
  const text = [header, ...rows].filter((line) => line !== "").join("\n");
  const warnings: string[] = [];
  const warn = (message: string) => void warnings.push(message);
  const table = parseCsv({ name: "t.csv", bytes: new TextEncoder().encode(text) }, {}, warn);
  const panel = panelFromColumns(table, options, warn);
  const { time, targets } = panel.reading!;
  return { panel, time, targets, warnings, dates: formatTimes(panel.series[0].ds) };
}

const Y = [5, 3, 9, 4];
const rows = (stamp: (i: number) => number | string) => Y.map((y, i) => `${stamp(i)},${y}`);

describe("columns of numbers are dates where all of them rise as dates do", () => {
  it.each([
    ["epoch", (i: number) => 1_700_000_000 + 60 * i, "min", "Unix seconds"],
    ["recorded", (i: number) => 1_700_000_000_000 + 60_000 * i, "min", "Unix milliseconds"],
    ["ts", (i: number) => 1_700_000_000 + i, "s", "Unix seconds"],
    ["MESS_DATUM", (i: number) => 2_024_010_100 + i, "h", "day and hour"],
    ["when", (i: number) => 20_240_128 + i, "D", "day"],
    ["accounting", (i: number) => 202_401 + i, "MS", "year and month"],
    ["financial", (i: number) => 1990 + i, "YS", "year"],
  ])("%s", (name, stamp, alias, as) => {
    const { panel, time, targets, warnings } = read(`${name},flow`, rows(stamp));
    expect({ alias: panel.frequency.alias, time, targets }).toEqual({
      ...{ alias, time: name, targets: ["flow"] },
    });
    expect(warnings).toEqual([
      `t.csv: column "${name}" rises as dates do and is read as ${as}; choose with --time`,
    ]);
  });

  it("beside a target that is named too", () => {
    const given = rows((i) => `${1_700_000_000 + 60 * i}`);
    expect(read("ts,flow", given, { target: ["flow"] }).time).toBe("ts");
    const both = ["n", "s"].flatMap((region) => rows((i) => `${region},${1_700_000_000 + 60 * i}`));
    expect(read("region,ts,flow", both, { target: ["flow"] }).panel.series).toHaveLength(2);
  });

  it.each(["0007,0042", "7,42"])("of several series whose names are numbers: %s", (names) => {
    const both = rows((i) => `${1_700_000_000 + 60 * i}`).flatMap((row) =>
      names.split(",").map((name) => `${name},${row}`),
    );
    expect(() => read("meter,ts,flow", both)).toThrow(
      expect.objectContaining({ exitCode: 3, hint: expect.stringContaining("--id meter") }),
    );
    const { panel } = read("meter,ts,flow", both, { id: ["meter"] });
    expect(panel.series.map(({ id }) => id)).toEqual(names.split(","));
  });

  it("but not as Unix time of the far future in a column that is not called so", () => {
    const far = (name: string) =>
      read(
        `${name},flow`,
        rows((i) => 3_509_318_287 + 115_741 * i),
      ).time;
    expect(far("reading")).toBeUndefined();
    expect(far("timestamp")).toBe("timestamp");
  });

  it("without a header line too", () => {
    const { time, targets, dates } = read(
      "",
      rows((i) => 1990 + i),
    );
    expect({ time, targets }).toEqual({ time: "column1", targets: ["column2"] });
    expect(dates[0]).toBe("1990-01-01");
  });

  it("within each series", () => {
    const both = ["n", "s"].flatMap((region) => rows((i) => `${region},${20_240_128 + i}`));
    const { panel, time } = read("region,when,flow", both);
    expect(time).toBe("when");
    expect(panel.series.map(({ id, y }) => [id, ...y])).toEqual([
      ["n", ...Y],
      ["s", ...Y],
    ]);
  });

  it("with times of day beside them", () => {
    const { dates } = read("<DATE>,<TIME>,flow", [
      ...["20240131,220000,1", "20240131,230000,2", "20240201,000000,3"],
    ]);
    expect(dates[2]).toBe("2024-02-01T00:00:00");
  });

  it.each([
    ["count", (i: number) => 1_700_000_000 + 613 * i + i * i, "a count that rises unevenly"],
    ["counter", (i: number) => 1_700_000_000 + i, "numbers one after the other"],
    ["visits", (i: number) => [202_401, 202_402, 202_413, 202_414][i], "a month 13"],
    [
      "visits",
      (i: number) => [20_240_103, 20_240_102, 20_240_104, 20_240_105][i],
      "one that falls",
    ],
    ["visits", (i: number) => [1990, 1991, 1993, 1994][i], "years with a gap"],
    ["visits", (i: number) => 45_000 + i, "days of a spreadsheet"],
  ])("but not %s: %s", (name, stamp, why) => {
    expect(why).not.toBe("");
    const { time, targets } = read(`${name},flow`, rows(stamp));
    expect({ time, targets }).toEqual({ time: undefined, targets: [name] });
  });

  it("but not the only numbers, nor what is called values, nor two of them", () => {
    expect(read("code", ["20240128", "20240129", "20240130"]).time).toBeUndefined();
    expect(
      read(
        "sales,flow",
        rows((i) => 20_240_128 + i),
      ).time,
    ).toBeUndefined();
    expect(read("when,flow", rows((i) => 20_240_128 + i).slice(0, 2)).time).toBeUndefined();
  });

  it("and a year is known by its name in other languages", () => {
    const { time, dates } = read(
      "Jahr,Umsatz",
      rows((i) => 1990 + 2 * i),
    );
    expect({ time, last: dates.at(-1) }).toEqual({ time: "Jahr", last: "1996-01-01" });
  });
});

it("a column that never changes is not forecast where another does", () => {
  const { targets } = read(
    "ds,station,flow",
    rows((i) => `2024-01-0${i + 1},433`),
  );
  expect(targets).toEqual(["flow"]);
});
