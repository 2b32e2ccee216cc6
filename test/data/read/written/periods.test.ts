import {
  dayAt,
  isoDay,
  months,
  padded,
  type Row,
  readsTables,
  rows,
  value,
  workbook,
} from "./written-tables.js";

const MONTHS =
  "January February March April May June July August September October November December".split(
    " ",
  );
const FRENCH =
  "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split(" ");
const SEASONS = "DJF JFM FMA MAM AMJ MJJ JJA JAS ASO SON OND NDJ".split(" ");
/** Months without years beside numbers that may be years. */
const yearless = (
  file: string,
  head: string,
  month: (i: number) => string,
  more: (i: number) => string,
): Row => [
  file,
  `${head}\n${rows(12, (i) => `${month(i)},${more(i)}`)}`,
  {
    refused: new RegExp(`holds "${month(0)}" where a date was expected`),
    hint: /^A date needs a year/,
    line: 2,
  },
];
const fiscal = (
  file: string,
  head: string,
  year: (i: number) => string,
  period: (i: number) => string,
): Row => [
  file,
  `${head}\n${rows(36, (i) => `${year(2022 + Math.floor(i / 12))},${period((i % 12) + 1)},${value(i)}`)}`,
  { read: ["MS", 1, "2022-01-01", 100, 137], said: /make up the date together/ },
];
const P = (i: number) => `P${padded(i)}`;
const FY = (year: number) => `FY${year % 100}`;
const season = (
  file: string,
  head: string,
  line: (year: number, code: string, i: number) => string,
): Row => [
  file,
  `${head}\n${rows(72, (i) => line(1950 + Math.floor(i / 12), SEASONS[i % 12], i))}`,
  { read: ["MS", 1, "1950-01-01", 100, 137], said: /make up the date together/ },
];
/** A date that is the same in all rows, beside times that rise. */
const constant = (
  file: string,
  head: string,
  line: (seconds: number, i: number) => string,
  freq = "min",
): Row => [
  file,
  `${head}\n${rows(60, (i) => line(1_517_587_200 + 60 * i, i))}`,
  { read: [freq, 1, "2018-02-02T16:00:00", 100, 137] },
];
/** Series below each other whose hours tell the order of day and month. */
const machines = (
  file: string,
  write: (day: number, hour: number) => string,
  order: RegExp,
): Row => [
  file,
  `datetime,machine,volt\n${["a", "b"].map((m) => rows(72, (i) => `${write(1 + Math.floor(i / 24), i % 24)},${m},${value(i)}`)).join("\n")}`,
  { read: ["h", 2, "2015-01-01T00:00:00", 100, 137], said: order },
];

