import { type Row, readsTables, rows, value } from "../read/written/written-tables.js";

const academic = (first: number, i: number) => (first + i) * 100 + ((first + i + 1) % 100);

readsTables("years such as 202021 are financial ones", [
  ...[1995, 2000, 2001, 2005, 2010].flatMap((first) =>
    ["time_period", "year"].map(
      (name): Row => [
        `${name}-${first}.csv`,
        `${name},n\n${rows(11, (i) => `${academic(first, i)},${value(i)}`)}\n`,
        { read: ["YS", 1, `${first}-01-01`, 100, 137] },
      ],
    ),
  ),
  [
    "panel.csv",
    `time_period,school,n\n${rows(2, (s) => Array.from({ length: 13 }, (_, i) => `${academic(2010, i)},s${s},${value(i + s)}`))}\n`,
    { read: ["YS", 2, "2010-01-01", 100, 137] },
  ],
  [
    "months.csv",
    `period,n\n${rows(24, (i) => `${(2001 + Math.floor(i / 12)) * 100 + (i % 12) + 1},${value(i)}`)}\n`,
    { read: ["MS", 1, "2001-01-01", 100, 137] },
  ],
]);

readsTables("numbers that would be weeks in uneven steps are no dates", [
  [
    "uneven.csv",
    `week,n\n${[201903, 201941, 202002, 202017, 202119, 202144, 202201, 202238].map((x, i) => `${x},${value(i)}`).join("\n")}\n`,
    { refused: /where a date was expected/, line: 2 },
  ],
]);

readsTables(
  "month and year stand without anything between",
  [
    "JAN49",
    "FEB2015",
    "mar98",
    "Apr21",
    "MAY2004",
    "jun12",
    "Jul77",
    "AUG2019",
    "sep20",
    "OCT85",
  ].map((first, k): Row => {
    const year = Number(first.slice(3));
    const short = year < 100;
    const from = (short ? (year > 30 ? 1900 : 2000) : 0) + year;
    const names = "jan feb mar apr may jun jul aug sep oct nov dec".split(" ");
    const at = names.indexOf(first.slice(0, 3).toLowerCase());
    const upper = first.slice(0, 3) === first.slice(0, 3).toUpperCase();
    const date = (i: number) => {
      const [m, y] = [(at + i) % 12, from + Math.floor((at + i) / 12)];
      return `${upper ? names[m].toUpperCase() : names[m]}${short ? String(y).slice(2) : y}`;
    };
    return [
      `mon-${k}.csv`,
      `DATE,AIR\n${rows(20, (i) => `${date(i)},${value(i)}`)}\n`,
      { read: ["MS", 1, `${from}-${String(at + 1).padStart(2, "0")}-01`, 100, 137] },
    ];
  }),
);
