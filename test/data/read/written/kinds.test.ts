import {
  days,
  isoDay,
  monthAt,
  parts,
  type Row,
  readsTables,
  rows,
  timeAt,
  value,
} from "./written-tables.js";

const quarterly = (name: string, cell: (year: number, quarter: number) => string, count = 20) =>
  `${name},gdp\n${rows(count, (i) => `${cell(2010 + Math.floor(i / 4), (i % 4) + 1)},${value(i)}`)}`;
const seconds = (name: string, series: readonly string[], step: number, skip = -1) =>
  `unique_id,${name},load\n${series.map((s) => rows(60, (i) => (i === skip ? [] : `${s},${i * step},${value(i)}`))).join("\n")}`;
const dated = (line: (i: number) => string) => rows(40, line);
const din = (i: number, month = "") => {
  const { di, mi, Y } = parts(timeAt(2024, 1, 20, 24 * i));
  return `${di}. ${month || mi}. ${Y}`;
};
const byDate = (cell: (i: number) => unknown) =>
  JSON.stringify(
    Object.fromEntries(
      Array.from({ length: 30 }, (_, i) => [isoDay(timeAt(2024, 1, 1, 24 * i)), cell(i)]),
    ),
  );

const TABLES: readonly Row[] = [
  // Quarters by a number and a year.
  [
    "q-point.csv",
    quarterly("quarter", (y, q) => `${q}.${y}`),
    { read: ["QS", 1, "2010-01-01", 100, 137] },
  ],
  [
    "q-point-de.csv",
    quarterly("Quartal", (y, q) => `${q}.${y}`),
    { read: ["QS", 1, "2010-01-01", 100, 137] },
  ],
  [
    "q-slash.csv",
    quarterly("Quarter", (y, q) => `${q}/${y}`),
    { read: ["QS", 1, "2010-01-01", 100, 137], said: /read as quarters, not as months/ },
  ],
  [
    "q-dash.csv",
    quarterly("qtr", (y, q) => `${q}-${y}`),
    { read: ["QS", 1, "2010-01-01", 100, 137] },
  ],
  [
    "q-blank.csv",
    quarterly("quarter", (y, q) => `${q} ${y}`),
    { read: ["QS", 1, "2010-01-01", 100, 137] },
  ],
  [
    "q-blank-last.csv",
    quarterly("quarter", (y, q) => `${y} ${q}`),
    { read: ["QS", 1, "2010-01-01", 100, 137] },
  ],
  [
    "q-year-point.csv",
    quarterly("quarter", (y, q) => `${y}.${q}`),
    { read: ["QS", 1, "2010-01-01", 100, 137] },
  ],
  [
    "q-year-slash.csv",
    quarterly("quarter", (y, q) => `${y}/${q}`),
    { read: ["QS", 1, "2010-01-01", 100, 137] },
  ],
  [
    "period-point.csv",
    quarterly("period", (y, q) => `${q}.${y}`),
    { refused: /"1\.2010" may be a quarter or a month/, hint: /--date-format %m\.%Y/, line: 2 },
  ],
  [
    "period-slash.csv",
    quarterly("period", (y, q) => `${q}/${y}`),
    {
      refused: /"1\/2010" may be a quarter or a month/,
      hint: /--date-format %m\/%Y, or call the column quarter/,
      line: 2,
    },
  ],
  [
    "period-year-slash.csv",
    quarterly("period", (y, q) => `${y}/${q}`),
    { refused: /"2010\/1" may be a quarter or a month/, hint: /--date-format %Y\/%m/, line: 2 },
  ],
  [
    "months-slash.csv",
    `period,gdp\n${rows(40, (i) => `${(i % 12) + 1}/${2010 + Math.floor(i / 12)},${value(i)}`)}`,
    { read: ["MS", 1, "2010-01-01", 100, 137] },
  ],
  [
    "months-point.csv",
    `period,gdp\n${rows(40, (i) => `${(i % 12) + 1}.${2010 + Math.floor(i / 12)},${value(i)}`)}`,
    { read: ["MS", 1, "2010-01-01", 100, 137] },
  ],
  [
    "first-months.csv",
    `month,gdp\n${rows(4, (i) => `2010-0${i + 1},${value(i)}`)}`,
    { read: ["MS", 1, "2010-01-01", 100, 137] },
  ],
  // Time that has passed, in several series.
  ["passed.csv", seconds("ds", ["a", "b"], 3600), { read: ["index", 2, "0", 100, 137] }],
  [
    "passed-three.csv",
    seconds("time", ["a", "b", "c"], 900),
    { read: ["index", 3, "0", 100, 137] },
  ],
  ["passed-one.csv", seconds("ds", ["a"], 86_400), { read: ["index", 1, "0", 100, 137] }],
  ["passed-date.csv", seconds("date", ["a", "b"], 60_000), { read: ["index", 2, "0", 100, 137] }],
  ["passed-fine.csv", seconds("timestamp", ["a", "b"], 250), { read: ["index", 2, "0", 100, 137] }],
  // A note among dates.
  [
    "transform.csv",
    `sasdate,RPI,INDPRO\nTransform:,5,5\n${dated((i) => `${parts(monthAt(1959, 1, i)).mi}/1/${1959 + Math.floor(i / 12)},${value(i)},${value(i) / 10}`)}`,
    {
      refused: /column "sasdate" holds "Transform:" where a date was expected/,
      hint: /--where 'sasdate!=Transform:'/,
      line: 2,
    },
  ],
  [
    "unit-below.csv",
    `obs,flow\n(UTC),m3/s\n${dated((i) => `${isoDay(timeAt(2024, 1, 1, 24 * i))},${value(i)}`)}`,
    { read: ["D", 1, "2024-01-01", 100, 137] },
  ],
  [
    "broken-day.csv",
    `when,y\n${dated((i) => (i === 0 ? "tbd,5" : `${isoDay(timeAt(2024, 1, 1, 24 * i))},${value(i)}`))}`,
    { refused: /column "when" holds "tbd" where a date was expected/, line: 2 },
  ],
  [
    "last-total.csv",
    `booked;y\n${dated((i) => `${parts(timeAt(2024, 1, 20, 24 * i)).d}.${parts(timeAt(2024, 1, 20, 24 * i)).m}.2024;${value(i)}`)}\nGesamt;999`,
    { refused: /column "booked" holds "Gesamt"/, line: 42 },
  ],
  [
    "versions.csv",
    `build,ms\n${rows(40, (i) => `v${i % 7}.${i},${value(i)}`)}`,
    { refused: /has another text in each row/, line: 2 },
  ],
  // One name for all rows does not tell rows of a date apart.
  [
    "item.json",
    JSON.stringify(
      Array.from({ length: 40 }, (_, i) => ({
        day: isoDay(timeAt(2024, 1, 1, 24 * (i % 20))),
        value: value(i),
        item_id: 4408,
        region_id: i < 20 ? 1107 : 1231,
      })),
    ),
    { refused: /item\.json: row 21: 2024-01-01 is there already in row 1/, hint: /--id region_id/ },
  ],
  [
    "item.csv",
    `ds,y,unique_id,region\n${rows(40, (i) => `${isoDay(timeAt(2024, 1, 1, 24 * (i % 20)))},${value(i)},all,${i < 20 ? "north" : "south"}`)}`,
    { read: ["D", 2, "2024-01-01", 100, 137], said: /"region" is taken to name the series/ },
  ],
  [
    "one-item.csv",
    `ds,y,unique_id\n${rows(20, (i) => `${isoDay(timeAt(2024, 1, 1, 24 * i))},${value(i)},all`)}`,
    { read: ["D", 1, "2024-01-01", 100, 137] },
  ],
  // Values in lists by date.
  ["nested.json", byDate((i) => [[value(i)]]), { read: ["D", 1, "2024-01-01", 100, 137] }],
  ["lone.json", byDate((i) => [value(i)]), { read: ["D", 1, "2024-01-01", 100, 137] }],
  [
    "pair.json",
    byDate((i) => [value(i), value(i) / 2]),
    { read: ["D", 1, "2024-01-01", 100, 137], said: /y\.0, y\.1/ },
  ],
  [
    "uneven.json",
    byDate((i) => (i === 4 ? [1, 2, 3] : [value(i), 5])),
    { refused: /uneven\.json/ },
  ],
  // A blank behind each point.
  [
    "din.csv",
    `Datum;Wert\n${dated((i) => `${din(i)};${value(i)}`)}`,
    { read: ["D", 1, "2024-01-20", 100, 137] },
  ],
  [
    "din-padded.csv",
    `Datum;Wert\n${dated(
      (i) =>
        `${din(i)
          .replace(/^(\d)\./, "0$1.")
          .replace(/ (\d)\./, " 0$1.")};${value(i)}`,
    )}`,
    { read: ["D", 1, "2024-01-20", 100, 137] },
  ],
  [
    "din-clock.csv",
    `Čas;Hodnota\n${dated((i) => `${din(Math.floor(i / 4))} ${6 * (i % 4)}:00;${value(i)}`)}`,
    { read: ["6h", 1, "2024-01-20T00:00:00", 100, 137] },
  ],
  [
    "din-open.csv",
    `when;y\n${days(2024, 1, 1, 12, (p, i) => `${p.di}. 1. 2024;${value(i)}`)}`,
    { read: ["D", 1, "2024-01-01", 100, 137] },
  ],
];

readsTables("kinds of dates, series and lists", TABLES);
