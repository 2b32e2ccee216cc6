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

/** What is said of unquoted dates that hold the comma of the table. */
const unquoted = (fields: number) => ({
  refused: new RegExp(`the dates hold the delimiter, so that the row has ${fields} fields`),
  hint: /^Put quotes around them: "[^"]*2024[^"]*"\.$/,
  line: 2,
});

/** Lines for 40 days, the date as `date` writes it. */
const table = (names: string, line: Parameters<typeof days>[4]) =>
  `${names}\n${days(2024, 1, 1, 40, line)}`;

const UNQUOTED: readonly Row[] = [
  ["b-d-Y.csv", table("date,y", (p, i) => `${p.b} ${p.d}, ${p.Y},${value(i)}`), unquoted(3)],
  ["B-d-Y.csv", table("date,y", (p, i) => `${p.B} ${p.di}, ${p.Y},${value(i)}`), unquoted(3)],
  ["A-B-d.csv", table("d,y", (p, i) => `${p.A}, ${p.B} ${p.d}, ${p.Y},${value(i)}`), unquoted(4)],
  ["a-d-b.csv", table("day,n", (p, i) => `Mon, ${p.d} ${p.b} ${p.Y},${value(i)}`), unquoted(3)],
  ["d-B-Y.csv", table("date,y", (p, i) => `${p.d} ${p.B}, ${p.Y},${value(i)}`), unquoted(3)],
  ["two.csv", table("date,o,c", (p, i) => `${p.b} ${p.d}, ${p.Y},${value(i)},${i}`), unquoted(4)],
  ["last.csv", table("y,date", (p, i) => `${value(i)},${p.b} ${p.d}, ${p.Y}`), unquoted(3)],
  ["id.csv", table("id,date,y", (p, i) => `A,${p.b} ${p.d}, ${p.Y},${value(i)}`), unquoted(4)],
  ["clock.csv", table("t,y", (p, i) => `${p.m}/${p.d}/${p.Y}, 08:00:00,${value(i)}`), unquoted(3)],
  ["H-M.csv", table("time,y", (p, i) => `${p.d}/${p.m}/${p.Y}, 08:00,${value(i)}`), unquoted(3)],
  ["point.csv", table("time,y", (p, i) => `${p.d}.${p.m}.${p.Y}, 08:00,${value(i)}`), unquoted(3)],
  // Quoted, they are dates as any others.
  [
    "quoted.csv",
    table("date,y", (p, i) => `"${p.A}, ${p.B} ${p.d}, ${p.Y}",${value(i)}`),
    { read: ["D", 1, "2024-01-01", 100, 137] },
  ],
];

readsTables("dates that hold the comma of their table", UNQUOTED);

const read = (first: number, second: number) =>
  ({ read: ["D", 1, "2024-01-01", first, second] }) as const;

const TABS: readonly Row[] = [
  ["one.tsv", table("date\ty", (p, i) => `${p.Y}-${p.m}-${p.d}\t${value(i)},0`), read(100, 137)],
  [
    "one.csv",
    table("date\ty", (p, i) => `${p.Y}-${p.m}-${p.d}\t${value(i)},5`),
    read(100.5, 137.5),
  ],
  [
    "some.txt",
    table("date\ty", (p, i) => `${p.Y}-${p.m}-${p.d}\t${value(i)}${i % 3 ? ",5" : ""}`),
    read(100, 137.5),
  ],
  [
    "german.txt",
    table("Datum\tUmsatz\tGäste", (p, i) => `${p.d}.${p.m}.${p.Y}\t${value(i)},50\t${i}`),
    read(100.5, 137.5),
  ],
  [
    "two.txt",
    table("date\ta\tb", (p, i) => `${p.Y}-${p.m}-${p.d}\t${value(i)},5\t1,${i % 9}`),
    read(100.5, 137.5),
  ],
  [
    "thousands.txt",
    table("date\ty", (p, i) => `${p.Y}-${p.m}-${p.d}\t1.${value(i)},5`),
    read(1100.5, 1137.5),
  ],
  [
    "minus.txt",
    table("date\ty", (p, i) => `${p.Y}-${p.m}-${p.d}\t-${value(i)},25`),
    read(-100.25, -137.25),
  ],
  [
    "note.txt",
    table("date\ty\tnote", (p, i) => `${p.Y}-${p.m}-${p.d}\t${value(i)},0\tfine, dry`),
    read(100, 137),
  ],
  [
    "quoted.txt",
    table('"date"\t"y"', (p, i) => `"${p.Y}-${p.m}-${p.d}"\t"${value(i)},5"`),
    read(100.5, 137.5),
  ],
  [
    "ids.txt",
    `id\tdate\ty\n${["A", "B"].map((id) => days(2024, 1, 1, 40, (p, i) => `${id}\t${p.Y}-${p.m}-${p.d}\t${value(i)},5`)).join("\n")}`,
    { read: ["D", 2, "2024-01-01", 100.5, 137.5] },
  ],
  // Without names, each line has one tab and one comma.
  [
    "open.txt",
    days(2024, 1, 1, 40, (p, i) => `${p.Y}-${p.m}-${p.d}\t${value(i)},5`),
    { refused: /columns may be separated by tab or ","/, hint: /--delimiter tab or --delimiter ,/ },
  ],
];

readsTables("tabs between columns and commas in numbers", TABS);

const monthly = (first: number, second: number) =>
  ({ read: ["MS", 1, "1990-01-01", first, second] }) as const;
