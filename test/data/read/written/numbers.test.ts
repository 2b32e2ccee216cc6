import { days, padded, type Row, readsTables, rows, value } from "./written-tables.js";

const TABLES: readonly Row[] = [
  [
    "sap-alv.txt",
    `-------------------------------------------\n|Buchungsdat.|Material   |Menge     |ME |\n-------------------------------------------\n${days(2024, 1, 1, 40, (p, i) => `|${p.d}.${p.m}.${p.Y}  |4711       |   ${value(i)},000|ST |`)}\n-------------------------------------------`,
    { read: ["D", 1, "2024-01-01", 100, 137] },
  ],
  [
    "turkish.csv",
    `Tarih;Satış\n${days(2024, 1, 1, 40, (p, i) => `${p.d}.${p.m}.${p.Y};1.${value(i)},50`)}`,
    { read: ["D", 1, "2024-01-01", 1100.5, 1137.5] },
  ],
  [
    "k-suffix.csv",
    `Date,Views\n${days(2024, 1, 1, 40, (p, i) => `${p.Y}-${p.m}-${p.d},${value(i) > 140 ? `${(value(i) / 100).toFixed(1)}K` : value(i)}`)}`,
    { read: ["D", 1, "2024-01-01", 100, 137] },
  ],
  [
    "m-suffix.csv",
    `Date,Volume\n${days(2024, 1, 1, 40, (p, i) => `${p.Y}-${p.m}-${p.d},${(value(i) / 100).toFixed(2)}M`)}`,
    { read: ["D", 1, "2024-01-01", 1000000, 1370000] },
  ],
  [
    "quoted-numbers-eu.csv",
    `date,y\n${days(2024, 1, 1, 40, (p, i) => `${p.Y}-${p.m}-${p.d},"${value(i)},5"`)}`,
    { read: ["D", 1, "2024-01-01", 100.5, 137.5] },
  ],
  [
    "mixed-eu-us.csv",
    `date;y\n${days(2024, 1, 1, 40, (p, i) => `${p.Y}-${p.m}-${p.d};${i === 20 ? "1,234.5" : `${value(i)},5`}`)}`,
    {
      refused: /column "y" holds "1,234\.5" where a number was expected/,
      hint: /Other cells have decimal commas:/,
      line: 22,
    },
  ],
  [
    "epoch-comma.csv",
    `time;temp\n${rows(40, (i) => `${1704067200 + i * 600},0;${value(i)},5`)}`,
    { read: ["10min", 1, "2024-01-01T00:00:00", 100.5, 137.5] },
  ],
  [
    "crlf-nulls.csv",
    `date,y\r\n${days(2024, 1, 1, 40, (p, i) => `${p.Y}-${p.m}-${p.d},${i === 9 ? "(null)" : value(i)}`).replaceAll("\n", "\r\n")}`,
    {
      refused: /column "y" holds "\(null\)" where a number was expected/,
      hint: /--na '\(null\)'/,
      line: 11,
    },
  ],
  [
    "thousands-ch.csv",
    `Datum;Umsatz CHF\n${days(2024, 1, 1, 30, (p, i) => `${p.d}.${p.m}.${p.Y};${value(i) * 9 > 999 ? `${value(i) * 9}`.replace(/(\d)(\d{3})$/, "$1'$2") : value(i) * 9}`)}`,
    { read: ["D", 1, "2024-01-01", 900, 1233] },
  ],
  [
    "points-many.csv",
    `Date;Umsatz\n${days(2024, 1, 1, 30, (p, i) => `${p.d}.${p.m}.${p.Y};1.${value(i)}.000`)}`,
    { read: ["D", 1, "2024-01-01", 1100000, 1137000] },
  ],
  [
    "points-all-three.csv",
    `Datum;Menge\n${days(2024, 1, 13, 30, (p, i) => `${p.d}.${p.m}.${p.Y};${value(i)}.000`)}`,
    { refused: /column "Menge": "100\.000" may be 100000 or 100/, hint: /--decimal '/, line: 2 },
  ],
  [
    "comma-all-three.csv",
    `Date,Volume\n${days(2024, 1, 13, 30, (p, i) => `${p.Y}-${p.m}-${p.d},"${value(i)},000"`)}`,
    { read: ["D", 1, "2024-01-13", 100000, 137000] },
  ],
  [
    "space-thousands.csv",
    `datum;antal\n${days(2024, 1, 13, 30, (p, i) => `${p.Y}-${p.m}-${p.d};${value(i)} ${padded(i, 3)},5`)}`,
    { read: ["D", 1, "2024-01-13", 100000.5, 137001.5] },
  ],
  [
    "indian-lakh.csv",
    `Date,Turnover\n${days(2024, 1, 13, 30, (p, i) => `${p.d}-${p.m}-${p.Y},"₹1,23,${value(i)}"`)}`,
    { read: ["D", 1, "2024-01-13", 123100, 123137] },
  ],
  [
    "hash-div.csv",
    `date,y\n${days(2024, 1, 1, 40, (p, i) => `${p.Y}-${p.m}-${p.d},${i === 12 ? "#DIV/0!" : value(i)}`)}`,
    {
      refused: /column "y" holds "#DIV\/0!" where a number was expected/,
      hint: /--na '#DIV\/0!'/,
      line: 14,
    },
  ],
  [
    "shifted-comma.csv",
    `date,y,z\n${days(2024, 1, 1, 40, (p, i) => `${p.Y}-${p.m}-${p.d},"1,${200 + i}0,000",${value(i)}`)}`,
    {
      refused: /column "y" holds "1,2000,000" where a number was expected/,
      hint: /Commas of thousands stand three digits apart/,
      line: 2,
    },
  ],
  [
    "lost-comma.csv",
    `date,y\n${days(2024, 1, 1, 40, (p, i) => `${p.Y}-${p.m}-${p.d},${i === 7 ? "13 00" : value(i)}`)}`,
    {
      refused: /column "y" holds "13 00" where a number was expected/,
      hint: /Is the decimal sign missing\? Write 13\.00 or 1300\./,
      line: 9,
    },
  ],
  [
    "bytes.csv",
    `date,y\n${days(2024, 1, 1, 40, (p, i) => `${p.Y}-${p.m}-${p.d},${(i + 10).toString(16).padStart(2, "0").toUpperCase()}`)}`,
    {
      refused: /column "y" holds "0A" where a number was expected/,
      hint: /Hexadecimal digits\? Name another column with --target/,
      line: 2,
    },
  ],
  [
    "thousand-unit.csv",
    `date,y\n${days(2024, 1, 1, 40, (p, i) => `${p.Y}-${p.m}-${p.d},${value(i)} kWh`)}`,
    {
      refused: /column "y" holds "100 kWh" where a number was expected/,
      hint: /Leave the unit "kWh" out of the cells\./,
      line: 2,
    },
  ],
  [
    "shampoo-question.csv",
    `"Date","Daily minimum temperatures"\n${days(1981, 1, 1, 40, (p, i) => `"${p.Y}-${p.m}-${p.d}",${i === 21 ? "?" : ""}${value(i) / 10}`)}`,
    {
      refused: /column "Daily minimum temperatures" holds "\?18\.6" where a number was expected/,
      line: 23,
    },
  ],
  [
    "minguo.csv",
    `日期,成交量\n${days(2024, 1, 2, 28, (p, i) => `${p.Y - 1911}/${p.m}/${p.d},"1,${value(i)},000"`)}`,
    { read: ["D", 1, "2024-01-02", 1_100_000, 1_137_000] },
  ],
  [
    "lexoffice.csv",
    `Belegdatum;Betrag\n${days(2024, 1, 1, 40, (p, i) => `${p.d}.${p.m}.${p.Y};${value(i)},00 €`)}`,
    { read: ["D", 1, "2024-01-01", 100, 137] },
  ],
  [
    "worldometer.csv",
    `Date,New Cases\n${days(2021, 1, 1, 40, (p, i) => `"${p.b} ${p.d}, ${p.Y}","+${value(i)}"`)}`,
    { read: ["D", 1, "2021-01-01", 100, 137] },
  ],
  [
    "dash-missing.csv",
    `date;ppm\n${days(2024, 1, 13, 40, (p, i) => `${p.d}.${p.m}.${p.Y};${i === 4 ? "---" : `${value(i)},5`}`)}`,
    {
      refused: /column "ppm" holds "---" where a number was expected/,
      hint: /--na '---'/,
      line: 6,
    },
  ],
  [
    "plus-minus.csv",
    `date,y\n${days(2024, 1, 1, 40, (p, i) => `${p.Y}-${p.m}-${p.d},${value(i)} ± 2`)}`,
    { refused: /column "y" holds "100 ± 2" where a number was expected/, line: 2 },
  ],
  [
    "flag-star.csv",
    `year,value\n${rows(20, (i) => `${2000 + i},${value(i)}${i === 18 ? "*" : ""}`)}`,
    { read: ["YS", 1, "2000-01-01", 100, 137], said: /column "value" has the flag \*: / },
  ],
];

/** Months whose last three values have something behind them. */
const flagged = (behind: string, number = (i: number) => `${value(i)}.5`) =>
  `month,y\n${rows(24, (i) => `${2020 + Math.floor(i / 12)}-${padded((i % 12) + 1)},${number(i)}${i > 20 ? behind : ""}`)}`;
const unflagged = (said: RegExp) =>
  ({ read: ["MS", 1, "2020-01-01", 100.5, 137.5], said }) as const;

const FLAGS: readonly Row[] = [
  ["blank-p.csv", flagged(" p"), unflagged(/ has the flag p/)],
  ["p.csv", flagged("p"), unflagged(/ has the flag p/)],
  ["r.csv", flagged(" r"), unflagged(/ has the flag r/)],
  ["e.csv", flagged("e"), unflagged(/ has the flag e/)],
  ["star.csv", flagged("*"), unflagged(/ has the flag \*/)],
  ["brackets.csv", flagged(" (p)"), unflagged(/ has the flag \(p\)/)],
  [
    "comma.csv",
    `month;y\n${rows(24, (i) => `${2020 + Math.floor(i / 12)}-${padded((i % 12) + 1)};${value(i)},5${i > 20 ? " p" : ""}`)}`,
    unflagged(/ has the flag p/),
  ],
  // A whole number with a letter may be a label, and b may be a billion.
  [
    "whole.csv",
    flagged(" p", (i) => String(value(i))),
    { refused: /holds "186 p"/, hint: /Leave the flag "p" out/, line: 23 },
  ],
  ["b.csv", flagged(" b"), { refused: /holds "186.5 b"/, hint: /Leave the flag "b"/, line: 23 }],
  ["unit.csv", flagged(" m"), { refused: /holds "186.5 m"/, hint: /Leave the unit "m"/, line: 23 }],
  // Pounds and pence, millions and ones.
  [
    "pence.csv",
    flagged("p", (i) => (i > 20 ? `${value(i)}.5` : `£${value(i)}.5`)),
    { refused: /holds "186.5p"/, hint: /Leave "p" out of the cells, or write all/, line: 23 },
  ],
  [
    "millions.csv",
    flagged(" r", (i) => (i === 3 ? "1.2M" : `${value(i)}.5`)),
    { refused: /holds "186.5 r"/, hint: /Leave "r" out of the cells, or write all/, line: 23 },
  ],
  // Labels stay labels, and names stay names.
  [
    "routes.csv",
    `route,date,y\n${["12", "12e", "7r"].map((route) => days(2024, 1, 1, 20, (p, i) => `${route},${p.Y}-${p.m}-${p.d},${value(i)}`)).join("\n")}`,
    { read: ["D", 3, "2024-01-01", 100, 137] },
  ],
  [
    "estimated-years.csv",
    `country,${rows(12, (i) => (i > 9 ? `${2014 + i}e` : 2014 + i)).replaceAll("\n", ",")}\nA,${rows(12, value).replaceAll("\n", ",")}`,
    { read: ["YS", 1, "2014-01-01", 100, 137], said: /across the columns, 2014 to 2023/ },
  ],
];

readsTables("flags of statistical offices behind numbers", FLAGS);

readsTables("numbers written for people", TABLES);
