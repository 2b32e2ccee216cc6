import { type Row, readsTables, rows, value } from "../read/written/written-tables.js";

/** Two rows of values below names of columns, with what the first of them should be. */
const across = (
  file: string,
  corner: string,
  names: readonly string[],
  read: readonly [string, number, string, number, number],
  said?: RegExp,
): Row => [
  file,
  `${[corner, ...names].join(",")}\n${["North", "South"].map((name) => [name, ...names.map((_, i) => value(i))].join(",")).join("\n")}\n`,
  { read, ...(said && { said }) },
];
const refused = (file: string, corner: string, names: readonly string[], named = names[0]): Row => [
  file,
  `${[corner, ...names].join(",")}\n${["North", "South"].map((name) => [name, ...names.map((_, i) => value(i))].join(",")).join("\n")}\n`,
  {
    refused:
      /columns are (?:called after times, .*, but are not read as dates|named after dates and what they hold)/,
    hint: new RegExp(`Write a row for each (?:time.*--target '?${named}'?\\.$|date)`),
  },
];
const years = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, i) => from + i);
const quarters = (
  name: (year: number, quarter: number) => string,
  total?: (year: number) => string,
) =>
  years(2021, 2023).flatMap((year) => [
    ...[1, 2, 3, 4].map((quarter) => name(year, quarter)),
    ...(total ? [total(year)] : []),
  ]);
const chinese = (year: number, quarter: number) => `${year}年第${"一二三四"[quarter - 1]}季度`;
const fiscal = (year: number, quarter: number) => `Q${quarter} FY${year % 100}`;

readsTables("quarters and years across are read beside their totals", [
  across("chinese.csv", "指标", quarters(chinese), ["QS", 2, "2021-01-01", 100, 137]),
  across(
    "chinese-digits.csv",
    "指标",
    quarters((y, q) => `${y}年${q}季度`),
    ["QS", 2, "2021-01-01", 100, 137],
  ),
  // The newest stands first.
  across("newest-first.csv", "指标", quarters(chinese).reverse(), [
    "QS",
    2,
    "2021-01-01",
    157,
    120,
  ]),
  across(
    "fiscal.csv",
    "Segment",
    quarters(fiscal, (y) => `FY${y % 100}`),
    ["QS", 2, "2021-01-01", 100, 137],
    /without FY21, FY22 and FY23/,
  ),
  across(
    "calendar.csv",
    "Segment",
    quarters((y, q) => `${y} Q${q}`, String),
    ["QS", 2, "2021-01-01", 100, 137],
    /without 2021, 2022 and 2023/,
  ),
  across(
    "totals.csv",
    "Segment",
    quarters(
      (y, q) => `${y}Q${q}`,
      (y) => `Total ${y}`,
    ),
    ["QS", 2, "2021-01-01", 100, 137],
    /without Total 2021, Total 2022 and Total 2023/,
  ),
  across(
    "behind.csv",
    "Segment",
    [...quarters((y, q) => `${y}Q${q}`), "Total"],
    ["QS", 2, "2021-01-01", 100, 137],
    /without Total/,
  ),
  across(
    "estimates.csv",
    "Line",
    [...years(2012, 2021).map((y) => `${y}A`), "2022E", "2023E"],
    ["YS", 2, "2012-01-01", 100, 137],
    /--until 2021-12-31 leaves out "2022E" and "2023E"/,
  ),
  across(
    "actual.csv",
    "Line",
    years(2012, 2021).map((y) => `${y}A`),
    ["YS", 2, "2012-01-01", 100, 137],
  ),
  across(
    "corner.csv",
    "date",
    rows(12, (i) => `2024-01-${String(i + 1).padStart(2, "0")}`).split("\n"),
    ["D", 2, "2024-01-01", 100, 137],
  ),
  across(
    "corner-month.csv",
    "Month",
    rows(12, (i) => `2024-${String(i + 1).padStart(2, "0")}`).split("\n"),
    ["MS", 2, "2024-01-01", 100, 137],
  ),
  across(
    "words.csv",
    "Line",
    years(2012, 2023).map((y) => `Sales ${y}`),
    ["YS", 2, "2012-01-01", 100, 137],
    /read as years/,
  ),
  across(
    "plans.csv",
    "Line",
    ["2019", "2020", "2021", "2022 plan", "2023 plan"],
    ["YS", 2, "2019-01-01", 100, 137],
    /without 2022 plan and 2023 plan/,
  ),
  [
    "one-row.csv",
    `${rows(12, (i) => `2024-${String(i + 1).padStart(2, "0")}`)
      .split("\n")
      .join(",")}\n${rows(12, value).split("\n").join(",")}\n`,
    { read: ["MS", 1, "2024-01-01", 100, 137] },
  ],
  [
    "one-row-days.csv",
    `${rows(12, (i) => `${i + 13}.01.2024`)
      .split("\n")
      .join(";")}\n${rows(12, value).split("\n").join(";")}\n`,
    { read: ["D", 1, "2024-01-13", 100, 137] },
  ],
]);

readsTables("few rows below periods that are not read are never forecast downwards", [
  refused(
    "plan.csv",
    "Line",
    years(2018, 2023).map((y) => `Plan/${y}`),
    "Plan/2018",
  ),
  refused(
    "halves.csv",
    "Line",
    years(2018, 2023).flatMap((y) => [`${y} first half`, `${y} second half`]),
    "2018 first half",
  ),
  refused("fy.csv", "Line", ["FY19 act", "FY20 act", "FY21 act", "FY22 bud"], "FY19 act"),
  refused(
    "terms.csv",
    "Line",
    years(2019, 2023).flatMap((y) => [`Spring ${y}`, `Fall ${y}`]),
    "Spring 2019",
  ),
  refused("order.csv", "Line", ["2020-Q3", "2020-Q1", "2020-Q4", "2020-Q2"], "2020-Q3"),
  refused(
    "japanese.csv",
    "項目",
    years(2019, 2023).map((y) => `${y}年度計画`),
    "2019年度計画",
  ),
  refused(
    "round.csv",
    "Survey",
    years(2015, 2020).map((y) => `wave_${y}`),
    "wave_2015",
  ),
  refused(
    "unit.csv",
    "Line",
    years(2015, 2020).map((y) => `${y} (EUR m)`),
    "2015 \\(EUR m\\)",
  ),
  [
    "weekdays.csv",
    `Week,Mon,Tue,Wed,Thu,Fri,Sat,Sun\n${rows(12, (i) => `2024-01-${String(i + 1).padStart(2, "0")},${Array.from({ length: 7 }, (_, d) => value(7 * i + d)).join(",")}`)}\n`,
    { refused: /columns are called after times, Mon, Tue, … Sun/, hint: /--target Mon/ },
  ],
  [
    // Years of different surveys among other measures are names.
    "measures.csv",
    `a,b,c,census_2010,census_2020,d,e\n${rows(24, (i) => [1, 2, 3, 4, 5, 6, 7].map((k) => value(i) * k).join(","))}\n`,
    { read: ["index", 1, "0", 100, 137] },
  ],
]);
