import { type Row, readsTables } from "../read/written/written-tables.js";

/** Names, dates across, rows, and what they are. */
const TABLES: readonly (readonly [string, string, string, number, string, number, number])[] = [
  ["country,code", "2024,2025", "YS", 2, "2024-01-01", 100, 137],
  ["Country", "1999,2000", "YS", 2, "1999-01-01", 100, 137],
  ["item", "2024-01,2024-02", "MS", 2, "2024-01-01", 100, 137],
  ["item,unit", "202401,202402", "MS", 2, "2024-01-01", 100, 137],
  ["sku", "2024-01-06,2024-01-13", "W-SAT", 2, "2024-01-06", 100, 137],
  ["sku", "20240106,20240113", "W-SAT", 2, "2024-01-06", 100, 137],
  ["Filiale", "Jan 2024,Feb 2024", "MS", 2, "2024-01-01", 100, 137],
  ["Region,Land", "31.01.2024,29.02.2024", "ME", 2, "2024-01-31", 100, 137],
  ["station", "2024Q1,2024Q2", "QS", 2, "2024-01-01", 100, 137],
  ["id,name", "2022,2023", "YS", 2, "2022-01-01", 100, 137],
];

readsTables("two periods across are told from rows without names", [
  ...TABLES.map(([names, dates, freq, count, from, first, second], k): Row => {
    const cells = names.split(",");
    const row = (key: string, y: string) =>
      `${cells.map((name) => (name === "id" ? key.charCodeAt(0) : `${key} ${name}`)).join(",")},${y}`;
    return [
      `two-${k}.csv`,
      `${names},${dates}\n${row("a", "100,137")}\n${row("b", "90,95")}\n`,
      { read: [freq, count, from, first, second], said: /dates run across the columns/ },
    ];
  }),
  ...["2025", "2025-03", "202503", "2025-03-08", "Mar 2025"].map(
    (date, k): Row => [
      `one-${k}.csv`,
      `item,kind,${date}\ntea,hot,100\nice,cold,90\n`,
      { refused: /one row in each series is not enough/, hint: /--freq/ },
    ],
  ),
  // The first row of these is one like the others.
  [
    "rows.csv",
    "north,tea,2019\nsouth,tea,2513\nnorth,coffee,1817\nsouth,coffee,2222\n",
    { read: ["index", 1, "0", 2019, 2513], said: /has no header line/ },
  ],
]);
