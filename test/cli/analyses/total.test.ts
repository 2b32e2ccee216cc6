import { stripVTControlCharacters } from "node:util";
import { describe, expect, it } from "vitest";
import { retail } from "../../tables/retail.js";
import { binary, folder, foretell } from "../foretell.js";
import { hasTerminal, onTerminal } from "../terminal.js";

const ARGS = ["forecast", "nottem", "-m", "theta", "-m", "naive", "-H", "6", "-q"];

describe("--total", () => {
  it("writes a row a series with the sum over the horizon, for every model", async () => {
    const { stdout } = await foretell([...ARGS, "--total", "--level", "80"]);
    const steps = await foretell(ARGS);
    const [header, row, ...none] = stdout.trim().split("\n");
    expect(header).toBe(
      "unique_id,from,to,theta,theta-lo-80,theta-hi-80,naive,naive-lo-80,naive-hi-80",
    );
    expect(none).toEqual([]);
    const [id, from, to, theta, lo, hi] = row!.split(",");
    expect([id, from, to]).toEqual(["nottem", "1940-01-01", "1940-06-01"]);
    const rows = steps.stdout.trim().split("\n").slice(1);
    const sum = rows.reduce((all, line) => all + Number(line.split(",")[2]), 0);
    expect(Number(theta)).toBeCloseTo(sum, 9);
    // Narrower than the sum of the intervals, as errors make up for each other.
    const widths = rows.reduce((all, line) => {
      const [, , , low, high] = line.split(",");
      return all + Number(high) - Number(low);
    }, 0);
    expect(Number(hi) - Number(lo)).toBeLessThan(widths);
    expect(Number(hi) - Number(lo)).toBeGreaterThan(widths / 6);
  });

  it("of demand that is mostly none is not the forecast for most quantiles", async () => {
    const rare = Array.from({ length: 130 }, () => 0);
    const demands = {
      2: 3,
      9: 1,
      26: 3,
      44: 1,
      60: 4,
      77: 1,
      89: 2,
      92: 8,
      94: 2,
      113: 3,
      122: 11,
    };
    for (const [week, demand] of Object.entries({ ...demands, 127: 1 })) rare[+week] = demand;
    const cwd = folder({ "part.csv": `y\n${rare.join("\n")}\n` });
    const args = ["part.csv", "-m", "croston", "-H", "13", "--quantiles", "0.5,0.9", "-q"];
    const csv = async (...more: string[]) =>
      (await foretell([...args, ...more, "--format", "csv"], { cwd })).stdout.trim().split("\n");
    const [, first] = await csv();
    expect(Number(first!.split(",")[3])).toBe(0);
    const [, row] = await csv("--total");
    const [total, half, most] = row!.split(",").slice(3).map(Number);
    expect(half).toBeLessThan(0.95 * total!);
    expect(most).toBeGreaterThan(1.2 * total!);
  });

  it("stands below the table on a terminal, and beside the steps in JSON", async () => {
    const text = await foretell([...ARGS, "--total", "--format", "table"]);
    expect(text.stdout).toMatch(
      /\ntotal of 6 steps, 1940-01 to 1940-06\nmodel +total +lo-80 +hi-80 +lo-95 +hi-95\n/,
    );
    const json = JSON.parse((await foretell([...ARGS, "--total", "--format", "json"])).stdout);
    expect(json.series[0].mean).toHaveLength(6);
    expect(Object.keys(json.series[0].total.intervals)).toEqual(["80", "95"]);
  });

  it.skipIf(!hasTerminal)(
    "shows a few series of a panel, with all that fits in a line each",
    async () => {
      const cwd = folder({ "retail.csv": retail({ stores: 6, days: 90 }) });
      const command = `${process.execPath} ${binary} ${cwd}/retail.csv --id store --target units -m naive -H 7 --total -q`;
      const { seen } = await onTerminal(command, { size: "stty cols 80 rows 24;" });
      const lines = stripVTControlCharacters(seen).replaceAll("\r", "").trimEnd().split("\n");
      expect(lines.length).toBeLessThanOrEqual(23);
      const title = lines.findIndex((line) => line.startsWith("total of 7 steps"));
      expect(lines[title]).toContain("the first 3 of 6 series");
      expect(lines[title + 1]).toMatch(/^series +total +lo-80 +hi-80 +lo-95 +hi-95$/);
      expect(lines.slice(title + 2)).toHaveLength(3);
      expect(lines[title - 1]).toMatch(/^and 5 more series: /);
    },
  );

  it("of several models stand beside each other, so that a panel shows more than one series", async () => {
    const cwd = folder({ "retail.csv": retail({ stores: 3, days: 90 }) });
    const { stdout } = await foretell(
      [
        ..."retail.csv --id store --target units -m naive -m theta -H 7 --total".split(" "),
        "-q",
      ].concat(["--format", "table"]),
      { cwd },
    );
    const [, table] = stdout.split("\ntotal of 7 steps, ");
    const [title, head, ...rows] = table!.trimEnd().split("\n");
    expect(head).toMatch(/^series +naive +lo-95 +hi-95 +theta +lo-95 +hi-95$/);
    expect(title).toContain("(1 more interval: --format csv)");
    expect(rows).toHaveLength(3);
  });

  it("has the outermost of many quantiles, and says how many more there are", async () => {
    const all = Array.from({ length: 17 }, (_, i) => ((i + 1) / 20).toFixed(2)).join(",");
    const { stdout } = await foretell([
      "nottem",
      "-m",
      "theta",
      "-H",
      "6",
      "-q",
      "--total",
      "--quantiles",
      all,
      "--format",
      "table",
    ]);
    expect(stdout).toMatch(
      /total of 6 steps, .* \(15 more quantiles: --format csv\)\n +total +q-0\.05 +q-0\.85\n/,
    );
  });

  it("has the quantiles that are asked for", async () => {
    const args = [...ARGS, "--total", "--quantiles", "0.1,0.5,0.9"];
    const { stdout } = await foretell(args);
    const [header, row] = stdout.trim().split("\n");
    expect(
      header!
        .split(",")
        .slice(4, 7)
        .map((name) => name.replace(/^.*-q-/, "q-")),
    ).toEqual([...["q-0.1", "q-0.5", "q-0.9"]]);
    const [mean, low, middle, high] = row!.split(",").slice(3, 7).map(Number);
    expect(low).toBeLessThan(middle!);
    expect(middle).toBeLessThan(high!);
    const json = JSON.parse((await foretell([...args, "--format", "json"])).stdout);
    expect(json.series[0].total).toMatchObject({ mean, quantiles: { "0.1": low, "0.9": high } });
    const interval = await foretell([...ARGS, "--total", "--level", "80"]);
    const [, lo, hi] = interval.stdout.trim().split("\n")[1]!.split(",").slice(3, 6).map(Number);
    expect([low, high]).toEqual([lo, hi]);
  });

  it("is held to the limits of forecasts", async () => {
    const { stdout } = await foretell([...ARGS, "--total", "--level", "80", "--max", "30"]);
    const hi = Number(stdout.trim().split("\n")[1]!.split(",")[5]);
    expect(hi).toBeLessThanOrEqual(180);
  });
});
