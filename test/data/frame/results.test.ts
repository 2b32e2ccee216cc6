import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { expect, it, onTestFinished } from "vitest";
import { parseCsv } from "../../../src/data/format/csv.js";
import { panelFromColumns } from "../../../src/data/panel/from-table.js";

const library = new URL("../../../dist/index.js", import.meta.url).href;
const {
  danfojs,
  describeBy,
  forecastToFrame,
  joinTables,
  panelFromFrame,
  readTable,
  toDataFrame,
}: typeof import("../../../src/index.js") = await import(library);
const { DataFrame } = await danfojs();

const quiet = () => {};

it("a frame and a file of the same table give identical panels", async () => {
  const value = fc.option(fc.double({ noNaN: true, noDefaultInfinity: true }), { nil: Number.NaN });
  const values = fc.array(value, { minLength: 3, maxLength: 40 });
  const table = fc.tuple(values, values).filter((all) => {
    return all.every((one) => one.some((v) => !Number.isNaN(v)));
  });
  await fc.assert(
    fc.asyncProperty(table, async (series) => {
      const rows = series.flatMap((y, s) =>
        y.map((v, t): [string, string, number] => {
          const day = new Date(Date.UTC(2024, 0, 1 + t)).toISOString().slice(0, 10);
          return [`series ${s}`, day, v];
        }),
      );
      const lines = rows.map(
        ([id, ds, y]) => `${id},${ds},${Number.isNaN(y) ? "" : Object.is(y, -0) ? "-0" : y}\n`,
      );
      const bytes = new TextEncoder().encode(`unique_id,ds,y\n${lines.join("")}`);
      const file = panelFromColumns(parseCsv({ name: "t", bytes }), { freq: "D" }, quiet);
      const frame = new DataFrame(rows, { columns: ["unique_id", "ds", "y"] });
      const panel = await panelFromFrame(frame, { freq: "D" }, quiet);
      expect(panel.series).toEqual(file.series);
    }),
    { numRuns: 50 },
  );
});

it("a forecast becomes a frame with the columns of the CSV", async () => {
  const bytes = new TextEncoder().encode("ds,y\n2024-01-01,1\n2024-02-01,2\n");
  const panel = panelFromColumns(parseCsv({ name: "sales.csv", bytes }), {}, quiet);
  const mean = Float64Array.of(3, 4);
  const intervals = [{ level: 80, lo: Float64Array.of(2, 3), hi: Float64Array.of(4, 5) }];
  const frame = await forecastToFrame(panel, "naive", [{ id: "sales", mean, intervals }]);
  expect(frame.columns).toEqual(["unique_id", "ds", "naive", "naive-lo-80", "naive-hi-80"]);
  expect(frame.values).toEqual([
    ["sales", "2024-03-01", 3, 2, 4],
    ["sales", "2024-04-01", 4, 3, 5],
  ]);
  expect((await toDataFrame(panel)).shape).toEqual([2, 3]);
});

it.each<[string, string[]]>([
  ["0 forecasts, of 1 series", []],
  ['forecast 1 is of series "other", not "sales"', ["other"]],
])("%s: refused as a frame", async (message, ids) => {
  const bytes = new TextEncoder().encode("ds,y\n2024-01-01,1\n2024-02-01,2\n");
  const panel = panelFromColumns(parseCsv({ name: "sales.csv", bytes }), {}, quiet);
  const forecasts = ids.map((id) => ({ id, mean: Float64Array.of(3) }));
  await expect(forecastToFrame(panel, "naive", forecasts)).rejects.toThrow(new RangeError(message));
});

