import { describe, expect, it } from "vitest";
import { parseCsv } from "../../../src/data/format/csv.js";
import { panelFromColumns } from "../../../src/data/panel/from-table.js";
import { formatTimes } from "../../../src/data/time/timestamp.js";
import type { ForetellError } from "../../../src/errors.js";

function read(text: string) {
  const warnings: string[] = [];
  const warn = (message: string) => void warnings.push(message);
  const bytes = new TextEncoder().encode(text);
  const panel = panelFromColumns(parseCsv({ name: "t.csv", bytes }, {}, warn), {}, warn);
  const series = panel.series.map(({ id, ds, y }) => [id, formatTimes(ds), Array.from(y)]);
  return { series, warnings };
}

const DAYS = ["2024-01-30", "2024-01-31", "2024-02-01"];
const CELLS = DAYS.map((day, i) => [day, String(10.5 * i)]);
const rows = (begin: string, between: string, end: string) =>
  CELLS.map((cells) => `${begin}${cells.join(between)}${end}\n`).join("");

describe("tables with lines of dashes are read without them", () => {
  it.each([
    [
      "psql",
      `     ds     |  y   \n------------+------\n${rows(" ", " | ", " ")}(3 rows)\n\nTime: 0.412 ms\n`,
    ],
    [
      "psql in German",
      `     ds     |  y   \n------------+------\n${rows(" ", " | ", " ")}(3 Zeilen)\n`,
    ],
    [
      "mysql",
      `+------------+------+\n| ds         | y    |\n+------------+------+\n${rows("| ", " | ", " |")}+------------+------+\n3 rows in set (0.00 sec)\n`,
    ],
    ["Markdown", `| ds | y |\n|:---|---:|\n${rows("| ", " | ", " |")}`],
    ["Markdown without outer pipes", `ds | y\n--- | ---\n${rows("", " | ", "")}`],
    ["Markdown under text", `Sales by day:\n\n| ds | y |\n| --- | --- |\n${rows("|", "|", "|")}`],
    ["rules between rows", `| ds | y |\n|---|---|\n${rows("|", "|", "|\n|---|---|")}`],
  ])("of %s", (_, text) => {
    expect(read(text).series).toEqual([["t", DAYS, [0, 10.5, 21]]]);
    expect(read(text.replace(/\n/g, "\r\n")).series).toEqual([["t", DAYS, [0, 10.5, 21]]]);
  });

  it("with one column", () => {
    const { series } = read("+----+\n| y  |\n+----+\n|  1 |\n|  2 |\n|  4 |\n+----+\n");
    expect(series.map(([, , y]) => y)).toEqual([[1, 2, 4]]);
  });

  it("and errors in them name the line", () => {
    let error: Partial<ForetellError> = {};
    try {
      read(`| ds | y |\n|---|---|\n${rows("|", "|", "|\n|---|---|")}| today | 1 |\n`);
    } catch (reason) {
      error = reason as ForetellError;
    }
    expect(error.message).toMatch(/column "ds" holds "today" where a date was expected/);
    expect(error.location?.line).toBe(9);
  });

  it("but a cell of dashes stays one elsewhere", () => {
    const { columns } = parseCsv({
      name: "t.csv",
      bytes: new TextEncoder().encode("note,y\n--,1\n---,2\n"),
    });
    expect(columns[0]).toMatchObject({ kind: "text", codes: new Uint16Array([0, 1]) });
  });
});

describe("annotated CSV of InfluxDB", () => {
  const part = (table: number, host: string, shift: number) =>
    [
      "#group,false,false,true,true,false,false,true,true",
      "#datatype,string,long,dateTime:RFC3339,dateTime:RFC3339,dateTime:RFC3339,double,string,string",
      "#default,_result,,,,,,,",
      ",result,table,_start,_stop,_time,_value,_field,host",
      ...[0, 1, 2].map(
        (i) =>
          `,,${table},2024-01-01T00:00:00Z,2024-01-02T00:00:00Z,2024-01-01T0${i}:00:00Z,${i + shift},usage,${host}`,
      ),
      "",
      "",
    ].join("\r\n");
  const HOURS = ["2024-01-01T00:00:00", "2024-01-01T01:00:00", "2024-01-01T02:00:00"];

  it("has its dates in _time and its values in _value", () => {
    expect(read(part(0, "a", 1))).toEqual({ series: [["t", HOURS, [1, 2, 3]]], warnings: [] });
  });

  it("has a series for each tag, whose parts name the columns again", () => {
    const { series, warnings } = read(part(0, "a", 1) + part(1, "b", 5));
    expect(series).toEqual([
      ["a", HOURS, [1, 2, 3]],
      ["b", HOURS, [5, 6, 7]],
    ]);
    expect(warnings).toEqual(["t.csv: column host is taken to name the series; choose with --id"]);
  });

  it("points at the line of a value that is none", () => {
    const text = part(0, "a", 1) + part(1, "b", 5).replace(",6,", ",six,");
    expect(() => read(text)).toThrow(
      expect.objectContaining({ location: expect.objectContaining({ line: 14 }) }),
    );
  });
});
