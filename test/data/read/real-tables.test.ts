import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import type { PanelOptions } from "../../../src/data/panel/from-table.js";
import { readContinuation, readPanel } from "../../../src/data/read/read-panel.js";
import type { ReadOptions } from "../../../src/data/read/read-table.js";
import { formatTimes } from "../../../src/data/time/timestamp.js";

/** Small tables made after public bug reports and well-known data sets, each with a quirk of its kind. */
const path = (name: string) =>
  fileURLToPath(new URL(`../../fixtures/reading/${name}`, import.meta.url));
type Options = PanelOptions & ReadOptions & { join?: string };

async function read(name: string, { join, ...options }: Options) {
  const warnings: string[] = [];
  const panel = await readPanel(
    path(name),
    join === undefined ? options : { ...options, join: path(join) },
    (message) => warnings.push(message),
  );
  return { panel, warnings };
}

/** What is read of a table: its frequency, its series, the first dates and values of the first one. */
interface Reading {
  readonly file: string;
  readonly freq: string;
  /** Names of all series, or their number; 1 unless given. */
  readonly series?: readonly string[] | number;
  readonly ds: readonly string[];
  readonly y: readonly number[];
  /** A warning that must come. */
  readonly warning?: RegExp;
  readonly options?: Options;
}

/** A table that is refused: what is said and what would help. */
interface Refusal {
  readonly file: string;
  readonly message: RegExp;
  readonly hint?: RegExp;
  /** Line that is blamed. */
  readonly line?: number;
  readonly options?: Options;
}

