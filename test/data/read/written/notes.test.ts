import {
  days,
  isoDay,
  isoTime,
  monthAt,
  parts,
  type Row,
  readsTables,
  rows,
  timeAt,
  value,
} from "./written-tables.js";

/** Two rows of values below names of dates. */
const across = (names: readonly string[], corner = "item") =>
  `${[corner, ...names].join(",")}\nWheat,${names.map((_, i) => value(i))}\nMaize,${names.map((_, i) => value(i) + 7)}`;
const numbered = (count: number, name: (i: number) => string) =>
  Array.from({ length: count }, (_, i) => name(i));
const monthName = (i: number) => `${parts(monthAt(2021, 1, i)).b}. ${2021 + Math.floor(i / 12)}`;
const bank = (
  names: string,
  line: (i: number) => string,
  above = "Bank;\nAddress;\n\n#Client;\nJ K;\n\n#Period:;\n01.01.2024;29.02.2024;\n\n",
) => `${above}${names}\n${rows(30, line)}\n`;
const day = (i: number) => isoDay(timeAt(2024, 1, 20, 24 * i));
const sheet = (values: readonly (readonly unknown[])[], more = {}) =>
  JSON.stringify({ range: "A1:C31", majorDimension: "ROWS", values, ...more });
const pushed = (
  row: (i: number) => object,
  key = (i: number) => `-NoX${String(i).padStart(5, "0")}`,
) => Object.fromEntries(Array.from({ length: 30 }, (_, i) => [key(i), row(i)]));
const withheld = (cell: string) =>
  `date,y\n${rows(30, (i) => `${day(i)},${i === 7 ? `"${cell}"` : value(i)}`)}`;

