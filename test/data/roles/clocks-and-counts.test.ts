import {
  dayAt,
  isoDay,
  readsTables,
  rows,
  timeAt,
  value,
  workbook,
} from "../read/written/written-tables.js";

const table = (head: string, line: (i: number) => string, count = 40) =>
  `${head}\n${rows(count, line)}\n`;
const seconds = (head: string, from: string, step: number, scale = 1) =>
  table(head, (i) => `${(Date.parse(from) / 1000 + i * step) * scale},${value(i)}`);
const day = (i: number) => isoDay(dayAt(2024, 1, 1, i));
const clock = (i: number, minutes = 60) =>
  timeAt(2024, 1, 1, i, minutes).toISOString().slice(11, 16);

readsTables("Unix time on both sides of 1970", [
  [
    "epoch.csv",
    seconds("epoch,y", "1969-12-12T00:00:00Z", 86_400),
    { read: ["D", 1, "1969-12-12", 100, 137] },
  ],
  [
    "timestamp.csv",
    seconds("timestamp,y", "1969-12-12T00:00:00Z", 86_400),
    { read: ["D", 1, "1969-12-12", 100, 137] },
  ],
  [
    "unixtime.csv",
    seconds("unixtime,y", "1967-01-01T00:00:00Z", 7 * 86_400 * 10),
    { read: ["10W-SUN", 1, "1967-01-01", 100, 137] },
  ],
  [
    "hours.csv",
    seconds("ts,y", "1969-12-20T00:00:00Z", 3600 * 12),
    { read: ["12h", 1, "1969-12-20T00:00:00", 100, 137] },
  ],
  [
    "months.csv",
    table("date,y", (i) => `${Date.UTC(1968, i, 1) / 1000},${value(i)}`),
    { read: ["MS", 1, "1968-01-01", 100, 137] },
  ],
  [
    "years.csv",
    table("date,y", (i) => `${Date.UTC(1950 + i, 0, 1) / 1000},${value(i)}`),
    { read: ["YS", 1, "1950-01-01", 100, 137] },
  ],
  [
    "newest-first.csv",
    table("epoch,y", (i) => `${Date.UTC(1970, 0, 30 - i) / 1000},${value(i)}`),
    { read: ["D", 1, "1969-12-22", 170, 133] },
  ],
  [
    "two-meters.csv",
    `epoch,meter,y\n${["a", "b"].map((m) => rows(40, (i) => `${Date.UTC(1969, 11, 12 + i) / 1000},${m},${value(i)}`)).join("\n")}`,
    { read: ["D", 2, "1969-12-12", 100, 137] },
  ],
  [
    "milliseconds.csv",
    seconds("epoch_ms,y", "1969-06-01T00:00:00Z", 86_400 * 10, 1000),
    { read: ["10D", 1, "1969-06-01", 100, 137] },
  ],
  // Numbers around 0 that are none.
  [
    "offsets.csv",
    table("date,delta", (i) => `${day(i)},${(i - 20) * 60}`),
    { read: ["D", 1, "2024-01-01", -1200, -1140] },
  ],
  [
    "steps.csv",
    table("t,y", (i) => `${i - 20},${value(i)}`),
    { read: ["index", 1, "-20", 100, 137] },
  ],
]);

const frame = (
  fields: readonly object[],
  values: readonly (readonly unknown[])[],
  name?: string,
) => ({
  schema: { ...(name && { name }), fields },
  data: { values },
});
const TIME = { name: "Time", type: "time" };
const VALUE = { name: "Value", type: "number" };
const stamps = Array.from({ length: 40 }, (_, i) => Date.UTC(2024, 0, 1) + i * 60_000);
const values = stamps.map((_, i) => value(i));
const answer = (results: Record<string, unknown>) => JSON.stringify({ results });
const labelled = (host: string) => ({ ...VALUE, labels: { host } });

