import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { folder, foretell } from "../foretell.js";

const TABLE = `day,region,store,price,units\n${[
  ["north", "Kiel"],
  ["north", "Bremen"],
  ["south", "Ulm"],
]
  .flatMap(([region, store], s) =>
    Array.from({ length: 56 }, (_, t) => {
      const day = new Date(Date.UTC(2024, 0, 1 + t)).toISOString().slice(0, 10);
      return `${day},${region},${store},5,${30 * (s + 1) + 7 * ((t + s) % 7) + ((t * t * 3) % 5)}`;
    }),
  )
  .join("\n")}\n`;
const ARGS = ["forecast", "in.csv", "--hierarchy", "region,store", "--target", "units", "-H", "3"];

describe("--hierarchy", () => {
  it.each(["mint", "bottom-up", "top-down"])("adds up by %s, digit by digit", async (how) => {
    const cwd = folder({ "in.csv": TABLE });
    const { code, stdout } = await foretell([...ARGS, "-m", "ets", "--reconcile", how, "-q"], {
      cwd,
    });
    expect(code).toBe(0);
    const rows = stdout.trim().split("\n").slice(1);
    const value = (id: string, day: string) =>
      Number(rows.find((row) => row.startsWith(`${id},${day}`))!.split(",")[2]);
    for (const day of ["2024-02-26", "2024-02-27", "2024-02-28"]) {
      expect(value("north", day)).toBe(value("north/Kiel", day) + value("north/Bremen", day));
      expect(value("total", day)).toBe(value("north", day) + value("south", day));
    }
    expect(rows).toHaveLength(6 * 3);
  });

  it("gives the same bytes for any number of threads, and judges what adds up", async () => {
    const cwd = folder({ "in.csv": TABLE });
    const by = async (threads: string) =>
      (await foretell([...ARGS, "-m", "theta", "--format", "json", "--threads", threads], { cwd }))
        .stdout;
    expect(await by("2")).toBe(await by("1"));
    const { series } = JSON.parse(await by("2"));
    expect(series.map(({ holdout }: { holdout: unknown }) => holdout !== null)).toEqual(
      Array(6).fill(true),
    );
  });

  it.each([
    [["--id", "store"], "both name the series"],
    [["--future", "price"], "--future cannot be used with --hierarchy"],
    [["--max", "5"], "--max cannot be used with --hierarchy"],
    [["--from", "m.foretell"], "--hierarchy cannot be chosen with --from"],
  ])("refuses %j", async (more, message) => {
    const cwd = folder({ "in.csv": TABLE });
    const { code, stderr } = await foretell([...ARGS, ...more], { cwd });
    expect(code).toBe(2);
    expect(stderr).toContain(message);
  });

  it("shows the total with its interval on a terminal, and the first levels beside it", async () => {
    const cwd = folder({ "in.csv": TABLE });
    const { stdout } = await foretell([...ARGS, "-m", "ets", "--format", "table"], { cwd });
    const head = stdout.split("\n").find((line) => /\btotal\b.*\bnorth\b.*\bsouth\b/.test(line));
    expect(head).toMatch(/lo-95 .*hi-95 .*north .*south .*north\/Kiel/);
    expect(head).not.toContain("lo-80");
  });

  it("is scored by backtest after levels add up", async () => {
    const cwd = folder({ "in.csv": TABLE });
    const args = [
      "backtest",
      ...ARGS.slice(1),
      "--folds",
      "2",
      "-m",
      "ets",
      "--forecasts",
      "f.csv",
    ];
    const { code, stdout } = await foretell([...args, "--format", "json", "-q"], { cwd });
    expect(code).toBe(0);
    expect(JSON.parse(stdout).scores[0].n).toBe(6);
    const [, ...rows] = readFileSync(`${cwd}/f.csv`, "utf8").trim().split("\n");
    const value = (id: string, day: string, column: number) =>
      Number(rows.find((row) => row.startsWith(`${id},${day}`))!.split(",")[column]);
    for (const day of ["2024-02-20", "2024-02-25"]) {
      for (const column of [3, 4]) {
        const parts = value("north/Kiel", day, column) + value("north/Bremen", day, column);
        expect(value("north", day, column)).toBe(parts);
      }
    }
    for (const more of [
      ["--refit", "2"],
      ["--test", "in.csv"],
      ["--exogenous", "price"],
    ]) {
      const refused = await foretell([...args, ...more], { cwd });
      expect(refused.code).toBe(2);
      expect(refused.stderr).toContain("with --hierarchy");
    }
  });

  it("names the column to add where those that were named leave dates twice", async () => {
    const cwd = folder({ "in.csv": TABLE });
    const { code, stderr } = await foretell(
      ["forecast", "in.csv", "--hierarchy", "region", "--target", "units"],
      { cwd },
    );
    expect(code).toBe(3);
    expect(stderr.replaceAll("\n", " ")).toContain(
      'These rows differ in column "store": name it as well, behind the other names of --id or --hierarchy.',
    );
  });

  it("asks for a hierarchy where there is only a way to reconcile one", async () => {
    const { code, stderr } = await foretell(["forecast", "nottem", "--reconcile", "mint"]);
    expect(code).toBe(2);
    expect(stderr).toContain("Name the columns of its levels");
  });
});