const READ: readonly Reading[] = [
  // Steps of the calendar.
  { file: "25b-day30.csv", freq: "MS", ds: ["2020-01-30"], y: [100, 108] },
  {
    file: "25d-bm.csv",
    freq: "ME",
    ds: ["2020-01-31"],
    y: [100, 108],
    warning: /on days 26 to 31/,
  },
  {
    file: "25e-first-bd.csv",
    freq: "MS",
    ds: ["2020-01-01"],
    y: [100, 108],
    warning: /on days 1 to 3/,
  },
  // Columns that are no measure, and dates that are not those of the rows.
  { file: "70b-uci-bike-day.csv", freq: "D", ds: ["2011-01-01"], y: [0.24] },
  { file: "77e-cdd2.csv", freq: "h", ds: ["2022-07-01T01:00:00"], y: [147] },
  { file: "82-date-parts.csv", freq: "D", ds: ["2024-01-01"], y: [100] },
  { file: "82c-id-col-num.csv", freq: "D", ds: ["2024-01-01"], y: [100] },
  { file: "82e-epoch-and-date.csv", freq: "D", ds: ["2024-01-01"], y: [100] },
  { file: "82f-week-number.csv", freq: "W-MON", ds: ["2024-01-01"], y: [100] },
  { file: "63-two-dates-order.csv", freq: "D", ds: ["2024-01-01"], y: [100] },
  { file: "79c-eurostat-sdmx.csv", freq: "YS", series: ["DE", "FR"], ds: ["2005-01-01"], y: [105] },
  // Dates and clocks.
  {
    file: "24-thai.csv",
    freq: "D",
    ds: ["2567-01-01"],
    y: [100],
    warning: /such as 2567, stay as written; if they are of the Buddhist calendar, subtract 543/,
  },
  { file: "24e-jp-kanji.csv", freq: "D", ds: ["2024-01-01"], y: [100] },
  {
    file: "26-mon-yy.csv",
    freq: "MS",
    ds: ["1949-01-01"],
    y: [100],
    warning: /1949-01-01 to 1953-12-01, not as 2049-01-01/,
  },
  {
    file: "26c-mon-yy-cross.csv",
    freq: "MS",
    ds: ["1965-01-01"],
    y: [100],
    warning: /1965-01-01 to 1970-12-01/,
  },
  {
    file: "27b2-yearweek-dash-early.csv",
    freq: "W-MON",
    ds: ["2021-01-04"],
    y: [100],
    warning: /weeks of ISO 8601, not as months/,
  },
  {
    file: "27c-yyyyww.csv",
    freq: "W-MON",
    ds: ["2020-06-01"],
    y: [100],
    warning: /read as year and week/,
  },
  { file: "27e-kw.csv", freq: "W-MON", ds: ["2021-01-04"], y: [100] },
  { file: "28h-half.csv", freq: "2QS", ds: ["2010-01-01"], y: [100] },
  {
    file: "28k2-fy-slash.csv",
    freq: "YS",
    ds: ["2001-01-01"],
    y: [100],
    warning: /financial years, not as months/,
  },
  {
    file: "28k3-fy-some-like-months.csv",
    freq: "YS",
    ds: ["1990-01-01"],
    y: [100],
    warning: /read as financial years;/,
  },
  {
    file: "29-yy-mm-dd.csv",
    freq: "D",
    ds: ["2024-01-01"],
    y: [100],
    warning: /year, month, day: 2024-01-01 to 2024-02-09/,
  },
  {
    file: "29c-yy.mm.dd.csv",
    freq: "D",
    ds: ["2024-01-01"],
    y: [100],
    warning: /year, month, day/,
  },
  {
    file: "29e3-yymm01.csv",
    freq: "MS",
    ds: ["2023-01-01"],
    y: [100],
    warning: /year, month, day/,
  },
  {
    file: "29e4-yymm01-24.csv",
    freq: "MS",
    ds: ["2022-01-01"],
    y: [100],
    warning: /year, month, day/,
  },
  {
    file: "29u-mmyyyy.csv",
    freq: "MS",
    ds: ["2020-01-01"],
    y: [100],
    warning: /read as month and year/,
  },
  {
    file: "61o-ddmmyyyy-int.csv",
    freq: "D",
    ds: ["2024-01-01"],
    y: [100],
    warning: /read as day, month, year/,
  },
  {
    file: "61q-yymmdd-int.csv",
    freq: "D",
    ds: ["2024-01-01"],
    y: [100],
    warning: /read as short year, month, day/,
  },
  {
    file: "61s-yyyyq-int.csv",
    freq: "QS",
    ds: ["2015-01-01"],
    y: [100],
    warning: /read as year and quarter/,
  },
  {
    file: "62-epoch-ms-1971.csv",
    freq: "D",
    ds: ["1971-01-01"],
    y: [100],
    warning: /Unix milliseconds/,
  },
  {
    file: "62b-epoch-s-1972.csv",
    freq: "D",
    ds: ["1972-01-01"],
    y: [100],
    warning: /Unix seconds/,
  },
  { file: "10-entsoe.csv", freq: "h", ds: ["2024-01-01T00:00:00"], y: [5100] },
  { file: "17n-twitterdate.json", freq: "h", ds: ["2024-01-01T00:00:00"], y: [0] },
  { file: "19e-metatrader.csv", freq: "h", ds: ["2024-01-01T00:00:00"], y: [100] },
  { file: "23e-ampm-nnbsp.csv", freq: "h", ds: ["2023-01-19T09:00:00"], y: [100] },
  { file: "72c-bls-period.csv", freq: "MS", ds: ["2015-01-01"], y: [100.1] },
  { file: "75-elexon.csv", freq: "30min", ds: ["2024-01-01T00:00:00"], y: [20010] },
  { file: "81e-clock-Z.csv", freq: "h", ds: ["2024-01-01T00:00:00"], y: [100] },
  { file: "81h-hour-text.csv", freq: "h", ds: ["2024-01-01T00:00:00"], y: [100] },
  // Ids are text.
  {
    file: "41-id-leading-zero.csv",
    freq: "D",
    series: ["00123", "123"],
    ds: ["2024-01-01"],
    y: [100],
  },
  {
    file: "41c-id-bigint.csv",
    freq: "D",
    series: ["8901260842000000001", "8901260842000000002"],
    ds: ["2024-01-01"],
    y: [100],
  },
  {
    file: "80-bigid-disjoint.csv",
    freq: "D",
    series: ["8901260842000000001", "8901260842000000002"],
    ds: ["2024-01-01"],
    y: [100],
  },
  // Each row is a series.
  {
    file: "41l-m5.csv",
    freq: "index",
    series: ["HOBBIES_1_001", "HOBBIES_1_002", "HOBBIES_1_003"],
    ds: ["1", "2"],
    y: [0, 1, 2],
    warning: /d_1 to d_40 are read as steps/,
  },
  { file: "own-m4.csv", freq: "index", series: ["Y1", "Y2", "Y3"], ds: ["1"], y: [1, 2] },
  { file: "own-weeks-across.csv", freq: "index", series: 4, ds: ["0", "1"], y: [0, 1, 2] },
  {
    file: "own-ucr.tsv",
    freq: "index",
    ds: ["0", "1"],
    y: [-1, -0.38],
    options: { target: ["column2"] },
  },
  {
    file: "41x-jhu.csv",
    freq: "D",
    series: ["Afghanistan", "Hubei/China", "Beijing/China", "Italy"],
    ds: ["2020-01-22"],
    y: [0, 1],
  },
  {
    file: "41zd-fy-across.csv",
    freq: "YS",
    series: ["Rev", "Cost"],
    ds: ["2018-01-01"],
    y: [1, 2],
  },
  {
    file: "41zb-years-across-gap.csv",
    freq: "1826D",
    series: ["A", "B"],
    ds: ["1990-01-01", "1995-01-01"],
    y: [1, 2],
    options: { irregular: "allowed" },
  },
  { file: "41n-tsf.tsf", freq: "MS", series: ["T1", "T2"], ds: ["1980-01-01"], y: [100, 108] },
  // Steps of numbers, and a measure beside the dates again as a number.
  {
    file: "29y-elapsed.csv",
    freq: "index",
    ds: ["0", "1", "2"],
    y: [100, 108],
    warning: /"time" holds no dates but rises in steps of 0\.1/,
  },
  {
    file: "own-decimal-years.csv",
    freq: "MS",
    ds: ["1949-01-01", "1949-02-01"],
    y: [100, 101],
    warning: /years and months as decimals/,
  },
  { file: "74c-ghcn.csv", freq: "D", ds: ["2024-01-01"], y: [0, 1] },
  { file: "99-line.csv", freq: "index", ds: ["0", "1"], y: [5000, 5001] },
  {
    file: "81k-nyiso.csv",
    freq: "h",
    ds: ["2024-11-02T04:00:00"],
    y: [100],
    options: { dateFormat: "mdy", tz: "America/New_York" },
  },
  // Encodings.
  {
    file: "90i-gbk.csv",
    freq: "D",
    ds: ["2024-01-01"],
    y: [100, 108],
    options: { encoding: "gbk" },
  },
  {
    file: "own-shift-jis.csv",
    freq: "D",
    ds: ["2024-01-01"],
    y: [0, 1],
    options: { encoding: "Shift_JIS" },
  },
  {
    file: "own-cyrillic.csv",
    freq: "D",
    ds: ["2024-01-01"],
    y: [0, 1],
    options: { encoding: "cp1251" },
  },
  { file: "own-finnish.csv", freq: "D", ds: ["2024-01-01"], y: [0, 1], warning: /Latin-1/ },
  // Documents of web services and pandas hold one table.
  { file: "17e-prom.json", freq: "min", ds: ["2024-01-01T00:00:00"], y: [0, 1, 2] },
  { file: "17f-openmeteo.json", freq: "h", ds: ["2024-01-01T00:00:00"], y: [0, 0.5, 1] },
  { file: "17g-alphavantage.json", freq: "D", ds: ["2024-01-01"], y: [129, 128] },
  { file: "17i-split.json", freq: "D", ds: ["2024-01-01"], y: [0, 1, 2] },
  { file: "17j-series.json", freq: "D", ds: ["2024-01-01"], y: [1, 2, 3] },
  { file: "96r-json-eia.json", freq: "MS", ds: ["2021-01-01"], y: [100, 108] },
  { file: "96t-json-yahoo.json", freq: "D", ds: ["2024-01-01"], y: [100, 108] },
  { file: "96u-json-two-arrays.json", freq: "D", ds: ["2024-01-01"], y: [100, 108] },
  { file: "96w-json-idx.json", freq: "D", ds: ["2024-01-01"], y: [100, 108] },
  { file: "96y-es.json", freq: "D", ds: ["2024-01-01"], y: [100, 108] },
  {
    file: "96g-json-bigid.json",
    freq: "D",
    ds: ["2024-01-01"],
    y: [100, 108],
    series: ["9007199254740992", "9007199254740993"],
  },
  // Blanks separate columns, and R leaves out the name of those of rows.
  { file: "41zj-soi.txt", freq: "MS", ds: ["2000-01-01"], y: [0, 0.1] },
  { file: "51p-r-writetable.txt", freq: "D", ds: ["2024-01-01"], y: [100, 108] },
  { file: "51q-r-writetable-tab.txt", freq: "D", ds: ["2024-01-01"], y: [100, 108] },
  { file: "51r-r-ts-print.txt", freq: "MS", ds: ["1949-01-01"], y: [149, 150] },
  {
    file: "51s-noaa.txt",
    freq: "MS",
    ds: ["1958-03-01"],
    y: [315.7, 315.8],
    options: { target: ["average"] },
  },
  {
    file: "51t-noaa.txt",
    freq: "MS",
    ds: ["1958-03-01"],
    y: [315.7, 315.8],
    options: { delimiter: " ", target: ["average"] },
  },
  { file: "51u-single-space.txt", freq: "D", ds: ["2024-01-01"], y: [100, 108] },
  { file: "51w-tilde.csv", freq: "D", ds: ["2024-01-01"], y: [100, 108] },
  { file: "51x-ctrlA.csv", freq: "D", ds: ["2024-01-01"], y: [100, 108] },
  {
    file: "own-blank-thousands.txt",
    freq: "index",
    ds: ["0", "1"],
    y: [1234, 1250],
    warning: /has thousands separators: /,
  },
  // Headers of several lines, and blank cells around the table.
  {
    file: "08-yfinance.csv",
    freq: "B",
    ds: ["2024-01-01"],
    y: [100.1, 100.2],
    warning: /the first 3 lines are the header/,
  },
  {
    file: "51-merged-header.csv",
    freq: "s",
    ds: ["2017-01-21T01:57:00"],
    y: [0, 1],
    warning: /the first 2 lines are the header, of columns X Date, X Time, Y A/,
  },
  { file: "51i-blank-first-col.csv", freq: "D", ds: ["2024-01-01"], y: [100, 108] },
  {
    file: "own-units-below-names.csv",
    freq: "D",
    ds: ["2024-01-01"],
    y: [1, 2],
    warning: /the first 2 lines are the header, of columns date, unit, y/,
  },
  { file: "29zc-num-padded-quotes.csv", freq: "D", ds: ["2024-01-01"], y: [100, 108] },
  // Points may be those of thousands.
  {
    file: "40-german-sales.csv",
    freq: "D",
    ds: ["2024-01-01"],
    y: [940, 950],
    warning: /has thousands separators: /,
  },
  {
    file: "own-points-issue.csv",
    freq: "D",
    ds: ["2024-01-01"],
    y: [990, 1000, 1010],
    warning: /has thousands separators: /,
  },
  {
    file: "own-points-comma.csv",
    freq: "D",
    ds: ["2024-01-01"],
    y: [990, 1000, 1010],
    warning: /has thousands separators: /,
  },
  { file: "own-points-iso.csv", freq: "D", ds: ["2024-01-01"], y: [1, 990, 2.125] },
  { file: "own-points-dec.csv", freq: "D", ds: ["2024-01-01"], y: [1.25, 1, 2] },
  {
    file: "own-points-ask.csv",
    freq: "D",
    ds: ["2024-01-01"],
    y: [1234, 2345, 3456],
    options: { decimal: "," },
  },
  {
    file: "own-points-ask.csv",
    freq: "D",
    ds: ["2024-01-01"],
    y: [1.234, 2.345, 3.456],
    options: { decimal: "." },
  },
  // Times of day, dates and titles in the cells of Excel.
  { file: "95f-datetime-cols.xlsx", freq: "h", ds: ["2024-01-01T00:00:00"], y: [100, 108] },
  {
    file: "97-x-datetime.xlsx",
    freq: "h",
    ds: ["2024-01-01T00:00:00"],
    y: [100, 108],
    options: { time: "Date,Time" },
  },
  { file: "95n-months-across.xlsx", freq: "MS", series: 3, ds: ["2024-01-01"], y: [100, 108] },
  { file: "95u-two-header.xlsx", freq: "D", ds: ["2024-01-01"], y: [100, 108], warning: /North A/ },
  { file: "95zc-years-text-mixed.xlsx", freq: "D", ds: ["2024-01-01"], y: [100, 108] },
  {
    file: "95zd-time-only.xlsx",
    freq: "index",
    ds: ["0", "1"],
    y: [100, 108],
    warning: /no column holds dates/,
  },
  // Characters that cannot be seen.
  { file: "90u-zwsp.csv", freq: "D", ds: ["2024-01-01"], y: [100, 108] },
  { file: "90v-nbsp-date.csv", freq: "D", ds: ["2024-01-01"], y: [100, 108] },
];

