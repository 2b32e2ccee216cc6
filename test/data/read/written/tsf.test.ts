import { type Row, readsTables, rows, value } from "./written-tables.js";

const VALUES = rows(36, value).replaceAll("\n", ",");

/** A file of the Monash archive: its attributes, the frequency, and lines of series. */
function archive(
  frequency: string,
  lines: readonly string[],
  attributes = ["series_name string", "start_timestamp date"],
): string {
  const named = attributes.map((attribute) => `@attribute ${attribute}`).join("\n");
  return `# Dataset\n@relation made_up\n${named}\n@frequency ${frequency}\n@horizon 12\n@missing true\n@equallength true\n@data\n${lines.join("\n")}\n`;
}

const from = (start: string, ...values: string[]) =>
  values.map((line, k) => `T${k + 1}:${start} 00-00-00:${line}`);

const TABLES: readonly Row[] = [
  [
    "monthly.tsf",
    archive("monthly", from("1979-01-01", VALUES, VALUES)),
    { read: ["MS", 2, "1979-01-01", 100, 137] },
  ],
  [
    "daily.tsf",
    archive("daily", from("2024-01-01", VALUES)),
    { read: ["D", 1, "2024-01-01", 100, 137] },
  ],
  [
    "weekly.tsf",
    archive("weekly", from("2024-01-01", VALUES)),
    { read: ["W-MON", 1, "2024-01-01", 100, 137] },
  ],
  [
    "quarterly.tsf",
    archive("quarterly", from("1979-01-01", VALUES)),
    { read: ["QS", 1, "1979-01-01", 100, 137] },
  ],
  [
    "yearly.tsf",
    archive("yearly", from("1979-01-01", VALUES)),
    { read: ["YS", 1, "1979-01-01", 100, 137] },
  ],
  [
    "half.tsf",
    archive("half_hourly", from("2024-01-01", VALUES)),
    { read: ["30min", 1, "2024-01-01T00:00:00", 100, 137] },
  ],
  [
    "ten.tsf",
    archive("10_minutes", from("2024-01-01", VALUES)),
    { read: ["10min", 1, "2024-01-01T00:00:00", 100, 137] },
  ],
  [
    "four.tsf",
    archive("4_seconds", from("2024-01-01", VALUES)),
    { read: ["4s", 1, "2024-01-01T00:00:00", 100, 137] },
  ],
  [
    "undated.tsf",
    archive("monthly", [`T1:${VALUES}`], ["series_name string"]),
    { read: ["index", 1, "0", 100, 137] },
  ],
  [
    "attribute.tsf",
    archive(
      "monthly",
      [`T1:NSW:1979-01-01 00-00-00:${VALUES}`],
      ["series_name string", "state string", "start_timestamp date"],
    ),
    { read: ["MS", 1, "1979-01-01", 100, 137] },
  ],
  [
    "missing.tsf",
    archive("monthly", from("1979-01-01", `100,?,${VALUES}`)),
    { read: ["MS", 1, "1979-01-01", 100, 100], said: /1 value is missing/ },
  ],
  [
    "word.tsf",
    archive("monthly", from("1979-01-01", `100,x,${VALUES}`)),
    {
      refused: /series "T1" holds "x" where a number was expected/,
      hint: /A missing value is written as \?/,
      line: 10,
    },
  ],
  [
    "unknown.tsf",
    archive("fortnightly", from("1979-01-01", VALUES)),
    { refused: /unknown frequency "fortnightly"/, hint: /Known: secondly, minutely/, line: 5 },
  ],
];

readsTables("files of the Monash archive", TABLES);
