import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";

// The built library: what the build leaves out of danfojs-node must not be missed.
const library = new URL("../../../dist/index.js", import.meta.url);
const foretell: typeof import("../../../src/index.js") = await import(library.href);
const { danfojs, describe: describeFrame, readPanel, readTable, toDataFrame } = foretell;
const { concat, DataFrame, merge, Series } = await danfojs();

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "foretell-table-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function read(csv: string) {
  const path = join(folder, "table.csv");
  writeFileSync(path, csv);
  return readTable(path);
}

describe("readTable", () => {
  it("reads a bundled dataset", async () => {
    const frame = await readTable("seatbelts");
    expect(frame.shape).toEqual([192, 9]);
    expect(frame.at(0, "drivers")).toBe(1687);
  });

  it("keeps the order of columns that are called like numbers", async () => {
    expect((await read("ds,2021,2020\n2024-01-01,1,2\n")).columns).toEqual(["ds", "2021", "2020"]);
  });

  it("gives dates as text, with the time of day where there is one", async () => {
    const frame = await read("ds,at\n2024-01-01,2024-01-01T14:30Z\n2024-01-02,2024-01-02T00:00Z\n");
    expect(frame.values[0]).toEqual(["2024-01-01", "2024-01-01T14:30:00"]);
  });

  it("gives NaN for missing numbers and null for missing dates", async () => {
    const frame = await read("ds,y\n2024-01-01,1\n,\n2024-01-03,3\n");
    expect(frame.values[1]).toEqual([null, Number.NaN]);
  });

  it("decides types on all rows, not the first ones", async () => {
    const rows = Array.from({ length: 600 }, (_, i) => (i === 599 ? "0.5,late" : "1,"));
    expect((await read(`a,b\n${rows.join("\n")}\n`)).dtypes).toEqual(["float32", "string"]);
  });

  it("survives columns that are called like properties of a frame", async () => {
    const frame = await read("index,values,shape,columns\n7,1,2,3\n8,4,5,6\n");
    expect(frame.head(1).column("values").values).toEqual([1]);
    expect(frame.shape).toEqual([2, 4]);
  });

  it("says where a table is broken", async () => {
    await expect(read("a,b\n1,2\n3\n")).rejects.toMatchObject({
      name: "DataError",
      location: { line: 3 },
    });
  });
});

describe("toDataFrame", () => {
  it("gives a panel as unique_id, ds, y", async () => {
    const panel = await readPanel("seatbelts", { target: ["front", "rear"] }, () => {});
    const frame = await toDataFrame(panel);
    expect(frame.columns).toEqual(["unique_id", "ds", "y"]);
    expect(frame.shape).toEqual([384, 3]);
    expect(frame.values[192]).toEqual(["rear", "1969-01-01", 269]);
  });

  it("gives steps as numbers when a panel has no dates", async () => {
    const path = join(folder, "steps.csv");
    writeFileSync(path, "y\n5\n6\n7\n");
    const frame = await toDataFrame(await readPanel(path, {}, () => {}));
    expect(frame.column("ds").values).toEqual([0, 1, 2]);
  });

  it("rejects a column that is too short", async () => {
    const column = { name: "y", kind: "number", values: Float64Array.of(1) } as const;
    await expect(toDataFrame({ rows: 2, columns: [column] })).rejects.toThrow(
      'column "y" has 1 rows, the table 2',
    );
  });
});

describe("describe", () => {
  it("agrees with R's summary and sd of presidents, missing values left out", async () => {
    const statistics = await describeFrame(await readTable("presidents"));
    const [count, mean, std, min, median, max] = statistics.column("y").values as number[];
    expect([count, min, median, max]).toEqual([114, 23, 59, 87]);
    expect(mean).toBeCloseTo(56.30702, 5);
    expect(std).toBeCloseTo(15.61661, 5);
  });

  it("describes a column without values by a count of 0", async () => {
    const frame = new DataFrame([[Number.NaN], [Number.NaN]], {
      columns: ["y"],
      dtypes: ["float32"],
    });
    const values = (await describeFrame(frame)).column("y").values;
    expect(values).toEqual([0, ...new Array(6).fill(Number.NaN)]);
  });

  it("leaves text and dates out", async () => {
    expect((await describeFrame(await readTable("nottem"))).columns).toEqual(["y"]);
  });
});

