import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import {
  type BacktestOptions,
  backtest,
  type ForecastOptions,
  forecast,
  readPanel,
} from "../../src/index.js";
import { foretell } from "../cli/foretell.js";

const STORES = [
  ["north", "Kiel"],
  ["north", "Bremen"],
  ["south", "Ulm"],
] as const;
const rows = STORES.flatMap(([region, store], s) =>
  Array.from({ length: 42 }, (_, t) => ({
    day: new Date(Date.UTC(2024, 0, 1 + t)).toISOString().slice(0, 10),
    ...{ region, store, price: 5 },
    units: 30 * (s + 1) + 7 * ((t + s) % 7) + ((t * t * 3) % 5),
  })),
);
const cwd = mkdtempSync(join(tmpdir(), "foretell-sums-"));
afterAll(() => rmSync(cwd, { recursive: true }));
const path = join(cwd, "in.csv");
writeFileSync(
  path,
  `day,region,store,price,units\n${rows.map((row) => `${Object.values(row).join(",")}\n`).join("")}`,
);
const target = ["units"];
const hierarchy = ["region", "store"];
const ARGS = ["forecast", path, "--target", "units", "-H", "3", "-q"];

describe("a backtest of a hierarchy", () => {
  const options = { target, hierarchy, model: ["ets", "naive"], horizon: 3, folds: 2 };

  it("has the bytes of the command, of a path, rows and a panel", async () => {
    const args = ["backtest", ...ARGS.slice(1), "--hierarchy", "region,store", "--folds", "2"];
    const flags = ["-m", "ets,naive", "--reconcile", "bottom-up", "--per-series", "--format"];
    const { stdout } = await foretell([...args, ...flags, "csv"], { cwd });
    const how = { ...options, reconcile: "bottom-up", perSeries: true } as const;
    const result = await backtest(path, how);
    expect(result.toCsv()).toBe(stdout);
    expect(result.rows.map((row) => row.unique_id)).toContain("north/Kiel");
    const panel = await readPanel(path, { target, id: "region,store" });
    const { target: _, ...rest } = how;
    expect((await backtest(rows, how)).toCsv()).toBe(stdout);
    expect((await backtest(panel, rest)).toCsv()).toBe(stdout);
  });

  it("scores forecasts that add up", async () => {
    const { forecasts } = await backtest(rows, options);
    const of = (id: string) =>
      forecasts.filter(({ unique_id, model }) => unique_id === id && model === "ets");
    for (const [i, { mean, y }] of of("north").entries()) {
      const parts = ["north/Kiel", "north/Bremen"].map((id) => of(id)[i]!);
      expect(mean).toBe(parts[0]!.mean + parts[1]!.mean);
      expect(y).toBe(parts[0]!.y + parts[1]!.y);
    }
  });

  it.each<[BacktestOptions, string]>([
    [{ refit: 2 }, "refit cannot be used with hierarchy"],
    [{ test: rows }, "test cannot be used with hierarchy"],
    [{ past: ["price"] }, "past cannot be used with hierarchy"],
    [{ max: 5 }, "max cannot be used with hierarchy"],
  ])("is refused with %j", async (more, message) => {
    await expect(backtest(rows, { ...options, ...more })).rejects.toMatchObject({
      ...{ name: "UsageError", message: expect.stringContaining(message) },
    });
  });

  it("is refused where reconcile stands alone", async () => {
    await expect(backtest(rows, { target, reconcile: "mint" })).rejects.toThrow(
      "reconcile needs hierarchy,",
    );
  });
});

/** What a command prints in a format. */
const printed = async (args: readonly string[], format: string) =>
  (await foretell([...ARGS, ...args, "--format", format], { cwd })).stdout;

describe("forecasts of a hierarchy", () => {
  it.each([
    ["ets", "mint", {}, []],
    ["theta", "bottom-up", { min: 0, integer: true }, ["--min", "0", "--integer"]],
    ["naive", "top-down", { total: true }, ["--total"]],
  ] as const)(
    "of %s by %s have the bytes of the command",
    async (model, reconcile, more, flags) => {
      const options = { target, hierarchy, reconcile, model, horizon: 3, ...more };
      const result = await forecast(path, options);
      const args = ["--hierarchy", "region,store", "--reconcile", reconcile, "-m", model, ...flags];
      expect(result.toCsv()).toBe(await printed(args, "csv"));
      expect(result.toJson()).toBe(await printed(args, "json"));
      expect(result.toCsv()).toContain("north/Kiel");
    },
  );

  it("add up, of rows and of a panel alike", async () => {
    const options = { hierarchy, model: "theta", horizon: 2 } as const;
    const result = await forecast(rows, { ...options, target });
    const mean = (id: string) => result.rows.find(({ unique_id }) => unique_id === id)!.mean;
    expect(mean("north")).toBe(mean("north/Kiel") + mean("north/Bremen"));
    expect(mean("total")).toBe(mean("north") + mean("south"));
    const panel = await readPanel(path, { target, id: "region,store" });
    expect((await forecast(panel, options)).rows).toEqual(result.rows);
  });

  it.each<[ForecastOptions, string]>([
    [{ reconcile: "mint" }, "reconcile needs hierarchy,"],
    [{ hierarchy: [] }, "hierarchy must be a list of columns"],
    [{ hierarchy: "region,store" as never }, "hierarchy must be a list of columns"],
    [{ hierarchy, reconcile: "ols" as never }, 'no way to reconcile called "ols"'],
    [{ hierarchy, id: "store" }, 'id: ["store"] and hierarchy: ["region","store"] both name'],
    [{ hierarchy, target: ["units", "price"] }, "hierarchy adds up one column, not 2"],
    [{ hierarchy, future: ["price"] }, "future cannot be used with hierarchy"],
    [{ hierarchy, features: ["lag:1"] }, "features cannot be used with hierarchy"],
    [{ hierarchy, max: 5 }, "max cannot be used with hierarchy"],
  ])("are refused with %j", async (options, message) => {
    await expect(forecast(rows, { target, model: "naive", ...options })).rejects.toMatchObject({
      name: "UsageError",
      message: expect.stringContaining(message),
      hint: expect.not.stringContaining("--"),
    });
  });

  it("are refused for a panel with columns that sums do not have", async () => {
    const panel = await readPanel(path, { target, id: "region,store", past: ["price"] });
    await expect(forecast(panel, { hierarchy, model: "naive" })).rejects.toThrow(
      "sums have no such columns",
    );
  });
});

