import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { folder, foretell } from "../foretell.js";

const DAY = 86_400_000;

/** Days from the first of January 2024 on, between two of them. */
function days(from: number, to: number, value: (t: number) => number | string, id?: string) {
  return Array.from({ length: to - from }, (_, i) => {
    const ds = new Date(Date.UTC(2024, 0, 1) + (from + i) * DAY).toISOString().slice(0, 10);
    return `${ds},${id === undefined ? "" : `${id},`}${value(from + i)}\n`;
  }).join("");
}

const y = (t: number) => 50 + (t % 7) + 3 * (t % 5);
const HEADER = "date,units\n";
const FORECAST = ["-m", "seasonal-naive", "-H", "3", "--format", "csv"];

describe("several files", () => {
  it("that follow each other in time are one table, whether they are named or matched", async () => {
    const cwd = folder({
      "whole.csv": HEADER + days(0, 91, y),
      "sales-2024-01.csv": HEADER + days(0, 31, y),
      "sales-2024-02.csv": HEADER + days(31, 60, y),
      "sales-2024-03.csv": HEADER + days(60, 91, y),
    });
    const whole = (await foretell(["whole.csv", ...FORECAST], { cwd })).stdout;
    const expected = whole.replaceAll("whole,", "sales,");
    const files = [3, 1, 2].map((month) => `sales-2024-0${month}.csv`);
    const named = await foretell([...files, ...FORECAST], { cwd });
    expect(named.stdout).toBe(expected);
    expect(named.stderr).toContain("3 files follow each other in time and are read as one table");
    for (const pattern of [
      "sales-*.csv",
      "sales-2024-0[1-3].csv",
      "{sales-*.csv,sales-2024-01.csv}",
    ]) {
      const { stdout } = await foretell(["forecast", pattern, ...FORECAST], { cwd });
      expect(stdout).toBe(expected);
    }
  });

  it("with dates in common are a series each, called like their files", async () => {
    const cwd = folder({
      "berlin.csv": HEADER + days(0, 60, y),
      "paris.csv": HEADER + days(20, 60, (t) => 2 * y(t)),
    });
    const { code, stdout, stderr } = await foretell(["berlin.csv", "paris.csv", ...FORECAST], {
      cwd,
    });
    expect(code).toBe(0);
    expect(stderr).toContain("2 files have dates in common and are read as a series each");
    const ids = stdout
      .trim()
      .split("\n")
      .slice(1)
      .map((line) => line.split(",")[0]);
    expect(ids).toEqual(["berlin", "berlin", "berlin", "paris", "paris", "paris"]);
  });

  it("with a column that names the series are one table", async () => {
    const header = "date,id,units\n";
    const cwd = folder({
      "a.csv": header + days(0, 30, y, "tea"),
      "b.csv": header + days(0, 30, y, "coffee"),
    });
    const { stdout } = await foretell(["a.csv", "b.csv", ...FORECAST], { cwd });
    expect(stdout.match(/^tea,/gm)).toHaveLength(3);
    expect(stdout.match(/^coffee,/gm)).toHaveLength(3);
    // The file may be a part of the name.
    const both = await foretell(["a.csv", "b.csv", "--id", "file,id", ...FORECAST], { cwd });
    expect(both.stdout).toContain("b/coffee,2024-01-31");
    const series = await foretell(["a.csv", "b.csv", "--files", "series", ...FORECAST], { cwd });
    expect(series.code).toBe(3);
    expect(series.stderr).toContain("--id file,id");
  });

  it.each([
    ["have gaps between their dates", days(40, 80, y)],
    ["share some of their rows", days(20, 50, y)],
  ])("whose dates %s are asked about", async (why, rows) => {
    const cwd = folder({ "a.csv": HEADER + days(0, 31, y), "b.csv": HEADER + rows });
    const files = ["a.csv", "b.csv"];
    const asked = await foretell([...files, ...FORECAST], { cwd });
    expect(asked.code).toBe(3);
    expect(asked.stdout).toBe("");
    expect(asked.stderr).toContain(why);
    const series = await foretell([...files, "--files", "series", ...FORECAST], { cwd });
    expect(series.stdout).toMatch(/^a,.*\na,.*\na,.*\nb,/m);
    const one = ["--files", "rows", "--duplicates", "first"];
    const table = await foretell([...files, ...one, ...FORECAST], { cwd });
    expect(table.code).toBe(0);
    expect(table.stdout.match(/^series,/gm)).toHaveLength(3);
  });

  it("without dates are asked about", async () => {
    const cwd = folder({ "a.csv": "y\n1\n2\n3\n4\n", "b.csv": "y\n5\n6\n7\n8\n" });
    const { code, stderr } = await foretell(["a.csv", "b.csv", ...FORECAST], { cwd });
    expect(code).toBe(3);
    expect(stderr).toContain("they hold no dates");
  });

  it("of other columns are refused with the column and the file", async () => {
    const cwd = folder({
      "a.csv": HEADER + days(0, 31, y),
      "b.csv": `date,visits\n${days(31, 60, y)}`,
    });
    const { code, stderr } = await foretell(["a.csv", "b.csv", ...FORECAST], { cwd });
    expect(code).toBe(3);
    expect(stderr).toContain('b.csv has no column "units", but a.csv has');
    expect(stderr).toContain("--join FILE");
  });

  it("that were split off a table get the names of the first", async () => {
    const cwd = folder({ "part-aa": HEADER + days(0, 31, y), "part-ab": days(31, 60, y) });
    const { code, stderr } = await foretell(["part-aa", "part-ab", ...FORECAST], { cwd });
    expect(code).toBe(0);
    expect(stderr).toContain("part-ab has no line of names: the columns are named as in part-aa");
  });

  it("decide the order of day and month together", async () => {
    const european = (from: number, to: number) =>
      days(from, to, y).replace(/(\d{4})-(\d\d)-(\d\d)/g, "$3/$2/$1");
    const cwd = folder({
      // Up to the twelfth either may be the month.
      "a.csv": HEADER + european(0, 12),
      "b.csv": HEADER + european(12, 31),
    });
    const { code, stdout } = await foretell(["a.csv", "b.csv", ...FORECAST], { cwd });
    expect(code).toBe(0);
    expect(stdout).toContain("2024-02-01");
    expect((await foretell(["a.csv", ...FORECAST], { cwd })).code).toBe(3);
  });

  it("say in which file and line a cell is wrong", async () => {
    const cwd = folder({
      "a.csv": HEADER + days(0, 31, y),
      "b.csv": HEADER + days(31, 60, (t) => (t === 33 ? "many" : y(t))),
    });
    const files = ["a.csv", "b.csv", "--target", "units"];
    const { code, stderr } = await foretell([...files, ...FORECAST], { cwd });
    expect(code).toBe(3);
    expect(stderr).toContain("b.csv:4:");
    expect(stderr).toContain("many");
  });

  it("are not overwritten by the output", async () => {
    const table = HEADER + days(0, 31, y);
    const cwd = folder({ "a.csv": table, "b.csv": HEADER + days(31, 60, y) });
    for (const source of [["a.csv", "b.csv"], ["*.csv"]]) {
      const { code, stderr } = await foretell([...source, "-m", "naive", "-o", "a.csv"], { cwd });
      expect(code).toBe(2);
      expect(stderr).toContain("the data and --output are the same file");
    }
    expect(readFileSync(join(cwd, "a.csv"), "utf8")).toBe(table);
  });

  it("that are named twice, are not there, or are stdin, are refused", async () => {
    const cwd = folder({ "a.csv": HEADER + days(0, 31, y) });
    const refused = async (...args: string[]) =>
      (await foretell([...args, ...FORECAST], { cwd, stdin: "" })).stderr;
    expect(await refused("a.csv", "a.csv")).toContain("a.csv is named twice");
    expect(await refused("a.csv", "-")).toContain("stdin cannot be read together with files");
    expect(await refused("b*.csv")).toContain("no file matches b*.csv");
    expect(await refused("a.csv", "b.csv")).toContain("b.csv: no such file");
  });

  it("are one source of a baseline, whatever folder it is checked from", async () => {
    const cwd = folder({ "a.csv": HEADER + days(0, 31, y), "b.csv": HEADER + days(31, 60, y) });
    const at = ["--baseline", "baseline.json"];
    const written = await foretell(["check", "{a.csv,b.csv}", "-m", "naive", ...at, "--update"], {
      cwd,
    });
    expect(written.code).toBe(0);
    expect((await foretell(["check", ...at], { cwd })).code).toBe(0);
    const elsewhere = ["check", "--baseline", join(cwd, "baseline.json")];
    expect((await foretell(elsewhere, { cwd: folder() })).code).toBe(0);
  });
});
