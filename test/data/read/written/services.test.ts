import {
  dayAt,
  days,
  isoDay,
  months,
  padded,
  type Row,
  readsTables,
  rows,
  value,
  workbook,
} from "./written-tables.js";

const MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ");
const seconds = (i: number) => 1_704_067_200 + 60 * i;
const points = <T>(count: number, line: (i: number) => T): T[] =>
  Array.from({ length: count }, (_, i) => line(i));
const trips = (i: number) =>
  `${i}A7,2024-01-01 ${padded(Math.floor(i / 4))}:${padded(((i * 7) % 13) + (i % 4) * 13)}:03,W 21 St,${6140 + (i % 5)},${6266 + (i % 3)},40.74${i % 10},-73.99${i % 10}`;

const TABLES: readonly Row[] = [
  // Names of columns beside rows without names, and the newest first.
  [
    "netdata.json",
    JSON.stringify({
      labels: ["time", "user", "system"],
      data: points(60, (i) => [seconds(59 - i), value(59 - i), 1.5 + (i % 3)]),
    }),
    { read: ["min", 1, "2024-01-01T00:00:00", 100, 137], said: /user, system/ },
  ],
  [
    "clickhouse.json",
    JSON.stringify({
      meta: [
        { name: "day", type: "Date" },
        { name: "hits", type: "UInt64" },
        { name: "rate", type: "Float64" },
      ],
      data: points(40, (i) => [isoDay(dayAt(2024, 1, 1, i)), value(i), 0.5 + (i % 4)]),
      rows: 40,
    }),
    { read: ["D", 1, "2024-01-01", 100, 137], said: /hits, rate/ },
  ],
  [
    "grafana-table.json",
    JSON.stringify([
      {
        type: "table",
        columns: [{ text: "Time", type: "time" }, { text: "load" }, { text: "cores" }],
        rows: points(60, (i) => [seconds(i) * 1000, value(i), 4 + (i % 3)]),
      },
    ]),
    { read: ["min", 1, "2024-01-01T00:00:00", 100, 137] },
  ],
  [
    "two-lists-of-names.json",
    JSON.stringify({
      units: ["s", "%", "m"],
      labels: ["time", "user", "system"],
      data: points(60, (i) => [seconds(i), value(i), 1.5 + (i % 3)]),
    }),
    { read: ["min", 1, "2024-01-01T00:00:00", 100, 137], said: /user, system/ },
  ],
  [
    "newest-first.csv",
    `unix,close,volume\n${rows(60, (i) => `${seconds(59 - i)},${value(59 - i)},${7 + (i % 4)}`)}`,
    { read: ["min", 1, "2024-01-01T00:00:00", 100, 137] },
  ],
  // Points of each series, whose first and last dates are those of all.
  [
    "datadog.json",
    JSON.stringify({
      status: "ok",
      series: ["a", "b"].map((host) => ({
        end: seconds(59) * 1000,
        start: seconds(0) * 1000,
        interval: 60,
        metric: "system.load.1",
        scope: `host:${host}`,
        pointlist: points(60, (i) => [seconds(i) * 1000, value(i)]),
      })),
    }),
    { read: ["min", 2, "2024-01-01T00:00:00", 100, 137] },
  ],
  [
    "orders-with-lines.json",
    JSON.stringify(
      points(40, (i) => ({
        date: isoDay(dayAt(2024, 1, 1, i)),
        total: value(i),
        lines: [
          ["2023-01-01", 1],
          ["2023-01-02", 2],
          ["2023-01-03", 2],
        ],
      })),
    ),
    { read: ["D", 1, "2024-01-01", 100, 137] },
  ],
  // Numbers and places of things are not forecast.
  [
    "trips.csv",
    `ride_id,started_at,start_station_name,start_station_id,end_station_id,start_lat,start_lng\n${rows(80, trips)}`,
    {
      refused: /start_station_id, end_station_id, start_lat, start_lng number or place things/,
      hint: /--target start_station_id/,
    },
  ],
  [
    "trips-with-distance.csv",
    `ride_id,started_at,start_station_name,start_station_id,end_station_id,start_lat,start_lng,km\n${rows(80, (i) => `${trips(i)},${value(i)}`)}`,
    { read: ["15min", 1, "2024-01-01T00:00:03", 100, 137] },
  ],
  [
    "one-number.csv",
    `date,number\n${days(2024, 1, 1, 40, (p, i) => `${p.Y}-${p.m}-${p.d},${value(i)}`)}`,
    { read: ["D", 1, "2024-01-01", 100, 137] },
  ],
  [
    "codes.csv",
    `date,weathersit,season,riders\n${days(2024, 1, 1, 60, (p, i) => `${p.Y}-${p.m}-${p.d},${1 + (((i * 5) % 7) % 3)},${1 + (p.mi % 2)},${value(i)}`)}`,
    { read: ["D", 1, "2024-01-01", 100, 137] },
  ],
  [
    "few-sales.csv",
    `date,sales,price\n${days(2024, 1, 1, 60, (p, i) => `${p.Y}-${p.m}-${p.d},${1 + (i % 3)},${value(i)}`)}`,
    { read: ["D", 1, "2024-01-01", 1, 2] },
  ],
  // Numbers that name series, and measures that do not.
  [
    "favorita.csv",
    `id,date,store_nbr,item_nbr,unit_sales\n${rows(120, (i) => `${100 + i},${isoDay(dayAt(2017, 7, 1, Math.floor(i / 6)))},${1 + (Math.floor(i / 3) % 2)},${[96995, 99197, 103520][i % 3]},${3 + (i % 7)}.0`)}`,
    { refused: /is there already/, hint: /--id store_nbr,item_nbr\. /, line: 3 },
  ],
  [
    "versions.csv",
    `category,date,percent,downloads\n${rows(100, (i) => `${["3.8", "3.9", "3.10", "3.11", "null"][i % 5]},${isoDay(dayAt(2024, 1, 1, Math.floor(i / 5)))},${10 + (i % 3)}.5,${value(i)}`)}`,
    { refused: /is there already/, hint: /--id category\. /, line: 3 },
  ],
  // Dates.
  [
    "isoweek.csv",
    `Week,Calls\n${rows(60, (i) => `${2023 + Math.floor(i / 52)}-${padded(1 + (i % 52))},${value(i)}`)}`,
    { read: ["W-MON", 1, "2023-01-02", 100, 137], said: /"Week" is read as weeks of ISO 8601/ },
  ],
  [
    "isoweek-slash.csv",
    `week;calls\n${rows(60, (i) => `${2023 + Math.floor(i / 52)}/${padded(1 + (i % 52))};${value(i)}`)}`,
    { read: ["W-MON", 1, "2023-01-02", 100, 137] },
  ],
  [
    "scripps.csv",
    `" CO2 concentrations (ppm) derived from in situ air measurements "\n  Yr, Mn,    Date,      Date,     CO2,    fit\n    ,   ,        ,          ,        ,       \n    ,   ,   Excel,          ,   [ppm],  [ppm]\n${months(1990, 1, 60, (p, i, date) => `${p.Y}, ${p.mi}, ${25_569 + date.getTime() / 864e5 + 14}, ${(p.Y + (p.mi - 0.5) / 12).toFixed(4)}, ${value(i)}.50, 7.1`)}`,
    { read: ["MS", 1, "1990-01-01", 100.5, 137.5], said: /years and months as decimals/ },
  ],
  [
    "yr-mn.csv",
    `Yr,Mn,CO2\n${months(1990, 1, 60, (p, i) => `${p.Y},${p.mi},${value(i)}`)}`,
    { read: ["MS", 1, "1990-01-01", 100, 137], said: /Yr and Mn make up the date/ },
  ],
  [
    "pivot.xlsx",
    workbook({
      Sheet: [
        ["Row Labels", "Sum of Sales"],
        ...[2022, 2023].flatMap((year) => [
          [year, 12_345],
          ...MONTHS.map((month, i) => [month, value(i)]),
        ]),
        ["Grand Total", 24_690],
      ],
    }),
    {
      refused: /"2022" where a date/,
      hint: /Years and their months stand below each other/,
      line: 2,
    },
  ],
  [
    "months-alone.csv",
    `Label,Sales\n${rows(24, (i) => `${MONTHS[i % 12]},${value(i)}`)}`,
    { refused: /"Jan" where a date/, hint: /A date needs a year/, line: 2 },
  ],
  // Rows of signs around the names.
  [
    "hdfc.xlsx",
    workbook({
      Sheet: [
        ["HDFC BANK Ltd."],
        ["Account No : 501", null, null, "Currency : INR"],
        ["*****", "*****", "*****", "*****"].map((stars) => stars + stars),
        ["Date", "Narration", "Chq./Ref.No.", "Closing Balance"],
        ["*****", "*****", "*****", "*****"],
        ...points(
          40,
          (i) =>
            [
              `${padded(1 + (i % 28))}/${padded(1 + Math.floor(i / 28))}/24`,
              `UPI-${i % 5}`,
              `${400_000_000_000 + i * 77}`,
              value(i),
            ] as (string | number)[],
        ),
      ],
    }),
    { read: ["D", 1, "2024-01-01", 100, 137] },
  ],
  [
    "framed.csv",
    `*****;*****\nTag;Umsatz\n=====;=====\n${days(2024, 1, 13, 40, (p, i) => `${p.d}.${p.m}.${p.Y};${value(i)}`)}\n*****;*****\n`,
    { read: ["D", 1, "2024-01-13", 100, 137] },
  ],
  [
    "line-break.csv",
    `Date,"Sales\n(units)",Margin\n${days(2024, 1, 1, 40, (p, i) => `${p.Y}-${p.m}-${p.d},${value(i)},0.2${i % 5}`)}`,
    { read: ["D", 1, "2024-01-01", 100, 137], said: /"Sales \(units\)"/ },
  ],
  // Lines of several kinds.
  [
    "nem12.csv",
    `100,NEM12,202402011200,MDA1,Ret1\n200,41030,E1,1,E1,N1,METSER123,kWh,30,\n${days(2024, 1, 1, 31, (p) => `300,${p.Y}${p.m}${p.d},${Array.from({ length: 48 }, (_, k) => `0.${100 + k}`).join(",")},A,,,20240201120000,`)}\n900\n`,
    { refused: /10 fields where 5/, hint: /have 5, 10 and 55 fields.*a file of its own/, line: 2 },
  ],
  ...(["one", "two", "labels"] as const).map((kind): Row => {
    const count = kind === "one" ? 1 : 2;
    const frames = Array.from({ length: count }, (_, k) => ({
      schema: {
        name: `cpu${k}`,
        fields: [
          { name: "Time", type: "time" },
          {
            name: "Value",
            type: "number",
            ...(kind === "labels" && { labels: { host: `h${k}` } }),
          },
        ],
      },
      data: {
        values: [
          Array.from({ length: 40 }, (_, i) => 1_704_067_200_000 + 60_000 * i),
          Array.from({ length: 40 }, (_, i) => value(i) + k),
        ],
      },
    }));
    return [
      `frames-${kind}.json`,
      JSON.stringify({ results: { A: { status: 200, frames } } }),
      { read: ["min", count, "2024-01-01T00:00:00", 100, 137] },
    ];
  }),
  [
    "frames-differ.json",
    JSON.stringify({
      results: {
        A: { frames: [{ schema: { fields: [{ name: "Time" }] }, data: { values: [] } }] },
      },
    }),
    { refused: /frames-differ\.json/ },
  ],
  [
    "longest-table.json",
    JSON.stringify({
      units: [
        { ds: "2024-01-01", y: 1 },
        { ds: "2024-01-02", y: 2 },
      ],
      rows: Array.from({ length: 9 }, (_, i) => ({ ds: `2024-01-0${i + 1}`, y: i })),
    }),
    { refused: /holds several tables: units, rows/, hint: /--records rows/ },
  ],
];

readsTables("tables of services and programs", TABLES);
