import { gzipSync } from "node:zlib";
import { expect, it, describe as suite } from "vitest";
import { backtest, type Data, danfojs, forecast, inspect } from "../../src/index.js";

const length = 48;
const ds = Array.from({ length }, (_, t) =>
  new Date(Date.UTC(2020, t, 1)).toISOString().slice(0, 10),
);
const shops = ["007", "north"];
/** Whole numbers, decimals, a gap and ids that look like numbers, as tables have them. */
const rows = shops.flatMap((shop, s) =>
  ds.map((date, t) => ({
    shop,
    date,
    units: t === 9 ? null : 20 + 5 * s + ((t * 7) % 12),
    price: 1.5 + (t % 4) / 8,
    open: t % 6 === 5 ? 0 : 1,
  })),
);
const columns = Object.keys(rows[0]!) as (keyof (typeof rows)[number])[];
const csv = [columns.join(), ...rows.map((row) => columns.map((name) => row[name] ?? "").join())];
const bytes = new TextEncoder().encode(`${csv.join("\n")}\n`);
const reading = { target: ["units"], id: "shop" } as const;

/** The same columns in the types that danfojs gives them. */
async function frame() {
  const { DataFrame } = await danfojs();
  return new DataFrame(
    rows.map((row) => columns.map((name) => row[name] ?? Number.NaN)),
    { columns: [...columns], dtypes: ["string", "string", "int32", "float32", "boolean"] },
  );
}

suite("a DataFrame with typed columns", () => {
  it("is read as the same table in CSV, packed or not, and as rows", async () => {
    const known = { ...reading, past: ["price", "open"] };
    const options = { ...known, model: "lag-regression", horizon: 3, judged: false };
    const means = async (data: Data) =>
      (await forecast(data, options)).rows.map(({ unique_id, mean }) => [unique_id, mean]);
    const expected = await means(bytes);
    expect(expected).toHaveLength(6);
    expect(expected[0]![0]).toBe("007");
    expect(await means(gzipSync(bytes))).toEqual(expected);
    expect(await means(await frame())).toEqual(expected);
    expect(await means(rows)).toEqual(expected);
  });

  it("is backtested and inspected alike", async () => {
    const options = {
      ...reading,
      model: ["theta", "naive"],
      horizon: 6,
      folds: 2,
      perSeries: true,
    };
    const scores = async (data: Data) => (await backtest(data, options)).toCsv();
    const expected = await scores(bytes);
    expect(await scores(await frame())).toBe(expected);
    expect(await scores(rows)).toBe(expected);
    const found = async (data: Data) => (await inspect(data, reading)).toCsv();
    expect(await found(await frame())).toBe(await found(bytes));
    expect(await found(bytes)).toContain("007,48,");
  });

  it("comes back as a DataFrame whose columns have the types of the CSV", async () => {
    const options = { ...reading, model: "theta", horizon: 2 };
    const result = await forecast(await frame(), options);
    const back = await result.toFrame();
    expect(back.dtypes.slice(0, 3)).toEqual(["string", "string", "float32"]);
    expect(back.column("unique_id").values).toEqual(["007", "007", "north", "north"]);
    expect(back.column("theta").values).toEqual(result.rows.map(({ mean }) => mean));
    const scored = await backtest(rows, { ...options, model: ["theta", "naive"] });
    const scores = await scored.toFrame();
    expect(scores.column("mase").values).toEqual(scored.rows.map(({ mase }) => mase));
  });

  it("says where bytes are no table", async () => {
    const wrong = new TextEncoder().encode("ds,y\n2024-01-01,1\n2024-01-02\n");
    await expect(forecast(wrong)).rejects.toMatchObject({
      name: "DataError",
      location: { file: "table", line: 3 },
    });
    await expect(forecast(gzipSync(bytes).subarray(0, 40))).rejects.toThrow("gzip");
  });
});