readsTables("frames of Grafana", [
  [
    "one.json",
    answer({ A: { status: 200, frames: [frame([TIME, VALUE], [stamps, values])] } }),
    { read: ["min", 1, "2024-01-01T00:00:00", 100, 137] },
  ],
  [
    "two.json",
    answer({ A: { frames: ["a", "b"].map((h) => frame([TIME, labelled(h)], [stamps, values])) } }),
    { read: ["min", 2, "2024-01-01T00:00:00", 100, 137] },
  ],
  [
    "two-queries.json",
    answer(
      Object.fromEntries(
        ["A", "B"].map((q) => [q, { frames: [frame([TIME, VALUE], [stamps, values])] }]),
      ),
    ),
    { read: ["min", 2, "2024-01-01T00:00:00", 100, 137] },
  ],
  [
    "named.json",
    answer({
      A: { frames: ["cpu", "disk"].map((n) => frame([TIME, VALUE], [stamps, values], n)) },
    }),
    { read: ["min", 2, "2024-01-01T00:00:00", 100, 137] },
  ],
  [
    "nulls.json",
    answer({
      A: { frames: [frame([TIME, VALUE], [stamps, values.map((v, i) => (i === 5 ? null : v))])] },
    }),
    { read: ["min", 1, "2024-01-01T00:00:00", 100, 137] },
  ],
  [
    "wide.json",
    answer({
      A: {
        frames: [
          frame(
            [TIME, { name: "in" }, { name: "out" }],
            [stamps, values, values.map((v) => v / 2)],
          ),
        ],
      },
    }),
    { read: ["min", 1, "2024-01-01T00:00:00", 100, 137], said: /in, out/ },
  ],
  [
    "other-lengths.json",
    answer({
      A: {
        frames: [
          frame([TIME, labelled("a")], [stamps, values]),
          frame([TIME, labelled("b")], [stamps.slice(5), values.slice(5)]),
        ],
      },
    }),
    { read: ["min", 2, "2024-01-01T00:00:00", 100, 137] },
  ],
  [
    "text-times.json",
    answer({
      A: {
        frames: [frame([TIME, VALUE], [stamps.map((ms) => new Date(ms).toISOString()), values])],
      },
    }),
    { read: ["min", 1, "2024-01-01T00:00:00", 100, 137] },
  ],
  [
    "empty-frame.json",
    answer({
      A: { frames: [frame([TIME, VALUE], [stamps, values])] },
      B: { status: 400, error: "timeout" },
    }),
    { read: ["min", 1, "2024-01-01T00:00:00", 100, 137] },
  ],
  [
    "without-results.json",
    JSON.stringify(frame([TIME, VALUE], [stamps, values])),
    { read: ["min", 1, "2024-01-01T00:00:00", 100, 137] },
  ],
]);

readsTables("fractions of a day", [
  [
    "serial.csv",
    table("date,y", (i) => `${45_292 + i / 24},${value(i)}`),
    { read: ["h", 1, "2024-01-01T00:00:00", 100, 137] },
  ],
  [
    "serial-rounded.csv",
    table("date,y", (i) => `${(45_292 + i / 24).toFixed(5)},${value(i)}`),
    { read: ["h", 1, "2024-01-01T00:00:00", 100, 137] },
  ],
  [
    "serial-quarters.csv",
    table("Timestamp,y", (i) => `${(45_292 + i / 96).toFixed(8)},${value(i)}`),
    { read: ["15min", 1, "2024-01-01T00:00:00", 100, 137] },
  ],
  [
    "serial-comma.csv",
    table("Datum;Wert", (i) => `${(45_292 + i / 4).toFixed(2).replace(".", ",")};${value(i)}`),
    { read: ["6h", 1, "2024-01-01T00:00:00", 100, 137] },
  ],
  [
    "beside-day.csv",
    table(
      "date,time,y",
      (i) => `${day(Math.floor(i / 24))},${((i % 24) / 24).toFixed(6)},${value(i)}`,
      72,
    ),
    { read: ["h", 1, "2024-01-01T00:00:00", 100, 137] },
  ],
  [
    "beside-serial.csv",
    table(
      "date,time,y",
      (i) => `${45_292 + Math.floor(i / 24)},${((i % 24) / 24).toFixed(6)},${value(i)}`,
      72,
    ),
    { read: ["h", 1, "2024-01-01T00:00:00", 100, 137] },
  ],
  [
    "mjd.csv",
    table("MJD,flux", (i) => `${60_310 + i / 4},${value(i)}`),
    { read: ["6h", 1, "2024-01-01T00:00:00", 100, 137] },
  ],
  [
    "day-of-year.csv",
    table("year,doy,y", (i) => `2024,${1 + i},${value(i)}`),
    { read: ["D", 1, "2024-01-01", 100, 137] },
  ],
  [
    "year-fraction.csv",
    table("date,y", (i) => `${(2000 + i / 12).toFixed(3)},${value(i)}`),
    { read: ["MS", 1, "2000-01-01", 100, 137] },
  ],
  [
    "shares.csv",
    table("date,share", (i) => `${day(i)},${(value(i) / 200).toFixed(3)}`),
    { read: ["D", 1, "2024-01-01", 0.5, 0.685] },
  ],
  [
    "cells.xlsx",
    workbook({
      Sheet1: [
        ["Date", "Time", "kW"],
        ...Array.from({ length: 48 }, (_, i) => [
          dayAt(2024, 1, 1, Math.floor(i / 24)),
          new Date(Date.UTC(1899, 11, 30, i % 24)),
          value(i),
        ]),
      ],
    }),
    { read: ["h", 1, "2024-01-01T00:00:00", 100, 137] },
  ],
]);

