import {
  dayAt,
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

const TABLES: readonly Row[] = [
  [
    "graphite.json",
    JSON.stringify([
      {
        target: "a.b",
        datapoints: Array.from({ length: 30 }, (_, i) => [value(i), 1704067200 + 60 * i]),
      },
    ]),
    { read: ["min", 1, "2024-01-01T00:00:00", 100, 137] },
  ],
  [
    "influx1.json",
    JSON.stringify({
      results: [
        {
          statement_id: 0,
          series: [
            {
              name: "cpu",
              columns: ["time", "mean"],
              values: Array.from({ length: 30 }, (_, i) => [
                `${isoTime(timeAt(2024, 1, 1, i))}Z`,
                value(i),
              ]),
            },
          ],
        },
      ],
    }),
    { read: ["h", 1, "2024-01-01T00:00:00", 100, 137] },
  ],
  [
    "geojson.json",
    JSON.stringify({
      type: "FeatureCollection",
      features: Array.from({ length: 30 }, (_, i) => ({
        type: "Feature",
        id: `us${i}`,
        geometry: { type: "Point", coordinates: [i, -i, 5] },
        properties: {
          mag: value(i) / 40,
          place: "x",
          time: 1704067200000 + i * 5e6 + (i % 4) * 1e5,
          updated: 1706000000000,
        },
      })),
    }),
    { read: ["85min", 1, "2024-01-01T00:00:00", 2.5, 3.425] },
  ],
  [
    "chartjs.json",
    JSON.stringify({
      type: "line",
      data: {
        labels: Array.from({ length: 30 }, (_, i) => isoDay(dayAt(2024, 1, 1, i))),
        datasets: [
          {
            label: "Sales",
            data: Array.from({ length: 30 }, (_, i) => value(i)),
            borderColor: "red",
          },
        ],
      },
    }),
    { read: ["D", 1, "2024-01-01", 100, 137] },
  ],
  [
    "worldbank.json",
    JSON.stringify([
      { page: 1, pages: 1, per_page: 50, total: 30 },
      Array.from({ length: 30 }, (_, j) => ({
        indicator: { id: "SP.POP.TOTL", value: "Population" },
        country: { id: "DE", value: "Germany" },
        countryiso3code: "DEU",
        date: String(2019 - j),
        value: value(29 - j),
        unit: "",
        obs_status: "",
        decimal: 0,
      })),
    ]),
    { read: ["YS", 1, "1990-01-01", 100, 137] },
  ],
  [
    "fred.json",
    JSON.stringify({
      realtime_start: "2024-02-01",
      realtime_end: "2024-02-01",
      units: "lin",
      count: 30,
      observations: Array.from({ length: 30 }, (_, i) => ({
        realtime_start: "2024-02-01",
        realtime_end: "2024-02-01",
        date: isoDay(monthAt(2020, 1, i)),
        value: i === 5 ? "." : String(value(i)),
      })),
    }),
    { read: ["MS", 1, "2020-01-01", 100, 137] },
  ],
  [
    "sensor-json.ndjson",
    rows(40, (i) =>
      JSON.stringify({
        "@timestamp": `${isoTime(timeAt(2024, 1, 1, i))}Z`,
        host: { name: "a" },
        system: { cpu: { total: { pct: value(i) / 1000 } } },
      }),
    ),
    { read: ["h", 1, "2024-01-01T00:00:00", 0.1, 0.137] },
  ],
  [
    "pandas-split-orient.json",
    JSON.stringify({
      ds: Object.fromEntries(Array.from({ length: 30 }, (_, i) => [i, +dayAt(2024, 1, 1, i)])),
      y: Object.fromEntries(Array.from({ length: 30 }, (_, i) => [i, value(i)])),
    }),
    { read: ["D", 1, "2024-01-01", 100, 137] },
  ],
  [
    "vega.json",
    JSON.stringify({
      $schema: "x",
      data: {
        values: Array.from({ length: 30 }, (_, i) => ({
          date: isoDay(dayAt(2024, 1, 1, i)),
          price: value(i),
        })),
      },
      mark: "line",
    }),
    { read: ["D", 1, "2024-01-01", 100, 137] },
  ],
  [
    "entsoe-json-strings.json",
    JSON.stringify(
      Array.from({ length: 30 }, (_, i) => ({
        Datum: `${parts(dayAt(2024, 1, 1, i)).d}.${parts(dayAt(2024, 1, 1, i)).m}.2024`,
        Wert: `1.${value(i)},50`,
      })),
    ),
    {
      refused: /row 1: column "Wert" holds "1\.100,50" where a number was expected/,
      hint: /--decimal '/,
    },
  ],
];

readsTables("answers of web services", TABLES);
