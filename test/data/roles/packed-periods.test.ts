import { type Row, readsTables, rows, value } from "../read/written/written-tables.js";

const week = (i: number) => (2021 + Math.floor((i + 40) / 52)) * 100 + ((i + 40) % 52) + 1;
const quarter = (i: number) => (2015 + Math.floor(i / 4)) * 10 + (i % 4) + 1;
const month = (i: number) => (2021 + Math.floor(i / 12)) * 100 + (i % 12) + 1;
const ordinal = (i: number) => (i < 20 ? 2023346 + i : 2024001 + i - 20);

/** Names that say nothing of dates, or only a part of a word. */
const TABLES: readonly (readonly [string, (i: number) => number, string, string])[] = [
  ["YEARWK", week, "W-MON", "2021-10-11"],
  ["yrwk", week, "W-MON", "2021-10-11"],
  ["x", week, "W-MON", "2021-10-11"],
  ["KWJ", week, "W-MON", "2021-10-11"],
  ["z", quarter, "QS", "2015-01-01"],
  ["yyyyq", quarter, "QS", "2015-01-01"],
  ["ym", month, "MS", "2021-01-01"],
  ["Abrechnung", month, "MS", "2021-01-01"],
  ["jjjjttt", ordinal, "D", "2023-12-12"],
  ["yr-week", week, "W-MON", "2021-10-11"],
];

readsTables("numbers are periods where these make their steps even", [
  ...TABLES.map(
    ([name, at, freq, from], k): Row => [
      `packed-${k}.csv`,
      `${name},Menge\n${rows(40, (i) => `${at(i)},${value(i)}`)}\n`,
      { read: [freq, 1, from, 100, 137] },
    ],
  ),
  ...TABLES.slice(0, 4).map(
    ([name, at, freq, from], k): Row => [
      `packed-panel-${k}.csv`,
      `shop,${name},qty\n${rows(2, (s) => Array.from({ length: 40 }, (_, i) => `s${s},${at(i)},${value(i + s)}`))}\n`,
      { read: [freq, 2, from, 100, 137] },
    ],
  ),
]);

readsTables(
  "steps beside several texts are counted for each",
  ["Created At", "visit", "lag", "cycle", "Runde", "k", "age", "wave", "tick", "nth"].map(
    (name, k): Row => [
      `beside-${k}.csv`,
      `${name},kind,n\n${rows(8, (i) => ["a", "b", "c"].slice(0, 2 + (k % 2)).map((s) => `${i + (k % 3 === 0 ? 0 : 1)},${s},${value(i)}`))}\n`,
      { read: ["index", 2 + (k % 2), k % 3 === 0 ? "0" : "1", 100, 137] },
    ],
  ),
);

/** Bookings on some days, in order or the newest first. */
const DAYS = [0, 29, 30, 42, 43, 45, 49, 50, 54, 55, 59, 63, 64, 70, 77, 78, 80, 91, 95, 96, 104];

readsTables(
  "days before months stand as they are where rows are in order",
  Array.from({ length: 10 }, (_, k): Row => {
    const date = (days: number) => {
      const [y, m, d] = new Date(Date.UTC(2024, 0, 2 + k + days))
        .toISOString()
        .slice(0, 10)
        .split("-");
      return k % 3 === 0
        ? `${d}/${m}/${y.slice(2)}`
        : k % 3 === 1
          ? `${d}/${m}/${y}`
          : `${d}-${m}-${y}`;
    };
    const lines = DAYS.map((days, i) => `${date(days)},Shop ${i % 4},${value(i)}`);
    const first = new Date(Date.UTC(2024, 0, 2 + k)).toISOString().slice(0, 10);
    const [a, b] = k % 2 === 0 ? [100, 137] : [value(20), value(19)];
    const ordered =
      k % 2 === 0
        ? lines
        : DAYS.map((days, i) => `${date(days)},Shop ${i % 4},${value(20 - i)}`).toReversed();
    return [
      `bank-${k}.csv`,
      `Date,Payee,Betrag\n${ordered.join("\n")}\n`,
      { read: [expect3(k), 1, first, a, b] },
    ];
  }),
);

/** The median interval does not depend on where they begin. */
function expect3(_k: number): string {
  return "4D";
}
