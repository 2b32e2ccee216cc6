import { parquetReadObjects } from "hyparquet";
import { describe, expect, it } from "vitest";
import type { Panel } from "../../../src/data/panel/from-table.js";
import { parseFrequency } from "../../../src/data/time/frequency-alias.js";
import type { SeriesFeatures } from "../../../src/features/table.js";
import { featuresCsv, featuresJson } from "../../../src/report/features/report.js";
import { tableParquet } from "../../../src/report/tables/parquet.js";

const frequency = parseFrequency("D");

function tableOf(id: string, rows: number): SeriesFeatures {
  const ds = Float64Array.from({ length: rows }, (_, t) => t * 86_400_000);
  const known = (from: number) => ds.map((_, t) => (t < from ? Number.NaN : t + 0.5));
  const columns = ["y_lag_1", "y_lag_2"].map((name, c) => ({
    name,
    values: known(c + 1),
    ahead: c + 1,
  }));
  return { id, ds, y: known(0), columns };
}

function panelOf(tables: readonly SeriesFeatures[]): Panel {
  return { series: tables, frequency, season: 7, source: "test" };
}

describe("a feature table, piece by piece,", () => {
  it("is in JSON what one document would be", () => {
    const tables = [tableOf('a "b"', 3), tableOf("c", 1)];
    const text = [...featuresJson(panelOf(tables), ["lag:1,2"], 0, tables)].join("");
    const document = JSON.parse(text);
    expect(text).toBe(`${JSON.stringify(document, null, 2)}\n`);
    expect(document.series).toEqual([
      {
        unique_id: 'a "b"',
        ds: ["1970-01-01", "1970-01-02", "1970-01-03"],
        y: [0.5, 1.5, 2.5],
        columns: { y_lag_1: [null, 1.5, 2.5], y_lag_2: [null, null, 2.5] },
      },
      {
        unique_id: "c",
        ds: ["1970-01-01"],
        y: [0.5],
        columns: { y_lag_1: [null], y_lag_2: [null] },
      },
    ]);
  });

  it("has in CSV every row once, however many there are", () => {
    const tables = [tableOf("a,b", 2500), tableOf("c", 1000)];
    const rows = [...featuresCsv(panelOf(tables), tables)].join("").trim().split("\n");
    expect(rows).toHaveLength(3501);
    expect(rows[2500]).toBe('"a,b",1976-11-04,2499.5,2499.5,2499.5');
    expect(rows[2501]).toBe("c,1970-01-01,0.5,,");
  });

  it("is in Parquet of several groups of rows when it is large", async () => {
    const [rows, count] = [3000, 700];
    const values = Float64Array.from({ length: rows }, (_, t) => (t % 1000 === 0 ? Number.NaN : t));
    const columns = Array.from({ length: count }, (_, c) => ({
      ...{ name: `x${c}`, kind: "number" as const, values },
    }));
    const pieces = [];
    for (const piece of await tableParquet({ rows, columns })) pieces.push(piece.slice());
    expect(pieces.length).toBeGreaterThan(2);
    const bytes = Buffer.concat(pieces);
    const file = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length);
    const read = await parquetReadObjects({ file: file as ArrayBuffer, columns: ["x699"] });
    expect(read.map(({ x699 }) => x699 ?? Number.NaN)).toEqual(Array.from(values));
  });
});
