import {
  days,
  isoDay,
  months,
  type Row,
  readsTables,
  rows,
  timeAt,
  value,
  workbook,
} from "./written-tables.js";

const years = (count: number, line: (year: number, i: number) => string | readonly string[]) =>
  rows(count, (i) => line(2010 + i, i));
const daily = (cell: (i: number) => string | number) =>
  `date;y\n${days(2024, 1, 1, 20, (p, i) => `${p.Y}-${p.m}-${p.d};${cell(i)}`)}`;
const seasons = ["Winter", "Spring", "Summer", "Autumn"];

const TABLES: readonly Row[] = [
  // Prices without cents.
  [
    "price-de.csv",
    daily((i) => `${value(i)},-`),
    { read: ["D", 1, "2024-01-01", 100, 137], said: /"100,-" is read as 100/ },
  ],
  ["price-ch.csv", daily((i) => `${value(i)}.-`), { read: ["D", 1, "2024-01-01", 100, 137] }],
  ["price-dashes.csv", daily((i) => `${value(i)},--`), { read: ["D", 1, "2024-01-01", 100, 137] }],
  ["price-euro.csv", daily((i) => `€ ${value(i)},-`), { read: ["D", 1, "2024-01-01", 100, 137] }],
  [
    "price-mixed.csv",
    daily((i) => (i % 2 ? `${value(i)},50` : `${value(i)},-`)),
    { read: ["D", 1, "2024-01-01", 100, 137.5] },
  ],
  [
    "price-back.csv",
    daily((i) => (i === 4 ? "-8,-" : `${value(i)},-`)),
    { read: ["D", 1, "2024-01-01", 100, 137] },
  ],
  [
    "price-thousands.csv",
    daily((i) => `1.${value(i)},-`),
    { read: ["D", 1, "2024-01-01", 1100, 1137] },
  ],
  [
    "minus-behind.csv",
    daily((i) => (i === 4 ? "8-" : value(i))),
    { read: ["D", 1, "2024-01-01", 100, 137] },
  ],
  // What may be done with a cell that is no number.
  [
    "triangle.csv",
    daily((i) => (i === 2 ? "△1,201" : value(i))),
    { refused: /holds "△1,201"/, hint: /write 1,201 or -1,201/, line: 4 },
  ],
  [
    "fall.csv",
    daily((i) => (i === 2 ? "▼3.1%" : `${value(i)}%`)),
    { refused: /holds "▼3\.1%"/, hint: /a minus in Japanese accounts/, line: 4 },
  ],
  [
    "about.csv",
    daily((i) => (i === 2 ? "~12" : value(i))),
    { refused: /holds "~12"/, hint: /Write 12 alone .*--na '~12'/, line: 4 },
  ],
  [
    "circa.csv",
    daily((i) => (i === 2 ? "ca. 12.5" : value(i))),
    { refused: /holds "ca\. 12\.5"/, hint: /Write 12\.5 alone/, line: 4 },
  ],
  [
    "and-more.csv",
    daily((i) => (i === 2 ? "500+" : value(i))),
    { refused: /holds "500\+"/, hint: /Write 500 alone/, line: 4 },
  ],
  [
    "clock.csv",
    daily((i) => `${7 + (i % 3)}:4${i % 10}`),
    { refused: /holds "7:40"/, hint: /Durations are read in hours or seconds/, line: 2 },
  ],
  [
    "range.csv",
    daily((i) => (i === 2 ? "12-15" : value(i))),
    { refused: /holds "12-15"/, hint: /--na '12-15'/, line: 4 },
  ],
  [
    "it-s.csv",
    daily((i) => (i === 2 ? "it's 5" : value(i))),
    { refused: /holds "it's 5"/, hint: /--na 'it'\\''s 5'/, line: 4 },
  ],
  // Parts of years are no series, and no series' names are parts of years without a question.
  [
    "seasons.csv",
    `Year,Season,Guests\n${years(8, (y, i) => seasons.map((s, k) => `${y},${s},${value(4 * i + k)}`))}`,
    {
      refused: /each year has 4 rows, told apart by "Season"/,
      hint: /Write them into the dates.*--id Season/,
      line: 2,
    },
  ],
  [
    "two-seasons.csv",
    `Year,Season,Nations\n${years(8, (y, i) => ["Summer", "Winter"].map((s, k) => `${y},${s},${value(2 * i + k)}`))}`,
    { refused: /each year has 2 rows/, line: 2 },
  ],
  [
    "halves.csv",
    `Jahr,Halbjahr,Umsatz\n${years(8, (y, i) => ["erstes", "zweites"].map((s, k) => `${y},${s},${value(2 * i + k)}`))}`,
    { refused: /each year has 2 rows, told apart by "Halbjahr"/, line: 2 },
  ],
  [
    "semesters.csv",
    `year,semester,students\n${years(8, (y, i) => ["fall", "spring"].map((s, k) => `${y},${s},${value(2 * i + k)}`))}`,
    { refused: /parts of the year/, line: 2 },
  ],
  [
    "terms.csv",
    `Year,Term,Enrolment\n${years(8, (y, i) => [1, 2, 3].map((t) => `${y},${t},${value(3 * i + t)}`))}`,
    {
      refused: /2010-01-01 is there already/,
      hint: /Does "Term" tell a part of the year\?.*--id Term/,
      line: 3,
    },
  ],
  [
    "terms-named.csv",
    `Year,Term,Enrolment\n${years(8, (y, i) => ["Term 1", "Term 2", "Term 3"].map((t, k) => `${y},${t},${value(3 * i + k)}`))}`,
    { refused: /each year has 3 rows, told apart by "Term"/, line: 2 },
  ],
  [
    "fiscal-weeks.csv",
    `Fiscal Year,Fiscal Week,Net Sales\n${rows(60, (i) => `FY${23 + Math.floor((i + 9) / 52)},WK${String(((i + 9) % 52) + 1).padStart(2, "0")},${value(i)}`)}`,
    {
      refused: /2023-01-01 is there already/,
      hint: /Does "Fiscal Week" tell a part of the year\?/,
      line: 3,
    },
  ],
  [
    "regions.csv",
    `Year,Region,Guests\n${years(8, (y, i) => ["North", "South", "East", "West"].map((s, k) => `${y},${s},${value(4 * i + k)}`))}`,
    { read: ["YS", 4, "2010-01-01", 100, 148] },
  ],
  [
    "sorts.csv",
    `date,season,sold\n${days(2024, 1, 1, 20, (p, i) => ["winter", "summer"].map((s, k) => `${p.Y}-${p.m}-${p.d},${s},${value(2 * i + k)}`))}`,
    { read: ["D", 2, "2024-01-01", 100, 124] },
  ],
  // Periods without what they are parts of.
  [
    "weeks.csv",
    `week,y\n${rows(80, (i) => `${(i % 52) + 1},${value(i)}`)}`,
    {
      refused: /1 is there already in line 2/,
      hint: /counts each week without saying of which year/,
      line: 54,
    },
  ],
  [
    "months.csv",
    `Month,y\n${rows(30, (i) => `${(i % 12) + 1},${value(i)}`)}`,
    {
      refused: /1 is there already/,
      hint: /counts each month without saying of which year/,
      line: 14,
    },
  ],
  [
    "hours.csv",
    `hour,y\n${rows(60, (i) => `${i % 24},${value(i)}`)}`,
    { read: ["index", 1, "0", 100, 137], said: /rows are counted/ },
  ],
  [
    "day-of-month.csv",
    `day,y\n${rows(60, (i) => `${(i % 30) + 1},${value(i)}`)}`,
    { refused: /1 is there already/, hint: /without saying of which month/, line: 32 },
  ],
  // Numbers of records.
  [
    "tickets.csv",
    `Ticket Number,Title,Created at,Closed at,State\n${rows(40, (i) => `${82000 + 3 * i},Printer ${i % 7},${stamp(i)},${stamp(i + (i % 5))},closed`)}`,
    {
      refused:
        /no column of tickets\.csv holds a measure to forecast: "Ticket Number" numbers the rows/,
      hint: /--target 'Ticket Number'/,
    },
  ],
  [
    "invoices.csv",
    `Datum;Rechnungsnr;Kunde\n${days(2024, 1, 1, 30, (p, i) => `${p.d}.${p.m}.${p.Y};${70500 + 2 * i};K${i % 4}`)}`,
    { refused: /"Rechnungsnr" numbers the rows/ },
  ],
  [
    "newest-first.csv",
    `order_id,ordered\n${rows(30, (i) => `${9000 - 7 * i},${isoDay(timeAt(2024, 3, 1, -24 * i))}`)}`,
    { refused: /"order_id" numbers the rows/ },
  ],
  [
    "number-of-things.csv",
    `Month,Number\n${months(2020, 1, 36, (p, i) => `${p.Y}-${p.m}-01,${100 + 2 * i + (i % 3)}`)}`,
    { read: ["MS", 1, "2020-01-01", 100, 103] },
  ],
  [
    "price-index.csv",
    `Month,Index\n${months(2020, 1, 36, (p, i) => `${p.Y}-${p.m}-01,${100 + i}`)}`,
    { read: ["MS", 1, "2020-01-01", 100, 101] },
  ],
  // Signs between columns that are none to the reader.
  [
    "colons.csv",
    `date::y\n${days(2024, 1, 1, 20, (p, i) => `${p.Y}-${p.m}-${p.d}::${value(i)}`)}`,
    { refused: /column "date::y" holds/, hint: /^"::" divides the columns/, line: 2 },
  ],
  [
    "fixed.txt",
    `DATE      Y     NOTE\n${days(2024, 1, 1, 20, (p, i) => `${p.Y}-${p.m}-${p.d}   ${value(i)}  ${i % 2 ? "ok" : "x y"}`)}`,
    { refused: /column "DATE {6}Y {5}NOTE" holds/, hint: /^Blanks divide the columns/, line: 2 },
  ],
  // Two rows of quarters between lines of text.
  [
    "titles.csv",
    `Theme: Economy\nSubject: Product\nTopic: Prices\n\nData Series,${rows(12, (i) => `${2023 - Math.floor(i / 4)} ${4 - (i % 4)}Q`).replaceAll("\n", ",")}\nProduct,${rows(12, value).replaceAll("\n", ",")}\nGoods,${rows(12, (i) => value(i) + 5).replaceAll("\n", ",")}\n\nGenerated by: a builder`,
    { read: ["QS", 2, "2021-01-01", 157, 120] },
  ],
  [
    "one-wide-row.csv",
    `Unit: t\nSource: office\nMade today\n\nName,2019,2020,2021,2022,2023\nWheat,${[0, 1, 2, 3, 4].map(value)}\n`,
    { read: ["YS", 1, "2019-01-01", 100, 137] },
  ],
  // Numbers beside texts that begin with them, and the years of a data service.
  [
    "who.json",
    JSON.stringify({
      value: years(12, (y, i) =>
        ["DEU", "FRA"].map((c) =>
          JSON.stringify({
            SpatialDim: c,
            TimeDim: y,
            Value: `${(value(i) / 2).toFixed(1)} [40.0-99.0]`,
            NumericValue: value(i) / 2 + 0.0123,
            Date: "2024-08-02T09:43:39Z",
          }),
        ),
      )
        .split("\n")
        .map((one) => JSON.parse(one)),
    }),
    {
      read: ["YS", 2, "2010-01-01", 50.0123, 68.5123],
      said: /stand in "NumericValue", which is read/,
    },
  ],
  [
    "bounds.csv",
    `date,value,exact\n${days(2024, 1, 1, 20, (p, i) => `${p.Y}-${p.m}-${p.d},${value(i)} (±3),${value(i)}.2`)}`,
    { read: ["D", 1, "2024-01-01", 100.2, 137.2] },
  ],
  [
    "other-numbers.csv",
    `date,value,rank\n${days(2024, 1, 1, 20, (p, i) => `${p.Y}-${p.m}-${p.d},${value(i)} (±3),${i % 5}`)}`,
    { refused: /column "value" holds "100 \(±3\)"/, line: 2 },
  ],
  // A list of values in each object.
  [
    "lists.json",
    JSON.stringify({
      periods: Array.from({ length: 20 }, (_, i) => ({
        name: isoDay(timeAt(2024, 1, 1, 24 * i)),
        values: [`${value(i)}`, `${value(i) + 5}`],
      })),
    }),
    { read: ["D", 1, "2024-01-01", 100, 137], said: /values\.0, values\.1/ },
  ],
  // Durations of workbooks, which are days after 1899 to most readers.
  [
    "durations.xlsx",
    workbook({
      Sheet1: [
        ["Month", "Hours worked"],
        ...Array.from({ length: 14 }, (_, i) => [
          new Date(Date.UTC(2022, i, 1)),
          hours(100 + value(i) / 10),
        ]),
      ],
    }),
    {
      read: ["MS", 1, "2022-01-01", 110, 113.7],
      said: /"Hours worked" holds durations, which are read in hours/,
    },
  ],
  [
    "long-durations.xlsx",
    workbook({
      Sheet1: [
        ["Month", "Run"],
        ...Array.from({ length: 14 }, (_, i) => [
          new Date(Date.UTC(2022, i, 1)),
          hours(1500 + value(i)),
        ]),
      ],
    }),
    { read: ["MS", 1, "2022-01-01", 1600, 1637] },
  ],
  [
    "old-days.xlsx",
    workbook({
      Sheet1: [
        ["Day", "Rain"],
        ...Array.from({ length: 20 }, (_, i) => [new Date(Date.UTC(1900, 2, 2 + i)), value(i)]),
      ],
    }),
    { read: ["D", 1, "1900-03-02", 100, 137] },
  ],
];

/** The cell of a duration, as a workbook stores it: days after 1899-12-31, and after the 30th from March 1900 on. */
function hours(count: number): Date {
  return new Date(Date.UTC(1899, 11, count < 24 * 60 ? 31 : 30) + Math.round(count * 3_600_000));
}

function stamp(i: number): string {
  return timeAt(2024, 1, 20, i, 197).toISOString().slice(0, 19);
}

readsTables("cells and columns that need a word", TABLES);
