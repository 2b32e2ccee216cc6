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
  workbook,
} from "./written-tables.js";

const DAYS = days(2024, 1, 1, 40, (p, i) => `${p.Y}-${p.m}-${p.d},${value(i)}`);
const SUM = Array.from({ length: 40 }, (_, i) => value(i)).reduce((a, b) => a + b);

const TABLES: readonly Row[] = [
  // Notes and sums below the dates.
  [
    "filters.csv",
    `Date,Sales\n${DAYS}\n"Applied filters:\nRegion is North\nYear is 2024",\n`,
    { read: ["D", 1, "2024-01-01", 100, 137], said: /1 row of notes below the dates is left out/ },
  ],
  [
    "two-notes.csv",
    `Date,Sales\n${DAYS}\nSource: the till,\nMade up on Monday,\n`,
    {
      read: ["D", 1, "2024-01-01", 100, 137],
      said: /2 rows of notes below the dates are left out/,
    },
  ],
  [
    "notes.xlsx",
    workbook({
      Sheet: [
        ["Date", "Sales"],
        ...Array.from({ length: 20 }, (_, i) => [dayAt(2024, 1, 1, i), value(i)] as [Date, number]),
        ["Source: the till", null],
      ],
    }),
    { read: ["D", 1, "2024-01-01", 100, 137], said: /1 row of notes/ },
  ],
  [
    "note-within.csv",
    `Date,Sales\n${DAYS}\nSource: the till,\n2024-02-10,5\n`,
    { refused: /"Source: the till" where a date/, line: 42 },
  ],
  [
    "total.csv",
    `Date,Sales\n${DAYS}\nTotal,${SUM}\n`,
    { refused: /"Total" where a date/, hint: /--where 'Date!=Total'/, line: 42 },
  ],
  [
    "undated-sum.csv",
    `Date,Sales\n${DAYS}\n,${SUM}\n`,
    { read: ["D", 1, "2024-01-01", 100, 137], said: /holds the sum of column "Sales"; it is left/ },
  ],
  [
    "undated-other.csv",
    `Date,Sales\n${DAYS}\n,${SUM + 1}\n`,
    { refused: /has no date in this row/, line: 42 },
  ],
  // Titles that the program padded to two fields.
  [
    "inegi.csv",
    `"Instituto Nacional, INEGI",\n"Indicador global, base 2013",\n,\nPeriodos,Indice\n${months(2010, 1, 36, (p, i) => `${p.Y}/${p.m},${value(i)}.5`)}\n"Fuente: INEGI, cuentas",\n`,
    { read: ["MS", 1, "2010-01-01", 100.5, 137.5], said: /first 3 lines are taken for a title/ },
  ],
  [
    "one-title.csv",
    `Sales of the north,\nDate,Sales\n${DAYS}\n`,
    { read: ["D", 1, "2024-01-01", 100, 137], said: /first line is taken for a title/ },
  ],
  // Facts of two cells above twelve columns.
  [
    "bls.xlsx",
    workbook({
      Data: [
        ["CPI for All Urban Consumers"],
        ["Series Id:", "CUUR0000SA0"],
        ["Not Seasonally Adjusted"],
        ["Area:", "U.S. city average"],
        ["Years:", "2014 to 2023"],
        ["Year", ..."Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" "), "HALF1"],
        ...Array.from({ length: 6 }, (_, y) => [
          2014 + y,
          ...Array.from({ length: 12 }, (_, m) => value(12 * y + m)),
          99,
        ]),
      ],
    }),
    { read: ["MS", 1, "2014-01-01", 100, 137], said: /without HALF1/ },
  ],
  // Year, month, day and hour without names beside many measures.
  [
    "isd-lite.txt",
    hours(
      2024,
      1,
      1,
      60,
      (p, i) =>
        `${p.Y} ${p.m} ${p.d} ${p.H} ${value(i)} ${rows(8, (k) => 40 + k + (i % 3)).replaceAll("\n", " ")}`,
    ),
    { read: ["h", 1, "2024-01-01T00:00:00", 100, 137], said: /hold year, month, day, hour/ },
  ],
  [
    "hour-ending.csv",
    `Date,Hour Ending,LMP\n${hours(2024, 1, 20, 60, (p, i) => `${p.m}/${p.d}/${p.Y},${padded(p.Hi + 1)},${value(i)}`)}`,
    { read: ["h", 1, "2024-01-20T01:00:00", 100, 137], said: /Date and Hour Ending/ },
  ],
  [
    "ghcn.dly",
    rows(
      24,
      (i) =>
        `USW00094728${2010 + Math.floor(i / 12)}${padded(1 + (i % 12))}TMAX${rows(31, (k) => `${String(40 + i + k).padStart(5)}  W`).replaceAll("\n", "")}`,
    ),
    { refused: /GHCN in columns of fixed width/, hint: /as CSV/ },
  ],
  [
    "plan-actual.csv",
    "Product,Jan-24 Plan,Jan-24 Actual,Feb-24 Plan,Feb-24 Actual\nTea,10,11,12,13\nCoffee,20,21,22,23\n",
    {
      refused: /named after dates and what they hold, such as "Jan-24 Plan"/,
      hint: /Plan and Actual/,
    },
  ],
  [
    "cr-dr.csv",
    `Txn Date,Amount\n${rows(30, (i) => `${isoDay(dayAt(2024, 1, 1, i))},"${value(i)}.00 ${i % 4 ? "Dr" : "Cr"}"`)}`,
    { refused: /"100\.00 Cr"/, hint: /write 100\.00 or -100\.00/, line: 2 },
  ],
  [
    "workout.csv",
    `Workout;Date;Exercise;Set Order;Weight;Reps\n${rows(60, (i) => `Leg;${isoDay(dayAt(2024, 1, 1, 2 * Math.floor(i / 6)))} 07:02:11;${["Squat", "Press"][i % 2]};${1 + (i % 3)};${60 + (i % 6) * 2.5};${8 - (i % 3)}`)}`,
    { refused: /is there already/, hint: /--id 'Exercise,Set Order'/, line: 3 },
  ],
  [
    "names-below-facts.tsv",
    `LabVIEW\t2\nSeparator\tTab\nX_Value\tVoltage\tComment\n${rows(40, (i) => `0.${100 + i}\t${value(i)}`)}\n`,
    { refused: /3 fields where 2/, hint: /remove the lines above it/, line: 3 },
  ],
];

readsTables("notes, titles and facts around tables", TABLES);
