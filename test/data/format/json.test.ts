import { describe, expect, it } from "vitest";
import { isJson, parseJson } from "../../../src/data/format/json.js";
import { panelFromColumns } from "../../../src/data/panel/from-table.js";
import { formatTimes } from "../../../src/data/time/timestamp.js";

const bytesOf = (text: string) => new TextEncoder().encode(text);

function read(text: string) {
  const warnings: string[] = [];
  const warn = (message: string) => void warnings.push(message);
  const table = parseJson({ name: "t.json", bytes: bytesOf(text) }, {}, warn);
  const { series, reading } = panelFromColumns(table, {}, warn);
  const [{ ds, y }] = series as [(typeof series)[0]];
  return { y: Array.from(y), dates: formatTimes(ds), targets: reading!.targets, warnings };
}

describe("JSON arrays", () => {
  it("of numbers are one series", () => {
    const { y, targets, warnings } = read("[1, 2.5, 4e0]\n");
    expect({ y, targets }).toEqual({ y: [1, 2.5, 4], targets: ["y"] });
    expect(warnings).toEqual(["t.json: no column holds dates; rows are counted 0, 1, 2, …"]);
    expect(read('[1, null, "3"]').y).toEqual([1, 2, 3]);
  });

  it("of rows are a table, whose columns the first one may name", () => {
    const dated = '["2024-01-01", 5], ["2024-01-02", 7]';
    const dates = ["2024-01-01", "2024-01-02"];
    expect(read(`[["day", "sold"], ${dated}]`)).toEqual({
      ...{ y: [5, 7], dates, targets: ["sold"], warnings: [] },
    });
    expect(read(`[${dated}]`)).toEqual({
      ...{ y: [5, 7], dates, targets: ["column2"] },
      warnings: ["t.json names no columns; they are called column1, …"],
    });
  });

  it("of rows that are not equally long are refused", () => {
    expect(() => read("[[1, 2], [3]]")).toThrow(/row 2 of the array has 1 values, the first has 2/);
  });

  it("are told from cells that begin with a bracket", () => {
    for (const text of ["[1,2]", " [1\n,2]\n", '["a", 1]', "[null]", "[]", "[{", "{"]) {
      expect(isJson(bytesOf(text))).toBe(true);
    }
    for (const text of ["[a],b\n1,2", "[1],[2]", "[1,2\n3,4]", "[kW],y", "1,2"]) {
      expect(isJson(bytesOf(text))).toBe(false);
    }
  });
});

const DAYS = ["2024-01-01", "2024-01-02", "2024-01-03"];

/** Documents of web services and programs, all of the same three values. */
const DOCUMENTS: [string, unknown][] = [
  ["an object whose keys are dates", { "2024-01-01": 5, "2024-01-02": 7, "2024-01-03": 6 }],
  [
    "an object whose keys are Unix milliseconds",
    { "1704067200000": 5, "1704153600000": 7, "1704240000000": 6 },
  ],
  [
    "pandas by column",
    {
      date: { "0": "2024-01-01", "1": "2024-01-02", "2": "2024-01-03" },
      v: { "0": 5, "1": 7, "2": 6 },
    },
  ],
  ["pandas by column and date", { v: { "2024-01-01": 5, "2024-01-02": 7, "2024-01-03": 6 } }],
  [
    "pandas by row",
    { "0": { date: DAYS[0], v: 5 }, "1": { date: DAYS[1], v: 7 }, "2": { date: DAYS[2], v: 6 } },
  ],
  ["pandas by date", { "2024-01-01": { v: 5 }, "2024-01-02": { v: 7 }, "2024-01-03": { v: 6 } }],
  [
    "pandas split, dates in the index",
    {
      columns: ["v"],
      index: DAYS,
      data: [[5], [7], [6]],
    },
  ],
  [
    "pandas table",
    {
      schema: { fields: [{ name: "date", type: "datetime" }], pandas_version: "1.4.0" },
      data: DAYS.map((date, i) => ({ date, v: [5, 7, 6][i] })),
    },
  ],
  [
    "rows below a count",
    { total: 3, response: { data: DAYS.map((d, i) => ({ d, v: [5, 7, 6][i] })) } },
  ],
  [
    "World Bank: the rows are the second of two elements",
    [{ page: 1, pages: 1 }, DAYS.map((date, i) => ({ date, value: [5, 7, 6][i] }))],
  ],
  [
    "Open-Meteo: an object of arrays beside their units",
    {
      latitude: 52.5,
      daily_units: { time: "iso8601", t: "°C" },
      daily: { time: DAYS, t: [5, 7, 6] },
    },
  ],
  [
    "Yahoo: the dates stand beside the values",
    {
      chart: {
        result: [
          {
            meta: { currency: "USD" },
            timestamp: [1704067200, 1704153600, 1704240000],
            indicators: { quote: [{ close: [5, 7, 6], open: [1, 2, 3] }] },
          },
        ],
      },
    },
  ],
  [
    "Elasticsearch: each row is wrapped",
    {
      took: 2,
      hits: {
        hits: DAYS.map((d, i) => ({
          _id: String(i),
          _source: { "@timestamp": d, v: [5, 7, 6][i] },
        })),
      },
    },
  ],
  [
    "GeoJSON: fields within fields, beside coordinates",
    {
      type: "FeatureCollection",
      features: DAYS.map((date, i) => ({
        geometry: {
          coordinates: [
            [
              [1, 2],
              [3, 4],
            ],
          ],
        },
        properties: { date, flow: [5, 7, 6][i] },
      })),
    },
  ],
];

