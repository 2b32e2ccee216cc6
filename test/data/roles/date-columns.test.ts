import { describe, expect, it } from "vitest";
import { parseCsv } from "../../../src/data/format/csv.js";
import { continuationFromColumns } from "../../../src/data/panel/continuation.js";
import { type PanelOptions, panelFromColumns } from "../../../src/data/panel/from-table.js";
import { formatTimes } from "../../../src/data/time/timestamp.js";
import type { ForetellError } from "../../../src/errors.js";

const table = (text: string) =>
  parseCsv({ name: "t.csv", bytes: new TextEncoder().encode(text) }, {}, () => {});

function read(text: string, options: PanelOptions = {}) {
  const warnings: string[] = [];
  const panel = panelFromColumns(table(text), options, (message) => warnings.push(message));
  return { panel, warnings, dates: panel.series.map(({ ds }) => formatTimes(ds)) };
}

function failure(text: string, options: PanelOptions = {}): ForetellError {
  try {
    read(text, options);
  } catch (error) {
    return error as ForetellError;
  }
  throw new Error("nothing was thrown");
}

const HOURS = ["2024-01-31T22:00:00", "2024-01-31T23:00:00", "2024-02-01T00:00:00"];
const MONTHS = ["2023-11-01", "2023-12-01", "2024-01-01"];

/** Header, rows, dates. */
const FOUND: [string, string[], string[]][] = [
  ["date,time,y", ["2024-01-31,22:00,1", "2024-01-31,23:00,2", "2024-02-01,00:00,3"], HOURS],
  ["Date;Time;y", ["31/1/2024;22:00:00;1", "31/1/2024;23:00:00;2", "1/2/2024;00:00:00;3"], HOURS],
  [
    "Datum;Uhrzeit;y",
    ["31.01.2024;22.00.00;1", "31.01.2024;23.00.00;2", "01.02.2024;00.00.00;3"],
    HOURS,
  ],
  ["d,t,y", ["2024-01-31,10:00 PM,1", "2024-01-31,11:00 PM,2", "2024-02-01,12:00 AM,3"], HOURS],
  ["date,time,y", ["20240131,22:00,1", "20240131,23:00,2", "20240201,00:00,3"], HOURS],
  ["date,time,y", ["20240131,2200,1", "20240131,2300,2", "20240201,0,3"], HOURS],
  ["date,time,y", ["20240131,220000,1", "20240131,230000,2", "20240201,0,3"], HOURS],
  ["day,time,y", ["2024-01-31,22:00,1", "2024-01-31,23:00,2", "2024-02-01,00:00,3"], HOURS],
  ["day,hour,y", ["20240131,22,1", "20240131,23,2", "20240201,0,3"], HOURS],
  ["date,hr,y", ["2024-01-31,22,1", "2024-01-31,23,2", "2024-02-01,0,3"], HOURS],
  ["date,hour,y", ["2024-01-31,22,1", "2024-01-31,23,2", "2024-01-31,24,3"], HOURS],
  ["year,month,day,hour,y", ["2024,1,31,22,1", "2024,1,31,23,2", "2024,2,1,0,3"], HOURS],
  ["y,hour,day,month,year", ["1,22,31,1,2024", "2,23,31,1,2024", "3,0,1,2,2024"], HOURS],
  ["Jahr;Monat;Tag;Zeit;y", ["2024;1;31;22:00;1", "2024;1;31;23:00;2", "2024;2;1;0:00;3"], HOURS],
  ["year,doy,hour,y", ["2024,31,22,1", "2024,31,23,2", "2024,32,0,3"], HOURS],
  ["Year,Month,Value", ["2023,11,1", "2023,12,2", "2024,01,3"], MONTHS],
  ["Año,Mes,Value", ["2023,Nov,1", "2023,December,2", "2024,Jan,3"], MONTHS],
  ["year,quarter,y", ["2023,Q3,1", "2023,Q4,2", "2024,Q1,3"], ["2023-07-01", "2023-10-01"]],
  ["YEAR,WEEK,y", ["2020,52,1", "2020,53,2", "2021,1,3"], ["2020-12-21", "2020-12-28"]],
];

