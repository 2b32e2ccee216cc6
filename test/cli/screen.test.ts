import { stripVTControlCharacters } from "node:util";
import { describe, expect, it } from "vitest";
import { retail } from "../tables/retail.js";
import { binary, folder, foretell } from "./foretell.js";
import { hasTerminal, onTerminal } from "./terminal.js";

/** Three shops by week, one of which ends early, with prices for some weeks ahead. */
function shops(): string {
  const rows = ["ds,shop,sales,price"];
  for (const [s, shop] of ["tea", "rum", "rye"].entries()) {
    const weeks = shop === "rye" ? 60 : 80;
    for (let t = 0; t < weeks + 8; t++) {
      const day = new Date(Date.UTC(2023, 0, 2 + 7 * t)).toISOString().slice(0, 10);
      const sales = t < weeks ? 100 + 20 * s + ((t * 17) % 23) : "";
      rows.push(`${day},${shop},${sales},${9 + ((t * 5) % 3)}`);
    }
  }
  return `${rows.join("\n")}\n`;
}

describe("what a forecast leaves out", () => {
  const args = ["-m", "naive", "-H", "4", "--format", "table"];

  it("is said: unused columns, and series that end before the others", async () => {
    const path = `${folder({ "shops.csv": shops() })}/shops.csv`;
    const { stdout } = await foretell([path, ...args]);
    const text = stdout.replaceAll("\n", " ");
    expect(text).toContain(
      "not used: price is known 8 weeks ahead; -m auto --exogenous auto uses it",
    );
    expect(text).toContain(
      "1 of 3 series ends before the others, so its forecast begins earlier: rye (20 weeks)",
    );
  });

  it("is not said of columns that are used, nor in data", async () => {
    const path = `${folder({ "shops.csv": shops() })}/shops.csv`;
    const used = await foretell([path, ...args, "--exogenous", "auto", "-m", "naive"]);
    expect(used.stdout).not.toContain("not used:");
    const { stdout, stderr } = await foretell([path, ...args.slice(0, 4), "--format", "csv"]);
    expect(stdout + stderr).not.toContain("not used:");
  });

  it("is said of a model that lost to seasonal naive, and of no other", async () => {
    const told = async (model: string) =>
      (await foretell(["nottem", "-m", model, "-H", "12", "--format", "table"])).stdout;
    expect(await told("naive")).toMatch(
      /^naive lost to seasonal naive on the hold-out by MASE \(\d\.\d+ against \d\.\d+\)$/m,
    );
    expect(await told("seasonal-naive")).not.toContain("lost to");
  });

  it("is judged by RMSSE of intermittent demand, where zeros win by absolute errors", async () => {
    const start = Date.UTC(2022, 0, 3);
    const rows = Array.from({ length: 110 }, (_, i) => {
      const ds = new Date(start + i * 7 * 86_400_000).toISOString().slice(0, 10);
      return `${ds},${(i * 7919) % 13 < 3 ? 1 + ((i * 31) % 5) : 0}`;
    });
    const cwd = folder({ "parts.csv": `week,demand\n${rows.join("\n")}\n` });
    const { stdout } = await foretell(
      ["parts.csv", "-m", "mean", "-m", "drift", "--format", "table"],
      { cwd },
    );
    expect(stdout).toMatch(/MAE │\s+RMSE │\s+sMAPE │\s+RMSSE/);
    expect(stdout).not.toMatch(/lost to .* by MASE/);
  });
});

describe("--series", () => {
  it("chooses the series that are shown and written, in every format", async () => {
    const path = `${folder({ "shops.csv": shops() })}/shops.csv`;
    const args = [path, "-m", "naive", "-H", "4", "--series", "rum"];
    const { stdout } = await foretell([...args, "--format", "table", "--plain"]);
    expect(stdout).toMatch(/^-- rum /m);
    expect(stdout).toMatch(/^forecast of rum, 4 steps ahead$/m);
    expect(stdout).toMatch(/shops\.csv: 3 series, /);
    expect(stdout).toContain("and 2 more series: --series shows others");
    const { stdout: csv } = await foretell([...args, "--format", "csv"]);
    const whole = await foretell([...args.slice(0, 5), "--format", "csv"]);
    const rum = whole.stdout.split("\n").filter((line) => line.startsWith("rum,"));
    expect(csv.trimEnd().split("\n").slice(1)).toEqual(rum);
    const { stdout: json } = await foretell([...args, "--format", "json"]);
    const all = JSON.parse((await foretell([...args.slice(0, 5), "--format", "json"])).stdout);
    expect(JSON.parse(json).series).toEqual([all.series[1]]);
  });

  it("draws only these in a picture", async () => {
    const path = `${folder({ "shops.csv": shops() })}/shops.csv`;
    const { stdout } = await foretell([
      ...[path, "-m", "naive", "-H", "4", "--series", "rum,rye", "--format", "svg"],
    ]);
    expect(stdout).toContain("rum");
    expect(stdout).toContain("rye");
    expect(stdout).not.toContain(">tea<");
  });

  it("that no series has is wrong usage, with the nearest name", async () => {
    const path = `${folder({ "shops.csv": shops() })}/shops.csv`;
    const { code, stderr } = await foretell([path, "-m", "naive", "--series", "rumm"]);
    expect(code).toBe(2);
    expect(stderr).toContain(
      'there is no series "rumm"\nDid you mean "rum"? Series: tea, rum, rye.',
    );
  });
});

