import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import type { PanelOptions } from "../../../src/data/panel/from-table.js";
import { readPanel } from "../../../src/data/read/read-panel.js";
import type { ReadOptions } from "../../../src/data/read/read-table.js";
import { formatTimes } from "../../../src/data/time/timestamp.js";

const path = (name: string) =>
  fileURLToPath(new URL(`../../fixtures/messy/${name}`, import.meta.url));
type Options = PanelOptions & ReadOptions;

async function read(name: string, options: Options = {}) {
  const warnings: string[] = [];
  const panel = await readPanel(path(name), options, (message) => warnings.push(message));
  return { panel, warnings };
}

const MONTHS = ["2024-01-01", "2024-02-01", "2024-03-01", "2024-04-01"];
const LATE_JANUARY = ["2024-01-28", "2024-01-29", "2024-01-30", "2024-01-31"];
const Y = [10, 20.5, 30, 40];
const THOUSANDS = [1010, 1020.5, 1030, 1040];

/** File, frequency, dates and values; a warning there must be; options. */
const READ: [string, string, string[], number[], (RegExp | undefined)?, Options?][] = [
  ["semicolon-decimal-comma.csv", "MS", MONTHS, Y],
  ["german-thousands.csv", "MS", MONTHS, THOUSANDS, /thousands separators/],
  ["swiss-thousands.csv", "MS", MONTHS, THOUSANDS, /thousands separators/],
  ["french-spaces.csv", "MS", MONTHS, THOUSANDS, /thousands separators/],
  ["american-thousands.csv", "MS", MONTHS, THOUSANDS, /thousands separators/],
  [
    "dollars.csv",
    "MS",
    MONTHS,
    THOUSANDS,
    /has \$ and thousands separators: "\$1,\d{3}\.\d\d" is read as 1\d{3}/,
  ],
  ["euros-behind.csv", "MS", MONTHS, THOUSANDS, /has € and thousands separators: /],
  ["percent.csv", "MS", MONTHS, Y, /column "rate" has %: /],
  ["accounting-brackets.csv", "MS", MONTHS, [10, -20.5, 30, -40], /brackets for a minus/],
  ["sap-minus-behind.csv", "MS", MONTHS, [10, -20.5, 30, -40], /a minus behind/],
  ["tabs.tsv", "MS", MONTHS, Y],
  ["pipes.txt", "MS", MONTHS, Y],
  ["utf8-bom.csv", "MS", MONTHS, Y],
  ["utf16le-excel-unicode.txt", "MS", MONTHS, Y],
  ["utf16be.csv", "MS", MONTHS, Y],
  ["utf16le-no-bom.csv", "MS", MONTHS, Y],
  ["latin1.csv", "MS", MONTHS, Y, /not UTF-8: read as Windows-1252/, { target: ["Größe"] }],
  ["windows-1252-euro.csv", "MS", MONTHS, Y, / has €: /],
  ["crlf.csv", "MS", MONTHS, Y],
  ["old-mac-cr.csv", "MS", MONTHS, Y],
  ["mixed-line-ends.csv", "MS", MONTHS, Y],
  ["quoted-newline-in-header.csv", "MS", MONTHS, Y],
  ["comments.csv", "MS", MONTHS, Y],
  ["commented-header.csv", "MS", MONTHS, Y, undefined, { target: ["value"] }],
  ["title-above.csv", "MS", MONTHS, Y, /the first line is taken for a title/],
  ["title-above-with-delimiters.csv", "MS", MONTHS, Y, /taken for a title/],
  ["bank-account-above.csv", "MS", MONTHS, Y, /the first 3 lines are taken for a title/],
  ["excel-sep-line.csv", "MS", MONTHS, Y],
  ["trailing-blank-lines.csv", "MS", MONTHS, Y],
  ["blank-line-below-names.csv", "MS", MONTHS, Y],
  ["trailing-delimiters.csv", "MS", MONTHS, Y],
  ["no-header.csv", "MS", MONTHS, Y, /has no header line/],
  ["pandas-index.csv", "MS", MONTHS, Y],
  ["missing-words.csv", "MS", MONTHS, [10, 20, 30, 40], /10 values are missing/],
  ["german-dates.csv", "MS", MONTHS, Y],
  ["american-dates.csv", "D", LATE_JANUARY, Y],
  ["british-dates.csv", "D", LATE_JANUARY, Y],
  ["ambiguous-dates.csv", "MS", MONTHS, Y, undefined, { dateFormat: "dmy" }],
  ["ambiguous-dates.csv", "D", ["2024-01-01", "2024-01-02"], Y, undefined, { dateFormat: "mdy" }],
  ["two-digit-years.csv", "D", LATE_JANUARY, Y],
  ["month-names.csv", "MS", MONTHS, Y],
  ["excel-month-year.csv", "MS", MONTHS, Y],
  ["german-month-names.csv", "MS", MONTHS, Y],
  ["french-month-names.csv", "MS", MONTHS, Y],
  ["day-month-name.csv", "D", LATE_JANUARY, Y],
  ["iso-weeks.csv", "W-MON", ["2023-12-18", "2023-12-25", "2024-01-01", "2024-01-08"], Y],
  ["quarters.csv", "QS", ["2023-04-01", "2023-07-01", "2023-10-01", "2024-01-01"], Y],
  ["quarters-reversed.csv", "QS", ["2023-04-01", "2023-07-01", "2023-10-01", "2024-01-01"], Y],
  ["imf-months.csv", "MS", MONTHS, Y],
  ["am-pm.csv", "h", ["2024-01-31T22:00:00", "2024-01-31T23:00:00"], Y],
  ["epoch-seconds.csv", "h", ["2024-01-01T00:00:00", "2024-01-01T01:00:00"], Y, /Unix seconds/],
  ["epoch-milliseconds.csv", "h", ["2024-01-01T00:00:00"], Y, /Unix milliseconds/],
  ["excel-serials.csv", "D", ["2024-01-01", "2024-01-02"], Y, /days of a spreadsheet/],
  ["years.csv", "YS", ["2021-01-01", "2022-01-01"], Y],
  ["packed-days.csv", "D", ["2024-01-01", "2024-01-02"], Y, /is read as day/],
  [
    "packed-hours-of-a-weather-service.csv",
    "h",
    ["2024-01-31T22:00:00", "2024-01-31T23:00:00", "2024-02-01T00:00:00"],
    Y,
    /is read as day and hour/,
    { time: "MESS_DATUM", target: ["TT_TU"] },
  ],
  ["packed-minutes.csv", "10min", ["2024-01-01T00:00:00", "2024-01-01T00:10:00"], Y, /and minute/],
  [
    "date-and-clock-apart.csv",
    "6h",
    ["2024-01-01T00:30:00", "2024-01-01T06:30:00"],
    [10, 16],
    /columns date and time make up the date together \(--time date,time\)/,
  ],
  [
    "air-quality-of-uci.csv",
    "h",
    ["2004-03-10T18:00:00", "2004-03-10T19:00:00", "2004-03-10T20:00:00"],
    [2.6, 2, 2.2],
    /2 rows without values are left out at the end/,
  ],
  [
    "household-power-of-uci.txt",
    "min",
    ["2006-12-16T17:24:00", "2006-12-16T17:25:00", "2006-12-16T17:26:00"],
    [4.216, 5.36, 5.374],
    /Date and Time make up the date together/,
  ],
  [
    "beijing-air-of-uci.csv",
    "h",
    ["2010-01-02T00:00:00", "2010-01-02T01:00:00", "2010-01-02T02:00:00"],
    [129, 148, 159],
    /year, month, day and hour make up the date together/,
  ],
  ["dates-across.csv", "MS", MONTHS.slice(0, 3), [1, 2, 3], /each row is read as a series/],
  [
    "indicator-of-world-bank.csv",
    "YS",
    ["1960-01-01", "1961-01-01", "1962-01-01", "1963-01-01"],
    [54_208, 55_434, 56_234, 56_699],
    /1960 to 1963: each row is read as a series; 1 row without values left out/,
  ],
  [
    "months-beside-year.csv",
    "MS",
    ["1949-01-01", "1949-02-01", "1949-03-01"],
    [112, 118, 132],
    /Jan to Dec are read as the months of Year, without Total/,
  ],
  ["month-ends.csv", "ME", ["2023-12-31", "2024-01-31", "2024-02-29", "2024-03-31"], Y],
  ["business-days.csv", "B", ["2024-01-04", "2024-01-05", "2024-01-08", "2024-01-09"], Y],
  ["newest-first.csv", "MS", MONTHS, Y, /rows are sorted by date/],
  ["gap.csv", "MS", MONTHS, [10, 20.5, 25.25, 30, 40], /1 date is missing; rows are added and/],
  ["gap.csv", "MS", MONTHS, [10, 20.5, 0, 30, 40], /taken as zero/, { missing: "zero" }],
  ["gap.csv", "MS", MONTHS, [10, 20.5, 20.5, 30, 40], /value before/, { missing: "ffill" }],
  ["gap.csv", "MS", ["2024-04-01", "2024-05-01"], [30, 40], /dropped/, { missing: "drop" }],
  ["duplicate-dates.csv", "MS", MONTHS, [10, 50.5, 40], /repeats a date/, { duplicates: "sum" }],
  ["duplicate-dates.csv", "MS", MONTHS, [10, 25.25, 40], /the mean/, { duplicates: "mean" }],
  ["duplicate-dates.csv", "MS", MONTHS, [10, 20.5, 40], /the first/, { duplicates: "first" }],
  ["duplicate-dates.csv", "MS", MONTHS, [10, 30, 40], /the last/, { duplicates: "last" }],
  ["spring-dst-offsets.csv", "h", ["2024-03-30T23:00:00", "2024-03-31T00:00:00"], Y],
  [
    "autumn-dst-wall-clock.csv",
    "h",
    ["2024-10-26T23:00:00", "2024-10-27T00:00:00", "2024-10-27T01:00:00", "2024-10-27T02:00:00"],
    Y,
    /into UTC from Europe\/Berlin/,
    { tz: "Europe/Berlin" },
  ],
  [
    "daily-local-midnights.csv",
    "D",
    ["2024-03-30", "2024-03-31", "2024-04-01", "2024-04-02"],
    Y,
    undefined,
    { tz: "Europe/Berlin" },
  ],
  ["packed.csv.gz", "MS", MONTHS, Y],
  ["lines.ndjson", "MS", MONTHS, Y],
  ["array.json", "MS", MONTHS, Y],
  ["columns.json", "MS", MONTHS, Y],
  ["libreoffice-de-DE.csv", "MS", ["2023-01-01"], [1000, 1137.5], /2 columns hold numbers/],
  ["typed.parquet", "MS", MONTHS, Y, undefined, { target: ["value"] }],
  ["libreoffice-de-DE.xlsx", "MS", ["2023-01-01"], [1000, 1137.5], /2 columns hold numbers/],
  ["libreoffice-en-US.csv", "MS", ["2023-01-01"], [1000, 1137.5], /2 columns hold numbers/],
];

