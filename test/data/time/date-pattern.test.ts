import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseCsv } from "../../../src/data/format/csv.js";
import { type PanelOptions, panelFromColumns } from "../../../src/data/panel/from-table.js";
import { tableFromRecords } from "../../../src/data/table/records.js";
import { parseDateFormat } from "../../../src/data/time/date-pattern.js";
import { formatTimes } from "../../../src/data/time/timestamp.js";

const read = (pattern: string, text: string) => parseDateFormat(pattern).pattern!.read(text);
const iso = (ms: number) => (Number.isNaN(ms) ? undefined : new Date(ms).toISOString());

describe("a pattern reads what strptime of Python reads by it", () => {
  // datetime.strptime(text, pattern) of CPython, %s of the C library.
  it.each([
    ["%d.%m.%Y %H:%M", "05.01.2024 14:30", "2024-01-05T14:30:00.000Z"],
    ["%m/%d/%y", "1/5/24", "2024-01-05T00:00:00.000Z"],
    ["%y%m%d", "690101", "1969-01-01T00:00:00.000Z"],
    ["%b %Y", "Mar 2024", "2024-03-01T00:00:00.000Z"],
    ["%a, %d. %B %Y", "Mo, 04. März 2024", "2024-03-04T00:00:00.000Z"],
    ["%d-%B-%Y", "29-february-2024", "2024-02-29T00:00:00.000Z"],
    ["%Y-%j", "2024-366", "2024-12-31T00:00:00.000Z"],
    ["%Y%m%d", "20240131", "2024-01-31T00:00:00.000Z"],
    ["%d%m%Y", "5012024", "2024-01-05T00:00:00.000Z"],
    ["%a %d %b %Y %I:%M %p", "Fri 05 Jan 2024 12:05 AM", "2024-01-05T00:05:00.000Z"],
    ["%FT%T.%f%z", "2024-01-05T14:30:15.25+0130", "2024-01-05T13:00:15.250Z"],
    ["%G-W%V-%u", "2020-W53-7", "2021-01-03T00:00:00.000Z"],
    ["%s", "1700000000", "2023-11-14T22:13:20.000Z"],
    ["100%% %Y (est.)", "100% 2024 (est.)", "2024-01-01T00:00:00.000Z"],
  ])("%s of %s", (pattern, text, expected) => {
    expect(iso(read(pattern, text))).toBe(expected);
  });

  it.each([
    ["%d.%m.%Y", "31.02.2024"],
    ["%d.%m.%Y", "2024-01-31"],
    ["%d.%m.%Y", "01.01.2024 10:00"],
    ["%Y-%j", "2023-366"],
    ["%G-W%V", "2021-W53"],
    ["%b %Y", "Mai2 2024"],
    ["%H:%M %Y", "24:00 2024"],
    ["%Y.%m", "2024x01"],
  ])("%s not of %s", (pattern, text) => {
    expect(read(pattern, text)).toBeNaN();
  });
});

it("what is written by a pattern is read by it", () => {
  const day = fc.date({
    min: new Date("1970-01-01"),
    max: new Date("2068-12-31"),
    noInvalidDate: true,
  });
  fc.assert(
    fc.property(day, (date) => {
      const [y, m, d, h, min, s] = date.toISOString().split(/\D/);
      const seconds = Math.floor(date.getTime() / 1000) * 1000;
      expect(read("%d/%m/%y %H.%M.%S", `${d}/${m}/${y.slice(2)} ${h}.${min}.${s}`)).toBe(seconds);
      expect(read("%Y%m%d%H%M%S", `${y}${m}${d}${h}${min}${s}`)).toBe(seconds);
    }),
  );
});

describe("a wrong pattern is an error that says what is known", () => {
  it.each([
    [
      "ydm",
      /must be dmy, mdy, ymd, a pattern such as %d\.%m\.%Y or 'days since 1970-01-01', not "ydm"/,
    ],
    ["%d.%Q.%Y", /has an unknown %Q/],
    ["%Y-%", /has an unknown %/],
    ["%Y %Y", /has %Y twice/],
    ["%d.%m.", /lacks the year/],
    ["%d %Y", /lacks the month/],
    ["%Y-%m-%d %I", /lacks the half of the day/],
    ["%V %Y", /the year and number of the week/],
  ])("%s", (pattern, message) => {
    expect(() => parseDateFormat(pattern)).toThrow(message);
    expect(() => parseDateFormat(pattern)).toThrow(
      expect.objectContaining({ exitCode: 2, hint: expect.stringContaining("%Y %y %m %b") }),
    );
  });
});

describe("a table read by a pattern", () => {
  const panel = (text: string, dateFormat: string, options: PanelOptions = {}) => {
    const table = parseCsv(
      { name: "t.csv", bytes: new TextEncoder().encode(text) },
      { dateFormat },
    );
    return panelFromColumns(table, options, () => {});
  };
  const datesOf = (text: string, pattern: string, options?: PanelOptions) =>
    formatTimes(panel(text, pattern, options).series[0].ds);

  it("takes the column that is written so, whatever it is called", () => {
    const text =
      "made,when,y\n2024-05-05,20240102,1\n2024-05-05,20240203,2\n2024-05-05,20240304,3\n";
    const dates = ["2024-02-01", "2024-03-02", "2024-04-03"];
    expect(datesOf(text, "%Y%d%m", { freq: "D" }).filter((ds) => dates.includes(ds))).toEqual(
      dates,
    );
  });

  it("reads days before months where both could be", () => {
    const text = "ds,y\n01/02/2024,1\n02/02/2024,2\n03/02/2024,3\n";
    expect(datesOf(text, "%d/%m/%Y")).toEqual(["2024-02-01", "2024-02-02", "2024-02-03"]);
  });

  it("keeps zeros in front of numbers", () => {
    const text = "ds,y\n01022024,1\n02022024,2\n03022024,3\n";
    expect(datesOf(text, "%d%m%Y")).toEqual(["2024-02-01", "2024-02-02", "2024-02-03"]);
  });

  it("takes wall clocks of a named zone as such", () => {
    const text = "ds,y\n1.7.2024 00h,1\n2.7.2024 00h,2\n3.7.2024 00h,3\n";
    expect(datesOf(text, "%d.%m.%Y %Hh", { tz: "Europe/Berlin" })[0]).toMatch(/^2024-07-01/);
  });

  it("names line and column of a cell that is written otherwise", () => {
    expect(() => panel("y,ds\n1,01.02.2024\n2,02.02.2024\n3,2024-02-03\n", "%d.%m.%Y")).toThrow(
      expect.objectContaining({
        exitCode: 3,
        message: 'column "ds" holds "2024-02-03" where a date as %d.%m.%Y was expected',
        location: expect.objectContaining({ file: "t.csv", line: 4, column: 3 }),
      }),
    );
  });

  it("says when no column is written so", () => {
    expect(() => panel("when,y\nmonday,1\ntuesday,2\n", "%d.%m.%Y")).toThrow(
      "no column of t.csv holds dates as %d.%m.%Y",
    );
  });

  it("reads records too", () => {
    const records = [1, 2, 3].map((y) => ({ ds: `${y}/2024`, y }));
    const table = tableFromRecords("t.json", records, { dateFormat: "%m/%Y" }, []);
    expect(panelFromColumns(table, {}, () => {}).frequency.alias).toBe("MS");
  });
});