const hourly = { read: ["h", 1, "2024-01-01T00:00:00", 100, 137] } as const;

const BLANKS: readonly Row[] = [
  [
    "comment.txt",
    `# NOAA monthly\n# year month value\n${months(1990, 1, 48, (p, i) => ` ${p.Y} ${padded(p.mi)}  ${value(i)}.5`)}`,
    monthly(100.5, 137.5),
  ],
  [
    "co2.txt",
    `year month co2 unc\n${months(1990, 1, 48, (p, i) => `${p.Y} ${String(p.mi).padStart(2)}   ${300 + value(i) / 10}  0.12`)}`,
    monthly(310, 313.7),
  ],
  [
    "nino.txt",
    `  YR   MON  NINO1+2   ANOM\n${months(1990, 1, 48, (p, i) => `${p.Y} ${String(p.mi).padStart(4)} ${value(i) / 5}  ${-i}.5`)}`,
    monthly(20, 27.4),
  ],
  [
    "across.txt",
    `         JAN  FEB  MAR  APR  MAY  JUN  JUL  AUG  SEP  OCT  NOV  DEC\n${rows(6, (y) => `${1990 + y}  ${rows(12, (m) => (value(12 * y + m) / 10).toFixed(1)).replaceAll("\n", "  ")}`)}`,
    monthly(10, 13.7),
  ],
  [
    "dates.txt",
    table("date value", (p, i) => `${p.Y}-${p.m}-${p.d}   ${value(i)}`),
    read(100, 137),
  ],
  [
    "packed.txt",
    table("DATE       PRCP   TMAX", (p, i) => `${p.Y}${p.m}${p.d}   ${value(i)}   31`),
    read(100, 137),
  ],
  [
    "clock.txt",
    `date time value\n${hours(2024, 1, 1, 72, (p, i) => `${p.Y}-${p.m}-${p.d} ${p.H}:00 ${value(i)}`)}`,
    hourly,
  ],
  [
    "buoy.txt",
    `#YY  MM DD hh mm WDIR WSPD\n#yr  mo dy hr mn degT m/s\n${hours(2024, 1, 1, 72, (p, i) => `${p.Y} ${p.m} ${p.d} ${p.H} 00 ${value(i)} 5.1`)}`,
    hourly,
  ],
  [
    "years.txt",
    rows(30, (i) => `${1990 + i} ${value(i)}.5`),
    { read: ["YS", 1, "1990-01-01", 100.5, 137.5] },
  ],
  [
    "tabs-too.txt",
    table("date   value", (p, i) => ` ${p.Y}-${p.m}-${p.d}      ${value(i)} `),
    read(100, 137),
  ],
  // Decimal commas between semicolons, without names.
  ...["#;100,5", "#;100,5;A", "#;A;100,5", "#; 100,5", "#;100,5;1,25"].map(
    (line, k): Row => [
      `decimals-${k}.csv`,
      Array.from({ length: 40 }, (_, i) =>
        line.replace("#", isoDay(dayAt(2024, 1, 1, i))).replace("100", String(value(i))),
      ).join("\n"),
      { read: ["D", 1, "2024-01-01", 100.5, 137.5] },
    ],
  ),
  [
    "commas-of-texts.csv",
    Array.from({ length: 9 }, (_, i) => `2024-01-0${i + 1};a,${value(i)}`).join("\n"),
    {
      refused: /columns may be separated by ";" or ","/,
      hint: /--delimiter ';' or --delimiter ,\./,
    },
  ],
];

readsTables("blanks between columns", BLANKS);

/** A month of another language than English, and how its days are written. */
const FOREIGN: readonly (readonly [string, (day: number) => string])[] = [
  ["Tanggal", (day) => `${day} Januari 2024`],
  ["Tanggal", (day) => `${day} Mei 2024`],
  ["Datum", (day) => `${day}. Januar 2024`],
  ["Datum", (day) => `${day} januari 2024`],
  ["Datum", (day) => `${day} maart 2024`],
  ["fecha", (day) => `${day} de enero de 2024`],
  ["fecha", (day) => `${day} octubre 2024`],
  ["data", (day) => `${day} gennaio 2024`],
  ["Data", (day) => `${day} de outubro de 2024`],
  ["Tarih", (day) => `${day} Ocak 2024`],
];

readsTables(
  "points between thousands or decimals are asked for beside months of other languages",
  FOREIGN.map(
    ([name, write], k): Row => [
      `foreign-${k}.csv`,
      `${name},x\n${rows(24, (i) => `${write(i + 1)},${4 + (i % 3)}.${100 + ((i * 37) % 800)}`)}\n`,
      { refused: /"4\.100" may be 4100 or 4\.1/, hint: /--decimal ','/, line: 2 },
    ],
  ),
);

readsTables("points beside English months, and other decimals, are those of decimals", [
  [
    "english.csv",
    `date,x\n${rows(24, (i) => `${i + 1} January 2024,${4 + (i % 3)}.${100 + ((i * 37) % 800)}`)}\n`,
    { read: ["D", 1, "2024-01-01", 4.1, 5.137] },
  ],
  [
    "tenths.csv",
    `Datum,x\n${rows(24, (i) => `${i + 1}. Januar 2024,${4 + (i % 3)}.${i % 10}`)}\n`,
    { read: ["D", 1, "2024-01-01", 4, 5.1] },
  ],
]);
