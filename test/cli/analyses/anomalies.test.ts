import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { traffic } from "../../tables/traffic.js";
import { folder, foretell } from "../foretell.js";

/** Two shops of weekly sales with an outlier in one of them, on 2024-03-11. */
const TABLE = `shop,day,sold\n${["a", "b"]
  .flatMap((shop, s) =>
    Array.from({ length: 90 }, (_, t) => {
      const usual = 50 + 20 * s + 10 * ((t + s) % 7) + ((t * t * 3) % 5);
      const day = new Date(Date.UTC(2024, 0, 1 + t)).toISOString().slice(0, 10);
      return `${shop},${day},${shop === "b" && t === 70 ? 900 : usual}`;
    }),
  )
  .join("\n")}\n`;
const ARGS = ["anomalies", "in.csv", "--id", "shop", "--target", "sold"];

describe("foretell anomalies", () => {
  it("writes what was expected of each, with a score, as CSV", async () => {
    const cwd = folder({ "in.csv": TABLE });
    const { code, stdout } = await foretell(ARGS, { cwd });
    const [header, ...rows] = stdout.trim().split("\n");
    expect(code).toBe(0);
    expect(header).toBe("unique_id,ds,y,expected,lo-99.9,hi-99.9,score,kind");
    expect(rows).toHaveLength(1);
    const [id, ds, y, expected, lo, hi, score, kind] = rows[0]!.split(",");
    expect([id, ds, y, kind]).toEqual(["b", "2024-03-11", "900", "outlier"]);
    expect(Number(expected)).toBeGreaterThan(Number(lo));
    expect(Number(expected)).toBeLessThan(Number(hi));
    expect(Number(hi)).toBeLessThan(900);
    expect(Number(score)).toBeGreaterThan(10);
  });

  it("has no interval below 0 where no observation is", async () => {
    const counts = Array.from({ length: 120 }, (_, t) => [0, 1, 0, 2, 1, 0, 0][(t * t + t) % 7]!);
    const table = (least: number) =>
      `day,n\n${counts
        .map((n, t) => {
          const day = new Date(Date.UTC(2024, 0, 1 + t)).toISOString().slice(0, 10);
          return `${day},${t === 60 ? 9 : t === 5 ? least : n}`;
        })
        .join("\n")}\n`;
    const cwd = folder({ "in.csv": table(0), "below.csv": table(-1) });
    const lowest = async (file: string) => {
      const args = ["anomalies", file, "-m", "ets", "--full", "-q", "--format", "csv"];
      const [, ...rows] = (await foretell(args, { cwd })).stdout.trim().split("\n");
      return Math.min(...rows.map((row) => Number(row.split(",")[4] || 0)));
    };
    expect(await lowest("in.csv")).toBe(0);
    expect(await lowest("below.csv")).toBeLessThan(0);
  });

  it("names columns that were not used, unless nothing is odd or they are used", async () => {
    const promo = (t: number) => (t % 13 === 4 ? 1 : 0);
    const rows = Array.from({ length: 120 }, (_, t) => {
      const day = new Date(Date.UTC(2024, 0, 1 + t)).toISOString().slice(0, 10);
      return `${day},${100 + 9 * (t % 7) + ((t * t * 3) % 5) + 90 * promo(t)},${promo(t)}`;
    });
    const cwd = folder({ "in.csv": `day,sold,promo\n${rows.join("\n")}\n` });
    const args = ["anomalies", "in.csv", "--target", "sold", "--format", "table"];
    const free = await foretell(args, { cwd });
    expect(free.stdout.replaceAll("\n", " ")).toContain(
      "promo is not used and may explain some: -m arima --exogenous auto uses it.",
    );
    const used = await foretell([...args, "-m", "arima", "--exogenous", "auto"], { cwd });
    expect(used.stdout).not.toContain("is not used");
  });

  it("warns once of outliers, which it sets aside in several rounds", async () => {
    const cwd = folder({ "in.csv": traffic() });
    const { code, stderr } = await foretell(["anomalies", "in.csv", "-m", "ets"], { cwd });
    expect(code).toBe(0);
    expect(stderr.match(/outlier at/g)).toHaveLength(1);
  });

  it("fails on demand, and looks at the last rows only if told to", async () => {
    const cwd = folder({ "in.csv": TABLE });
    const codes = [];
    for (const more of [[], ["--fail"], ["--fail", "--last", "25"], ["--fail", "--last", "5"]]) {
      codes.push((await foretell([...ARGS, ...more, "-q"], { cwd })).code);
    }
    expect(codes).toEqual([0, 1, 1, 0]);
  });

  it("says in words and JSON how many chance would make", async () => {
    const cwd = folder({ "in.csv": TABLE });
    const text = await foretell([...ARGS, "--format", "table"], { cwd });
    expect(text.stdout.replaceAll("\n", " ")).toContain(
      "1 of the 180 observations is outside the 99.9 % interval of ets; chance alone would put fewer than 1 there if errors were normal.",
    );
    expect(text.stdout).toMatch(/^b +2024-03-11 +900\.0 .*\+\d+\.\d +outlier/m);
    const json = await foretell([...ARGS, "--format", "json", "--full"], { cwd });
    const { schema, judged, anomalies, byChance, series } = JSON.parse(json.stdout);
    expect({ schema, judged, anomalies }).toEqual({
      schema: "foretell/anomalies@1",
      judged: 180,
      anomalies: 1,
    });
    expect(byChance).toBeCloseTo(0.18, 10);
    expect(series.map(({ rows }: { rows: unknown[] }) => rows.length)).toEqual([90, 90]);
  });

  it("is the same for any number of threads", async () => {
    const cwd = folder({ "in.csv": TABLE });
    const by = async (threads: string) =>
      (await foretell([...ARGS, "--full", "--threads", threads], { cwd })).stdout;
    expect(await by("2")).toBe(await by("1"));
  });

  it("draws them", async () => {
    const cwd = folder({ "in.csv": TABLE });
    const { code } = await foretell([...ARGS, "-o", "a.svg"], { cwd });
    expect(code).toBe(0);
    expect(readFileSync(join(cwd, "a.svg"), "utf8")).toContain("anomaly");
  });

  it("refuses several models, and one that expects nothing", async () => {
    const several = await foretell(["anomalies", "nottem", "-m", "ets,theta"]);
    expect(several.code).toBe(2);
    expect(several.stderr).toContain("found with one model, not 2");
    const none = await foretell(["anomalies", "nottem", "-m", "zero"]);
    expect(none.code).toBe(2);
    expect(none.stderr).toContain("zero gives no one-step forecasts");
  });
});