describe("totals over the horizon", () => {
  const options = { target, model: ["theta", "naive"], id: "store", horizon: 3 } as const;
  const args = ["--id", "store", "-m", "theta", "-m", "naive", "--total"];

  it("have the bytes of the command in every format", async () => {
    const result = await forecast(path, { ...options, total: true });
    expect(result.toCsv()).toBe(await printed(args, "csv"));
    expect(result.toJson()).toBe(await printed(args, "json"));
    for (const format of ["ndjson", "markdown", "svg"] as const) {
      expect(await result.toFile(format), format).toBe(await printed(args, format));
    }
    const frame = await result.toFrame();
    expect(frame.column("naive").values).toEqual(
      result.totals.filter(({ model }) => model === "naive").map(({ mean }) => mean),
    );
  });

  it("are dated rows beside those of the steps", async () => {
    const { rows, totals } = await forecast(path, { ...options, total: true });
    expect(rows).toHaveLength(3 * 2 * 3);
    expect(totals).toHaveLength(3 * 2);
    const [first] = totals;
    expect(first).toMatchObject({
      ...{ unique_id: "Kiel", model: "theta" },
      ...{ from: new Date("2024-02-12"), to: new Date("2024-02-14") },
    });
    const steps = rows.filter((row) => row.unique_id === "Kiel" && row.model === "theta");
    expect(first!.mean).toBeCloseTo(
      steps.reduce((sum, { mean }) => sum + mean, 0),
      9,
    );
    expect(first!.intervals.map(({ level }) => level)).toEqual([80, 95]);
    // Narrower than steps that err together.
    const [{ lo, hi }] = first!.intervals;
    const widths = steps.reduce((sum, { intervals: [one] }) => sum + one!.hi - one!.lo, 0);
    expect(hi - lo).toBeGreaterThan(0);
    expect(hi - lo).toBeLessThan(widths);
  });

  it("have the quantiles that were asked for, as the steps have", async () => {
    const quantiles = [0.1, 0.5, 0.9];
    const { rows, totals, toCsv } = await forecast(path, { ...options, total: true, quantiles });
    for (const row of [...rows, ...totals]) {
      expect(row.quantiles!.map(({ probability }) => probability)).toEqual(quantiles);
    }
    const [names, values] = toCsv().split("\n");
    const cells = values!.split(",");
    const written = (name: string) => Number(cells[names!.split(",").indexOf(name)]);
    expect(totals[0]!.quantiles!.map(({ value }) => value)).toEqual(
      quantiles.map((q) => written(`theta-q-${q}`)),
    );
    expect((await forecast(path, options)).rows[0]).not.toHaveProperty("quantiles");
  });

  it("are none where nobody asked, and have no intervals without any", async () => {
    expect((await forecast(path, options)).totals).toEqual([]);
    const bare = await forecast(path, { ...options, total: true, intervals: "none" });
    expect(bare.totals.map(({ intervals }) => intervals)).toEqual(Array(6).fill([]));
    expect(bare.toCsv()).toBe(await printed([...args, "--intervals", "none"], "csv"));
  });
});

it("sums lie above as many times the least value as they have parts", async () => {
  const options = { hierarchy, model: "ets", horizon: 3, levels: [80] };
  const even = STORES.flatMap(([region, store]) =>
    Array.from({ length: 36 }, (_, t) => ({
      ...{ ds: new Date(Date.UTC(2022, t, 1)).toISOString(), region, store },
      y: 50 + ((t * 5) % 11),
    })),
  );
  const { rows: free } = await forecast(even, options);
  const { rows } = await forecast(even, { ...options, min: 54 });
  for (const [i, { mean, intervals }] of rows.entries()) {
    const parts = Math.round(free[i]!.mean / 55);
    const [one] = intervals;
    expect(one!.lo).toBe(54 * parts);
    expect(one!.lo).toBeLessThan(mean);
    expect(one!.hi).toBeGreaterThan(mean);
  }
});

it("sums that would reach below 0 are those of --min 0, whose intervals keep their width", async () => {
  const scarce = STORES.flatMap(([region, store], s) =>
    Array.from({ length: 36 }, (_, t) => ({
      ...{ ds: new Date(Date.UTC(2022, t, 1)).toISOString(), region, store },
      y: s === 2 ? Math.max(0, 36 - t + ((t * 5) % 7)) : 60 + ((t * 5) % 11),
    })),
  );
  const options = { hierarchy, model: "ets", horizon: 12, levels: [80, 95] };
  const { rows: ahead } = await forecast(scarce, options);
  expect(ahead).toEqual((await forecast(scarce, { ...options, min: 0 })).rows);
  const last = ahead.at(-1)!;
  expect(last.unique_id).toBe("south/Ulm");
  expect(last.intervals[0]!.lo).toBe(0);
  expect(last.intervals[0]!.hi).toBeGreaterThan(last.mean);
  const total = ahead[11]!;
  expect(total.intervals[1]!.lo).toBeLessThan(total.intervals[0]!.lo);
});