it("a table read as a frame gives the panel that the same file gives when it is streamed", async () => {
  const folder = mkdtempSync(join(tmpdir(), "foretell-frame-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const path = join(folder, "t.csv");
  const id = fc.constantFrom("007", "a b", "12", "constructor", "__proto__", "north/tea");
  const cell = fc.option(fc.double({ noNaN: true, noDefaultInfinity: true, min: 1, max: 1e9 }));
  const series = fc.tuple(id, fc.array(cell, { minLength: 3, maxLength: 30 }));
  const table = fc.uniqueArray(series, { minLength: 1, maxLength: 4, selector: ([name]) => name });
  const valid = table.filter((all) => all.every(([, y]) => y.some((v) => v !== null)));
  await fc.assert(
    fc.asyncProperty(valid, fc.integer({ min: 512, max: 4096 }), async (all, size) => {
      const lines = all.flatMap(([name, y]) =>
        y.map((v, t) => {
          const day = new Date(Date.UTC(2024, 1, 26 + t)).toISOString().slice(0, 10);
          return `${name},${day},${v ?? ""},${t % 3}\n`;
        }),
      );
      const text = `unique_id,ds,y,promo\n${lines.join("")}`;
      writeFileSync(path, text);
      const bytes = new TextEncoder().encode(text);
      const read = (into: Uint8Array, at: number) => {
        const part = bytes.subarray(at, at + into.length);
        into.set(part);
        return part.length;
      };
      const pages = { length: bytes.length, size, read };
      const options = { freq: "D", past: ["promo"] };
      const [heardOfFile, heardOfFrame]: string[][] = [[], []];
      const streamed = panelFromColumns(
        parseCsv({ name: path, bytes: bytes.subarray(0, size), pages }),
        options,
        (message) => void heardOfFile.push(message),
      );
      const frame = await readTable(path);
      const panel = await panelFromFrame(frame, options, (m) => void heardOfFrame.push(m));
      const ids = (of: typeof panel) => of.series.map((one) => one.id);
      expect(ids(panel)).toEqual(ids(streamed));
      expect(panel.series).toEqual(streamed.series);
      expect(panel.frequency).toEqual(streamed.frequency);
      expect(heardOfFrame).toHaveLength(heardOfFile.length);
    }),
    { numRuns: 60 },
  );
});

it("columns are described as a whole and by group, whatever groups are called", async () => {
  const frame = new DataFrame(
    [
      ["__proto__", 1],
      ["2", 10],
      ["__proto__", 4],
      ["1", Number.NaN],
      ["__proto__", 2],
      ["__proto__", 3],
    ],
    { columns: ["shop", "y"] },
  );
  const all = await describeBy(frame, "shop");
  expect(all.map(({ group }) => group)).toEqual([undefined, "__proto__", "2", "1"]);
  // pandas 2: pd.Series([1, 4, 2, 3]).describe().
  expect(all[1]).toEqual({
    column: "y",
    group: "__proto__",
    count: 4,
    missing: 0,
    mean: 2.5,
    std: expect.closeTo(1.2909944487358056, 14),
    min: 1,
    q25: 1.75,
    median: 2.5,
    q75: 3.25,
    max: 4,
  });
  expect(all[2]).toMatchObject({ count: 1, mean: 10, std: Number.NaN });
  expect(all[3]).toMatchObject({ count: 0, missing: 1, mean: Number.NaN, max: Number.NaN });
  await expect(describeBy(frame, "shpo")).rejects.toThrow('there is no column "shpo"');
});

it("a table of exogenous columns is joined by date and series", async () => {
  const columns = ["unique_id", "ds"];
  const sales = new DataFrame(
    [
      ["b", "2024-01-01", 1],
      ["a", "2024-01-01", 2],
      ["a", "2024-01-02", 3],
    ],
    { columns: [...columns, "y"] },
  );
  const prices = new DataFrame(
    [
      ["a", "2024-01-02", 9],
      ["b", "2024-01-01", 8],
      ["c", "2024-01-01", 7],
    ],
    { columns: [...columns, "price"] },
  );
  const heard: string[] = [];
  const joined = await joinTables(sales, prices, columns, (message) => void heard.push(message));
  expect(joined.columns).toEqual(["unique_id", "ds", "y", "price"]);
  expect(joined.values).toEqual([
    ["b", "2024-01-01", 1, 8],
    ["a", "2024-01-01", 2, Number.NaN],
    ["a", "2024-01-02", 3, 9],
  ]);
  expect(heard).toEqual([
    "1 row of 3 have no match in the other table",
    "1 row of the other table match nothing and are left out",
  ]);
  await expect(joinTables(sales, prices, ["ds"])).rejects.toThrow(
    'both tables have a column "unique_id"',
  );
  await expect(joinTables(sales, prices.drop({ columns: ["unique_id"] }), ["ds"])).rejects.toThrow(
    "rows 2 and 3 of the table that is joined have the same ds: 2024-01-01",
  );
});

it("a frame of hours is joined with one of days where the hours begin a day", async () => {
  const hours = new DataFrame(
    [
      ["2024-01-01T00:00:00", 1],
      ["2024-01-01T12:00:00", 2],
      ["2024-01-02T00:00:00", 3],
    ],
    { columns: ["ds", "y"] },
  );
  const days = new DataFrame(
    [
      ["2024-01-02", 8],
      ["2024-01-01", 9],
    ],
    { columns: ["ds", "heat"] },
  );
  const joined = await joinTables(hours, days, ["ds"]);
  expect(joined.column("heat").values).toEqual([9, Number.NaN, 8]);
});

it("different rows whose keys look alike when glued together are not joined", async () => {
  const columns = ["store", "item"];
  const left = new DataFrame([["a_b", "c", 1]], { columns: [...columns, "y"] });
  const right = new DataFrame([["a", "b_c", 2]], { columns: [...columns, "price"] });
  expect((await joinTables(left, right, columns)).values).toEqual([["a_b", "c", 1, Number.NaN]]);
});