/** File, message and hint of the error; options. */
const REFUSED: [string, RegExp, (RegExp | undefined)?, Options?][] = [
  ["ambiguous-dates.csv", /"01\/02\/2024" may be day 1 of month 2/, /--date-format dmy or/],
  ["contradicting-dates.csv", /holds "01\/14\/2024" where a date was expected/],
  ["duplicate-dates.csv", /2024-02-01 is there already in line 3/, /--duplicates sum/],
  ["gap.csv", /1 date is missing/, /--missing/, { missing: "error" }],
  ["autumn-dst-wall-clock.csv", /is there already/],
  ["text-among-numbers.csv", /holds "twenty" where a number was expected/, /--na twenty/],
  ["hexadecimal.csv", /holds "0x10" where a number/],
  ["underscores.csv", /holds "1_000" where a number/],
  ["too-large-a-number.csv", /holds "1e400" where a finite number/],
  ["total-row.csv", /holds "Total" where a date was expected/],
  ["open-quote.csv", /a quoted field is never closed/],
  ["short-row.csv", /the row has 2 fields where 3 were expected/, /keep its delimiter/],
  ["header-only.csv", /a header line but no rows/],
  ["truncated.csv.gz", /the gzip data end too early/],
  ["sheet-renamed.csv", /Excel workbook/],
  ["broken.ndjson", /this is not JSON/],
  ["zip-bomb.csv.gz", /unpack to more than 9.8 KiB/, /--max-bytes/, { maxBytes: 10_000 }],
  ["crlf.csv", /larger than 20 bytes/, /--max-bytes/, { maxBytes: 20 }],
];