describe.skipIf(!hasTerminal)("on a terminal of 80×24 (needs script of util-linux)", () => {
  it("several models keep their intervals, and fit with the chart on the screen", async () => {
    const command = `${process.execPath} ${binary} nottem -m theta,naive,seasonal-naive -H 8`;
    const { seen } = await onTerminal(`${command} --no-color 2>/dev/null`, {
      size: "stty cols 80 rows 24;",
    });
    const lines = seen.replaceAll("\r", "").trimEnd().split("\n");
    const screen = lines.slice(-23);
    expect(screen.find((line) => line.startsWith("nottem: 240 rows"))).toBeDefined();
    expect(
      screen.find((line) => /^ +theta ─+ {2}naive ─+ {2}seasonal-naive/.test(line)),
    ).toBeDefined();
    expect(screen.find((line) => /^ds( +mean +lo-95 +hi-95){3}$/.test(line))).toBeDefined();
    expect(screen.filter((line) => /^19\d\d-\d\d +\d+\./.test(line))).toHaveLength(8);
  });

  it("the data, the chart, the table and the total fit on the screen together", async () => {
    for (const horizon of [10, 11, 12, 13, 14]) {
      const command = `${process.execPath} ${binary} nottem -m naive -H ${horizon} --total`;
      const { seen } = await onTerminal(`${command} --no-color 2>/dev/null`, {
        size: "stty cols 80 rows 24;",
      });
      const lines = seen.replaceAll("\r", "").trimEnd().split("\n");
      expect(lines.slice(-23).some((line) => line.startsWith("nottem: 240 rows"))).toBe(true);
    }
  });

  it("a panel fits with its total, and on 40×20 without, whatever has to be left out", async () => {
    const path = `${folder({ "shops.csv": shops() })}/shops.csv`;
    const shown = async (size: string, more: string) => {
      const command = `${process.execPath} ${binary} ${path} -m naive -H 8 ${more} --no-color`;
      const { seen } = await onTerminal(`${command} 2>/dev/null`, { size });
      return seen.replaceAll("\r", "").trimEnd().split("\n");
    };
    const total = await shown("stty cols 80 rows 24;", "--total -q");
    expect(total.length).toBeLessThanOrEqual(23);
    const left = total.findIndex((line) => line.startsWith("and "));
    expect(left).toBeLessThan(total.findIndex((line) => line.startsWith("total of 8 steps")));
    const low = await shown("stty cols 40 rows 20;", "-q");
    expect(low.length).toBeLessThanOrEqual(19);
    expect(low.slice(-3).join(" ")).toMatch(/^and .*2 more series/);
  });

  it("a file that is written is named with its size, and nothing is said with --quiet", async () => {
    const cwd = folder({});
    const size = "stty cols 80 rows 24;";
    const run = (args: string) =>
      onTerminal(`cd ${cwd} && ${process.execPath} ${binary} ${args}`, { size });
    const { seen } = await run("nottem -m naive -H 3 -o next.csv");
    expect(seen).toMatch(/wrote next\.csv, \d+ bytes\r?\n$/);
    expect((await run("train nottem -m naive -H 3 -o m.foretell")).seen).toMatch(
      /wrote m\.foretell, \d\.\d kB\r?\n$/,
    );
    expect((await run("inspect nottem -o nottem.svg")).seen).toMatch(/^wrote nottem\.svg, /m);
    expect((await run("nottem -q -m naive -H 3 -o next.csv")).seen).toBe("");
  });

  it("--quiet leaves the chart and the table of a forecast alone", async () => {
    const { stdout, stderr } = await foretell([
      "nottem",
      "-q",
      "-m",
      "naive",
      "-H",
      "3",
      "--format",
      "table",
    ]);
    expect(stderr).toBe("");
    expect(stdout).not.toContain("held back");
    expect(stdout).not.toContain("lost to");
    expect(stdout).not.toContain("240 rows");
    expect(stdout).toMatch(/1940-01 /);
  });
});

describe("the series that --series names", () => {
  const shops = retail({ stores: 4, days: 90 });
  const args = "--id store --target units -m naive -H 7 --series Berlin,Hamburg --format table";

  it.skipIf(!hasTerminal)("are drawn side by side within the rows of a terminal", async () => {
    const cwd = folder({ "retail.csv": shops });
    const command = `${process.execPath} ${binary} ${cwd}/retail.csv ${args} -q`;
    const { seen } = await onTerminal(command, { size: "stty cols 80 rows 24;" });
    const lines = stripVTControlCharacters(seen).replaceAll("\r", "").trimEnd().split("\n");
    expect(lines.length).toBeLessThanOrEqual(23);
    expect(lines[0]).toMatch(/^── Berlin .*── Hamburg /);
    expect(lines.filter((line) => /[┤│].*[┤│]/.test(line)).length).toBeGreaterThanOrEqual(5);
  });

  it("are drawn below each other where the width is for one, and named where a screen has no room", async () => {
    const cwd = folder({ "retail.csv": shops });
    const given = { cwd, env: { COLUMNS: "40" } };
    const { stdout } = await foretell(["retail.csv", ...args.split(" ")], given);
    expect(stdout.match(/^── (Berlin|Hamburg) /gm)).toHaveLength(2);
    if (!hasTerminal) return;
    const command = `${process.execPath} ${binary} ${cwd}/retail.csv ${args} -q`;
    const { seen } = await onTerminal(command, { size: "stty cols 40 rows 20;" });
    expect(stripVTControlCharacters(seen)).toContain("no room for the charts of Hamburg");
  });
});
