import {
  isoTime,
  parts,
  type Row,
  readsTables,
  rows,
  timeAt,
  value,
} from "../read/written/written-tables.js";

/** Half hours of the first of January 2024, which end when the next ones begin. */
const at = (i: number) => timeAt(2024, 1, 1, i, 30);
const digits = (date: Date, length: number) => isoTime(date).replace(/\D/g, "").slice(0, length);
const seconds = (date: Date) => date.getTime() / 1000;
/** Ends that are not the same time after the beginning in each row. */
const uneven = (i: number) => new Date(at(i).getTime() + (600 + ((i * 37) % 50) * 20) * 1000);

const READ = { read: ["30min", 1, "2024-01-01T00:00:00", 100, 137] } as const;

const halves = (file: string, head: string, line: (i: number) => string): Row => [
  file,
  `${head}\n${rows(48, (i) => `${line(i)},${value(i)}`)}\n`,
  READ,
];

readsTables("ends of intervals are not forecast", [
  halves(
    "fluxnet.csv",
    "TIMESTAMP_START,TIMESTAMP_END,NEE_VUT_REF",
    (i) => `${digits(at(i), 12)},${digits(at(i + 1), 12)}`,
  ),
  halves("seconds.csv", "start,end,load", (i) => `${digits(at(i), 14)},${digits(at(i + 1), 14)}`),
  halves(
    "sessions.csv",
    "start_time,end_time,watts",
    (i) => `${isoTime(at(i))},${seconds(uneven(i))}`,
  ),
  halves("unix.csv", "timestamp,until,kwh", (i) => `${seconds(at(i))},${seconds(uneven(i))}`),
  halves(
    "milliseconds.csv",
    "time,finished,kwh",
    (i) => `${isoTime(at(i))},${uneven(i).getTime()}`,
  ),
  halves("before.csv", "ds,received,kwh", (i) => `${isoTime(at(i))},${seconds(uneven(i)) - 40}`),
  halves("packed-ends.csv", "ds,finished,kwh", (i) => `${isoTime(at(i))},${digits(uneven(i), 14)}`),
  halves(
    "days.csv",
    "ds,bookday,kwh",
    (i) => `${isoTime(at(i))},${digits(at(i + 48 * (i % 3)), 8)}`,
  ),
  [
    "hours.csv",
    `ds,hourly,kwh\n${rows(48, (i) => `${isoTime(timeAt(2024, 1, 1, i))},${digits(timeAt(2024, 1, 1, i + 1), 10)},${value(i)}`)}\n`,
    { read: ["h", 1, "2024-01-01T00:00:00", 100, 137] },
  ],
  [
    "measure.csv",
    `ds,units\n${rows(24, (i) => `${parts(timeAt(2024, 1, 1, i)).Y}-01-${String(i + 1).padStart(2, "0")},${1_700_000_000 + i}`)}\n`,
    { read: ["D", 1, "2024-01-01", 1_700_000_000, 1_700_000_001] },
  ],
]);
