import fc from "fast-check";
import { expect, it } from "vitest";
import { parseCsv } from "../../src/data/csv.js";
import { panelFromColumns } from "../../src/data/panel.js";

const library = new URL("../../dist/index.js", import.meta.url).href;
const { danfojs, forecastToFrame, panelFromFrame, toDataFrame }: typeof import("../../src/index.js") =
  await import(library);
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
      const lines = rows.map(([id, ds, y]) => `${id},${ds},${Number.isNaN(y) ? "" : Object.is(y, -0) ? "-0" : y}\n`);
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