const TABLES: readonly Row[] = [
  // Notes behind dates that run across.
  [
    "retail.csv",
    across(numbered(24, (i) => monthName(i) + (i === 22 ? "(r)" : i === 23 ? "(p)" : ""))),
    {
      read: ["MS", 2, "2021-01-01", 100, 137],
      said: /"Nov\. 2022\(r\)" and "Dec\. 2022\(p\)" without the notes/,
    },
  ],
  [
    "quarters.csv",
    across(
      numbered(
        12,
        (i) =>
          `${2021 + Math.floor(i / 4)}Q${(i % 4) + 1}${i === 10 ? " r" : i === 11 ? " p" : ""}`,
      ),
    ),
    { read: ["QS", 2, "2021-01-01", 100, 137], said: /"2023Q3 r" and "2023Q4 p"/ },
  ],
  [
    "star.csv",
    across(numbered(23, (i) => `${2000 + i}${i === 22 ? "*" : ""}`)),
    { read: ["YS", 2, "2000-01-01", 100, 137], said: /"2022\*" without the note/ },
  ],
  [
    "two-stars.csv",
    across(numbered(8, (i) => `${2015 + i}${i > 5 ? "**" : ""}`)),
    { read: ["YS", 2, "2015-01-01", 100, 137] },
  ],
  [
    "footnotes.csv",
    across(numbered(8, (i) => `${2015 + i}${i === 3 ? "[1]" : ""}`)),
    { read: ["YS", 2, "2015-01-01", 100, 137] },
  ],
  [
    "raised.csv",
    across(numbered(8, (i) => `${2015 + i}${i === 7 ? "¹" : ""}`)),
    { read: ["YS", 2, "2015-01-01", 100, 137] },
  ],
  [
    "estimates.csv",
    across(numbered(8, (i) => `${2018 + i}${i > 5 ? " est." : ""}`)),
    { read: ["YS", 2, "2018-01-01", 100, 137], said: /"2024 est\." and "2025 est\."/ },
  ],
  [
    "iso-months.csv",
    across(numbered(14, (i) => isoDay(monthAt(2022, 1, i)).slice(0, 7) + (i === 13 ? " (p)" : ""))),
    { read: ["MS", 2, "2022-01-01", 100, 137] },
  ],
  [
    "all-final.csv",
    across(numbered(8, (i) => `${2015 + i}`)),
    { read: ["YS", 2, "2015-01-01", 100, 137] },
  ],
  // The same below each other.
  [
    "market-years.csv",
    `Market Year,Exports\n${rows(30, (i) => `${1995 + i}/${String((1996 + i) % 100).padStart(2, "0")}${i > 27 ? " Est." : ""},${value(i)}`)}`,
    {
      read: ["YS", 1, "1995-01-01", 100, 137],
      said: /without the note Est\. behind its dates/,
    },
  ],
  [
    "market-plans.csv",
    `Market Year,Exports\n${rows(30, (i) => `${1995 + i}/${String((1996 + i) % 100).padStart(2, "0")}${i === 28 ? " Est." : i === 29 ? " Proj." : ""},${value(i)}`)}`,
    {
      refused: /holds "2024\/25 Proj\."/,
      hint: /planned rather than observed\?.*--where 'Market Year!=2024\/25 Proj\.'/,
      line: 31,
    },
  ],
  [
    "months-prel.csv",
    `month,y\n${rows(20, (i) => `${isoDay(monthAt(2022, 1, i)).slice(0, 7)}${i > 17 ? " prel." : ""},${value(i)}`)}`,
    { read: ["MS", 1, "2022-01-01", 100, 137] },
  ],
  [
    "years-forecast.csv",
    `year,y\n${rows(20, (i) => `${2006 + i}${i > 18 ? " (forecast)" : ""},${value(i)}`)}`,
    { refused: /holds "2025 \(forecast\)"/, hint: /planned rather than observed/, line: 21 },
  ],
  [
    "one-broken.csv",
    `Market Year,y\n${rows(20, (i) => `${i === 12 ? "see below 3" : `${1995 + i}/${String((1996 + i) % 100).padStart(2, "0")}`},${value(i)}`)}`,
    { refused: /holds "see below 3"/, line: 14 },
  ],
  // Names behind # below a title, and comments that are none.
  [
    "mbank.csv",
    bank(
      "#Date;#What;#Account;#Amount;#Balance;",
      (i) => `${day(i)};BUY ${i};1234;-${value(i)},50 PLN;${9000 - i},25 PLN;`,
    ),
    { read: ["D", 1, "2024-01-20", -100.5, -137.5] },
  ],
  [
    "one-hash.csv",
    bank("#Date;What;Amount", (i) => `${day(i)};BUY ${i};${value(i)},50`),
    { read: ["D", 1, "2024-01-20", 100.5, 137.5] },
  ],
  [
    "short-title.csv",
    bank("#date;#value;", (i) => `${day(i)};${value(i)};`, "Bank\n#Account:;\n123;\n"),
    { read: ["D", 1, "2024-01-20", 100, 137] },
  ],
  [
    "hash-first.csv",
    `#date,#value\n${rows(30, (i) => `${day(i)},${value(i)}`)}`,
    { read: ["D", 1, "2024-01-20", 100, 137] },
  ],
  [
    "comment-above.csv",
    `# made by hand, in Bern\ndate,value\n${rows(30, (i) => `${day(i)},${value(i)}`)}`,
    { read: ["D", 1, "2024-01-20", 100, 137] },
  ],
  [
    "comment-within.csv",
    `date,value\n${rows(30, (i) => [`${day(i)},${value(i)}`, ...(i === 3 ? ["# gauge moved"] : [])])}`,
    { read: ["D", 1, "2024-01-20", 100, 137] },
  ],
  [
    "title-comment.csv",
    `Gauge 7\n# from, to, by\ndate,value\n${rows(30, (i) => `${day(i)},${value(i)}`)}`,
    { read: ["D", 1, "2024-01-20", 100, 137] },
  ],
  // A header in the first row of arrays within an object.
  [
    "sheets.json",
    sheet([
      ["Date", "Units", "Revenue"],
      ...numbered(30, String).map((_, i) => [
        `1/${i + 1}/2024`,
        `${value(i)}`,
        `$1,${value(i)}.00`,
      ]),
    ]),
    { read: ["D", 1, "2024-01-01", 100, 137] },
  ],
  [
    "sheets-numbers.json",
    sheet([["Date", "Units"], ...numbered(30, String).map((_, i) => [day(i), value(i)])]),
    { read: ["D", 1, "2024-01-20", 100, 137] },
  ],
  [
    "sheets-short.json",
    sheet([
      ["Date", "Units", "Note"],
      ...numbered(30, String).map((_, i) => [day(i), value(i), ...(i === 4 ? ["rain"] : [])]),
    ]),
    { read: ["D", 1, "2024-01-20", 100, 137] },
  ],
  [
    "sheets-nameless.json",
    sheet(numbered(30, String).map((_, i) => [day(i), value(i)])),
    { read: ["D", 1, "2024-01-20", 100, 137] },
  ],
  [
    "names-beside.json",
    sheet(
      numbered(30, String).map((_, i) => [day(i), value(i), 1]),
      { columns: ["when", "units", "shops"] },
    ),
    { read: ["D", 1, "2024-01-20", 100, 137] },
  ],
  // Objects below keys of a database.
  [
    "firebase.json",
    JSON.stringify({
      readings: pushed((i) => ({ t: Date.UTC(2024, 0, 20) + i * 600_000, temp: value(i) })),
    }),
    { read: ["10min", 1, "2024-01-20T00:00:00", 100, 137] },
  ],
  [
    "firebase-top.json",
    JSON.stringify(pushed((i) => ({ at: isoTime(timeAt(2024, 1, 20, i)), temp: value(i) }))),
    { read: ["h", 1, "2024-01-20T00:00:00", 100, 137] },
  ],
  [
    "keyed-names.json",
    JSON.stringify(
      pushed(
        (i) => ({ date: day(i), y: value(i) }),
        (i) => `row ${i}`,
      ),
    ),
    { read: ["D", 1, "2024-01-20", 100, 137] },
  ],
  [
    "settings.json",
    JSON.stringify({ a: { x: 1, y: 2 }, b: { x: 3, y: 4 }, c: { x: 5, y: 6 } }),
    { refused: /settings\.json/ },
  ],
  // Words for a missing value with blanks around them.
  [
    "withheld.csv",
    withheld(" (D)"),
    { refused: /holds " \(D\)"/, hint: /--na '\(D\)' says so/, line: 9 },
  ],
  // Times of day that stand in the dates.
  [
    "sensors.csv",
    `ID,Date_Time,Year,Month,Mdate,Day,Time,Sensor_Name,Hourly_Counts\n${["Hall", "Bridge"]
      .map((s) =>
        rows(60, (i) => {
          const p = parts(timeAt(2009, 5, 1, i));
          return `${1000 + i + (s === "Hall" ? 0 : 60)},"${p.b} ${p.d}, ${p.Y} ${p.h12.padStart(2, "0")}:00:00 ${p.ap}",${p.Y},${p.B},${p.di},${p.A},${p.Hi},${s},${value(i)}`;
        }),
      )
      .join("\n")}`,
    { refused: /2009-05-01 is there already/, hint: /--id Sensor_Name/, line: 62 },
  ],
  // A broken first row of a table without names.
  [
    "meteostat.csv",
    `,,27.9,0,46.1\n${rows(40, (i) => `${1949 + Math.floor((7 + i) / 12)},${((7 + i) % 12) + 1},${value(i)},,1013`)}`,
    {
      refused: /give no date in this row: "column1" is empty/,
      hint: /--where 'column1!='/,
      line: 1,
    },
  ],
  // Points and dashes in dates.
  [
    "croatian.csv",
    `Datum;Promet\n${days(2024, 1, 20, 30, (p, i) => `${p.d}.${p.m}.${p.Y}.;${value(i)}`)}`,
    { read: ["D", 1, "2024-01-20", 100, 137] },
  ],
  [
    "slovene.csv",
    `Datum;Promet\n${days(2024, 1, 20, 30, (p, i) => `${p.di}. ${p.mi}. ${p.Y}.;${value(i)}`)}`,
    { read: ["D", 1, "2024-01-20", 100, 137] },
  ],
  [
    "serbian-clock.csv",
    `Datum;Promet\n${rows(30, (i) => {
      const p = parts(timeAt(2024, 1, 20, i));
      return `${p.d}.${p.m}.${p.Y}. ${p.H}:00;${value(i)}`;
    })}`,
    { read: ["h", 1, "2024-01-20T00:00:00", 100, 137] },
  ],
  [
    "dashed-clock.csv",
    `${rows(
      30,
      (i) =>
        `${isoTime(timeAt(2017, 3, 23, i))
          .replace("T", " ")
          .replace(/:/g, "-")},${value(i)}`,
    )}`,
    { read: ["h", 1, "2017-03-23T00:00:00", 100, 137] },
  ],
];

readsTables("notes, marks and keys around dates", TABLES);