describe("JSON documents that hold one table", () => {
  it.each(DOCUMENTS)("%s", (_, document) => {
    const { y, dates } = read(JSON.stringify(document));
    expect({ y, dates }).toEqual({ y: [5, 7, 6], dates: DAYS });
  });

  it("with a part for each series are one table of them all", () => {
    const values = (y: number[]) => y.map((v, i) => [1704067200 + 60 * i, String(v)]);
    const document = {
      data: {
        resultType: "matrix",
        result: [
          { metric: { job: "a", host: "x" }, values: values([1, 2]) },
          { metric: { job: "a", host: "y" }, values: values([3, 4]) },
        ],
      },
    };
    const table = parseJson(
      { name: "t.json", bytes: bytesOf(JSON.stringify(document)) },
      {},
      () => {},
    );
    const { series, frequency } = panelFromColumns(table, {}, () => {});
    expect(frequency.alias).toBe("min");
    expect(series.map(({ id, y }) => [id, ...y])).toEqual([
      ["x", 1, 2],
      ["y", 3, 4],
    ]);
  });

  it("keep numbers beyond 2^53 apart, and leave those in texts alone", () => {
    const ids = ["9007199254740992", "9007199254740993"];
    const rows = ids.map(
      (id) => `{"id":${id},"note":"n:12345678901234567890,","y":0.12345678901234568}`,
    );
    const table = parseJson({ name: "t", bytes: bytesOf(`[${rows}]`) }, {}, () => {});
    const cells = (name: string) =>
      [0, 1].map((row) => table.cell(row, table.columns.find((c) => c.name === name)!));
    expect(cells("id")).toEqual(ids);
    expect(cells("note")[0]).toBe("n:12345678901234567890,");
    expect(cells("y")[0]).toBe("0.12345678901234568");
  });
});

describe("JSON documents that hold several tables", () => {
  const part = (v: number) => ({ time: DAYS, v: [v, 7, 6] });
  const text = JSON.stringify({ hourly: part(5), daily: part(50), note: "x" });

  it("are refused with the option that chooses", () => {
    expect(() => read(text)).toThrow("t.json holds several tables: hourly, daily");
    expect(() => read(text)).toThrow(
      expect.objectContaining({ hint: "Choose one, such as --records hourly." }),
    );
  });

  it("are read at the path that is given", () => {
    const source = { name: "t.json", bytes: bytesOf(text) };
    const [, values] = parseJson(source, { records: "daily" }, () => {}).columns;
    expect(values).toMatchObject({ name: "v", values: Float64Array.of(50, 7, 6) });
    expect(() => parseJson(source, { records: "dayly" }, () => {})).toThrow(
      expect.objectContaining({ hint: 'Did you mean "daily"? Tables: hourly, daily.' }),
    );
  });

  it("count an array's places in a path from 0", () => {
    const source = { name: "t.json", bytes: bytesOf('{"a.b":[[1],{"c":[{"v":1},{"v":2}]}]}') };
    expect(parseJson(source, { records: "a.b.1.c" }, () => {}).rows).toBe(2);
  });
});

describe("JSON-stat, as statistical offices publish cubes", () => {
  const months = Object.fromEntries(
    ["2024-02", "2024-01", "2024-03"].map((m, i) => [m, [1, 0, 2][i]]),
  );
  const dimension = {
    freq: { category: { label: { M: "Monthly" } } },
    geo: { category: { index: ["DE", "FR"] } },
    time: { category: { index: months } },
  };
  const cube = { class: "dataset", id: ["freq", "geo", "time"], size: [1, 2, 3], dimension };

  it("is a row a cell, time in the order of its index, a value that is left out missing", () => {
    const text = JSON.stringify({ ...cube, value: { "0": 5, "2": 6, "3": 7, "4": 8, "5": 9 } });
    const table = parseJson({ name: "t.json", bytes: bytesOf(text) }, {}, () => {});
    expect(table.columns.map(({ name }) => name)).toEqual(["geo", "time", "value"]);
    expect(table.columns[2]).toMatchObject({
      values: Float64Array.of(5, Number.NaN, 6, 7, 8, 9),
    });
    const { series } = panelFromColumns(table, {}, () => {});
    expect(series.map(({ id, ds }) => [id, ...formatTimes(ds)])).toEqual([
      ["DE", "2024-01-01", "2024-02-01", "2024-03-01"],
      ["FR", "2024-01-01", "2024-02-01", "2024-03-01"],
    ]);
  });

  it("of version 1 names its dimensions within them", () => {
    const { geo, time } = dimension;
    const value = [5, 7, 6, 4, 3, 2];
    const old = { dataset: { dimension: { id: ["geo", "time"], size: [2, 3], geo, time }, value } };
    const source = { name: "t.json", bytes: bytesOf(JSON.stringify(old)) };
    expect(parseJson(source, {}, () => {}).rows).toBe(6);
  });
});

it("NaN, which Python writes, is a missing value, and in a text a text", () => {
  const text =
    '[{"ds": "2024-01-01", "y": 5, "n": "NaN, 1"}, {"ds": "2024-01-02", "y": NaN, "n": "a"}]';
  const table = parseJson({ name: "t.json", bytes: bytesOf(text) }, {}, () => {});
  expect(table.columns[1]).toMatchObject({ values: Float64Array.of(5, Number.NaN) });
  expect(() => read('[{"y": NaNa}]')).toThrow("this is not JSON");
});

it("a column called target that holds names is not what is forecast", () => {
  const datapoints = [5, 7, 6].map((v, i) => [v, 1704067200000 + i * 86_400_000]);
  expect(read(JSON.stringify([{ target: "cpu", datapoints }])).y).toEqual([5, 7, 6]);
});
