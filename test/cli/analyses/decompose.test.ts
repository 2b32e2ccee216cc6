import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { folder, foretell, monthly } from "../foretell.js";
import { hasTerminal, onTerminal } from "../terminal.js";

const VALUES = Array.from({ length: 48 }, (_, t) => 10 + t + 3 * (t % 12) + ((7 * t * t) % 5));

describe("foretell decompose", () => {
  it("writes the parts of each date as CSV, empty where nothing was observed", async () => {
    const cwd = folder({ "in.csv": monthly(VALUES.map((v, t) => (t === 20 ? "" : v))) });
    const { code, stdout } = await foretell(["decompose", "in.csv"], { cwd });
    expect(code).toBe(0);
    const [header, ...rows] = stdout.trim().split("\n");
    expect(header).toBe("unique_id,ds,y,trend,season-12,remainder,adjusted");
    expect(rows).toHaveLength(48);
    rows.forEach((row, t) => {
      const [id, , y, trend, season, remainder, adjusted] = row.split(",");
      expect(id).toBe("in");
      if (t === 20) return expect([y, remainder, adjusted]).toEqual(["", "", ""]);
      expect(Number(trend) + Number(season) + Number(remainder)).toBeCloseTo(VALUES[t]!, 9);
      expect(Number(adjusted)).toBeCloseTo(VALUES[t]! - Number(season), 9);
    });
  });

  it("gives JSON with strengths, and says which season a series is too short for", async () => {
    const args = ["decompose", "nottem", "--seasons", "12,500", "--format", "json"];
    const { stdout, stderr } = await foretell(args);
    const { schema, series } = JSON.parse(stdout);
    expect(schema).toBe("foretell/decompose@1");
    expect(series[0].seasons.map(({ length }: { length: number }) => length)).toEqual([12]);
    expect(series[0].seasons[0].strength).toBeGreaterThan(0.9);
    expect(stderr).toContain("the series has too few rows for a season of 500");
  });

  it("says which of several series its charts show", async () => {
    const both = monthly(VALUES).replace(/^(ds),/m, "$1,");
    const [, ...rows] = both.trim().split("\n");
    const table = ["a", "b"].flatMap((id) => rows.map((row) => `${id},${row}`));
    const cwd = folder({ "in.csv": `id,ds,y\n${table.join("\n")}\n` });
    const args = ["decompose", "in.csv", "--format", "table"];
    const of = async (...more: string[]) =>
      (await foretell([...args, ...more], { cwd })).stdout.replaceAll("\n", " ");
    expect(await of()).toContain(
      "the charts show a, the first of 2 series: --series b shows the other",
    );
    expect(await of("--series", "b")).not.toContain("the charts show");
  });

  it("asks for --seasons where --season is given several", async () => {
    const { code, stderr } = await foretell(["decompose", "nottem", "--season", "12,24"]);
    expect(code).toBe(2);
    expect(stderr).toContain('the season must be one number, not "12,24"');
    expect(stderr).toContain("decompose --seasons 12,24");
  });

  it("writes a picture and a page", async () => {
    const cwd = folder();
    for (const name of ["p.svg", "p.html"]) {
      const { code } = await foretell(["decompose", "nottem", "-o", name], { cwd });
      expect(code).toBe(0);
      const text = readFileSync(join(cwd, name), "utf8");
      expect(text).toContain("nottem as trend + season of 12 + remainder (STL)");
    }
  });

  it("refuses factors of values that are not positive", async () => {
    const cwd = folder({ "in.csv": monthly(VALUES.map((v, t) => (t === 7 ? 0 : v))) });
    const { code, stderr } = await foretell(["decompose", "in.csv", "--multiplicative"], { cwd });
    expect(code).toBe(3);
    expect(stderr).toContain("Leave --multiplicative out.");
  });

  it.skipIf(!hasTerminal)("shows charts and strengths on one screen", async () => {
    const cwd = folder({ "in.csv": monthly(VALUES) });
    const { binary } = await import("../foretell.js");
    const command = `${process.execPath} ${binary} decompose ${cwd}/in.csv --no-color`;
    const { seen } = await onTerminal(command, { size: "stty cols 80 rows 24;" });
    const lines = seen.replaceAll("\r", "").trimEnd().split("\n");
    expect(lines.length).toBeLessThanOrEqual(23);
    expect(lines.every((line) => line.length <= 80)).toBe(true);
    expect(lines.at(-2)).toMatch(/^strength, 0 to 1 +trend +season of 12/);
  });
});
