import {
  dayAt,
  isoDay,
  isoTime,
  monthAt,
  type Row,
  readsTables,
  rows,
  timeAt,
  value,
} from "./written-tables.js";

const digits = (text: string, length: number) => text.replaceAll(/\D/g, "").slice(0, length);
const serial = (date: Date) => date.getTime() / 86_400_000 + 25_569;
const day = (i: number) => dayAt(2024, 1, 1, i);
const half = (i: number) => timeAt(2024, 1, 1, i, 30);
const month = (i: number) => monthAt(2024, 1, i);
const lastOf = (i: number) => new Date(monthAt(2024, 1, i + 1).getTime() - 86_400_000);

const table = (
  file: string,
  head: string,
  alias: string,
  ends: (i: number) => readonly [from: string | number, to: string | number],
): Row => [
  file,
  `${head}\n${rows(40, (i) => [...ends(i), value(i)].join(","))}`,
  { read: [alias, 1, /h|min/.test(alias) ? "2024-01-01T00:00:00" : "2024-01-01", 100, 137] },
];

readsTables("the ends of periods are not forecast", [
  table("fluxnet.csv", "TIMESTAMP_START,TIMESTAMP_END,NEE", "30min", (i) => [
    digits(isoTime(half(i)), 12),
    digits(isoTime(half(i + 1)), 12),
  ]),
  table("unix.csv", "start,end,load", "30min", (i) => [
    half(i).getTime() / 1000,
    half(i + 1).getTime() / 1000,
  ]),
  table("unix-ms.csv", "open_time,close_time,price", "30min", (i) => [
    half(i).getTime(),
    half(i + 1).getTime() - 1,
  ]),
  table("packed-days.csv", "from,to,y", "D", (i) => [
    digits(isoDay(day(i)), 8),
    digits(isoDay(day(i + 1)), 8),
  ]),
  table("packed-months.csv", "date,until,y", "MS", (i) => [
    digits(isoDay(month(i)), 8),
    digits(isoDay(lastOf(i)), 8),
  ]),
  table("serials.csv", "date,period end,y", "MS", (i) => [serial(month(i)), serial(lastOf(i))]),
  table("text-and-serials.csv", "date,end,y", "MS", (i) => [isoDay(month(i)), serial(lastOf(i))]),
  table("text-and-packed.csv", "Month,Closing,y", "MS", (i) => [
    isoDay(month(i)).slice(0, 7),
    digits(isoDay(lastOf(i)), 8),
  ]),
  table("hours-packed.csv", "MESS_DATUM,MESS_DATUM_ENDE,y", "h", (i) => [
    digits(isoTime(timeAt(2024, 1, 1, i)), 10),
    digits(isoTime(timeAt(2024, 1, 1, i + 1)), 10),
  ]),
  table("weeks.csv", "week_start,week_end,y", "W-MON", (i) => [
    digits(isoDay(day(7 * i)), 8),
    digits(isoDay(day(7 * i + 6)), 8),
  ]),
]);

const counted = (file: string, head: string, first: number): Row => [
  file,
  `${head}\n${rows(40, (i) => `${first + i},${value(i)}`)}`,
  {
    refused: new RegExp(`${first} may be .* or 20\\d\\d-\\d\\d-\\d\\d as days since 1970`),
    hint: /^Say which it is: --date-format 'days since 1899-12-30' or --date-format 'days since 1970-01-01'/,
    line: 2,
  },
];

readsTables(
  "days since 1970 and days of a spreadsheet are asked for, or told apart by their name",
  [
    counted("r-date.csv", "date,y", 19_723),
    counted("day.csv", "Date,sales", 18_262),
    counted("stamp.csv", "date,y", 21_000),
    ...["days since 1970-01-01", "day_since_1970-01-01", "time (days since 1970-01-01)"].map(
      (head, k): Row => [
        `named-${k}.csv`,
        `${head},y\n${rows(40, (i) => `${19_723 + i},${value(i)}`)}`,
        {
          read: ["D", 1, "2024-01-01", 100, 137],
          said: /is read as days?[ _]since[ _]1970-01-01/i,
        },
      ],
    ),
    [
      "spreadsheet.csv",
      `days since 1899-12-30,y\n${rows(40, (i) => `${19_723 + i},${value(i)}`)}`,
      { read: ["D", 1, "1953-12-30", 100, 137] },
    ],
    [
      "today.csv",
      `date,y\n${rows(40, (i) => `${45_292 + i},${value(i)}`)}`,
      { read: ["D", 1, "2024-01-01", 100, 137], said: /read as days of a spreadsheet/ },
    ],
  ],
);
