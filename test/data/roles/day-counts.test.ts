import { type Row, readsTables, rows, value } from "../read/written/written-tables.js";

const DAYS_OF_1970 = Date.UTC(2024, 0, 1) / 86_400_000;
const table = (head: string, count: number, line: (i: number) => string | number) =>
  `${head}\n${rows(count, (i) => `${line(i)},${value(i)}`)}\n`;
const asked = (
  file: string,
  head: string,
  line: (i: number) => number,
  readings: RegExp,
  hint: RegExp,
): Row => [file, table(head, 40, line), { refused: readings, hint, line: 2 }];
const SHEET_OR_1970 =
  /--date-format 'days since 1899-12-30' or --date-format 'days since 1970-01-01'/;

readsTables("days that spreadsheets or programs may have counted are asked for", [
  asked(
    "date.csv",
    "date,y",
    (i) => DAYS_OF_1970 + i,
    /19723 may be 1953-12-30 as a spreadsheet counts days or 2024-01-01 as days since 1970/,
    SHEET_OR_1970,
  ),
  asked(
    "day.csv",
    "day,y",
    (i) => DAYS_OF_1970 + i,
    /19723 may be 1953-12-30 as a spreadsheet counts days or 2024-01-01 as days since 1970/,
    SHEET_OR_1970,
  ),
  asked(
    "ds.csv",
    "ds,y",
    (i) => 18_262 + i,
    /18262 may be 1949-12-30 as .* or 2020-01-01 as .* or 2018-09-19 as a year and its day/,
    SHEET_OR_1970,
  ),
  asked(
    "weeks.csv",
    "date,y",
    (i) => 18_266 + 7 * i,
    /18266 may be 1950-01-03 as .* or 2020-01-05 as/,
    SHEET_OR_1970,
  ),
  asked(
    "down.csv",
    "date,y",
    (i) => DAYS_OF_1970 - i,
    /19723 may be 1953-12-30 as a spreadsheet counts days or 2024-01-01 as days since 1970/,
    SHEET_OR_1970,
  ),
  asked(
    "julian.csv",
    "date,y",
    (i) => 23_305 + i,
    /23305 may be 1963-10-21 as .* or 2033-10-22 as .* or 2023-11-01 as/,
    /--date-format %y%j/,
  ),
  // 2023-12-31 is followed by 24001.
  asked(
    "over-years.csv",
    "date,y",
    (i) => (i < 31 ? 23_335 + i : 24_001 + i - 31),
    /23335 may be .* or 2023-12-01/,
    /--date-format %y%j/,
  ),
  [
    "sheet.csv",
    table("date,y", 40, (i) => 45_292 + i),
    { read: ["D", 1, "2024-01-01", 100, 137], said: /days of a spreadsheet/ },
  ],
  [
    "sheet-1991.csv",
    table("date,y", 40, (i) => 33_239 + i),
    {
      read: ["D", 1, "1991-01-01", 100, 137],
      said: /days of a spreadsheet$|days of a spreadsheet\n/,
    },
  ],
  [
    // The first days of months tell which days are counted.
    "months.csv",
    table("date,y", 40, (i) => Date.UTC(2020, i, 1) / 86_400_000),
    { read: ["MS", 1, "2020-01-01", 100, 137], said: /days since 1970/ },
  ],
  [
    "sheet-months.csv",
    table("date,y", 40, (i) => Date.UTC(1955, i, 1) / 86_400_000 + 25_569),
    { read: ["MS", 1, "1955-01-01", 100, 137], said: /days of a spreadsheet/ },
  ],
  [
    "julian-90s.csv",
    table("date,y", 40, (i) => 95_001 + i),
    { read: ["D", 1, "1995-01-01", 100, 137], said: /short year and day of the year/ },
  ],
]);

readsTables("weeks, years and steps of few digits are read by their names", [
  [
    "week-point.csv",
    table("week,y", 60, (i) =>
      i < 48 ? `2021.${String(i + 5).padStart(2, "0")}` : `2022.${String(i - 47).padStart(2, "0")}`,
    ),
    { read: ["W-MON", 1, "2021-02-01", 100, 137] },
  ],
  [
    "week-point-zero.csv",
    table("week,y", 12, (i) => (2021 + (i + 5) / 100).toFixed(2).replace(/0$/, "")),
    { read: ["W-MON", 1, "2021-02-01", 100, 137] },
  ],
  [
    "week-slash.csv",
    table("week,y", 60, (i) => (i < 48 ? `${i + 5}/2021` : `${i - 47}/2022`)),
    { read: ["W-MON", 1, "2021-02-01", 100, 137], said: /weeks of ISO 8601/ },
  ],
  [
    "kw-dash.csv",
    table("KW,y", 40, (i) => `${i + 5}-2021`),
    { read: ["W-MON", 1, "2021-02-01", 100, 137] },
  ],
  [
    "short-years.csv",
    table("year,y", 20, (i) => String((95 + i) % 100).padStart(2, "0")),
    { read: ["YS", 1, "1995-01-01", 100, 137], said: /read as short years/ },
  ],
  [
    "short-years-down.csv",
    table("Jahr,y", 20, (i) => String((114 - i) % 100).padStart(2, "0")),
    { read: ["YS", 1, "1995-01-01", 112, 175] },
  ],
  ["count-of-years.csv", table("year,y", 20, (i) => i + 1), { read: ["index", 1, "1", 100, 137] }],
  [
    "year-words.csv",
    table("year,y", 20, (i) => `Year ${i + 1}`),
    { read: ["index", 1, "1", 100, 137], said: /read as steps, by the numbers in "Year 1"/ },
  ],
  [
    "week-words.csv",
    table("week,y", 20, (i) => `Week ${i + 1}`),
    { read: ["index", 1, "1", 100, 137] },
  ],
  [
    "month-words.csv",
    table("month,y", 30, (i) => `Month_${i}`),
    { read: ["index", 1, "0", 100, 137] },
  ],
  [
    "rounded.csv",
    table(
      "timestamp,y",
      40,
      (i) => `${((1_704_067_200_000 + i * 86_400_000) / 1e12).toFixed(6)}E+12`,
    ),
    {
      refused: /"1.704067E\+12" where Unix time with all of its digits was expected/,
      hint: /rounded these numbers/,
      line: 2,
    },
  ],
  [
    "exact.csv",
    table("timestamp,y", 40, (i) => `${(1_704_067_200 + i * 86_400) / 1e9}E+9`),
    { read: ["D", 1, "2024-01-01", 100, 137] },
  ],
]);
