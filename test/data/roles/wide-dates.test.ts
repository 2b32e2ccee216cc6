import { describe, expect, it } from "vitest";
import { parseCsv } from "../../../src/data/format/csv.js";
import { type PanelOptions, panelFromColumns } from "../../../src/data/panel/from-table.js";
import { unpivotDates } from "../../../src/data/roles/wide/wide-dates.js";
import type { ParseOptions } from "../../../src/data/table/parse-options.js";
import { formatTimes } from "../../../src/data/time/timestamp.js";
import type { ForetellError } from "../../../src/errors.js";

function table(text: string, options: ParseOptions = {}, warnings: string[] = []) {
  const warn = (message: string) => void warnings.push(message);
  const bytes = new TextEncoder().encode(text);
  return unpivotDates(parseCsv({ name: "t.csv", bytes }, options, warn), options, warn);
}

function read(text: string, options: PanelOptions & ParseOptions = {}) {
  const warnings: string[] = [];
  const warn = (message: string) => void warnings.push(message);
  const panel = panelFromColumns(table(text, options, warnings), options, warn);
  const series = panel.series.map(({ id, ds, y }) => [id, formatTimes(ds), Array.from(y)]);
  return { panel, series, warnings };
}

const YEARS = ["2021-01-01", "2022-01-01", "2023-01-01"];
const MONTHS = ["2024-01-01", "2024-02-01", "2024-03-01"];

describe("dates that stand beside each other", () => {
  it.each([
    ["country,2021,2022,2023", YEARS],
    ["country,YR2021,YR2022,YR2023", YEARS],
    ["country,2021 [YR2021],2022 [YR2022],2023 [YR2023]", YEARS],
    ["id,2024-01,2024-02,2024-03", MONTHS],
    ["unique_id,202401,202402,202403", MONTHS],
    ["Region,Jan 2024,Feb 2024,Mar 2024", MONTHS],
    ["region,13/01/2024,14/01/2024,15/01/2024", ["2024-01-13", "2024-01-14", "2024-01-15"]],
  ])("make each row a series below %s", (header, dates) => {
    const { series, warnings } = read(`${header}\na,1,2,3\nb,4,5,6\n`);
    expect(series).toEqual([
      ["a", dates, [1, 2, 3]],
      ["b", dates, [4, 5, 6]],
    ]);
    const [, first, , last] = header.split(",");
    expect(warnings).toEqual([
      `t.csv: dates run across the columns, ${first} to ${last}: each row is read as a series`,
    ]);
  });

  it("keep the order of time when the newest stands first", () => {
    const { series, warnings } = read("country,2023,2022,2021\na,3,2,1\nb,6,5,4\n");
    expect(series.map(([, , y]) => y)).toEqual([
      [1, 2, 3],
      [4, 5, 6],
    ]);
    expect(warnings.join()).toMatch(/rows are sorted by date/);
  });

  it("name the series by the first text that is different in each row, or by several", () => {
    const one = read("kind,name,2021,2022,2023\nx,a,1,2,3\nx,b,4,5,6\n");
    expect(one.series.map(([id]) => id)).toEqual(["a", "b"]);
    const two = read("store,item,2021,2022,2023\nn,a,1,2,3\nn,b,4,5,6\ns,a,7,8,9\n");
    expect(two.series.map(([id]) => id)).toEqual(["n/a", "n/b", "s/a"]);
    const told = read("store,item,2021,2022,2023\nn,a,1,2,3\ns,b,4,5,6\n", { id: "item" });
    expect(told.series.map(([id]) => id)).toEqual(["a", "b"]);
  });

  it("may be missing at the ends of a series, and a row without values is none", () => {
    const { series, warnings } = read("c,2020,2021,2022,2023\na,,1,2,3\nb,,,,\nc,4,5,6,7\n");
    expect(series.map(([id, , y]) => [id, y])).toEqual([
      ["a", [1, 2, 3]],
      ["c", [4, 5, 6, 7]],
    ]);
    expect(warnings[0]).toMatch(/; 1 row without values left out$/);
  });

  it("tell where a cell stands that is no number", () => {
    let error: Partial<ForetellError> = {};
    try {
      read("c,2021,2022,2023\na,1,2,3\nb,4,five,6\n");
    } catch (reason) {
      error = reason as ForetellError;
    }
    expect(error.message).toBe('column "2022" holds "five" where a number was expected');
    expect(error.location).toMatchObject({ line: 3, column: 5, width: 4 });
  });

  it("give back the cells as they were written, and their places", () => {
    const turned = table("c,2021,2022,2023\na,1.0,2.0,3.0\nb,4.0,5.0,6.0\n");
    const written = turned.columns.map((column) => turned.cell(4, column));
    expect(turned.columns.map(({ name }) => name)).toEqual(["unique_id", "ds", "y", "c"]);
    expect(written).toEqual(["b", "2022", "5.0", "b"]);
    expect(turned.locate?.(4, turned.columns[2])).toMatchObject({ line: 3, column: 7, width: 3 });
  });

  it("ask for the order of day and month where it is open", () => {
    const text = "region,01/02/2024,02/02/2024,03/02/2024\na,1,2,3\n";
    expect(() => read(text)).toThrow(/"01\/02\/2024" may be day or month first/);
    expect(read(text, { dateFormat: "dmy" }).series[0][1]).toEqual([
      ...["2024-02-01", "2024-02-02", "2024-02-03"],
    ]);
  });
});

