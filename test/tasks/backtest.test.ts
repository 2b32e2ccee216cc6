import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it, describe as suite } from "vitest";
import { backtest, danfojs, readPanel } from "../../src/index.js";
import { foretell } from "../cli/foretell.js";

const folder = mkdtempSync(join(tmpdir(), "foretell-backtest-"));
afterAll(() => rmSync(folder, { recursive: true }));

const rows = Array.from({ length: 60 }, (_, t) => ({
  ds: new Date(Date.UTC(2020, t, 1)).toISOString().slice(0, 10),
  y: 20 + ((t * 7) % 12) + t / 4,
}));
const csv = (some: typeof rows) => `ds,y\n${some.map(({ ds, y }) => `${ds},${y}`).join("\n")}\n`;

suite("a backtest by one call", () => {
  it.each([
    ["nottem", ["theta", "naive"], ["-H", "12", "--folds", "3"], { horizon: 12, folds: 3 }],
    ["presidents", ["ets"], ["--per-step", "--rank", "mae"], { perStep: true, rank: "mae" }],
    [
      "air-passengers",
      ["theta", "mean"],
      ["--window", "sliding", "--step", "3", "--folds", "4", "--metrics", "mae,smape"],
      { window: "sliding", step: 3, folds: 4, metrics: ["mae", "smape"] },
    ],
  ] as const)("scores %s to the bytes of the command", async (source, model, args, options) => {
    const asked = await backtest(source, { model, ...options });
    const forecasts = join(folder, `${source}.csv`);
    const command = ["backtest", source, ...model.flatMap((one) => ["-m", one]), ...args, "-q"];
    const [plain, document] = [
      await foretell([...command, "--format", "csv", "--forecasts", forecasts]),
      await foretell([...command, "--format", "json"]),
    ];
    expect(asked.toCsv()).toBe(plain.stdout);
    // How long it took is the one thing that differs.
    const timeless = (json: string) => json.replace(/"seconds": [\d.]+/g, "");
    expect(timeless(asked.toJson())).toBe(timeless(document.stdout));
    expect(asked.toForecastsCsv()).toBe(readFileSync(forecasts, "utf8"));
  });

  it("takes rows, a DataFrame and a panel, with the same scores and dated forecasts", async () => {
    const options = { model: ["theta", "naive"], horizon: 6 };
    const { DataFrame } = await danfojs();
    const first = await backtest(rows, options);
    const scores = first.rows.map(({ mase, owa }) => [mase, owa]);
    const same = [new DataFrame(rows), first.report.folds[0]!.training] as const;
    expect((await backtest(same[0], options)).rows.map(({ mase, owa }) => [mase, owa])).toEqual(
      scores,
    );
    expect(first.best).toBe(first.rows[0]!.model);
    expect(first.forecasts).toHaveLength(2 * 6);
    expect(first.forecasts[0]).toMatchObject({
      ...{ unique_id: "rows", model: first.best, y: rows[54]!.y },
      ...{ ds: new Date("2024-07-01"), cutoff: new Date("2024-06-01") },
    });
    const shorter = await backtest(same[1], options);
    expect(shorter.forecasts[0]!.cutoff).toEqual(new Date("2023-12-01"));
  });

  it("scores rows that follow, as the command does with --test", async () => {
    const [train, test] = [rows.slice(0, 48), rows.slice(48)];
    writeFileSync(join(folder, "train.csv"), csv(train));
    writeFileSync(join(folder, "test.csv"), csv(test));
    const files = [join(folder, "train.csv"), join(folder, "test.csv")] as const;
    const command = await foretell([
      ...["backtest", files[0], "--test", files[1], "-m", "theta", "-q"],
      ...["--format", "csv"],
    ]);
    const byPath = await backtest(files[0], { model: "theta", test: files[1] });
    const byRows = await backtest(train, { model: "theta", test });
    expect(byPath.toCsv()).toBe(command.stdout);
    expect(byRows.rows[0]!.mae).toBe(byPath.rows[0]!.mae);
    await expect(backtest(train, { test, folds: 2 })).rejects.toThrow("one fold");
  });

  it("is a DataFrame, a picture, a page and any file that the command writes", async () => {
    const result = await backtest("nottem", { model: ["theta", "naive"], horizon: 12 });
    const frame = await result.toFrame();
    expect(frame.columns.slice(0, 3)).toEqual(["model", "unique_id", "n"]);
    expect(frame.shape[0]).toBe(2);
    expect(await result.toSvg()).toMatch(/^<svg/);
    expect(await result.toFile("html")).toMatch(/^<!doctype html>/i);
    expect(await result.toFile("markdown")).toContain("| theta");
    const parquet = (await result.toFile("parquet")) as Uint8Array;
    expect(new TextDecoder().decode(parquet.slice(0, 4))).toBe("PAR1");
    expect(result.toText({ plain: true })).toContain("backtest, 12 steps ahead");
  });

  it("rejects with an AbortError once aborted, and refuses what the command refuses", async () => {
    const controller = new AbortController();
    const started = backtest("nottem", {
      model: "lstm:epochs=5000",
      signal: controller.signal,
      onProgress: () => controller.abort(),
    });
    await expect(started).rejects.toMatchObject({ name: "AbortError" });
    const never = backtest("nottem", { signal: AbortSignal.abort() });
    await expect(never).rejects.toMatchObject({ name: "AbortError" });
    await expect(backtest("nottem", { folds: 100 })).rejects.toThrow("100 folds");
    const panel = await readPanel("nottem");
    await expect(backtest(panel, { model: "thet" })).rejects.toThrow('there is no model "thet"');
  });
});
