import {
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

const stamp = (i: number, minutes = 60) => isoTime(timeAt(2024, 1, 1, i, minutes));
const day = (i: number, minutes = 60) => isoDay(timeAt(2024, 1, 1, i, minutes));
/** Ten days whose order of day and month only the hours tell. */
const open = (i: number) => `${padded(1 + Math.floor(i / 24))}/01/2024`;

const TABLES: readonly Row[] = [
  // A column of times repeats the days that stand beside it.
  [
    "hydrology.csv",
    `measure,dateTime,date,value,quality\n${rows(200, (i) => `052d-level,${stamp(i, 15)},${day(i, 15)},${value(i)},Good`)}`,
    {
      read: ["15min", 1, "2024-01-01T00:00:00", 100, 137],
      said: /the days of "date" stand in "dateTime" too/,
    },
  ],
  [
    "day-first.csv",
    `Date,Recorded,Load\n${rows(60, (i) => `${day(i)},${stamp(i)},${value(i)}`)}`,
    { read: ["h", 1, "2024-01-01T00:00:00", 100, 137] },
  ],
  [
    "instant-and-day.csv",
    `timestamp_utc,day,kwh\n${rows(60, (i) => `${stamp(i)}Z,${day(i)},${value(i)}`)}`,
    { read: ["h", 1, "2024-01-01T00:00:00", 100, 137] },
  ],
  [
    "meters.csv",
    `meter,reading_at,date,kwh\n${["a", "b"].map((m) => rows(60, (i) => `${m},${stamp(i)},${day(i)},${value(i)}`)).join("\n")}`,
    { read: ["h", 2, "2024-01-01T00:00:00", 100, 137] },
  ],
  // One row a day: the time says when it was written.
  [
    "written-at.csv",
    `date,written,sales\n${days(2024, 1, 1, 40, (p, i) => `${p.Y}-${p.m}-${p.d},${p.Y}-${p.m}-${p.d}T23:${10 + (i % 40)}:00,${value(i)}`)}`,
    { read: ["D", 1, "2024-01-01", 100, 137] },
  ],
  [
    "shops-written-at.csv",
    `date,written,shop,sales\n${["a", "b"].map((s) => days(2024, 1, 1, 40, (p, i) => `${p.Y}-${p.m}-${p.d},${p.Y}-${p.m}-${p.d}T23:${10 + (i % 40)}:00,${s},${value(i)}`)).join("\n")}`,
    { read: ["D", 2, "2024-01-01", 100, 137] },
  ],
  // Other days are no repetition.
  [
    "other-day.csv",
    `date,paid_at,sales\n${rows(40, (i) => `${day(Math.floor(i / 2) * 24)},${stamp(i * 24 + 5)},${value(i)}`)}`,
    { refused: /is there already/, hint: /--time paid_at/, line: 3 },
  ],
  [
    "clock-besides.csv",
    `date,time,stamp,y\n${rows(60, (i) => `${day(i)},${stamp(i).slice(11, 16)},${stamp(i)},${value(i)}`)}`,
    { read: ["h", 1, "2024-01-01T00:00:00", 100, 137], said: /columns date and time make/ },
  ],
  // Unix time that is called a time, beside dates about the records.
  [
    "created-and-unix.csv",
    `created_at,unix_time,steps\n${rows(40, (i) => `2024-03-${10 + ((i * 7) % 19)} 10:0${i % 9}:00,${1_704_067_200 + 86_400 * i},${value(i)}`)}`,
    { read: ["D", 1, "2024-01-01", 100, 137] },
  ],
  [
    "created-and-ids.csv",
    `created_at,ticket,steps\n${rows(40, (i) => `${stamp(i)},${1_704_067_200 + 86_400 * i},${value(i)}`)}`,
    { read: ["h", 1, "2024-01-01T00:00:00", 100, 137] },
  ],
  // Hours tell which of day and month is first.
  [
    "hours-from-1.csv",
    `CUPS;Fecha;Hora;AE_kWh\n${rows(240, (i) => `ES0021;${open(i)};${(i % 24) + 1};${value(i)},5`)}`,
    {
      read: ["h", 1, "2024-01-01T01:00:00", 100.5, 137.5],
      said: /as day, month, year, not as month/,
    },
  ],
  [
    "hours-from-0.csv",
    `date,hour,load\n${rows(240, (i) => `${open(i)},${i % 24},${value(i)}`)}`,
    { read: ["h", 1, "2024-01-01T00:00:00", 100, 137], said: /as day, month, year/ },
  ],
  [
    "hours-month-first.csv",
    `Date,HR,MW\n${rows(240, (i) => `01/${padded(1 + Math.floor(i / 24))}/2024,${(i % 24) + 1},${value(i)}`)}`,
    { read: ["h", 1, "2024-01-01T01:00:00", 100, 137], said: /as month, day, year/ },
  ],
  [
    "order-in-name.csv",
    `Date (dd/mm/yyyy);Umsatz\n${rows(10, (i) => `${padded(2 + i)}/01/2024;${value(i)}`)}`,
    { read: ["D", 1, "2024-01-02", 100, 137], said: /as day, month, year, not as month/ },
  ],
  [
    "month-first-in-name.csv",
    `DATE (MM/DD/YYYY),MST,Global\n${rows(8, (i) => `01/${padded(2 + i)}/2024,12:00,${value(i)}`)}`,
    { read: ["D", 1, "2024-01-02", 100, 137], said: /as month, day, year/ },
  ],
  [
    "hhmm.csv",
    `date,hhmm,flow\n${rows(60, (i) => `${day(i).replaceAll("-", "")},${stamp(i).slice(11, 16).replace(":", "")},${value(i)}`)}`,
    { read: ["h", 1, "2024-01-01T00:00:00", 100, 137], said: /date and hhmm/ },
  ],
  [
    "thousands-without-quotes.csv",
    `Date,Sales\n${rows(30, (i) => `${padded(1 + i)}-03-2024,1,${200 + i}`)}`,
    { refused: /3 fields where 2/, hint: /^Put quotes around a field/, line: 2 },
  ],
  [
    "hours-of-few-days.csv",
    `date,hour,load\n${rows(10, (i) => `${padded(1 + i)}/01/2024,8,${value(i)}`)}`,
    { refused: /may be day/, hint: /--date-format dmy/, line: 3 },
  ],
  [
    "hours-with-gap.csv",
    `date,hour,load\n${rows(240, (i) => (i === 77 ? [] : `${open(i)},${i % 24},${value(i)}`))}`,
    { refused: /may be day/, hint: /--date-format dmy/, line: 26 },
  ],
];

readsTables("columns that stand beside dates", TABLES);