readsTables("clocks beside one day", [
  [
    "date-and-time.csv",
    table("date,time,y", (i) => `2024-01-01,${clock(i, 30)},${value(i)}`),
    { read: ["30min", 1, "2024-01-01T00:00:00", 100, 137] },
  ],
  [
    "datum-uhrzeit.csv",
    table("Datum;Uhrzeit;kW", (i) => `01.01.2024;${clock(i, 15)};${value(i)}`),
    { read: ["15min", 1, "2024-01-01T00:00:00", 100, 137] },
  ],
  [
    "with-seconds.csv",
    table("Date,Time,y", (i) => `2024-01-01,${clock(i, 1)}:00,${value(i)}`),
    { read: ["min", 1, "2024-01-01T00:00:00", 100, 137] },
  ],
  [
    "am-pm.csv",
    table(
      "date,time,y",
      (i) => `1/15/2024,${i % 12 || 12}:00 ${i < 12 ? "AM" : "PM"},${value(i)}`,
      24,
    ),
    { read: ["h", 1, "2024-01-15T00:00:00", 100, 137] },
  ],
  [
    "hour.csv",
    table("date,hour,y", (i) => `2024-01-15,${i},${value(i)}`, 24),
    { read: ["h", 1, "2024-01-15T00:00:00", 100, 137] },
  ],
  [
    "hour-minute.csv",
    table(
      "date,hour,minute,y",
      (i) => `2024-01-15,${Math.floor(i / 4)},${15 * (i % 4)},${value(i)}`,
    ),
    { read: ["15min", 1, "2024-01-15T00:00:00", 100, 137] },
  ],
  [
    "time-first.csv",
    table("time,date,y", (i) => `${clock(i, 30)},2024-01-01,${value(i)}`),
    { read: ["30min", 1, "2024-01-01T00:00:00", 100, 137] },
  ],
  [
    "packed-day.csv",
    table("date,time,y", (i) => `20240101,${clock(i, 30)},${value(i)}`),
    { read: ["30min", 1, "2024-01-01T00:00:00", 100, 137] },
  ],
  [
    "two-meters.csv",
    `date,time,meter,y\n${["a", "b"].map((m) => rows(40, (i) => `2024-01-01,${clock(i, 30)},${m},${value(i)}`)).join("\n")}`,
    { read: ["30min", 2, "2024-01-01T00:00:00", 100, 137] },
  ],
  [
    "hour-ending.csv",
    table("Date,HE,MW", (i) => `2024-01-15,${i + 1},${value(i)}`, 24),
    { read: ["h", 1, "2024-01-15T01:00:00", 100, 137] },
  ],
  [
    "open-day.csv",
    table("date,time,y", (i) => `01/02/2024,${clock(i, 30)},${value(i)}`),
    { refused: /may be day 1 of month 2 or day 2 of month 1/, line: 2 },
  ],
]);
