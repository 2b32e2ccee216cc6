import { days, hours, months, type Row, readsTables, rows, value } from "./written-tables.js";

const TABLES: readonly Row[] = [
  [
    "year-merged.csv",
    `Year,Month,Sales\n${months(2019, 1, 36, (p, i) => `${p.mi === 1 ? p.Y : ""},${p.b},${value(i)}`)}`,
    {
      read: ["MS", 1, "2019-01-01", 100, 137],
      said: /column "Year" stands in the first row of each block only; the rows below take its value/,
    },
  ],
  [
    "jahr-quartal.csv",
    `Jahr;Quartal;Umsatz\n${rows(16, (i) => `${i % 4 === 0 ? 2019 + i / 4 : ""};Q${(i % 4) + 1};${value(i)}`)}`,
    { read: ["QS", 1, "2019-01-01", 100, 137] },
  ],
  [
    "begins-in-july.csv",
    `Year,Month,Sales\n${months(2019, 7, 30, (p, i) => `${i === 0 || p.mi === 1 ? p.Y : ""},${p.B},${value(i)}`)}`,
    { read: ["MS", 1, "2019-07-01", 100, 137] },
  ],
  [
    "newest-first.csv",
    `Year,Month,Sales\n${rows(24, (j) => {
      const i = 23 - j;
      return `${i % 12 === 11 ? 2019 + Math.floor(i / 12) : ""},${(i % 12) + 1},${value(i)}`;
    })}`,
    { read: ["MS", 1, "2019-01-01", 100, 137], said: /rows are sorted by date/ },
  ],
  [
    "year-month-day.csv",
    `Year,Month,Day,Sales\n${days(2020, 1, 1, 70, (p, i) => `${i === 0 ? p.Y : ""},${p.di === 1 ? p.mi : ""},${p.di},${value(i)}`)}`,
    {
      read: ["D", 1, "2020-01-01", 100, 137],
      said: /columns "Year" and "Month" stand in the first/,
    },
  ],
  [
    "date-hour.csv",
    `Date,Hour,Load\n${hours(2020, 1, 1, 72, (p, i) => `${p.Hi === 0 ? `${p.Y}-${p.m}-${p.d}` : ""},${p.Hi},${value(i)}`)}`,
    { read: ["h", 1, "2020-01-01T00:00:00", 100, 137] },
  ],
  [
    "date-clock.csv",
    `Date,Time,Load\n${hours(2020, 1, 1, 72, (p, i) => `${p.Hi === 0 ? `${p.d}.${p.m}.${p.Y}` : ""},${p.H}:00,${value(i)}`)}`,
    { read: ["h", 1, "2020-01-01T00:00:00", 100, 137] },
  ],
  [
    "pivot.csv",
    `Date,Product,Sales\n${days(2020, 1, 1, 20, (p, i) => [`${p.Y}-${p.m}-${p.d},Tea,${value(i)}`, `,Rum,${value(i) + 5}`])}`,
    { read: ["D", 2, "2020-01-01", 100, 137], said: /column "Date" stands in the first row/ },
  ],
  [
    "pivot-months.csv",
    `Year,Month,Product,Sales\n${months(2020, 1, 24, (p, i) => [`${p.mi === 1 ? p.Y : ""},${p.b},Tea,${value(i)}`, `,,Rum,${value(i) + 5}`])}`,
    { read: ["MS", 2, "2020-01-01", 100, 137] },
  ],
  [
    "region-and-year.csv",
    `Region,Year,Month,Sales\n${["N", "S"].map((r) => months(2020, 1, 24, (p, i) => `${i === 0 ? r : ""},${p.mi === 1 ? p.Y : ""},${p.b},${value(i)}`)).join("\n")}`,
    {
      read: ["MS", 2, "2020-01-01", 100, 137],
      said: /column "Region" is taken to name the series.*\n.*column "Region" stands in the first row/,
    },
  ],
  [
    "year-once.csv",
    `Year,Month,Sales\n${months(2019, 1, 36, (p, i) => `${i === 0 ? p.Y : ""},${p.b},${value(i)}`)}`,
    {
      refused: /columns "Year" and "Month" give no date in this row: "Year" is empty/,
      hint: /Fill it in, or leave such rows out: --where 'Year!='/,
      line: 3,
    },
  ],
  [
    "lost-years.csv",
    `Year,Month,Sales\n${months(2019, 1, 36, (p, i) => `${i === 7 ? "" : p.Y},${p.b},${value(i)}`)}`,
    { refused: /give no date in this row: "Year" is empty/, line: 9 },
  ],
  [
    "total-without-date.csv",
    `Date,Region,Sales\n${days(2020, 1, 1, 20, (p, i) => [`${p.Y}-${p.m}-${p.d},N,${value(i)}`, `${p.Y}-${p.m}-${p.d},S,${value(i) + 5}`])}\n,Total,5000`,
    { refused: /column "Date" has no date in this row/, line: 42 },
  ],
];

readsTables("merged cells, whose value stands in the first row of each block only", TABLES);
