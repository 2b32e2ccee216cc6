import { describe, expect, it } from "vitest";
import { formatTimes } from "../../src/data/time/timestamp.js";
import { damped, events } from "../models/damped.js";
import { folder, foretell } from "./foretell.js";

const stamps = events(90, 3);
const written = formatTimes(stamps);
const rows = Array.from(stamps, (ds, i) => `${written[i]},${damped(ds).toFixed(3)}`);
const table = (lines: readonly string[]) => ["ds,y", ...lines, ""].join("\n");
const bare = ["--intervals", "none"];
const quick =
  "cfc:epochs=2,hidden=4,backbone=4,context=8,log=no,deseason=no,difference=no,window-scale=no";

const run = async (files: Record<string, string>, ...args: string[]) => {
  const cwd = folder(files);
  return { cwd, ...(await foretell(args, { cwd })) };
};

const dates = (csv: string) =>
  csv
    .trim()
    .split("\n")
    .slice(1)
    .map((line) => line.split(",")[1]);

it("asks whether the one date is right that stands off the grid of all others", async () => {
  const days = Array.from({ length: 60 }, (_, i) => `${formatTimes([i * 86_400_000])[0]},${i}`);
  const odd = days.map((day, i) => (i === 30 ? "2042-03-01,30" : day));
  const { stderr } = await run({ "days.csv": table(odd) }, "days.csv", "-m", "naive", "-H", "2");
  expect(stderr).toMatch(/days\.csv:32: .*\n.*2042-03-01.*\n.*\nIs this date right/);
  const log = await run({ "log.csv": table(rows) }, "log.csv", "-m", "naive", "-H", "2");
  expect(log.stderr).not.toMatch(/is this date right/);
});

