import { describe, expect, it } from "vitest";
import { folder, foretell } from "./foretell.js";

const day = (t: number) => new Date(Date.UTC(2024, 0, 1 + t)).toISOString().slice(0, 10);
const promo = (t: number) => (t % 5 === 0 || t % 7 === 2 ? 1 : 0);
const SALES = `day,sales,promo\n${Array.from({ length: 90 }, (_, t) => `${day(t)},${100 + 50 * promo(t) + (t % 3)},${promo(t)}\n`).join("")}`;
const plan = (value: number) =>
  `day,sales,promo\n${[90, 91, 92].map((t) => `${day(t)},,${value}\n`).join("")}`;
const FILES = { "sales.csv": SALES, "low.csv": plan(0), "high.csv": plan(1) };
const BOTH = ["--future-file", "low.csv", "--future-file", "high.csv"];

/** A folder with a model of the sales, with or without what is known ahead. */
async function trained(...known: string[]): Promise<string> {
  const cwd = folder(FILES);
  const model = known.length > 0 ? "lag-regression" : "naive";
  const args = ["train", "sales.csv", "--target", "sales", "-m", model, "-H", "3", ...known];
  const { code } = await foretell([...args, "-o", "m.foretell", "-q"], { cwd });
  expect(code).toBe(0);
  return cwd;
}

const columnsOf = (csv: string) => {
  const [header, ...rows] = csv.trim().split("\n");
  const cells = rows.map((row) => row.split(","));
  return Object.fromEntries(header.split(",").map((name, c) => [name, cells.map((row) => row[c])]));
};