const REFUSED: readonly Refusal[] = [
  // Rows that would be invented, and clocks that change.
  {
    file: "18d-excel-mangled.csv",
    message: /277 of 337 dates have no row/,
    hint: /[dD]ay and month (?:are )?swapped/,
  },
  {
    file: "41s-panel-freq.csv",
    message: /1029 of 1065 dates of series "b"/,
    hint: /in steps of MS/,
  },
  {
    file: "60f-dst-offset-daily.csv",
    message: /keep their local time when the clocks change/,
    hint: /--tz/,
    line: 33,
  },
  {
    file: "65-placeholder-1900.csv",
    message: /after 1900-01-01: the next row is 2017-01-01/,
    hint: /Is 1900-01-01 a date/,
  },
  {
    file: "65b-placeholder-1970.csv",
    message: /after 1970-01-01/,
    hint: /Is 1970-01-01 a date/,
    line: 402,
  },
  {
    file: "65c-placeholder-9999.csv",
    message: /up to 9999-12-31/,
    hint: /Is this date right/,
    line: 402,
  },
  {
    file: "66c-gap-years.csv",
    message: /1035 of 1155 dates have no row/,
    hint: /Two periods in one table/,
    line: 62,
  },
  // Dates, clocks and names of series.
  {
    file: "28e-ons-mixed.csv",
    message: /"2010 Q1" is the same date as "2010" in line 2/,
    hint: /Years, quarters or months in one column/,
    line: 12,
  },
  {
    file: "61g-epoch-us-steps.csv",
    message: /whole milliseconds/,
    hint: /--duplicates mean/,
    line: 4,
  },
  {
    file: "61h-iso-us-steps.csv",
    message: /whole milliseconds/,
    hint: /--duplicates mean/,
    line: 4,
  },
  { file: "95x-pre1900.xlsx", message: /holds 1900-02-29/, hint: /no leap year/, line: 12 },
  {
    file: "81k-nyiso.csv",
    message: /is there already in line 27/,
    hint: /"Time Zone" says so.*--tz/,
    line: 28,
    options: { dateFormat: "mdy" },
  },
  {
    file: "own-ucr.tsv",
    message: /each row may be a series, or each column/,
    hint: /--target column1.*--id/,
  },
  // What is no table, or in no encoding that bytes tell.
  { file: "own-tables.zip", message: /is a zip archive/, hint: /ap\.csv, qp\.csv/ },
  { file: "90i-gbk.csv", message: /neither UTF-8 nor/, hint: /--encoding gbk for "日期"/ },
  { file: "own-big5.csv", message: /neither UTF-8 nor/, hint: /--encoding big5 for "日期"/ },
  {
    file: "own-shift-jis.csv",
    message: /neither UTF-8 nor/,
    hint: /--encoding shift_jis for "日付"/,
  },
  {
    file: "own-cyrillic.csv",
    message: /neither UTF-8 nor/,
    hint: /--encoding windows-1251 for "Дата"/,
  },
  {
    file: "29f-mon-dd.csv",
    message: /a month and a short year or a day without a year/,
    hint: /--date-format %b-%y/,
    line: 2,
  },
  { file: "60j-dst-ab.csv", message: /"02A:00" where a time of day/, hint: /--tz/, line: 26 },
  {
    file: "60m-dst-hour25.csv",
    message: /"25" where an hour from 0 to 24/,
    hint: /clocks go back/,
    line: 50,
  },
  {
    file: "60-dst-naive-fall.csv",
    message: /is there already in line 26/,
    hint: /--tz/,
    line: 27,
  },
  {
    file: "72-bls.csv",
    message: /"M13" where a month from 1 to 12/,
    hint: /Leave those rows out/,
    line: 14,
  },
  { file: "81-badclock.csv", message: /"n\/a" where a time of day/, hint: /14:30/, line: 102 },
  { file: "81b-badclock2.csv", message: /"25:00" where a time of day/, hint: /14:30/, line: 102 },
  { file: "81n-comment-col.csv", message: /is there already in line 32/, line: 62 },
  { file: "41i-rossmann.csv", message: /is there already/, hint: /--id Store/, line: 90 },
  {
    file: "w-naive-hours.csv",
    message: /have an offset from UTC in .*98-w-h\.csv but none in .*w-naive-hours\.csv/,
    hint: /--tz/,
    options: { join: "98-w-h.csv", past: ["temp"] },
  },
  { file: "96-json-bad-date.json", message: /row \d+: column "ds" holds "Total" where a date/ },
  { file: "95j-totals.xlsx", message: /^column "date" holds "Total" where a date/, line: 32 },
  { file: "41o-ts.txt", message: /classification data set/, hint: /CSV/ },
  { file: "91e-quote-whole-row.csv", message: /one quoted text that holds commas/, line: 1 },
  {
    file: "91k-tab-comma-mix.csv",
    message: /may be separated by tab or ","/,
    hint: /--delimiter tab/,
  },
  { file: "92e-html.csv", message: /is HTML/, hint: /CSV/ },
  { file: "92j-xml.csv", message: /is XML/, hint: /CSV/ },
  { file: "92k-lfs.csv", message: /Git LFS pointer/, hint: /git lfs pull/ },
  {
    file: "own-unquoted-dates.csv",
    message: /the dates hold the delimiter/,
    hint: /quotes/,
    line: 2,
  },
  {
    file: "own-points-ask.csv",
    message: /"1\.234" may be 1234 or 1\.234/,
    hint: /--decimal ',' for 1234, --decimal \. for 1\.234/,
    line: 2,
  },
  { file: "33-bool.csv", message: /holds "FALSE" where a number/, hint: /1 and 0/, line: 2 },
  {
    file: "15-vitadock.csv",
    message: /holds "104 mmHg" where a number/,
    hint: /unit "mmHg"/,
    line: 2,
  },
  { file: "own-excel-error.csv", message: /holds "#DIV\/0!"/, hint: /--na '#DIV\/0!'/, line: 3 },
  { file: "own-below-limit.csv", message: /holds "<1" where a number/, hint: /--na '<1'/, line: 3 },
];