describe("months, quarters and years beside each other", () => {
  const months = "Jan,Feb,Mar,Apr,May,Jun,Jul,Aug,Sep,Oct,Nov,Dec";
  const row = (from: number) => Array.from({ length: 12 }, (_, i) => from + i).join(",");

  it.each([months, months.toUpperCase(), "1,2,3,4,5,6,7,8,9,10,11,12"])(
    "are the months of a year: %s",
    (names) => {
      const { series, warnings } = read(`Year,${names}\n2022,${row(1)}\n2023,${row(13)}\n`);
      const [[id, dates, y]] = series as [[string, string[], number[]]];
      expect({ id, from: dates[0], to: dates.at(-1) }).toEqual({
        ...{ id: "t", from: "2022-01-01", to: "2023-12-01" },
      });
      expect(y).toEqual(Array.from({ length: 24 }, (_, i) => i + 1));
      expect(warnings[0]).toMatch(/are read as the months of Year$/);
    },
  );

  it("are the quarters of a year", () => {
    const { panel } = read("year,Q1,Q2,Q3,Q4\n2022,1,2,3,4\n2023,5,6,7,8\n");
    expect(panel.frequency.alias).toBe("QS");
    expect(Array.from(panel.series[0].y)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  });

  it("are the years of a month", () => {
    const rows = months.split(",").map((month, i) => `${month},${i + 1},${i + 13},${i + 25}`);
    const { series, warnings } = read(`Month,2021,2022,2023\n${rows.join("\n")}\n`);
    expect(series[0][2]).toEqual(Array.from({ length: 36 }, (_, i) => i + 1));
    expect(warnings).toEqual(["t.csv: 2021 to 2023 are read as the years of each Month"]);
  });
});

/** A header of eight numbered columns, and a row below it. */
const numbered = (word: string, first = "name") =>
  [first, ...Array.from({ length: 8 }, (_, i) => `${word}${i + 1}`)].join(",");
const steps = (id: string) => `${id},1,2,3,4,5,6,7,8`;

describe("numbered columns", () => {
  it.each(["d_", "W", "V", "", "week "])("are steps of a series a row: %j", (word) => {
    const { panel } = read(`${numbered(word)}\n${steps("a")}\nb,5,6,,8,,,,\n`, { header: true });
    expect(panel.frequency.unit).toBe("index");
    expect(panel.series.map(({ id, ds, y }) => [id, ds[0], ds.at(-1), y.length])).toEqual([
      ["a", 1, 8, 8],
      ["b", 1, 4, 4],
    ]);
  });

  it("are named by a column of ids before any other text", () => {
    const { panel } = read(`note,${numbered("d", "id")}\nx,${steps("7")}\ny,${steps("8")}\n`);
    expect(panel.series.map(({ id }) => id)).toEqual(["7", "8"]);
  });

  it("are not guessed where only numbers stand in many of them", () => {
    const row = Array.from({ length: 12 }, (_, i) => i).join(",");
    expect(() => table(`${row}\n${row}\n`, { header: false })).toThrow(
      expect.objectContaining({ hint: expect.stringMatching(/--target column1.*--id/) }),
    );
  });
});

describe("tables stay as they are", () => {
  it.each([
    ["rows have dates of their own", "date,2021,2022,2023\n2024-01-01,1,2,3\n2024-01-02,4,5,6\n"],
    ["rows are weeks", "week,2021,2022,2023\n1,1,2,3\n2,4,5,6\n"],
    ["rows are counted", "t,2021,2022,2023\n1,1,2,3\n2,4,5,6\n"],
    ["names are no years in order", "country,2021,2024,2022\na,1,2,3\nb,4,5,6\n"],
    ["a column is named as values are", `${numbered("x")},y\n${steps("a")},1\n${steps("b")},2\n`],
    ["rows of numbered columns have dates", `${numbered("x", "ds")}\n${steps("2024-01-01")}\n`],
    ["numbers stand beside two years", "country,area,2021,2022\na,7,1,2\nb,8,4,5\n"],
    ["no column tells rows apart beside two years", "country,2021,2022\na,1,2\na,4,5\n"],
    ["some months are missing", "year,Jan,Feb\n2021,1,2\n2022,3,4\n"],
    ["names are not dates", "country,V1,V2,V3\na,1,2,3\nb,4,5,6\n"],
  ])("where %s", (_, text) => {
    const names = text.slice(0, text.indexOf("\n")).split(",");
    expect(table(text, { header: true }).columns.map(({ name }) => name)).toEqual(names);
  });
});
