import { describe, expect, it } from "vitest";
import { parseCsv } from "../../../src/data/format/csv.js";
import { findRoles, type RoleOptions } from "../../../src/data/roles/roles.js";
import {
  dayAt,
  days,
  isoDay,
  type Row,
  readsTables,
  rows,
  VALUES,
  value,
} from "../read/written/written-tables.js";

/** Texts in each row, of which none is a date as dates are read. */
const LABELS: readonly ((i: number) => string)[] = [
  (i) => `y24-x${i}`,
  (i) => `Sol ${i}`,
  (i) => `no. ${i + 1} b`,
  (i) => `Lap ${i + 1}`,
  (i) => `t+${i}`,
  (i) => `R${i + 1}-x`,
  (i) => `[${i}]`,
  (i) => `§ ${i + 1}`,
  (i) => `interval ${i + 1} of 24`,
  (i) => `Zug ${i + 1}/a`,
];

readsTables(
  "texts in each row are asked for",
  LABELS.map(
    (label, k): Row => [
      `labels-${k}.csv`,
      `Etikett;Menge\n${rows(24, (i) => `${label(i)};${value(i)}`)}\n`,
      {
        refused: /no column of .* holds dates, and "Etikett" has another text in each row/,
        hint: /--date-format.*--target Menge/,
        line: 2,
      },
    ],
  ),
);

const NAMES: readonly (readonly string[])[] = [
  ["north", "south"],
  ["Berlin", "Ulm", "Bonn"],
  ["A", "B", "C", "D"],
  ["tea", "coffee"],
  ["x1", "x2", "x3"],
];

readsTables(
  "texts that repeat where there are no dates may name series",
  NAMES.flatMap((names, k) => {
    const hint = /--id shop.*--target qty/;
    const block = names.flatMap((name) => VALUES.map((y) => `${name},${y}`));
    const turns = VALUES.flatMap((y) => names.map((name, i) => `${name},${y + i}`));
    return [block, turns].map(
      (lines, how): Row => [
        `series-${k}-${how}.csv`,
        `shop,qty\n${lines.join("\n")}\n`,
        { refused: /rows with different texts in "shop" may be series/, hint, line: 2 },
      ],
    );
  }),
);

/** How many parts a day has, and how the texts that tell them apart begin. */
const PARTS: readonly (readonly [number, string])[] = [
  [24, "P"],
  [48, "SP"],
  [24, "slot "],
  [96, "Q"],
  [24, "T-"],
  [25, "Z"],
  [23, "x_"],
  [144, "i"],
  [48, "hh "],
  [24, "Block "],
];

readsTables(
  "as many texts as a day has hours may be times of day",
  PARTS.map(
    ([count, word], k): Row => [
      `parts-${k}.csv`,
      `Date,part,load\n${days(2024, 1, 20, 3, (p, d) =>
        Array.from(
          { length: count },
          (_, i) => `${p.Y}-${p.m}-${p.d},${word}${i + 1},${value(d * count + i)}`,
        ),
      )}\n`,
      {
        refused: new RegExp(`each day has ${count} rows, told apart by "part"`),
        hint: /--id part/,
        line: 2,
      },
    ],
  ),
);

/** Names of columns after times that are no dates. */
const ACROSS: readonly (readonly string[])[] = [
  ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"],
  ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"],
  ["P1", "P2", "P3", "P4"],
  ["P01", "P02", "P03", "P04", "P05", "P06"],
  ["Jan", "Feb", "Mar", "Apr", "May", "Jun"],
  ["janvier", "février", "mars", "avril"],
  ["Week 1", "Week 2", "Week 3", "Week 4"],
  ["H1", "H2", "H3", "H4", "H5"],
  ["Q1", "Q2", "Q3", "Q4"],
  ["M3", "M6", "M9", "M12"],
  ["2012A", "2013A", "2014A", "2015E", "2016E"],
  ["Q1 FY21", "Q2 FY21", "FY21", "Q1 FY22", "Q2 FY22", "FY22"],
  ["est 2012", "est 2013", "est 2014", "est 2015"],
  ["2021 (p)", "2022 (p)", "2023 (e)", "2024 (e)"],
  ["MO012021", "MO022021", "MO032021", "MO042021"],
  ["y2021", "y2022", "y2023", "y2024"],
];