const title = ({ file, options }: { file: string; options?: Options }) =>
  options === undefined ? file : `${file} with ${JSON.stringify(options)}`;

describe("real tables are read right", () => {
  it.each(READ.map((row) => [title(row), row] as const))("%s", async (_, row) => {
    const { panel, warnings } = await read(row.file, row.options ?? {});
    const [first] = panel.series;
    const { length } = row.ds;
    const ids = panel.series.map(({ id }) => id);
    expect({
      freq: panel.frequency.alias,
      series: typeof row.series === "object" ? ids : ids.length,
      ds:
        panel.frequency.unit === "index"
          ? Array.from(first.ds.subarray(0, length), String)
          : formatTimes(first.ds).slice(0, length),
      y: Array.from(first.y.subarray(0, row.y.length)),
    }).toEqual({ freq: row.freq, series: row.series ?? 1, ds: row.ds, y: row.y });
    if (row.warning !== undefined) expect(warnings.join("\n")).toMatch(row.warning);
  });
});

/** Training part, the part that follows it, the steps between without rows, and what is said of them. */
const FOLLOWING: readonly (readonly [string, string, number, readonly number[], RegExp])[] = [
  [
    "98-train.csv",
    "98-test-gap.csv",
    10,
    [300, 308],
    /98-test-gap\.csv:2: 2024-03-11 is 11 steps after the end of .*98-train\.csv: it is scored as step 11/,
  ],
];

describe("real tables that follow others begin where their dates say", () => {
  it.each(FOLLOWING)("%s and %s", async (train, test, gap, y, said) => {
    const warnings: string[] = [];
    const { panel } = await read(train, {});
    const following = await readContinuation(path(test), panel, {}, (text) => warnings.push(text));
    const [found] = following.y;
    expect(Array.from(found.subarray(0, gap + y.length))).toEqual([
      ...Array.from({ length: gap }, () => Number.NaN),
      ...y,
    ]);
    expect(warnings.join("\n")).toMatch(said);
  });
});

describe("real tables that say too little or too much are refused with a reason", () => {
  it.each(REFUSED.map((row) => [title(row), row] as const))("%s", async (_, row) => {
    const error = await read(row.file, row.options ?? {}).catch((reason) => reason);
    expect(error).toMatchObject({ message: expect.stringMatching(row.message) });
    expect([2, 3]).toContain(error.exitCode);
    if (row.hint !== undefined) expect(error.hint).toMatch(row.hint);
    if (row.line !== undefined) expect(error.location?.line).toBe(row.line);
  });
});
