import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import {
  anomalies,
  clean,
  danfojs,
  decompose,
  panelFromArrays,
  score,
  type Written,
} from "../../src/index.js";
import { folder, foretell } from "../cli/foretell.js";

const month = (t: number) => new Date(Date.UTC(2020, t, 1)).toISOString().slice(0, 10);
/** Months with a season, a gap and an outlier. */
const rows = Array.from({ length: 48 }, (_, t) => ({
  ds: month(t),
  y: t === 7 ? null : t === 30 ? 400 : 20 + (t % 12) * 3 + ((t * t) % 5) / 5,
}));
const text = `ds,y\n${rows.map(({ ds, y }) => `${ds},${y ?? ""}\n`).join("")}`;

async function expectSame(made: Written, command: string[]): Promise<void> {
  for (const [format, write] of [
    ["json", made.toJson],
    ["csv", made.toCsv],
    ["table", made.toText],
  ] as const) {
    const { stdout } = await foretell([...command, "-q", "--format", format]);
    expect(write()).toBe(stdout);
  }
}

const tableOf = () => join(folder({ "data.csv": text }), "data.csv");

describe("analyses by one call", () => {
  it("finds the anomalies that the command finds", async () => {
    const file = tableOf();
    const options = { level: 99, last: 24, full: true, seed: 2 };
    const found = await anomalies(file, options);
    const args = ["--level", "99", "--last", "24", "--full", "--seed", "2"];
    await expectSame(found, ["anomalies", file, ...args]);
    expect(found.rows).toHaveLength(24);
    const odd = found.rows.filter(({ kind }) => kind === "outlier");
    expect(odd.map(({ ds, y }) => [ds, y])).toEqual([[new Date("2022-07-01"), 400]]);
    const named = await anomalies(file, { model: "theta" });
    expect(named.report.model).toBe("theta");
  });

  it("cleans as the command cleans", async () => {
    const file = tableOf();
    const cleaned = await clean(file, { marked: true });
    await expectSame(cleaned, ["clean", file, "--marked"]);
    expect(cleaned.changes.map(({ ds, was, why }) => [ds, was, why])).toEqual([
      [new Date("2020-08-01"), Number.NaN, "gap"],
      [new Date("2022-07-01"), 400, "outlier"],
    ]);
    expect((await clean(rows)).rows.map(({ y }) => y)).toEqual(cleaned.rows.map(({ y }) => y));
  });

  it("holds rare demand to croston, and finds the one that is far off among ordinary ones", async () => {
    const demand = Array.from({ length: 156 }, (_, t) =>
      (t * 7) % 10 < 3 ? 1 + ((t * 5) % 8) : 0,
    );
    const options = { season: 52, warn: () => {} };
    const ordinary = await anomalies(demand, options);
    expect(ordinary.report.model).toBe("croston");
    expect(ordinary.rows).toEqual([]);
    const off = await anomalies(
      demand.map((value, t) => (t === 80 ? 90 : value)),
      options,
    );
    expect(off.rows.map(({ y, kind }) => [y, kind])).toEqual([[90, "outlier"]]);
  });

  it("names an outlier of what is decomposed, unless it counts little", async () => {
    const y = Array.from({ length: 60 }, (_, t) => 50 + 5 * Math.sin((Math.PI * t) / 6) + (t % 5));
    const gift = y.map((value, t) => (t === 30 ? 900 : value));
    const said = async (values: number[], robust: boolean) => {
      const warnings: string[] = [];
      await decompose(values, { season: 12, robust, warn: (message) => warnings.push(message) });
      return warnings.filter((message) => message.includes("outlier"));
    };
    expect(await said(gift, false)).toEqual([
      expect.stringMatching(
        /has an outlier at row 31: --robust keeps it out of trend and seasons$/,
      ),
    ]);
    expect(await said(gift, true)).toEqual([]);
    expect(await said(y, false)).toEqual([]);
  });

  it("decomposes as the command decomposes, and warns of seasons that are too long", async () => {
    const file = tableOf();
    const heard: string[] = [];
    const options = { seasons: [12, 36], robust: true, warn: (line: string) => heard.push(line) };
    const parts = await decompose(file, options);
    await expectSame(parts, ["decompose", file, "--seasons", "12,36", "--robust"]);
    expect(heard.join()).toContain("too few rows for a season of 36");
    const [, , third] = parts.rows;
    expect(Object.keys(third!.seasons)).toEqual(["12"]);
    expect(third!.trend + third!.seasons[12]! + third!.remainder).toBeCloseTo(third!.y, 9);
    expect(await parts.toSvg()).toMatch(/^<svg/);
    const frame = await parts.toFrame();
    expect(frame.shape[0]).toBe(48);
  });

  it("takes rows, a DataFrame and a panel without dates", async () => {
    const { DataFrame } = await danfojs();
    const complete = rows.map(({ ds, y }) => ({ ds, y: y ?? 41 }));
    const [a, b] = [await decompose(complete), await decompose(new DataFrame(complete))];
    expect(b.rows.map(({ trend }) => trend)).toEqual(a.rows.map(({ trend }) => trend));
    const y = complete.map((row) => row.y);
    const bare = await anomalies(panelFromArrays({ y }, { season: 12 }));
    expect(bare.rows[0]!.ds).toBe(30);
  });

  it("scores as the command scores", async () => {
    const cwd = folder({
      "forecasts.csv": "ds,theta,theta-lo-80,theta-hi-80\n2024-03-01,5,4,6\n2024-04-01,7,5,9\n",
    });
    const actuals = join(cwd, "actuals.csv");
    writeFileSync(actuals, "ds,y\n2024-01-01,3\n2024-02-01,4\n2024-03-01,5\n2024-04-01,6\n");
    const made = join(cwd, "forecasts.csv");
    const scored = await score(made, actuals, { perStep: true });
    for (const [format, write] of [
      ["json", scored.toJson],
      ["csv", scored.toCsv],
      ["table", scored.toText],
    ] as const) {
      const command = ["score", made, actuals, "--per-step", "-q", "--format", format];
      expect(write()).toBe((await foretell(command)).stdout);
    }
    expect(scored.best).toBe("theta");
    expect(scored.rows.map(({ step, mae }) => [step, mae])).toEqual([
      ["*", 0.5],
      [1, 0],
      [2, 1],
    ]);
  });

  it("says what cannot be compared, and stops when it is told to", async () => {
    await expect(score([{ ds: "2024-01", m: 1 }], [{ ds: "2025-01", y: 2 }])).rejects.toThrow(
      "none of the dates forecast was observed",
    );
    const signal = AbortSignal.abort();
    for (const call of [anomalies, clean, decompose]) {
      await expect(call("nile", { signal })).rejects.toThrow(
        expect.objectContaining({ name: "AbortError" }),
      );
    }
    await expect(score("a", "b", { signal })).rejects.toThrow(
      expect.objectContaining({ name: "AbortError" }),
    );
  });
});
