import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { folder, foretell, monthly } from "../foretell.js";

const VALUES = Array.from(
  { length: 60 },
  (_, t) => 100 + t + 10 * (t % 12) + 4 * ((7 * t * t) % 5),
);
const DIRTY = VALUES.map((value, t) => (t === 20 ? "" : t === 33 ? 9000 : value));

describe("foretell clean", () => {
  it("writes a table without gaps and outliers, and says what it changed and why", async () => {
    const cwd = folder({ "in.csv": monthly(DIRTY) });
    const { code, stdout, stderr } = await foretell(["clean", "in.csv"], { cwd });
    expect(code).toBe(0);
    const [header, ...rows] = stdout.trim().split("\n");
    expect(header).toBe("unique_id,ds,y");
    rows.forEach((row, t) => {
      const y = Number(row.split(",")[2]);
      if (t === 20 || t === 33) expect(Math.abs(y - VALUES[t]!)).toBeLessThan(25);
      else expect(y).toBe(VALUES[t]);
    });
    expect(stderr).toMatch(
      /^foretell: 1 outlier replaced, 1 gap filled\nforetell: 2022-10: 9,000 is far from its neighbours, now 2\d\d\nforetell: 2021-09: filled with 2\d\d\n$/,
    );
  });

  it("finds nothing to do in what it has cleaned", async () => {
    const cwd = folder({ "in.csv": monthly(DIRTY) });
    await foretell(["clean", "in.csv", "-o", "clean.csv"], { cwd });
    const { stderr } = await foretell(["clean", "clean.csv", "-o", "again.csv"], { cwd });
    expect(stderr).toBe("foretell: nothing to clean: no gaps and no outliers\n");
    const [once, twice] = ["clean.csv", "again.csv"].map((name) =>
      readFileSync(join(cwd, name), "utf8"),
    );
    expect(twice).toBe(once);
  });

  it("marks changes in the table, in JSON and in a picture", async () => {
    const cwd = folder({ "in.csv": monthly(DIRTY) });
    const { stdout } = await foretell(["clean", "in.csv", "--marked", "-q"], { cwd });
    const rows = stdout.trim().split("\n");
    expect(rows[0]).toBe("unique_id,ds,y,observed,why");
    expect(rows[21]).toMatch(/^in,2021-09-01,[\d.]+,,gap$/);
    expect(rows[34]).toMatch(/^in,2022-10-01,[\d.]+,9000,outlier$/);
    const json = JSON.parse(
      (await foretell(["clean", "in.csv", "--format", "json"], { cwd })).stdout,
    );
    expect(json.schema).toBe("foretell/clean@1");
    expect(
      json.series[0].changes.map(({ why, was }: Record<string, unknown>) => [why, was]),
    ).toEqual([
      ["gap", null],
      ["outlier", 9000],
    ]);
    await foretell(["clean", "in.csv", "-o", "c.svg"], { cwd });
    expect(readFileSync(join(cwd, "c.svg"), "utf8")).toContain("changed");
  });
});
