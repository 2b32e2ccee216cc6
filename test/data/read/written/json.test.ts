import {
  dayAt,
  isoDay,
  isoTime,
  monthAt,
  padded,
  parts,
  type Row,
  readsTables,
  rows,
  timeAt,
  value,
} from "./written-tables.js";

const TABLES: readonly Row[] = [
  [
    "census.json",
    JSON.stringify([
      ["cell_value", "time", "seasonally_adj", "us"],
      ...Array.from({ length: 24 }, (_, i) => [
        String(value(i)),
        isoDay(monthAt(2020, 1, i)).slice(0, 7),
        "yes",
        "1",
      ]),
    ]),
    { read: ["MS", 1, "2020-01-01", 100, 137] },
  ],
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
    "graphite-tags.json",
    JSON.stringify(
      ["web1", "web2"].map((host) => ({
        target: `servers.${host}.load`,
        tags: { name: `servers.${host}.load` },
        datapoints: Array.from({ length: 30 }, (_, i) => [
          i === 7 ? null : value(i),
          1704067200 + 60 * i,
        ]),
      })),
    ),
    {
      read: ["min", 2, "2024-01-01T00:00:00", 100, 137],
      said: /^(?!.*web1\.load\/servers)/s,
    },
  ],
  [
    "value-then-day.json",
    JSON.stringify({
      points: Array.from({ length: 30 }, (_, i) => [value(i), isoDay(dayAt(2024, 1, 1, i))]),
    }),
    { read: ["D", 1, "2024-01-01", 100, 137] },
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
  [
    "awattar.json",
    JSON.stringify({
      object: "list",
      data: Array.from({ length: 30 }, (_, i) => ({
        start_timestamp: 1704067200000 + i * 36e5,
        end_timestamp: 1704070800000 + i * 36e5,
        marketprice: value(i) + 0.5,
        unit: "Eur/MWh",
      })),
    }),
    { read: ["h", 1, "2024-01-01T00:00:00", 100.5, 137.5] },
  ],
  [
    "smard.json",
    JSON.stringify({
      meta_data: { version: 1 },
      series: Array.from({ length: 30 }, (_, i) => [1704067200000 + i * 36e5, value(i)]),
    }),
    { read: ["h", 1, "2024-01-01T00:00:00", 100, 137] },
  ],
  [
    "energy-charts.json",
    JSON.stringify({
      license_info: "",
      unix_seconds: Array.from({ length: 30 }, (_, i) => 1704067200 + i * 900),
      price: Array.from({ length: 30 }, (_, i) => value(i)),
      unit: "EUR/MWh",
    }),
    { read: ["15min", 1, "2024-01-01T00:00:00", 100, 137] },
  ],
  [
    "json-rows-obj.json",
    JSON.stringify({
      columns: [
        { name: "day", type: "date" },
        { name: "n", type: "int" },
      ],
      rows: Array.from({ length: 30 }, (_, i) => [isoDay(dayAt(2024, 1, 1, i)), value(i)]),
    }),
    { read: ["D", 1, "2024-01-01", 100, 137] },
  ],
  [
    "ga4-api.json",
    JSON.stringify({
      dimensionHeaders: [{ name: "date" }],
      metricHeaders: [{ name: "activeUsers" }],
      rows: Array.from({ length: 30 }, (_, i) => ({
        dimensionValues: [{ value: isoDay(dayAt(2024, 1, 1, i)).replaceAll("-", "") }],
        metricValues: [{ value: String(value(i)) }],
      })),
      rowCount: 30,
    }),
    { read: ["D", 1, "2024-01-01", 100, 137] },
  ],
  [
    "cloudwatch.json",
    JSON.stringify({
      Label: "CPU",
      Datapoints: Array.from({ length: 30 }, (_, j) => {
        const i = (j * 7) % 30;
        return {
          Timestamp: `${isoTime(timeAt(2024, 1, 1, i, 5))}+00:00`,
          Average: value(i) + 0.5,
          Unit: "Percent",
        };
      }),
    }),
    { read: ["5min", 1, "2024-01-01T00:00:00", 100.5, 137.5] },
  ],
  [
    "github.json",
    JSON.stringify(
      Array.from({ length: 30 }, (_, i) => ({
        week: 1704067200 - 86400 + i * 604800,
        total: value(i),
        days: [1, 2, 3, 4, 5, 6, 7],
      })),
    ),
    { read: ["W-SUN", 1, "2023-12-31", 100, 137] },
  ],
  [
    "bls-api.json",
    JSON.stringify({
      status: "OK",
      Results: {
        series: [
          {
            seriesID: "CU",
            data: Array.from({ length: 24 }, (_, j) => {
              const i = 23 - j;
              return {
                year: String(2020 + Math.floor(i / 12)),
                period: `M${padded((i % 12) + 1)}`,
                periodName: parts(monthAt(2020, 1, i)).B,
                value: `${value(i)}.5`,
                footnotes: [{}],
              };
            }),
          },
        ],
      },
    }),
    { read: ["MS", 1, "2020-01-01", 100.5, 137.5] },
  ],
  [
    "nan-strings.json",
    JSON.stringify(
      Array.from({ length: 30 }, (_, i) => ({
        ds: isoDay(dayAt(2024, 1, 1, i)),
        y: i === 4 ? "NaN" : value(i),
      })),
    ),
    { read: ["D", 1, "2024-01-01", 100, 137] },
  ],
  [
    "json-influx-v3.ndjson",
    rows(30, (i) =>
      JSON.stringify({ time: isoTime(timeAt(2024, 1, 1, i)), host: "a", usage: value(i) / 10 }),
    ),
    { read: ["h", 1, "2024-01-01T00:00:00", 10, 13.7] },
  ],
  [
    "plotly.json",
    JSON.stringify({
      data: [
        {
          x: Array.from({ length: 30 }, (_, i) => isoDay(dayAt(2024, 1, 1, i))),
          y: Array.from({ length: 30 }, (_, i) => value(i)),
          type: "scatter",
          name: "A",
        },
      ],
      layout: { title: "t" },
    }),
    { read: ["D", 1, "2024-01-01", 100, 137] },
  ],
  [
    "gluonts.jsonl",
    ["a", "b"]
      .map((id, k) =>
        JSON.stringify({
          item_id: id,
          start: "2024-01-01 00:00:00",
          target: Array.from({ length: 30 }, (_, i) => value(i) + k),
        }),
      )
      .join("\n"),
    {
      refused:
        /column "target" holds "\[100,137,124,161,148,135,172,109,146,183,120,157,103,140,12…" where a number was expected/,
      line: 1,
    },
  ],
  [
    "quandl.json",
    JSON.stringify({
      dataset: {
        id: 1,
        column_names: ["Date", "Value"],
        frequency: "monthly",
        data: Array.from({ length: 30 }, (_, j) => {
          const i = 29 - j;
          return [isoDay(monthAt(2020, 1, i)), value(i)];
        }),
      },
    }),
    { read: ["MS", 1, "2020-01-01", 100, 137] },
  ],
  [
    "tiingo.json",
    JSON.stringify(
      Array.from({ length: 30 }, (_, i) => ({
        date: `${isoDay(dayAt(2024, 1, 1, Math.floor(i / 5) * 7 + (i % 5)))}T00:00:00.000Z`,
        close: value(i) + 0.5,
        volume: 100,
      })),
    ),
    { read: ["B", 1, "2024-01-01", 100.5, 137.5] },
  ],
  [
    "chartjs-two.json",
    JSON.stringify({
      labels: Array.from({ length: 30 }, (_, i) => isoDay(dayAt(2024, 1, 1, i))),
      datasets: ["Tea", "Rum"].map((label, k) => ({
        label,
        data: Array.from({ length: 30 }, (_, i) => value(i) + k),
      })),
    }),
    { read: ["D", 2, "2024-01-01", 100, 137] },
  ],
  [
    "pxweb.json",
    JSON.stringify({
      columns: [
        { code: "Tid", text: "month", type: "t" },
        { code: "0001", text: "Unemployed", type: "c" },
      ],
      comments: [],
      data: Array.from({ length: 24 }, (_, i) => ({
        key: [`${2019 + Math.floor(i / 12)}M${padded((i % 12) + 1)}`],
        values: [String(value(i))],
      })),
    }),
    { read: ["MS", 1, "2019-01-01", 100, 137] },
  ],
  [
    "pxweb-regions.json",
    JSON.stringify({
      columns: [
        { code: "Region", text: "region", type: "d" },
        { code: "Tid", text: "year", type: "t" },
        { code: "BE", text: "Population", type: "c" },
      ],
      data: Array.from({ length: 40 }, (_, i) => ({
        key: [i < 20 ? "Malmö" : "Lund", String(2000 + (i % 20))],
        values: [String(value(i % 20))],
      })),
    }),
    { read: ["YS", 2, "2000-01-01", 100, 137] },
  ],
  [
    "charts.json",
    JSON.stringify({
      cols: [
        { id: "A", label: "Date", type: "date" },
        { id: "B", label: "Visits", type: "number" },
      ],
      rows: Array.from({ length: 60 }, (_, i) => {
        const date = dayAt(2024, 1, 1, i);
        return {
          c: [{ v: `Date(2024,${date.getUTCMonth()},${date.getUTCDate()})` }, { v: value(i) }],
        };
      }),
    }),
    { read: ["D", 1, "2024-01-01", 100, 137] },
  ],
  [
    "charts-table.json",
    JSON.stringify({
      version: "0.6",
      table: {
        cols: [
          { id: "t", type: "datetime" },
          { id: "load", label: "", type: "number" },
        ],
        rows: Array.from({ length: 24 }, (_, i) => ({
          c: [{ v: `Date(2024, 0, 1, ${i}, 0, 0)`, f: "…" }, i === 5 ? null : { v: value(i) }],
        })),
      },
    }),
    { read: ["h", 1, "2024-01-01T00:00:00", 100, 137] },
  ],
  [
    "dump.sql",
    `-- a dump\nINSERT INTO sales (day, qty) VALUES\n${Array.from({ length: 20 }, (_, i) => `('${isoDay(dayAt(2024, 1, 1, i))}', ${value(i)}),`).join("\n")}`,
    { refused: /dump\.sql is SQL, not a table/, hint: /save the table as CSV/ },
  ],
];

readsTables("answers of web services", TABLES);
