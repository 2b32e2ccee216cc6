import { days, type Parts, type Row, readsTables, value } from "./written-tables.js";

const lines = (line: (p: Parts, i: number) => string, count = 40, month = 1, day = 1) =>
  days(1995, month, day, count, line);
const read = (said: RegExp, first = "1995-01-01"): Row[2] => ({
  read: ["D", 1, first, 100.5, 137.5],
  said,
});
const [MONTH_FIRST, DAY_FIRST] = [/hold month, day, year/, /hold day, month, year/];
/** Rows with a field fewer than names. */
const tooMany = (
  file: string,
  names: string,
  row: (p: Parts, i: number) => string,
  fields: number,
): Row => [
  file,
  `${names}\n${lines(row, 9)}`,
  {
    refused: new RegExp(`the row has ${fields} fields where ${fields + 1} were expected`),
    hint: /names, and the rows have \d fields: leave out the name that no field belongs to/,
    line: 2,
  },
];

const TABLES: readonly Row[] = [
  // Parts of dates in front, the year last.
  [
    "blanks.txt",
    lines((p, i) => ` ${p.mi}            ${p.di}            ${p.Y}         ${value(i)}.5`),
    read(MONTH_FIRST),
  ],
  ["month-first.csv", lines((p, i) => `${p.mi},${p.di},${p.Y},${value(i)}.5`), read(MONTH_FIRST)],
  ["day-first.csv", lines((p, i) => `${p.di},${p.mi},${p.Y},${value(i)}.5`), read(DAY_FIRST)],
  ["tabs.tsv", lines((p, i) => `${p.m}\t${p.d}\t${p.Y}\t${value(i)}.5`), read(MONTH_FIRST)],
  ["semicolons.csv", lines((p, i) => `${p.d};${p.m};${p.Y};${value(i)}.5`), read(DAY_FIRST)],
  [
    "two-values.csv",
    lines((p, i) => `${p.mi},${p.di},${p.Y},${value(i)}.5,${i % 9}`),
    read(MONTH_FIRST),
  ],
  [
    "summer.csv",
    lines((p, i) => `${p.mi},${p.di},${p.Y},${value(i)}.5`, 40, 7, 14),
    read(MONTH_FIRST, "1995-07-14"),
  ],
  [
    "mark.txt",
    lines((p, i) => ` ${p.mi}  ${p.di}  ${p.Y}  ${i % 20 === 7 ? -9999 : `${value(i)}.5`}`, 60),
    read(/--na=-9999/),
  ],
  [
    "year-first.csv",
    lines((p, i) => `${p.Y},${p.mi},${p.di},${value(i)}.5`),
    read(/hold year, month, day/),
  ],
  [
    "either-first.csv",
    lines((p, i) => `${p.mi},${p.di},${p.Y},${value(i)}.5`, 9),
    { read: ["index", 1, "0", 1, 2], said: /no column holds dates/ },
  ],
  // Names that no field belongs to.
  tooMany(
    "readings.csv",
    "Concentration,Measured,Date,Time",
    (p, i) => `${value(i)},${p.Y}-${p.m}-${p.d},08:08`,
    3,
  ),
  tooMany("semicolon.csv", "Datum;Wert;Notiz", (p, i) => `${p.Y}-${p.m}-${p.d};${value(i)}`, 2),
  tooMany(
    "four.csv",
    "date,open,high,low,close",
    (p, i) => `${p.Y}-${p.m}-${p.d},${value(i)},${value(i)},${value(i)}`,
    4,
  ),
  [
    "one-short.csv",
    `date,a,b\n${lines((p, i) => `${p.Y}-${p.m}-${p.d},${value(i)}${i === 0 ? "" : ",1"}`, 9)}`,
    { refused: /the row has 2 fields where 3/, hint: /^Leave a missing value empty/, line: 2 },
  ],
];

readsTables("tables without names, or with too many", TABLES);
