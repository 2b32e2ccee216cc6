import { expect } from "vitest";
import {
  dayAt,
  days,
  hours,
  isoDay,
  months,
  padded,
  type Row,
  readsTables,
  rows,
  value,
} from "./written-tables.js";

const TABLES: readonly Row[] = [
  [
    "one-2071.csv",
    `date,y\n${days(2021, 1, 1, 60, (p, i) => `${i === 30 ? "2071" : p.Y}-${p.m}-${p.d},${value(i)}`)}`,
    {
      refused: /there are 60 rows, but 18293 steps of D up to 2071-01-31/,
      hint: /Is this date right, and 2021-03-01 before it\?/,
      line: 32,
    },
  ],
  [
    "1970-zeros.csv",
    `timestamp,y\n${hours(2024, 1, 1, 60, (p, i) => `${i === 10 ? "1970-01-01 00:00:00" : `${p.Y}-${p.m}-${p.d} ${p.H}:00:00`},${value(i)}`)}`,
    {
      refused: /there are 60 rows, but 473353 steps of h up to 2024-01-01/,
      hint: /Is this date right, and 1970-01-01 before it\?/,
      line: 2,
    },
  ],
  [
    "0001.csv",
    `date,y\n0001-01-01,5\n${days(2024, 1, 1, 60, (p, i) => `${p.Y}-${p.m}-${p.d},${value(i)}`)}`,
    {
      refused: /there are 61 rows, but 738886 steps of D up to 2024-01-01/,
      hint: /Is this date right, and 0001-01-01 before it\?/,
      line: 3,
    },
  ],
  [
    "swapped-cells.csv",
    `date,y\n${days(2019, 1, 1, 60, (p, i) => `${p.di <= 12 ? `${p.Y}-${p.d}-${p.m}` : `${p.d}.${p.m}.${p.Y}`},${value(i)}`)}`,
    {
      refused: /276 of 336 dates have no row in steps of D/,
      hint: /^Day and month are swapped in some rows, as spreadsheets do: 2019-02-01 stands where 2019-01-02 fits/,
      line: 3,
    },
  ],
  [
    "panel-dw.csv",
    `store,date,y\n${days(2024, 1, 1, 40, (p, i) => `N,${p.Y}-${p.m}-${p.d},${value(i)}`)}\n${rows(30, (i) => `S,${isoDay(dayAt(2024, 1, 1, 7 * i))},${value(i)}`)}`,
    { refused: /2024-01-01 is there already in line 2/, hint: /--id store/, line: 42 },
  ],
  [
    "trading-hours.csv",
    `time,price\n${rows(10, (d) => rows(7, (h) => `${isoDay(dayAt(2024, 1, 1, Math.floor(d / 5) * 7 + (d % 5)))} ${padded(9 + h)}:30:00,${value(d * 7 + h)}`))}`,
    {
      refused:
        /201 of 271 dates have no row in steps of h, most of them after 2024-01-05T15:30:00: the next row is 2024-01-08T09:30:00/,
      hint: /^The rows stand from 09:30 to 15:30 only: --freq B/,
      line: 37,
    },
  ],
  [
    "actual-forecast.csv",
    `Month,Actual,Forecast\n${months(2022, 1, 30, (p, i) => `${p.Y}-${p.m},${i < 24 ? value(i) : ""},${i >= 20 ? value(i) + 2 : ""}`)}`,
    { read: ["MS", 1, "2022-01-01", 100, 137] },
  ],
  [
    "future-rows.csv",
    `date,demand,promo\n${days(2024, 1, 1, 44, (p, i) => `${p.Y}-${p.m}-${p.d},${i < 30 ? value(i) : ""},${i % 7 === 0 ? 1 : 0}`)}`,
    { read: ["D", 1, "2024-01-01", 100, 137] },
  ],
  // Every fourth row is of the other column, the last one too: that is no plan.
  [
    "debit-credit.csv",
    `Date,Debit,Credit,Balance\n${days(2024, 1, 1, 40, (p, i) => `${p.Y}-${p.m}-${p.d},${i % 4 === 3 ? `,${value(i)}` : `${value(i)},`},${value(i + 3)}`)}`,
    {
      read: ["D", 1, "2024-01-01", 100, 137],
      said: /^(?![\s\S]*plan)[\s\S]*left out, as the series ends before/,
    },
  ],
  [
    "one-plan.csv",
    `date,demand,promo\n${days(2024, 1, 1, 40, (p, i) => `${p.Y}-${p.m}-${p.d},${i === 12 || i === 39 ? "" : value(i)},${i % 7 === 0 ? 1 : 0}`)}`,
    { read: ["D", 1, "2024-01-01", 100, 137], said: /1 row plans ahead/ },
  ],
  [
    "powerbi.csv",
    `Date,Sum of Sales\n${days(2024, 1, 1, 40, (p, i) => `"${p.A}, ${p.B} ${p.di}, ${p.Y}",${value(i)}`)}\n\n"Applied filters:\nYear is 2024",`,
    { read: ["D", 1, "2024-01-01", 100, 137], said: /1 row of notes below the dates is left out/ },
  ],
  [
    "ua-total.csv",
    `# ----------------------------------------\n# All Web Site Data\n# Audience Overview\n# 20240101-20240209\n# ----------------------------------------\n\nDay Index,Sessions\n${days(2024, 1, 1, 40, (p, i) => `${p.mi}/${p.di}/${p.y},"${(value(i) * 10).toLocaleString("en")}"`)}\n,"56,789"`,
    {
      refused: /column "Day Index" has no date in this row/,
      hint: /Fill it in, or leave such rows out: --where 'Day Index!='/,
      line: 48,
    },
  ],
  [
    "salesforce.csv",
    `"Close Month","Sum of Amount"\n${months(2022, 1, 24, (p, i) => `"${p.B} ${p.Y}","USD ${(value(i) * 100).toLocaleString("en")}.00"`)}\n\n"Grand Summaries","USD 400,000.00"\n"Confidential Information - Do Not Distribute"\n"Copyright (c) 2000-2024 salesforce.com, inc. All rights reserved."`,
    {
      refused: /column "Close Month" holds "Grand Summaries" where a date was expected/,
      hint: /Is it a note or a row of totals\?/,
      line: 27,
    },
  ],
  [
    "netsuite.csv",
    `Period,Revenue\n${months(2020, 1, 24, (p, i) => `${p.b} ${p.Y},"${(value(i) * 100).toLocaleString("en")}.00"`)}\nTotal,"330,000.00"`,
    {
      refused: /column "Period" holds "Total" where a date was expected/,
      hint: /Is it a note or a row of totals\?/,
      line: 26,
    },
  ],
  [
    "year-with-totals.csv",
    `Year,Month,Sales\n${months(2019, 1, 24, (p, i) => [`${p.mi === 1 ? p.Y : ""},${p.b},${value(i)}`, ...(p.mi === 12 ? ["Total,,1800"] : [])])}`,
    {
      refused: /column "Year" holds "Total" where a year from 1000 to 2999 was expected/,
      hint: /--where 'Year!=Total'/,
      line: 14,
    },
  ],
  [
    "weekly-subtotals.csv",
    `date,y\n${rows(35, (i) => [`${isoDay(dayAt(2024, 1, 1, i))},${value(i)}`, ...(i % 7 === 6 ? ["Week total,900"] : [])])}`,
    {
      refused: /column "date" holds "Week total" where a date was expected/,
      hint: /Is it a note or a row of totals\?/,
      line: 9,
    },
  ],
  // Hours of opening and trading.
  ...(
    [
      [8, 16, 60, "08:00 to 15:00", false],
      [9, 17, 60, "09:00 to 16:00", true],
      [10, 20, 120, "10:00 to 18:00", true],
      [9, 12, 15, "09:00 to 11:45", false],
      [7, 15, 30, "07:00 to 14:30", true],
      [22, 24, 5, "22:00 to 23:55", false],
      [6, 14, 60, "06:00 to 13:00", true],
      [13, 15, 10, "13:00 to 14:50", false],
    ] as const
  ).map(
    ([from, to, minutes, hours, weekend]): Row => [
      `from-${from}-${minutes}.csv`,
      `time,y\n${days(2024, 1, 1, 12, (p, i) =>
        p.w % 6 === 0 && !weekend
          ? []
          : rows(((to - from) * 60) / minutes, (k) => {
              const at = from * 60 + k * minutes;
              return `${p.Y}-${p.m}-${p.d} ${padded(Math.floor(at / 60))}:${padded(at % 60)},${value(i + k)}`;
            }).split("\n"),
      ).replaceAll(/\n+/g, "\n")}`,
      {
        refused: /dates have no row in steps of/,
        hint: new RegExp(
          `The rows stand from ${hours} only: --freq ${weekend ? "D" : "B"} --aggregate mean or sum`,
        ),
        line: expect.any(Number) as unknown as number,
      },
    ],
  ),
  ...["Total 2022", "TOTAL 2022", "Sub-total 2022", "Average 2022", "Gesamt 2022"].map(
    (total): Row => [
      `${total}.csv`,
      `Month,Sales\n${months(2022, 1, 24, (p, i) => [`${p.b} ${p.Y},${value(i)}`, ...(p.mi === 12 ? [`${total},1278`] : [])])}`,
      {
        refused: new RegExp(`holds "${total}" where a date was expected`),
        hint: new RegExp(`--where 'Month!=${total}'`),
        line: 14,
      },
    ],
  ),
];

readsTables("rows that would be invented, or stand for none", TABLES);