describe("dates in several columns are found", () => {
  it.each(FOUND)("%s of %s", (header, rows, expected) => {
    const { panel, dates, warnings } = read(`${header}\n${rows.join("\n")}\n`);
    expect(dates[0].slice(0, expected.length)).toEqual(expected);
    expect(Array.from(panel.series[0].y)).toEqual([1, 2, 3]);
    expect(warnings.at(-1)).toMatch(
      /^t\.csv: columns .* and .* make up the date together.*\(--time .*,/,
    );
  });

  it("and read the same when they are named as the warning says", () => {
    for (const [header, rows] of FOUND) {
      const text = `${header}\n${rows.join("\n")}\n`;
      const { dates, warnings } = read(text);
      const time = / \(--time (.*)\)$/.exec(warnings.at(-1)!)![1];
      const told = read(text, { time });
      expect(told.dates).toEqual(dates);
      expect(told.warnings.filter((one) => /tell the date/.test(one))).toEqual([]);
    }
  });

  it("down to minutes and seconds", () => {
    const rows = ["2024,1,31,23,59,15,1", "2024,1,31,23,59,45,2", "2024,2,1,0,0,15,3"];
    const { dates } = read(`year,month,day,hour,minute,second,y\n${rows.join("\n")}\n`);
    expect(dates[0]).toEqual([
      ...["2024-01-31T23:59:15", "2024-01-31T23:59:45", "2024-02-01T00:00:15"],
    ]);
  });

  it("in each series", () => {
    const { panel, dates } = read(
      "id,date,time,y\na,2024-01-01,06:00,1\na,2024-01-01,18:00,2\nb,2024-01-01,06:00,3\nb,2024-01-01,18:00,4\n",
    );
    expect(panel.series.map(({ id }) => id)).toEqual(["a", "b"]);
    expect(dates).toEqual([dates[0], dates[0]]);
    expect(dates[0]).toEqual(["2024-01-01T06:00:00", "2024-01-01T18:00:00"]);
  });

  it("but times of day stay out of days that stand once in a series", () => {
    const rows = ["a,2024-01-01,08:03", "a,2024-01-02,07:58", "b,2024-01-01,09:11"];
    const { dates, warnings } = read(`id,date,time,y\n${rows.map((r) => `${r},1`).join("\n")}\n`);
    expect(dates).toEqual([["2024-01-01", "2024-01-02"], ["2024-01-01"]]);
    expect(warnings).toEqual([]);
  });

  it("a column of dates wins over parts beside it, and of two times of day the one that is called so", () => {
    const one = read("date,year,month,y\n2023-12-31,2023,12,1\n2024-01-31,2024,1,2\n");
    expect(one.dates).toEqual([["2023-12-31", "2024-01-31"]]);
    const two = read("day,time,sunset,y\n2024-01-01,01:00,17:00,1\n2024-01-01,02:00,17:00,2\n");
    expect(two.dates[0]).toEqual(["2024-01-01T01:00:00", "2024-01-01T02:00:00"]);
  });

  it("row numbers beside them are not forecast", () => {
    const { panel } = read("No,year,month,pm2.5\n1,2024,1,10\n2,2024,2,20\n3,2024,3,15\n");
    expect(panel.reading?.targets).toEqual(["pm2.5"]);
  });
});

describe("dates in several columns that are named", () => {
  const rows = "1,2,3,4,5\n2024,1,31,22,7\n2024,1,31,23,8\n";

  it("are a year and what is finer, in this order", () => {
    const text = `a,b,c,d,value\n${rows.slice(rows.indexOf("\n") + 1)}`;
    expect(read(text, { time: "a,b,c,d" }).dates[0]).toEqual(HOURS.slice(0, 2));
    expect(read(`a,b,value\n2024,1,5\n2024,2,6\n`, { time: "a,b" }).dates[0]).toEqual([
      "2024-01-01",
      "2024-02-01",
    ]);
  });

  it.each(["value,hour", "year,day", "year,hour", "hour,minute", "year,month,day,minute"])(
    "%s make no date",
    (time) => {
      const text = "year,month,day,hour,minute,value\n2024,1,31,22,0,7\n2024,1,31,23,0,8\n";
      expect(failure(text, { time })).toMatchObject({
        exitCode: 2,
        message: `--time ${time}: these columns do not make a date together`,
      });
    },
  );

  it("go on in another table by the same columns", () => {
    const train = read("Year,Month,Value\n2023,11,1\n2023,12,2\n").panel;
    const after = continuationFromColumns(
      table("Year,Month,Value\n2024,1,3\n2024,2,4\n"),
      train,
      () => {},
    );
    expect(after.y.map((y) => Array.from(y))).toEqual([[3, 4]]);
  });

  it("are one role", () => {
    expect(
      failure("year,month,y\n2024,1,1\n", { time: "year,month", target: ["month"] }).message,
    ).toMatch(/column "month" cannot be both --target and --time/);
  });
});

describe("cells that are no part of a date are named", () => {
  it.each([
    ["Year,Month,Value\n2023,12,1\n2023,13,2\n", /"Month" holds "13" where a month from 1 to 12/],
    ["Year,Month,Value\n2023,Dec,1\n2023,Sum,2\n", /"Month" holds "Sum" where a month from 1/],
    ["year,month,day,y\n2023,2,28,1\n2023,2,29,2\n", /"day" holds "29" where a day of 2023-02/],
    ["year,doy,y\n2023,365,1\n2023,366,2\n", /"doy" holds "366" where a day of the year of 2023/],
    ["year,week,y\n2023,52,1\n2023,53,2\n", /"week" holds "53" where a week of 2023 was/],
    [
      "year,month,y\n2023,1,1\n2023,,2\n",
      /columns "year" and "month" give no date in this row: "month" is empty/,
    ],
  ])("%j", (text, message) => {
    const error = failure(text);
    expect(error).toMatchObject({ exitCode: 3, message: expect.stringMatching(message) });
    expect(error.location?.line).toBe(3);
  });

  it("and of two columns of times of day the choice is asked for", () => {
    const error = failure("date,sent,seen,y\n2024-01-01,1:00,2:00,1\n2024-01-01,2:00,3:00,2\n");
    expect(error.hint).toMatch(/Name both: --time date,sent or --time date,seen/);
  });
});