describe("a log of events at any second", () => {
  const files = { "log.csv": table(rows) };

  it("is forecast in steps of its median interval, which stderr tells", async () => {
    const { code, stdout, stderr } = await run(files, "log.csv", "-m", quick, "-H", "3");
    expect(code).toBe(0);
    expect(stderr).toMatch(
      /dates are not evenly spaced from here on and are kept as they are; forecasts are 41s apart/,
    );
    const last = stamps[stamps.length - 1];
    expect(dates(stdout)).toEqual(formatTimes([1, 2, 3].map((k) => last + k * 41_000)));
    expect(stdout).toMatch(/^unique_id,ds,cfc,cfc-lo-80,cfc-hi-80/);
  });

  it("is drawn as time passes, and told to be irregular", async () => {
    const args = ["log.csv", "-m", quick, "-H", "3", "--intervals", "none", "--plain"];
    const { stdout } = await run(files, ...args, "--format", "table");
    expect(stdout).toMatch(/90 rows, irregular dates \(steps of 41s\), no season/);
    const { stdout: json } = await run(files, ...args, "--format", "json");
    expect(JSON.parse(json)).toMatchObject({ freq: "41s", irregular: true, season: 1 });
  });

  it("is no data for other models, which name those that take it", async () => {
    const { code, stderr } = await run(files, "log.csv", "-m", quick, "-m", "lstm");
    expect(code).toBe(3);
    expect(stderr).toMatch(/log\.csv:67: there are 90 rows, but 2859 steps of s/);
    expect(stderr).toMatch(/These models take dates as they are: neural-ode, cfc, naive, mean\./);
  });

  it("is taken by auto as it is, unless a grid is named", async () => {
    const args = ["log.csv", "-H", "3", "--explain"];
    const { code, stdout, stderr } = await run(files, ...args);
    expect(code).toBe(0);
    expect(stderr).toMatch(/dates are not evenly spaced from here on and are kept as they are/);
    expect(stdout).toMatch(/^unique_id,ds,auto,auto-lo-80,auto-hi-80/);
    const { selection } = JSON.parse((await run(files, ...args, "--format", "json")).stdout);
    const specs = selection.auto[0].candidates.map(({ spec }: { spec: string }) => spec);
    expect(specs).toContain("cfc");
    const hourly = await run(files, ...args, "--freq", "h");
    expect(hourly.code).toBe(3);
    expect(hourly.stderr).toMatch(/is not on the grid of frequency h|90 rows, but/);
  });

  it("is sent to a model that takes it where there is too little to learn from", async () => {
    const few = { "log.csv": table(rows.slice(0, 3)) };
    const { code, stderr } = await run(few, "log.csv", "-m", "cfc", "-H", "1");
    expect(code).toBe(4);
    expect(stderr).toMatch(/no series is long enough to train on 1 step ahead/);
    expect(stderr).toMatch(/^use a model without training, such as -m naive$/m);
  });

  it("is backtested at the dates that were held back", async () => {
    const args = [
      "-m",
      quick,
      "-m",
      "naive",
      "-H",
      "4",
      "--folds",
      "2",
      "--forecasts",
      "f.csv",
      ...bare,
    ];
    const { code, cwd } = await run(files, "backtest", "log.csv", ...args);
    expect(code).toBe(0);
    const { readFileSync } = await import("node:fs");
    expect(dates(readFileSync(`${cwd}/f.csv`, "utf8"))).toEqual(written.slice(-8));
    const parts = { "a.csv": table(rows.slice(0, 80)), "b.csv": table(rows.slice(80)) };
    const { stderr, stdout } = await run(
      ...([
        parts,
        "backtest",
        "a.csv",
        "--test",
        "b.csv",
        "-m",
        quick,
        "-m",
        "mean",
        ...bare,
      ] as const),
    );
    expect(stderr).not.toMatch(/one step after the other/);
    expect(stdout).toMatch(/^cfc,/m);
  });

  it("is forecast at given dates, of rows without a value or of a file", async () => {
    const later = formatTimes([61_000, 62_000, 400_000].map((t) => stamps[89] + t));
    const more = {
      "open.csv": table([...rows, ...later.map((date) => `${date},`)]),
      "dates.csv": `ds\n${later.join("\n")}\n`,
      ...files,
    };
    const open = await run(more, "open.csv", "-m", "naive");
    expect(dates(open.stdout)).toEqual(later);
    const given = await run(more, "log.csv", "--future-file", "dates.csv", "-m", "naive");
    expect(dates(given.stdout)).toEqual(later);
    const other = await run(more, "nile", "--future-file", "dates.csv", "-m", "naive");
    expect(other).toMatchObject({ code: 2 });
    expect(other.stderr).toMatch(/needs the names of its columns/);
  });

  it("says which given dates are left out as they do not come after it", async () => {
    const early = formatTimes([stamps[89] - 1000, stamps[89] + 9000]);
    const given = { ...files, "dates.csv": `ds\n${early.join("\n")}\n` };
    const { stdout, stderr } = await run(
      given,
      ...["log.csv", "--future-file", "dates.csv", "-m", "naive", ...bare],
    );
    expect(dates(stdout)).toEqual(early.slice(1));
    expect(stderr).toMatch(`dates.csv:2: ${early[0]} is not after the last row of log.csv, and`);
  });

  it("goes on from a saved model", async () => {
    const parts = { "old.csv": table(rows.slice(0, 80)), "new.csv": table(rows.slice(78)) };
    const { cwd } = await run(
      parts,
      "train",
      "old.csv",
      "-m",
      quick,
      "-H",
      "3",
      "-o",
      "m",
      ...bare,
    );
    const more = await foretell(["new.csv", "--from", "m"], { cwd });
    expect(more.stderr).toMatch(/78 rows before those of new\.csv come from m/);
    expect(dates(more.stdout)[0] > written[89]).toBe(true);
    const monthly = await foretell(["air-passengers", "--from", "m"], { cwd });
    expect(monthly.code).toBe(3);
    expect(monthly.stderr).toMatch(/dates are \d+ times as far apart as those that the model/);
  });

  it("is inspected: how far apart its rows are, and no lags of rows", async () => {
    const { stdout } = await run(files, "inspect", "log.csv", "--full", "--plain");
    expect(stdout).toMatch(/intervals: 41 s in the median, half of them from \d+ s to .* min/);
    expect(stdout).not.toMatch(/autocorrelation|spectrum/);
    expect(stdout).toMatch(/next: foretell forecast log\.csv --time ds --target y -H 12 -m cfc/);
  });
});
