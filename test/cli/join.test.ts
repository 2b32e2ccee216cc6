import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { folder, foretell } from "./foretell.js";

const days = Array.from({ length: 60 }, (_, t) =>
  new Date(Date.UTC(2024, 0, 1 + t)).toISOString().slice(0, 10),
);
const heat = (t: number) => (t * 7) % 11;
const cwd = () =>
  folder({
    "sales.csv": `ds,y\n${days.map((day, t) => `${day},${10 + 2 * heat(t)}\n`).join("")}`,
    "weather.csv": `ds,heat\n${days.map((day, t) => `${day},${heat(t)}\n`).join("")}`,
    "other.csv": "day,heat\n2024-01-01,1\n",
  });

describe("foretell --join", () => {
  it("puts the columns of another table beside those of the source", async () => {
    const args = [
      "backtest",
      "sales.csv",
      "--join",
      "weather.csv",
      "--future",
      "heat",
      "-m",
      "arima",
      "-H",
      "7",
    ];
    const { code, stdout } = await foretell([...args, "--format", "json"], { cwd: cwd() });
    expect(code).toBe(0);
    // The observations are a straight line in what is joined.
    expect(
      JSON.parse(stdout).scores.find((one: { model: string }) => one.model === "arima").mae,
    ).toBeLessThan(0.1);
  });

  it("says nothing of rows that only one of training and test part has", async () => {
    const parts = { "train.csv": days.slice(0, 40), "test.csv": days.slice(40) };
    const both = Object.fromEntries(
      Object.entries(parts).map(([name, part]) => [
        name,
        `ds,y\n${part.map((day) => `${day},${10 + 2 * heat(days.indexOf(day))}\n`).join("")}`,
      ]),
    );
    const stdin = `heat,ds\n${days.map((day, t) => `${heat(t)},${day}\n`).join("")}`;
    const args = ["train.csv", "--test", "test.csv", "--join", "-", "--future", "heat"];
    const { code, stdout, stderr } = await foretell(
      ["backtest", ...args, "-m", "arima", "-H", "7", "--format", "json"],
      { cwd: folder(both), stdin },
    );
    expect([code, stderr]).toEqual([0, ""]);
    expect(JSON.parse(stdout).scores[0].mae).toBeLessThan(0.1);
  });

  it.each([
    ["--join", ["forecast", "-", "--join", "-"]],
    ["--join", ["train", "-", "--join", "-", "-o", "m.foretell"]],
    ["--test", ["backtest", "-", "--test", "-"]],
    ["--future-file", ["inspect", "-", "--future-file", "-", "--future", "heat"]],
  ])("is refused where stdin is to hold %s too, with %j", async (option, args) => {
    const { code, stderr } = await foretell(args, { cwd: cwd(), stdin: "ds,y\n" });
    expect(code).toBe(2);
    expect(stderr).toBe(
      `foretell: stdin cannot hold both the data and ${option}\nPut one into a file.\n`,
    );
  });

  it("is a model's that is trained, and a feature's", async () => {
    const here = cwd();
    const joined = ["sales.csv", "--join", "weather.csv", "--past", "heat"];
    const trained = await foretell(
      ["train", ...joined, "-m", "lag-regression", "-H", "3", "-o", "m.foretell"],
      { cwd: here },
    );
    expect(trained).toEqual({ code: 0, stdout: "", stderr: "" });
    const direct = await foretell(["forecast", ...joined, "-m", "lag-regression", "-H", "3"], {
      cwd: here,
    });
    const saved = await foretell(["forecast", "--from", "m.foretell"], { cwd: here });
    expect(saved).toEqual(direct);
    const args = ["features", "sales.csv", "--join", "weather.csv", "--target", "heat"];
    const features = await foretell([...args, "-f", "lag:1"], { cwd: here });
    expect(features.stdout).toMatch(
      /^unique_id,ds,y,y_lag_1\nsales,2024-01-01,0,\nsales,2024-01-02,7,0\n/,
    );
  });

  it("is kept in a baseline, by its place from there", async () => {
    const here = cwd();
    const args = ["sales.csv", "--join", "weather.csv", "--past", "heat"];
    const check = (more: string[], there = here) =>
      foretell(["check", "--leak", ...more], { cwd: there });
    const written = await check([
      ...[...args, "-m", "lag-regression", "-H", "7"],
      ...["--baseline", "b.json", "--update"],
    ]);
    expect([written.code, written.stderr]).toEqual([
      0,
      expect.stringContaining("is written: 1 entry"),
    ]);
    mkdirSync(join(here, "deep"));
    const again = await check(["--baseline", "../b.json", "--exact"], join(here, "deep"));
    expect([again.code, again.stderr]).toEqual([0, ""]);
    expect(again.stdout).toMatch(/1 the same\n$/);
  });

  it("is a part of the command that inspect suggests", async () => {
    const args = ["inspect", "sales.csv", "--join", "weather.csv", "--future", "heat"];
    const { stdout } = await foretell(args, { cwd: cwd() });
    expect(stdout).toContain("--join weather.csv");
  });

  it("says what columns there are when none is in both", async () => {
    const { code, stderr } = await foretell(["sales.csv", "--join", "other.csv", "-m", "naive"], {
      cwd: cwd(),
    });
    expect(code).toBe(2);
    expect(stderr).toBe(
      'foretell: sales.csv and other.csv have no column in common\n"ds" and "day" hold dates: call both the same. Columns: ds, y; day, heat.\n',
    );
  });
});
