import { dayAt, monthAt, parts, type Row, readsTables, rows, value } from "./written-tables.js";

type Dated = ReturnType<typeof parts>;
const table = (date: (i: number) => Date, write: (p: Dated) => string, count = 60) =>
  `Date,Sales\n${rows(count, (i) => `${write(parts(date(i)))},${value(i)}`)}`;
const months =
  (step = 1, day = 1) =>
  (i: number) =>
    new Date(+monthAt(1985, 1, step * i) + (day - 1) * 86_400_000);
const read = (freq: string, order: RegExp, first = "1985-01-01"): Row[2] => ({
  read: [freq, 1, first, 100, 137],
  said: order,
});
const [MONTH_FIRST, DAY_FIRST] = [/read as month, day, year, not/, /read as day, month, year, not/];
const asked: Row[2] = {
  refused: /may be day/,
  hint: /--date-format dmy or --date-format mdy/,
  line: 3,
};

const TABLES: readonly Row[] = [
  // Steps that are equal in one order alone.
  ["month-first.csv", table(months(), (p) => `${p.mi}/${p.di}/${p.Y}`), read("MS", MONTH_FIRST)],
  ["day-first.csv", table(months(), (p) => `${p.di}/${p.mi}/${p.Y}`), read("MS", DAY_FIRST)],
  ["padded.csv", table(months(), (p) => `${p.d}/${p.m}/${p.Y}`), read("MS", DAY_FIRST)],
  ["dashes.csv", table(months(), (p) => `${p.m}-${p.d}-${p.Y}`), read("MS", MONTH_FIRST)],
  [
    "fifth.csv",
    table(months(1, 5), (p) => `${p.m}/${p.d}/${p.Y}`),
    read("MS", MONTH_FIRST, "1985-01-05"),
  ],
  ["fourteen.csv", table(months(), (p) => `${p.m}/${p.d}/${p.Y}`, 14), read("MS", MONTH_FIRST)],
  ["two-months.csv", table(months(2), (p) => `${p.d}/${p.m}/${p.Y}`), read("2MS", DAY_FIRST)],
  ["clocks.csv", table(months(), (p) => `${p.mi}/${p.di}/${p.Y} 0:00`), read("MS", MONTH_FIRST)],
  [
    "newest-first.csv",
    table(
      (i) => monthAt(1989, 12, -i),
      (p) => `${p.mi}/${p.di}/${p.Y}`,
    ),
    { read: ["MS", 1, "1985-01-01", 169, 132], said: MONTH_FIRST },
  ],
  [
    "days-of-points.csv",
    table(
      (i) => dayAt(2024, 1, 1, i),
      (p) => `${p.d}.${p.m}.${p.Y}`,
      12,
    ),
    { read: ["D", 1, "2024-01-01", 100, 137] },
  ],
  // Nothing tells.
  ["twelve.csv", table(months(), (p) => `${p.mi}/${p.di}/${p.Y}`, 12), asked],
  [
    "days-or-months.csv",
    table(
      (i) => dayAt(2024, 1, 1, i),
      (p) => `${p.di}/${p.mi}/${p.Y}`,
      12,
    ),
    asked,
  ],
  [
    "a-month-missing.csv",
    table(
      (i) => monthAt(1985, 1, i < 30 ? i : i + 1),
      (p) => `${p.mi}/${p.di}/${p.Y}`,
    ),
    asked,
  ],
];

readsTables("the order of day and month", TABLES);