describe("several --future-file with --from", () => {
  it("stand side by side, each as it is alone", async () => {
    const cwd = await trained("--future", "promo");
    const from = ["forecast", "--from", "m.foretell", "--format", "csv", "-q"];
    const both = columnsOf((await foretell([...from, ...BOTH], { cwd })).stdout);
    expect(Object.keys(both).slice(0, 4)).toEqual(["unique_id", "ds", "low", "low-lo-80"]);
    for (const name of ["low", "high"]) {
      const alone = await foretell([...from, "--future-file", `${name}.csv`], { cwd });
      const columns = columnsOf(alone.stdout);
      expect(both[name]).toEqual(columns["lag-regression"]);
      expect(both[`${name}-hi-95`]).toEqual(columns["lag-regression-hi-95"]);
    }
    for (const [h, low] of both.low.entries()) {
      expect(Number(both.high[h]) - Number(low)).toBeGreaterThan(5);
    }
  });

  it("go with a source as well, and are told apart on a terminal", async () => {
    const cwd = await trained("--future", "promo");
    const from = ["forecast", "sales.csv", "--from", "m.foretell", ...BOTH, "-q"];
    const saved = await foretell([...from.filter((a) => a !== "sales.csv"), "--format", "csv"], {
      cwd,
    });
    expect((await foretell([...from, "--format", "csv"], { cwd })).stdout).toBe(saved.stdout);
    const { stdout } = await foretell([...from, "--format", "table", "--plain"], { cwd });
    expect(stdout).toMatch(/\blow\b.*\bhigh\b/);
  });

  it("are refused where the model takes no columns that are known ahead", async () => {
    const cwd = await trained();
    for (const source of [[], ["sales.csv"]]) {
      const args = ["forecast", ...source, "--from", "m.foretell", ...BOTH];
      const { code, stderr } = await foretell(args, { cwd });
      expect(code).toBe(2);
      expect(stderr).toContain("naive in m.foretell takes no columns that are known ahead");
    }
  });

  it("are forecast by a model that is fitted once, without a saved one", async () => {
    const cwd = await trained("--future", "promo");
    const csv = ["--format", "csv", "-q", ...BOTH];
    const saved = await foretell(["forecast", "--from", "m.foretell", ...csv], { cwd });
    const fit = ["sales.csv", "--target", "sales", "-H", "3", "--future", "promo"];
    const fresh = await foretell([...fit, "-m", "lag-regression", ...csv], { cwd });
    expect(fresh.stdout).toBe(saved.stdout);
    const refused: [string[], string][] = [
      [["-m", "naive"], "naive takes no columns that are known ahead"],
      [["-m", "lag-regression"], "change nothing: lag-regression is given no columns"],
      [["-m", "lag-regression"], "Name those of the files: --future promo."],
      [["-m", "lag-regression", "--strict"], "--strict does not take several --future-file"],
    ];
    for (const [args, why] of refused) {
      const { code, stderr } = await foretell([...fit.slice(0, 5), ...args, ...csv], { cwd });
      expect({ code, told: stderr.includes(why) }).toEqual({ code: 2, told: true });
    }
  });

  it("make their columns known ahead, of a table that ends with what was observed", async () => {
    const cwd = folder(FILES);
    const fit = ["sales.csv", "--target", "sales", "-H", "3", "-m", "lag-regression"];
    const csv = ["--format", "csv", "-q", ...BOTH];
    const named = await foretell([...fit, "--future", "promo", ...csv], { cwd });
    expect(named.code).toBe(0);
    for (const known of ["promo", "auto"]) {
      const found = await foretell([...fit, "--exogenous", known, ...csv], { cwd });
      expect(found.stdout).toBe(named.stdout);
    }
    const one = [...fit, "--future-file", "low.csv", "--format", "csv", "-q"];
    expect((await foretell([...one, "--exogenous", "promo"], { cwd })).stdout).toBe(
      (await foretell([...one, "--future", "promo"], { cwd })).stdout,
    );
    const { code, stderr } = await foretell(one, { cwd });
    expect(code).toBe(2);
    expect(stderr).toContain("Name the columns that are known ahead: --future promo.");
  });

  it("are refused before anything is fitted where one lacks values, by its own name", async () => {
    const empty = "day,sales,promo\n2024-03-31,,\n2024-04-01,,\n2024-04-02,,\n";
    const cwd = folder({ ...FILES, "empty.csv": empty, "short.csv": "day,promo\n2024-03-31,1\n" });
    const fit = ["sales.csv", "--target", "sales", "-H", "3", "-m", "lag-regression"];
    const withLow = [...fit, "--future", "promo", "--future-file", "low.csv", "--future-file"];
    const short = await foretell([...withLow, "short.csv"], { cwd });
    expect(short.code).toBe(3);
    expect(short.stderr).toContain('short.csv: series "sales": future column "promo" has no value');
    expect(short.stderr).toContain("2024-04-01");
    const gap = await foretell([...withLow, "empty.csv"], { cwd });
    expect(gap.stderr).toContain(
      'empty.csv: no value of "promo" after the observations of any series',
    );
  });

  it("have a column for each of several models, and one for a model that sees no plans", async () => {
    const cwd = await trained("--future", "promo");
    const args = ["sales.csv", "--target", "sales", "-H", "3", "--future", "promo", ...BOTH, "-q"];
    const models = ["-m", "lag-regression", "-m", "arima", "-m", "naive"];
    const { code, stdout } = await foretell([...args, ...models, "--format", "csv"], { cwd });
    expect(code).toBe(0);
    const columns = columnsOf(stdout);
    expect(Object.keys(columns).filter((name) => !/-(lo|hi)-/.test(name))).toEqual([
      ...["unique_id", "ds", "low-lag-regression", "high-lag-regression"],
      ...["low-arima", "high-arima", "naive"],
    ]);
    const one = await foretell([...args, "-m", "arima", "--format", "csv"], { cwd });
    expect(columns["high-arima"]).toEqual(columnsOf(one.stdout).high);
  });

  it("are refused where one is named twice", async () => {
    const cwd = await trained("--future", "promo");
    const args = ["forecast", "--from", "m.foretell", ...BOTH, "--future-file", "low.csv"];
    const twice = await foretell(args, { cwd });
    expect(twice.code).toBe(2);
    expect(twice.stderr).toContain("low.csv is named twice");
  });

  it("are never overwritten", async () => {
    const cwd = await trained("--future", "promo");
    const args = ["forecast", "--from", "m.foretell", ...BOTH, "-o", "high.csv"];
    const { code, stderr } = await foretell(args, { cwd });
    expect({ code, same: stderr.includes("are the same file") }).toEqual({ code: 2, same: true });
  });
});