describe("messy files are read right", () => {
  it.each(READ)("%s as %s", async (name, alias, dates, y, warning, options) => {
    const { panel, warnings } = await read(name, options);
    const [series] = panel.series;
    expect(panel.frequency.alias).toBe(alias);
    expect(formatTimes(series.ds).slice(0, Math.min(dates.length, y.length))).toEqual(
      dates.slice(0, y.length),
    );
    expect(Array.from(series.y.slice(0, y.length))).toEqual(y);
    if (warning === undefined) expect(warnings).toEqual([]);
    else expect(warnings.join("\n")).toMatch(warning);
  });

  it("series are named by two columns together", async () => {
    const { panel } = await read("two-id-columns.csv", { id: ["store", "item"] });
    expect(panel.series.map(({ id }) => id)).toEqual(["n/tea", "n/milk", "s/tea"]);
  });

  it("columns and series may be called like properties of objects", async () => {
    const { panel } = await read("prototype-names.csv", {
      id: "__proto__",
      target: ["constructor"],
    });
    expect(panel.series.map(({ id, y }) => [id, ...y])).toEqual([
      ["toString", 1, 2],
      ["__proto__", 3, 4],
    ]);
  });
});

describe("messy files are refused with a reason", () => {
  it.each(REFUSED)("%s: %s", async (name, message, hint, options) => {
    const error = await read(name, options).catch((reason) => reason);
    expect(error).toMatchObject({ exitCode: 3, message: expect.stringMatching(message) });
    if (hint !== undefined) expect(error.hint).toMatch(hint);
  });
});
