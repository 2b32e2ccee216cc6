import { days, type Row, readsTables, rows, value } from "./written-tables.js";

/** Rows of all pairs of names on each of twelve days. */
const grid = (head: string, names: readonly (readonly string[])[], columns: string) => {
  const all = names.reduce<string[]>(
    (lines, some) => lines.flatMap((line) => some.map((name) => `${line},${name}`)),
    [""],
  );
  const one = (p: { Y: number; m: string; d: string }, i: number) =>
    all.map((line, k) => `${p.Y}-${p.m}-${p.d}${line},${columns.replace("#", `${value(i) + k}`)}`);
  return `${head}\n${days(2024, 1, 1, 12, one)}`;
};
const together = (file: string, text: string, id: string, line = 3): Row => [
  file,
  text,
  {
    refused: /2024-01-01 is there already in line 2/,
    hint: new RegExp(`: --id '?${id}'?\\.`),
    line,
  },
];
const [shops, items, towns] = [
  ["north", "south"],
  ["tea", "milk", "bread"],
  ["Ulm", "Köln"],
];
/** Hours with an offset from UTC, of which one stands twice. */
const offsets = (first: number, twice: number, offset: string) =>
  rows(40, (i) => {
    const hour = first + i;
    const at = `2024-10-${27 + Math.floor(hour / 24)}T${String(hour % 24).padStart(2, "0")}:00`;
    return [`${at}${offset},${value(i)}`, ...(i === twice ? [`${at}${offset},${value(i)}`] : [])];
  });
const repeated = (file: string, text: string, stamp: string, line: number): Row => [
  file,
  text,
  { refused: new RegExp(`${stamp} is there already`), hint: /^Each date may stand once/, line },
];

const TABLES: readonly Row[] = [
  // Names that tell rows of a date apart together.
  together("two.csv", grid("date,shop,item,sold", [shops, items], "#"), "shop,item"),
  together(
    "three.csv",
    grid("date,town,shop,item,sold", [towns, shops, items], "#"),
    "town,shop,item",
  ),
  together(
    "always.csv",
    grid("date,land,town,shop,item,sold", [["DE"], towns, shops, items], "#"),
    "town,shop,item",
  ),
  together(
    "needless.csv",
    grid("date,shop,item,unit,sold", [shops, items, ["kg"]], "#"),
    "shop,item",
  ),
  together(
    "two-measures.csv",
    grid("date,town,shop,item,sold,price", [towns, shops, items], "#,9.5"),
    "town,shop,item",
  ),
  together(
    "numbers-and-names.csv",
    grid("date,code,shop,item,sold", [["1"], shops, items], "#"),
    "shop,item",
  ),
  together(
    "spaces.csv",
    grid("date,Sub Region,Product,sold", [towns, items], "#"),
    "Sub Region,Product",
  ),
  [
    "row-numbers.csv",
    `id,date,country,store,product,num_sold\n${rows(96, (k) => `${k},2017-01-${String(1 + Math.floor(k / 8)).padStart(2, "0")},${k & 4 ? "Canada" : "Peru"},${k & 2 ? "Learn" : "Store"},${k & 1 ? "Mug" : "Hat"},${50 + Math.floor(k / 8) + (k % 8)}`)}`,
    {
      refused: /2017-01-01 is there already in line 2/,
      hint: /: --id country,store,product\./,
      line: 3,
    },
  ],
  // A number that alone could be forecast names nothing.
  [
    "only-measure.csv",
    `date,visits\n${days(2024, 1, 1, 12, (p, i) => [`${p.Y}-${p.m}-${p.d},${3}`, `${p.Y}-${p.m}-${p.d},${4 + (i % 2)}`])}`,
    { refused: /is there already/, hint: /^Each date may stand once/, line: 3 },
  ],
  [
    "shop-numbers.csv",
    `store,week,units\n${rows(60, (k) => `${["001", "002", "010"][Math.floor(k / 20)]},2024-01-${String(1 + (k % 20)).padStart(2, "0")},${value(k)}`)}`,
    { refused: /is there already/, hint: /: --id store\./, line: 22 },
  ],
  // Offsets tell the time: no zone is to be named.
  repeated("hour-twice.csv", `time,y\n${offsets(0, 2, "+02:00")}`, "2024-10-27T02:00\\+02:00", 5),
  repeated("utc-twice.csv", `time,y\n${offsets(0, 1, "Z")}`, "2024-10-27T01:00Z", 4),
  repeated("basic-twice.csv", `time,y\n${offsets(0, 3, "+0200")}`, "2024-10-27T03:00\\+0200", 6),
  repeated("west-twice.csv", `time,y\n${offsets(1, 0, "-05:00")}`, "2024-10-27T01:00-05:00", 3),
  [
    "local-twice.csv",
    `time,y\n${offsets(0, 2, "")}`,
    { refused: /2024-10-27T02:00:00 is there already/, hint: /Did the clocks go back\?/, line: 5 },
  ],
];

readsTables("rows of the same date", TABLES);