describe("a DataFrame of the bundle", () => {
  const sales = () =>
    new DataFrame({ store: ["a", "b", "a", "c"], units: [1, 2.5, 3, 4], price: [1, 2, 3, 4] });

  it("groups and aggregates", () => {
    const means = sales().groupby(["store"]).agg({ units: "mean", price: "sum" });
    expect(means.values).toEqual([
      ["a", 2, 4],
      ["b", 2.5, 2],
      ["c", 4, 4],
    ]);
  });

  it("sums months to years", async () => {
    const frame = await readTable("air-passengers");
    const years = (frame.column("ds").values as string[]).map((ds) => ds.slice(0, 4));
    frame.addColumn("year", years, { inplace: true });
    const sums = frame.groupby(["year"]).col(["y"]).sum();
    expect(sums.shape).toEqual([12, 2]);
    expect(sums.values[0]).toEqual(["1949", 1520]);
  });

  it("merges", () => {
    const right = new DataFrame({ store: ["a", "b"], city: ["Aachen", "Bonn"] });
    const both = merge({ left: sales(), right, on: ["store"], how: "inner" });
    expect(both.column("city").values).toEqual(["Aachen", "Aachen", "Bonn"]);
  });

  it("concatenates without changing what it is given", () => {
    const frame = sales();
    expect(concat({ dfList: [frame, frame], axis: 0 }).shape).toEqual([8, 3]);
    expect(frame.column("units").values).toEqual([1, 2.5, 3, 4]);
  });

  it("filters", () => {
    const frame = sales();
    const many = frame.query(frame.column("units").gt(2));
    expect(many.column("store").values).toEqual(["b", "a", "c"]);
  });

  it("sorts", () => {
    const sorted = sales().sortValues("units", { ascending: false });
    expect(sorted.column("units").values).toEqual([4, 3, 2.5, 1]);
  });

  it("calculates with columns in double precision", () => {
    const frame = new DataFrame({ a: [0.1], b: [0.2] });
    expect(
      (frame.column("a").add(frame.column("b")) as InstanceType<typeof Series>).values,
    ).toEqual([0.1 + 0.2]);
    expect(frame.mul(3).values).toEqual([[0.1 * 3, 0.2 * 3]]);
  });

  it("compares and broadcasts", () => {
    const frame = new DataFrame({ a: [1, 4], b: [3, 2] });
    expect(frame.gt(2).values).toEqual([
      [false, true],
      [true, false],
    ]);
    expect(frame.sub([1, 2], { axis: 1 }).values).toEqual([
      [0, 1],
      [3, 0],
    ]);
  });

  it("writes CSV and JSON", () => {
    const frame = sales().head(1);
    expect(frame.toCSV()).toBe("store,units,price\na,1,1\n");
    expect(frame.toJSON()).toEqual([{ store: "a", units: 1, price: 1 }]);
  });

  it("prints a table", () => {
    const log = vi.spyOn(console, "log").mockImplementation(() => {});
    sales().head(2).print();
    expect(log.mock.calls.join()).toMatch(/│ store .*│ units .*║ 1 .*│ b /s);
    log.mockRestore();
  });

  it("says what it comes without", () => {
    expect(() => sales().toExcel({ filePath: join(folder, "sales.xlsx") })).toThrow(
      "foretell's DataFrame comes without xlsx: use readTable to read, toCSV and toJSON to write",
    );
  });

  it("is loaded in silence", () => {
    const script = `const { danfojs } = await import("${library}"); await danfojs();`;
    const { stdout, stderr } = spawnSync(process.execPath, ["--input-type=module", "-e", script], {
      encoding: "utf8",
    });
    expect([stdout, stderr]).toEqual(["", ""]);
  });
});