const TABLES: readonly Row[] = [
  yearless(
    "profit.csv",
    "Month,Revenue,Profit",
    (i) => MONTHS[i],
    (i) => `${4000 + i},${1000 + 50 * i}`,
  ),
  yearless(
    "plausible.csv",
    "Month,Sold,Left",
    (i) => MONTHS[i],
    (i) => `${value(i)},${1950 + ((7 * i) % 60)}`,
  ),
  yearless(
    "short.csv",
    "Month,Sold",
    (i) => MONTHS[i].slice(0, 3),
    (i) => `${1990 + i * 5}`,
  ),
  yearless(
    "mois.csv",
    "Mois,Ventes",
    (i) => FRENCH[i],
    (i) => `${1850 + ((11 * i) % 90)}`,
  ),
  yearless(
    "cn.csv",
    "月份,销售额",
    (i) => `${i + 1}月`,
    (i) => `${12_000 + i}`,
  ),
  yearless(
    "cn-days.csv",
    "日期,销售额",
    (i) => `1月${i + 1}日`,
    (i) => `${12_000 + i}`,
  ),
  [
    "years-of-codes.csv",
    `series,x,code,value\n${months(2000, 1, 48, (p, i) => `A,${p.Y},M${p.m},${value(i)}`)}`,
    { read: ["MS", 1, "2000-01-01", 100, 137] },
  ],
  // Periods of fiscal years.
  fiscal("fy.csv", "Fiscal year,Period,Net sales", FY, P),
  fiscal("fy-long.csv", "FY,Posting period,Amount", (year) => `FY${year}`, P),
  fiscal("lower.csv", "Fiscal Year,Fiscal Period,Sales", FY, (i) => P(i).toLowerCase()),
  fiscal("slashes.csv", "Fiscal year,Period,Sales", (year) => `FY ${year}/${(year + 1) % 100}`, P),
  ...[
    "Fiscal year,Period,Actual",
    "Jahr,Period,Umsatz",
    "FY,Period,Budget",
    "FISCAL_YEAR,POSTING_PERIOD,AMOUNT",
    "Financial year,Period,Spend",
    "Geschäftsjahr,Periode,Umsatz",
    "Año,Period,Ventas",
    "yr,Accounting Period,Net",
    "Fiscal Year,Fiscal Period,Sales",
    "Year,Period no,Units",
  ].map((head, k) =>
    fiscal(
      `numbered-${k}.csv`,
      head,
      (year) => `${year}`,
      (period) => `${period}`,
    ),
  ),
  [
    "periods.xlsx",
    workbook({
      Sheet: [
        ["Fiscal year", "Period", "Net sales"],
        ...Array.from({ length: 24 }, (_, i) => [
          FY(2022 + Math.floor(i / 12)),
          P((i % 12) + 1),
          value(i),
        ]),
      ],
    }),
    { read: ["MS", 1, "2022-01-01", 100, 137] },
  ],
  [
    "products.csv",
    `Year,Product,Sales\n${rows(36, (i) => `FY${10 + Math.floor(i / 3)},P0${(i % 3) + 1},${value(i)}`)}`,
    { read: ["YS", 3, "2010-01-01", 100, 161] },
  ],
  // Seasons of climate indices.
  season("oni.csv", "SEAS,YR,TOTAL", (year, code, i) => `${code},${year},${value(i)}`),
  season(
    "oni.txt",
    " SEAS  YR  TOTAL  ANOM",
    (year, code, i) => `  ${code} ${year}  ${value(i)}.00 -1.53`,
  ),
  season("year-first.csv", "Year,Season,Index", (year, code, i) => `${year},${code},${value(i)}`),
  [
    "airports.csv",
    `Year,Airport,Flights\n${rows(40, (i) => `${2000 + Math.floor(i / 2)},${["MAM", "XYZ"][i % 2]},${value(i)}`)}`,
    { read: ["YS", 2, "2000-01-01", 100, 124] },
  ],
  // Dates that are always the same.
  constant(
    "flight.csv",
    "id,timestamp,altitude,date",
    (s, i) => `${i},${s},${value(i)},2018-02-02`,
  ),
  constant("date-first.csv", "date,timestamp,altitude", (s, i) => `2018-02-02,${s},${value(i)}`),
  constant("milliseconds.csv", "date,time,altitude", (s, i) => `2018-02-02,${s}000,${value(i)}`),
  constant("updated.csv", "updated,ts,level", (s, i) => `2018-03-01T08:00:00,${s},${value(i)}`),
  [
    "one-day-alone.csv",
    `date,visits\n${rows(3, (i) => `2018-02-02,${value(i)}`)}`,
    { refused: /is there already/, line: 3 },
  ],
  // Hours of several series.
  machines("month-first.csv", (d, h) => `1/${d}/2015 ${h}:00`, /read as month, day, year/),
  machines(
    "day-first.csv",
    (d, h) => `0${d}/01/2015 ${padded(h)}:00:00`,
    /read as day, month, year/,
  ),
  machines(
    "halves.csv",
    (d, h) => `1/${d}/2015 ${h % 12 || 12}:00:00 ${h < 12 ? "AM" : "PM"}`,
    /read as month, day/,
  ),
  // Missing dates of pandas.
  [
    "nat.csv",
    `date,y\n${rows(40, (i) => `${isoDay(dayAt(2024, 1, 1, i))},${value(i)}`)}\nNaT,nan\nNaT,nan`,
    { refused: /column "date" has no date in this row/, hint: /--where 'date!='/, line: 42 },
  ],
  [
    "nat-ids.csv",
    `region,date,y\n${["nat", "NAT"].map((r) => rows(20, (i) => `${r},${isoDay(dayAt(2024, 1, 1, i))},${value(i)}`)).join("\n")}`,
    { read: ["D", 2, "2024-01-01", 100, 137] },
  ],
  [
    "nat-numbers.csv",
    `date,y\n${rows(40, (i) => `${isoDay(dayAt(2024, 1, 1, i))},${i === 7 ? "NaT" : value(i)}`)}`,
    { read: ["D", 1, "2024-01-01", 100, 137], said: /1 value is missing/ },
  ],
  // Units and cycles without names.
  [
    "cycles.txt",
    rows(120, (i) => `${1 + Math.floor(i / 40)} ${1 + (i % 40)} ${value(i)}.5 518.67 641.8`),
    { refused: /1 is there already in line 1/, hint: /: --id column1\./, line: 41 },
  ],
];