readsTables(
  "columns that are called after times are not forecast alone",
  ACROSS.map(
    (names, k): Row => [
      `across-${k}.csv`,
      `${["size", ...names].join(",")}\n${rows(5, (i) => [0.5 + i * i, ...names.map((_, c) => value(i * 3 + c))].join(","))}\n`,
      {
        refused: /columns are called after times/,
        hint: new RegExp(`--target '?${names[0].replaceAll(/[()]/g, "\\$&")}`),
      },
    ],
  ).concat([
    [
      "days-by-months.csv",
      `DIA;JAN;FEV;MAR;ABR;MAI;JUN;JUL;AGO;SET;OUT;NOV;DEZ\n${rows(31, (i) => [i + 1, ...Array.from({ length: 12 }, (_, c) => value(i * 3 + c))].join(";"))}\n`,
      { refused: /columns are called after times/, hint: /^Of which year\? .*--target JAN\.$/ },
    ],
  ]),
);

/** How days of the month across are called, and the months beside them. */
const DAYS_ACROSS: readonly (readonly [string, (day: number) => string])[] = [
  ["YR,MO", String],
  ["Year,Month", String],
  ["Ano,Mes", String],
  ["Year,Month", (day) => `Day${day}`],
  ["Year,Month", (day) => `day ${day}`],
  ["Jahr,Monat", (day) => `Tag ${day}`],
  ["year,month", (day) => `d${day}`],
  ["Year,Month", (day) => `D${day}`],
  ["Year,Month", (day) => `day_${day}`],
  ["Year,Month", (day) => `Day-${day}`],
];

readsTables(
  "days of the month across are not read as their first",
  DAYS_ACROSS.map(
    ([months, name], k): Row => [
      `days-across-${k}.csv`,
      `${months},${Array.from({ length: 31 }, (_, d) => name(d + 1)).join(",")}\n${rows(24, (i) => `${2020 + Math.floor(i / 12)},${(i % 12) + 1},${Array.from({ length: 31 }, (_, d) => value(i + d)).join(",")}`)}\n`,
      { refused: /columns are called after times/, hint: /Write a row for each time/ },
    ],
  ),
);

const COUNTERS = "seq scan docket Vorgang lfd ref Stand odometer batch check".split(" ");

describe("large whole numbers that rise or fall in each row", () => {
  const text = (name: string, sign: number, from: number, step: number) =>
    `Date,${name},Temp\n${rows(24, (i) => `${isoDay(dayAt(2024, 1, 20, i))},${from + sign * (i * step + (i % 3))},${value(i)}`)}\n`;
  const roles = (csv: string, options: RoleOptions = {}) => {
    const table = parseCsv({ name: "t.csv", bytes: new TextEncoder().encode(csv) });
    return findRoles(table, options, () => {}).targets[0].name;
  };

  it.each(COUNTERS)("are asked for beside other numbers: %s", (name) => {
    for (const sign of [1, -1]) {
      expect(() => roles(text(name, sign, 104_500, 5))).toThrow(
        expect.objectContaining({ exitCode: 3, hint: expect.stringContaining(`--target ${name}`) }),
      );
    }
    expect(roles(text(name, 1, 104_500, 5), { target: [name] })).toBe(name);
  });

  it("are measures where they are small, far apart or called so", () => {
    expect(roles(text("load", 1, 500, 5))).toBe("load");
    expect(roles(text("altitude", 1, 104_500, 900))).toBe("altitude");
    expect(roles(text("Total sales", 1, 104_500, 5))).toBe("Total sales");
  });
});

describe("what was named is not asked for", () => {
  const read = (text: string, options: RoleOptions) => {
    const table = parseCsv({ name: "t.csv", bytes: new TextEncoder().encode(text) });
    const { time, id, targets } = findRoles(table, options, () => {});
    return [time?.column.name, id?.name, targets[0].name];
  };

  it("as rows are counted with a target, and in each series with an id", () => {
    const lines = `shop,qty\n${VALUES.map((y, i) => `${"ab"[i % 2]},${y}`).join("\n")}\n`;
    expect(read(lines, { target: ["qty"] })).toEqual([undefined, undefined, "qty"]);
    expect(read(lines, { id: "shop" })).toEqual([undefined, "shop", "qty"]);
  });

  it("as texts are series of a day where they are named", () => {
    const lines = days(2024, 1, 20, 2, (p) =>
      Array.from({ length: 24 }, (_, i) => `2024-01-${p.d},P${i},${value(i)}`),
    );
    expect(read(`date,part,y\n${lines}\n`, { id: "part" })).toEqual(["date", "part", "y"]);
  });
});
