import { type Row, readsTables, rows, value } from "../read/written/written-tables.js";

/** How years and periods are written and called. */
const PERIODS: readonly (readonly [
  string,
  string,
  (y: number) => string,
  (p: number) => string,
])[] = [
  ["FY", "Period", (y) => `FY${y - 2000}`, (p) => `${p}`],
  ["FY", "Period", (y) => `FY${y}`, (p) => `${p}`],
  ["Fiscal year", "Fiscal period", (y) => `FY${y - 2000}`, (p) => `P${String(p).padStart(2, "0")}`],
  ["Fiscal Year", "Posting period", (y) => `FY${y}`, (p) => `${p}`],
  ["Date", "Accounting Period", (y) => `FY ${y}`, (p) => String(p).padStart(2, "0")],
  ["Year", "Period", (y) => `FY${y - 2000}`, (p) => `${p}`],
  ["Year", "Accounting period", (y) => `FY${y}`, (p) => `P${String(p).padStart(2, "0")}`],
  ["Period year", "Period", (y) => `FY${y - 2000}`, (p) => `${p}`],
  ["FY", "fiscal_period", (y) => `FY${y}`, (p) => `${p}`],
  ["fy", "period", (y) => `FY ${y - 2000}`, (p) => `${p}`],
];

/** Numbers for both. */
const NUMBERED = ["Year", "year", "YEAR"].flatMap((year) =>
  ["Period", "fiscal_period", "Accounting Period", "Posting period"].map(
    (period) => [year, period] as const,
  ),
);

readsTables(
  "periods beside years in numbers are months",
  NUMBERED.slice(0, 10).map(
    ([year, period], k): Row => [
      `numbered-${k}.csv`,
      `${year},${period},Actual\n${rows(36, (i) => `${2021 + Math.floor(i / 12)},${(i % 12) + 1},${value(i)}`)}\n`,
      { read: ["MS", 1, "2021-01-01", 100, 137] },
    ],
  ),
);

readsTables(
  "periods beside fiscal years are months",
  PERIODS.map(
    ([year, period, writeYear, writePeriod], k): Row => [
      `fiscal-${k}.csv`,
      `${year},${period},Actual,Budget\n${rows(36, (i) => `${writeYear(2021 + Math.floor(i / 12))},${writePeriod((i % 12) + 1)},${value(i)},${value(i + 5)}`)}\n`,
      { read: ["MS", 1, "2021-01-01", 100, 137] },
    ],
  ),
);

const NAMES = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ");
const GERMAN = "Jan Feb Mrz Apr Mai Jun Jul Aug Sep Okt Nov Dez".split(" ");

/** Separators, names and the first year. */
const SHORT: readonly (readonly [string, readonly string[], number])[] = [
  ["-", NAMES, 2019],
  ["-", NAMES, 2001],
  [" ", NAMES, 2015],
  ["/", NAMES, 2010],
  [".", NAMES, 2012],
  ["-", GERMAN, 2019],
  ["-", NAMES.map((name) => name.toUpperCase()), 2022],
  ["-", NAMES.map((name) => name.toLowerCase()), 2003],
  [" ", NAMES.map((name) => `${name}.`), 2020],
  [
    "-",
    "January February March April May June July August September October November December".split(
      " ",
    ),
    2018,
  ],
];

readsTables("months behind short years are told from days of no year", [
  ...SHORT.map(
    ([between, names, year], k): Row => [
      `behind-${k}.csv`,
      `Month,r\n${rows(30, (i) => `${String((year + Math.floor(i / 12)) % 100).padStart(2, "0")}${between}${names[i % 12]},${value(i)}`)}\n`,
      { read: ["MS", 1, `${year}-01-01`, 100, 137] },
    ],
  ),
  [
    "days.csv",
    `Date,r\n${rows(30, (i) => `${String((i % 28) + 1).padStart(2, "0")}-${NAMES[Math.floor(i / 28)]},${value(i)}`)}\n`,
    { refused: /where a date was expected/, hint: /needs a year/, line: 2 },
  ],
]);

/** How quarters beside fiscal years are written and called. */
const QUARTERS: readonly (readonly [string, string, (y: number) => string])[] = [
  ["FY", "Quarter", (y) => `FY${y - 2000}`],
  ["FY", "Quarter", (y) => `FY${y}`],
  ["fy", "quarter", (y) => `FY ${y}`],
  ["Fiscal year", "Qtr", (y) => `FY${y - 2000}`],
  ["Fiscal Year", "Fiscal quarter", (y) => `FY${y}`],
  ["Year", "Q", (y) => `FY${y}`],
  ["Year", "Quarter", (y) => `FY${y - 2000}`],
  ["Period year", "Quarter", (y) => `FY${y}`],
  ["FiscalYear", "FiscalQuarter", (y) => `FY ${y - 2000}`],
  ["Date", "Quarter", (y) => `FY${y}`],
];

readsTables(
  "quarters beside fiscal years are read with them",
  QUARTERS.map(
    ([year, quarter, writeYear], k): Row => [
      `quarters-${k}.csv`,
      `${year},${quarter},Actual,Budget\n${rows(24, (i) => `${writeYear(2018 + Math.floor(i / 4))},Q${(i % 4) + 1},${value(i)},${value(i + 5)}`)}\n`,
      { read: ["QS", 1, "2018-01-01", 100, 137] },
    ],
  ),
);