readsTables("periods, seasons, and dates that are none of the rows", TABLES);

const ROMAN = ["I", "II", "III", "IV"];
const quarterly = (
  file: string,
  head: string,
  name: (year: number, quarter: number) => string,
): Row => [
  file,
  `${head}\n${rows(24, (i) => `${name(2016 + Math.floor(i / 4), (i % 4) + 1)},${value(i)}`)}\n`,
  { read: ["QS", 1, "2016-01-01", 100, 137] },
];

readsTables("quarters in words and Roman numbers, and months with a point", [
  quarterly("qtr.csv", "Quarter,Visitors", (y, q) => `${y} Qtr ${q}`),
  quarterly("qtr-first.csv", "Quarter,Visitors", (y, q) => `Qtr ${q} ${y}`),
  quarterly("qtr-point.csv", "Period,Visitors", (y, q) => `Qtr. ${q} ${y}`),
  quarterly("quarter-first.csv", "Period,Visitors", (y, q) => `Quarter ${q} ${y}`),
  quarterly("roman.csv", "Trimestre,PIB", (y, q) => `${y}-${ROMAN[q - 1]}`),
  quarterly("roman-first.csv", "Trimestre,PIB", (y, q) => `${ROMAN[q - 1]}/${y}`),
  quarterly("roman-blank.csv", "kwartał,PKB", (y, q) => `${ROMAN[q - 1]} ${y}`),
  quarterly("chinese.csv", "季度,GDP", (y, q) => `${y}年第${"一二三四"[q - 1]}季度`),
  [
    "halves.csv",
    `period,y\n${rows(20, (i) => `${(i % 2) + 1}H${10 + Math.floor(i / 2)},${value(i)}`)}\n`,
    { read: ["2QS", 1, "2010-01-01", 100, 137], said: /half-years/ },
  ],
  [
    "roman-months.csv",
    `Mes,y\n${rows(24, (i) => `2016-${["I", "II", "III", "IV", "V", "VI"][i % 6]},${value(i)}`)}\n`,
    { refused: /holds "2016-I" where a date was expected/, line: 2 },
  ],
  [
    "russian.csv",
    `Период;Инфляция\n${rows(24, (i) => `${"янв фев мар апр май июн июл авг сен окт ноя дек".split(" ")[i % 12]}.${2020 + Math.floor(i / 12)};${value(i)}`)}\n`,
    { read: ["MS", 1, "2020-01-01", 100, 137] },
  ],
  [
    "german.csv",
    `Monat;Menge\n${rows(24, (i) => `${"Jan Feb Mrz Apr Mai Jun Jul Aug Sep Okt Nov Dez".split(" ")[i % 12]}.${20 + Math.floor(i / 12)};${value(i)}`)}\n`,
    { read: ["MS", 1, "2020-01-01", 100, 137] },
  ],
  [
    "clock-first.csv",
    `date,y\n${rows(24, (i) => `${padded(i)}:00 20/01/2024,${value(i)}`)}\n`,
    { read: ["h", 1, "2024-01-20T00:00:00", 100, 137] },
  ],
  [
    "clock-first-pm.csv",
    `date,y\n${rows(24, (i) => `${i % 12 || 12}:00 ${i < 12 ? "AM" : "PM"}, 1/20/2024,${value(i)}`.replace(/^(.*\/2024)/, '"$1"'))}\n`,
    { read: ["h", 1, "2024-01-20T00:00:00", 100, 137] },
  ],
  [
    "quoted.csv",
    `date,y\n${rows(24, (i) => `'${isoDay(dayAt(2024, 1, 1, i))}',${value(i)}`)}\n`,
    { read: ["D", 1, "2024-01-01", 100, 137] },
  ],
  [
    "curly.csv",
    `date,y\n${rows(24, (i) => `“${isoDay(dayAt(2024, 1, 1, i))}”,${value(i)}`)}\n`,
    { read: ["D", 1, "2024-01-01", 100, 137] },
  ],
  [
    "century.csv",
    `Month,Sightings\n${rows(60, (i) => `${(i % 12) + 1}/1/${62 + Math.floor(i / 12)},${value(i)}`)}\n`,
    { read: ["MS", 1, "1962-01-01", 100, 137], said: /not as month, day, year: 2062/ },
  ],
]);
