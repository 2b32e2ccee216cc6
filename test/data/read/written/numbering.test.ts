import {
  businessDays,
  dayAt,
  days,
  isoDay,
  isoTime,
  padded,
  type Row,
  readsTables,
  rows,
  timeAt,
  value,
} from "./written-tables.js";

/** Days that bookings are on: three or four a week, without a pattern. */
const BOOKED = [
  0, 1, 4, 6, 11, 12, 15, 19, 22, 23, 25, 33, 34, 38, 41, 47, 49, 56, 57, 62, 66, 67, 75, 79, 84,
  90, 91, 99,
];

const TABLES: readonly Row[] = [
  // Numbers of documents are not forecast.
  [
    "belegnr.csv",
    `Buchungsdat;Belegnr;Betrag\n${businessDays(2023, 1, 2, 40, (p, i) => `${p.d}.${p.m}.${p.Y};${4_900_000_000 + i};${value(i)},50`)}`,
    { read: ["B", 1, "2023-01-02", 100.5, 137.5] },
  ],
  [
    "bon.csv",
    `Datum;Bon-Nr;Summe\n${days(2024, 3, 13, 40, (p, i) => `${p.d}.${p.m}.${p.Y};${10_451 + i};${value(i)},50`)}`,
    { read: ["D", 1, "2024-03-13", 100.5, 137.5] },
  ],
  [
    "invoice.csv",
    `Date,Invoice,Amount\n${days(2024, 1, 1, 40, (p, i) => `${p.Y}-${p.m}-${p.d},${20_240_006 + 7 * i + (i % 3)},${value(i)}`)}`,
    { read: ["D", 1, "2024-01-01", 100, 137] },
  ],
  [
    "factures.csv",
    `Date;N° facture;Client;Montant HT (€)\n${days(2023, 10, 13, 40, (p, i) => `${p.d}/${p.m}/${p.Y};${2_310_002 + 3 * i + (i % 2)};C${i % 3};${value(i)},50`)}`,
    { read: ["D", 1, "2023-10-13", 100.5, 137.5] },
  ],
  [
    "number-sign.csv",
    `date,No. of visits,revenue\n${days(2024, 1, 1, 40, (p, i) => `${p.Y}-${p.m}-${p.d},${value(i)},${i % 7}`)}`,
    { read: ["D", 1, "2024-01-01", 100, 137] },
  ],
  [
    "invoice-amounts.csv",
    `Date,Invoice,Paid\n${days(2024, 1, 1, 40, (p, i) => `${p.Y}-${p.m}-${p.d},${value(i)}.20,${i % 5}`)}`,
    { read: ["D", 1, "2024-01-01", 100.2, 137.2] },
  ],
  [
    "packed-beside.csv",
    `date,YYYYMMDD,cases\n${days(2020, 11, 20, 60, (p, i) => `${p.d}-${i === 12 ? "02-2021" : `${p.m}-${p.Y}`},${p.Y}${p.m}${p.d},${value(i)}`)}`,
    {
      read: ["D", 1, "2020-11-20", 100, 137],
      said: /dates in "YYYYMMDD" step evenly and those in "date" go back/,
    },
  ],
  // Orders begin with a hash, as comments do.
  [
    "hash.csv",
    `Name,Created at,Total\n${days(2024, 1, 1, 40, (p, i) => `#${1059 + i},${p.Y}-${p.m}-${p.d},${value(i)}`)}`,
    { read: ["D", 1, "2024-01-01", 100, 137] },
  ],
  [
    "hash-and-comments.csv",
    `# exported\nName,Created at,Total\n${days(2024, 1, 1, 40, (p, i) => [...(i === 20 ? ["# a second page"] : []), `#${1059 + i},${p.Y}-${p.m}-${p.d},${value(i)}`])}`,
    { read: ["D", 1, "2024-01-01", 100, 137] },
  ],
  // Days without years.
  [
    "ddmm.csv",
    `Belegdatum;Umsatz\n${days(2023, 1, 1, 60, (p, i) => `${p.di}${p.m};${value(i)},50`)}`,
    {
      refused: /column "Belegdatum" holds "101" where a date was expected/,
      hint: /needs a year/,
      line: 2,
    },
  ],
  [
    "mmdd.csv",
    `sale_date,amount\n${days(2023, 1, 20, 60, (p, i) => `${p.m}${p.d},${value(i)}`)}`,
    {
      refused: /column "sale_date" holds "0120" where a date was expected/,
      hint: /needs a year/,
      line: 2,
    },
  ],
  // Dates that repeat, one for each series.
  [
    "stores-by-number.csv",
    `store,business day,loaded,sales\n${days(2024, 1, 1, 20, (p, i) => [1, 2].map((s) => `${s},${p.Y}-${p.m}-${p.d},${p.Y}-${p.m}-${p.d} 23:0${s}:${padded(i)},${value(i) + s}`))}`,
    { refused: /2024-01-01 is there already in line 2/, line: 3 },
  ],
  [
    "shops-by-name.csv",
    `shop,business day,loaded,sales\n${days(2024, 1, 1, 20, (p, i) => ["N", "S"].map((s, k) => `${s},${p.Y}-${p.m}-${p.d},${p.Y}-${p.m}-${p.d} 23:0${k}:${padded(i)},${value(i)}`))}`,
    { read: ["D", 2, "2024-01-01", 100, 137], said: /taking "business day"/ },
  ],
  // Steps that begin anew with each series.
  [
    "visits.csv",
    `patient,visit,hba1c\n${rows(4, (k) => Array.from({ length: 12 }, (_, i) => `P0${k},${i + 1},${value(i)}`))}`,
    {
      read: ["index", 4, "1", 100, 137],
      said: /column "visit" counts on in each "patient" and is read as its steps/,
    },
  ],
  [
    "days-in-milk.csv",
    `Ear tag,DIM,Milk kg\n${rows(3, (k) => Array.from({ length: 40 }, (_, i) => `DE035${k},${5 + 7 * i},${value(i)}`))}`,
    { read: ["index", 3, "5", 100, 137] },
  ],
  [
    "batches.csv",
    `Batch,Hour,Temp C\n${rows(3, (k) => Array.from({ length: 30 + k }, (_, i) => `B-${k},${i},${value(i)}`))}`,
    { read: ["index", 3, "0", 100, 137] },
  ],
  [
    "regions.csv",
    `region,year_built,price\n${rows(3, (k) => Array.from({ length: 12 }, (_, i) => `R${k},${(i * 7919) % 13},${value(i)}`))}`,
    { refused: /no column of .* holds dates.*"region"/, hint: /--id region/, line: 2 },
  ],
  // Days of bookings are on no grid.
  [
    "bookings.csv",
    `Buchungstag;Umsatz\n${BOOKED.map(
      (d, i) =>
        `${isoDay(dayAt(2021, 1, 2, d))
          .split("-")
          .toReversed()
          .join(".")};${value(i)}`,
    ).join("\n")}`,
    {
      read: ["3D", 1, "2021-01-02", 100, 137],
      said: /dates are not evenly spaced and are kept as they are/,
    },
  ],
  [
    "swapped.csv",
    `date,y\n${days(2021, 1, 1, 90, (p, i) => `${p.di <= 12 ? `${p.d}/${p.m}` : `${p.m}/${p.d}`}/${p.Y},${value(i)}`)}`,
    {
      refused: /247 of 337 dates have no row in steps of D/,
      hint: /^Day and month are swapped in some rows/,
      line: 3,
    },
  ],
  [
    "two-periods.csv",
    `date,y\n${[...Array(30).keys()].map((i) => `${isoDay(dayAt(2021 + (i > 14 ? 2 : 0), 1, 1, i))},${value(i)}`).join("\n")}`,
    { refused: /have no row in steps of D/, hint: /Two periods in one table\?/, line: 17 },
  ],
  [
    "short-notes.csv",
    `Month,Value\n${rows(24, (i) => `${2020 + Math.floor(i / 12)}-${padded((i % 12) + 1)},"1,${value(i)}${i > 20 ? " (r)" : ""}"`)}`,
    {
      read: ["MS", 1, "2020-01-01", 1100, 1137],
      said: /has thousands separators and the flag \(r\): /,
    },
  ],
  // The time since a start is none.
  ...(
    [
      ["days", 86_400_000, 3],
      ["total_hours", 3_600_000, 3],
      ["Elapsed (s)", 1000, 0],
      ["Minutes", 60_000, 2],
      ["time_s", 1000, 0],
      ["Run time [min]", 60_000, 1],
      ["seconds", 1000, 0],
      ["Age in weeks", 7 * 86_400_000, 4],
    ] as const
  ).map(
    ([name, unit, digits]): Row => [
      `${name.replace(/\W/g, "")}.csv`,
      `_time,${name},pH\n${rows(60, (i) => `${isoTime(timeAt(2022, 6, 27, i, 312 / 60))}Z,${((i * 312_000) / unit + 2).toFixed(digits)},${value(i) / 100}`)}`,
      { read: ["312s", 1, "2022-06-27T00:00:00", 1, 1.37] },
    ],
  ),
  [
    "delay-days.csv",
    `date,delay days,cost\n${rows(40, (i) => `${isoTime(timeAt(2024, 1, 1, i, 1440)).slice(0, 10)},${value(i) / 100},${value(i)}`)}`,
    { read: ["D", 1, "2024-01-01", 1, 1.37] },
  ],
  [
    "hours-worked.csv",
    `date,hours,cost\n${rows(40, (i) => `${isoTime(timeAt(2024, 1, 1, i, 1440)).slice(0, 10)},${value(i) / 10},${value(i)}`)}`,
    { read: ["D", 1, "2024-01-01", 10, 13.7] },
  ],
];

readsTables("numbers of documents and rows, and dates on no grid", TABLES);
