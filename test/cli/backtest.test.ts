import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { binary, folder, foretell, monthly } from "./foretell.js";
import { hasTerminal, onTerminal } from "./terminal.js";

const header = "model,unique_id,n,smape,mase,owa,mae,rmse\n";

/** A long table of monthly series that start in January 2020 or a later month. */
function long(series: Readonly<Record<string, readonly number[]>>, from = 0): string {
  const rows = Object.entries(series).flatMap(([id, values]) =>
    values.map((y, t) => {
      const month = String(((t + from) % 12) + 1).padStart(2, "0");
      return `${id},${2020 + Math.floor((t + from) / 12)}-${month}-01,${y}\n`;
    }),
  );
  return `unique_id,ds,y\n${rows.join("")}`;
}

const train = long({ a: [1, 2, 4], b: [10, 20, 20] });
const test = long({ b: [30, 50], a: [5, 8] }, 3);

const bare = ["--intervals", "none"];

describe("foretell backtest --test", () => {
  it("refuses to aggregate one part of two", async () => {
    const cwd = folder({ "train.csv": train, "test.csv": test });
    const args = ["--test", "test.csv", "-m", "naive", "--freq", "YS", "--aggregate", "sum"];
    const { code, stderr } = await foretell(["backtest", "train.csv", ...args], { cwd });
    expect(code).toBe(2);
    expect(stderr).toMatch(/--aggregate cannot be used with --test/);
  });

  it("scores each model's forecasts of the test file", async () => {
    const cwd = folder({ "train.csv": train, "test.csv": test });
    const { code, stdout, stderr } = await foretell(
      ["backtest", "train.csv", "--test", "test.csv", "-m", "naive", "--season", "1", ...bare],
      { cwd },
    );
    expect(stderr).toBe("");
    // a: 4 against 5 and 8, steps of 1.5 in training; b: 20 against 30 and 50, steps of 5.
    const smape = (100 * (1 / 9 + 4 / 12) + 100 * (10 / 50 + 30 / 70)) / 2;
    const mase = (2.5 / 1.5 + 20 / 5) / 2;
    const [start, line] = stdout.split("\n");
    expect(`${start}\n`).toBe(header);
    const [model, id, n, ...scores] = line.split(",");
    expect([model, id, n]).toEqual(["naive", "*", "2"]);
    const rmse = (Math.sqrt(17 / 2) + Math.sqrt(500)) / 2;
    [smape, mase, 1, 11.25, rmse].forEach((value, k) =>
      expect(Number(scores[k])).toBeCloseTo(value, 10),
    );
    expect(code).toBe(0);
  });

  it("reads packed files, and the training part from a pipe", async () => {
    const cwd = folder({ "test.csv": test, "train.csv": train });
    writeFileSync(join(cwd, "test.csv.gz"), gzipSync(test));
    const args = ["--test", "test.csv.gz", "-m", "naive"];
    const piped = await foretell(["backtest", ...args], { cwd, stdin: train });
    const named = await foretell(["backtest", "train.csv", ...args], { cwd });
    expect(piped.stdout).toBe(named.stdout);
    expect(piped.code).toBe(0);
  });

  it("scores no further than -H", async () => {
    const cwd = folder({ "train.csv": train, "test.csv": test });
    const { stdout } = await foretell(
      [
        "backtest",
        "train.csv",
        "--test",
        "test.csv",
        "-m",
        "naive",
        "-H",
        "1",
        "--per-series",
        ...bare,
      ],
      { cwd },
    );
    const lines = stdout.split("\n");
    expect(lines[2]).toMatch(/^naive,a,1,.*,1,1$/);
    expect(lines[3]).toMatch(/^naive,b,1,.*,10,10$/);
  });

  it.each([
    [long({ a: [5], c: [1] }, 3), 3, /series of train\.csv is not in test\.csv: b; .*: c\n/],
    [long({ a: [5], b: [1] }, 2), 3, /test\.csv:2: .*2020-03-01 does not come after 2020-03-01/],
    ["unique_id,ds,z\na,2020-04-01,1\n", 2, /no column "y" in test\.csv/],
  ])("refuses a test file that does not fit: %#", async (text, exit, message) => {
    const cwd = folder({ "train.csv": train, "test.csv": text });
    const { code, stdout, stderr } = await foretell(
      ["backtest", "train.csv", "--test", "test.csv", "-m", "naive"],
      { cwd },
    );
    expect(stderr).toMatch(message);
    expect(stdout).toBe("");
    expect(code).toBe(exit);
  });

  it("refuses a horizon beyond the test file, a missing file and stdin for both", async () => {
    const cwd = folder({ "train.csv": train, "test.csv": test });
    const fail = async (...args: string[]) => {
      const { code, stderr } = await foretell(["backtest", ...args, "-m", "naive"], {
        cwd,
        stdin: train,
      });
      return `${code} ${stderr}`;
    };
    expect(await fail("train.csv", "--test", "test.csv", "-H", "3")).toMatch(
      /^3 .*no series has more than 2 test rows\nUse -H 2 or less/,
    );
    expect(await fail("train.csv", "--test", "tset.csv")).toMatch(/^3 .*Did you mean test\.csv/s);
    expect(await fail("-", "--test", "-")).toMatch(/^2 .*stdin cannot hold both/);
  });
});

describe("foretell backtest", () => {
  it("holds the last observations back when there is no test file, and ranks the models", async () => {
    const { code, stdout, stderr } = await foretell([
      "backtest",
      "nottem",
      "-H",
      "24",
      "-m",
      "naive",
      "-m",
      "naive2",
      "-m",
      "seasonal-naive",
      "--min",
      "-100",
    ]);
    expect(stderr).toBe("");
    const rows = stdout.trim().split("\n").slice(1);
    expect(rows.map((row) => row.split(",")[0])).toEqual(["seasonal-naive", "naive2", "naive"]);
    expect(rows[1].split(",")[5]).toBe("1");
    expect(code).toBe(0);
  });

  it("says the same of the held-back part as the forecast's own judgement", async () => {
    const judged = await foretell(["nottem", "-H", "12", "-m", "naive", "--format", "json"]);
    const scored = await foretell([
      "backtest",
      "nottem",
      "-H",
      "12",
      "-m",
      "naive",
      "--format",
      "json",
    ]);
    const { mae, rmse, smape, mase } = JSON.parse(judged.stdout).series[0].holdout;
    expect(JSON.parse(scored.stdout).scores[0]).toMatchObject({ mae, rmse, smape, mase });
  });

  it("prints a foretell/backtest@1 document", async () => {
    const { stdout } = await foretell([
      "backtest",
      "nile",
      "-H",
      "5",
      "-m",
      "naive",
      "--format",
      "json",
      "--per-series",
      ...bare,
    ]);
    const document = JSON.parse(stdout);
    expect(document).toMatchObject({
      schema: "foretell/backtest@1",
      source: "nile",
      test: null,
      freq: "YS",
      season: 1,
      horizon: 5,
      models: ["naive"],
      failures: [],
    });
    expect(document.scores.map((s: { unique_id: string }) => s.unique_id)).toEqual(["*", "nile"]);
    expect(document.scores[0].seconds).toBeGreaterThanOrEqual(0);
    expect(document.scores[0]).toMatchObject({ n: 1, owa: 1, coverage: {} });
  });

  it("gives the same bytes of CSV for the same seed", async () => {
    const args = ["backtest", "nile", "-H", "5", "-m", "lstm:epochs=3", "-m", "naive"];
    const [a, b] = await Promise.all([foretell(args), foretell(args)]);
    expect(a.stdout).toContain("lstm,*,1,");
    expect(a.stdout).toBe(b.stdout);
  });

  it("tells the coverage of intervals at the levels asked for", async () => {
    const { stdout } = await foretell(
      ["backtest", "nile", "-H", "5", "-m", "lstm:epochs=3", "-m", "naive"].concat([
        "--level",
        "90,50",
        "--intervals",
        "native",
      ]),
    );
    expect(stdout).toMatch(/,coverage-50,coverage-90\n/);
    expect(stdout).toMatch(/^naive,.*,0\.\d,1$/m);
    expect(stdout).toMatch(/^lstm,.*,,$/m);
  });

  it("prints a ranked table, also to a file", async () => {
    const cwd = folder();
    const args = ["backtest", "nottem", "-H", "12", "-m", "naive", "-m", "seasonal-naive"];
    await foretell([...args, "-o", "scores.txt"], { cwd });
    const { stdout } = await foretell([...args, "--format", "table"], { cwd });
    expect(stdout).toContain("backtest, 12 steps ahead, last observations held back\n");
    expect(stdout).toMatch(/│ seasonal-naive │ +1 │( +\d+\.\d+ │){6}/);
    const withoutSeconds = (text: string) => text.replace(/[\d.]+ │$/gm, "");
    expect(withoutSeconds(readFileSync(join(cwd, "scores.txt"), "utf8"))).toBe(
      withoutSeconds(stdout),
    );
  });

  it("is ASCII alone with --plain", async () => {
    const args = ["backtest", "nile", "-m", "naive", "--format", "table", "--plain"];
    const { stdout } = await foretell([...args, "--per-series"]);
    expect(stdout).toMatch(/^[\n\x20-\x7e]+$/);
  });

  it("scores the others when a model cannot be fitted, and exits with 4", async () => {
    const { code, stdout, stderr } = await foretell(
      ["backtest", "-H", "3", "-m", "lstm", "-m", "naive", "--format", "json"],
      { stdin: monthly([1, 2, 3, 4, 5, 6]) },
    );
    const lines = stderr
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(lines.find(({ error }) => error !== undefined).error).toMatchObject({
      ...{
        code: "fit",
        model: "lstm",
        message: expect.stringContaining("no series is long enough"),
      },
    });
    const { models, failures } = JSON.parse(stdout);
    expect(models).toEqual(["naive"]);
    expect(failures).toEqual([{ model: "lstm", message: expect.stringContaining("long enough") }]);
    expect(code).toBe(4);
  });

  it("prints nothing when no model can be fitted", async () => {
    const { code, stdout, stderr } = await foretell(["backtest", "-H", "3", "-m", "lstm"], {
      stdin: monthly([1, 2, 3, 4, 5, 6]),
    });
    expect(stderr).toMatch(/^foretell: no series is long enough/m);
    expect(stdout).toBe("");
    expect(code).toBe(4);
  });

  it("leaves series out that are too short, with a warning", async () => {
    const { stdout, stderr } = await foretell(
      ["backtest", "-H", "2", "-m", "naive", "--per-series", "--season", "1", ...bare],
      { stdin: long({ long: [1, 2, 3, 4], short: [1, 2, 3] }) },
    );
    expect(stdout).toMatch(/^naive,\*,1,/m);
    expect(stdout).not.toContain("short");
    expect(stderr).toBe(
      "foretell: warning: 1 of 2 series has fewer than 4 rows and is left out: short\n",
    );
  });

  it("leaves metrics empty that are not defined, and says why", async () => {
    const { code, stdout, stderr } = await foretell(
      ["backtest", "-H", "2", "-m", "naive", ...bare],
      {
        stdin: monthly([0, 0, 0, 0, 0]),
      },
    );
    expect(stdout).toBe(`${header}naive,*,1,,,,0,0\n`);
    expect(stderr).toBe(
      [
        "foretell: warning: sMAPE is undefined, because an observation and its forecast are both 0",
        "foretell: warning: MASE and OWA are undefined, because the training part has no observations a season apart",
        "",
      ].join("\n"),
    );
    expect(code).toBe(0);
  });

  it("says under the table and in JSON over how many series a mean is, and why not over all", async () => {
    const stdin = long({
      flat: [5, 5, 5, 5, 5, 5],
      tea: [1, 3, 0, 4, 2, 6],
      rum: [3, 1, 2, 1, 1, 0],
    });
    const args = ["backtest", "-H", "2", "-m", "naive", "--season", "1", ...bare];
    const table = await foretell(
      [...args, "--metrics", "mase,mape", "--format", "table", "--plain"],
      { stdin },
    );
    expect(table.stdout.replaceAll("\n", " ")).toContain(
      [
        "MASE is undefined for 1 of 3 series, such as flat, because the training part never changes from one season to the next; the mean covers the other 2",
        "MAPE is undefined for 1 of 3 series, such as rum, because an observation is 0; the mean covers the other 2",
      ].join(" "),
    );
    expect(table.stderr).toBe("");
    const json = await foretell([...args, "--format", "json"], { stdin });
    expect(JSON.parse(json.stdout).undefined).toContainEqual({
      ...{ model: "naive", metric: "mape", reason: "an observation is 0" },
      ...{ forecasts: 1, of: 3, series: 1, example: "rum" },
    });
    expect(json.stderr).toBe("");
  });
});

describe.skipIf(!hasTerminal)("on a terminal (needs script of util-linux)", () => {
  const command = `${process.execPath} ${binary} backtest co2 -H 2`;
  const endless = "-m lstm:epochs=1000000,patience=1000000";

  /** Types Ctrl-C as soon as the network trains. */
  const interrupted = (models: string) => {
    let typed = false;
    return onTerminal(`${command} ${models}`, {}, (seen, type) => {
      if (typed || !/epoch \d+/.test(seen)) return;
      typed = true;
      type("\x03");
    });
  };

  it("shows which model is fitted, and how far", async () => {
    const { code, seen } = await onTerminal(`${command} -m naive -m lstm:epochs=100,patience=100`);
    expect(seen).toMatch(/2 of 2 fitting lstm {2}epoch \d+\/100 {2}loss \d/);
    expect(seen).toMatch(/│ lstm +│ +[12] │/);
    expect(code).toBe(0);
  });

  it("Ctrl-C prints the models that are finished and exits with 130", async () => {
    const { code, seen } = await interrupted(`-m naive ${endless} -m naive2`);
    expect(seen).toContain("stopping after what is finished");
    expect(seen).toMatch(/│ naive │( +\d+\.\d+ │){6}/);
    expect(seen).not.toMatch(/│ (lstm|naive2) /);
    expect(code).toBe(130);
  });

  it("Ctrl-C before any is finished says so", async () => {
    const { code, seen } = await interrupted(endless);
    expect(seen).toContain("interrupted before there was anything to score");
    expect(seen).not.toContain("│ lstm");
    expect(code).toBe(130);
  });
});

describe("foretell backtest --folds", () => {
  const values = Array.from({ length: 12 }, (_, t) => t + 1);

  it("writes the forecasts of every fold with their cutoff and what came", async () => {
    const cwd = folder({ "y.csv": monthly(values) });
    const folds = ["-H", "1", "--folds", "2", "--step", "3", "--forecasts", "folds.csv"];
    const { code } = await foretell(["backtest", "y.csv", "-m", "naive", ...folds, ...bare], {
      cwd,
    });
    expect(readFileSync(join(cwd, "folds.csv"), "utf8")).toBe(
      "unique_id,ds,cutoff,y,naive\ny,2020-09-01,2020-08-01,9,8\ny,2020-12-01,2020-11-01,12,11\n",
    );
    expect(code).toBe(0);
  });

  it("shows the metrics asked for, at each step when asked for", async () => {
    const args = [
      "-m",
      "naive",
      "-H",
      "2",
      "--folds",
      "3",
      "--metrics",
      "mae,bias,mae",
      "--per-step",
    ];
    const { stdout } = await foretell(["backtest", ...args], { stdin: monthly(values) });
    expect(stdout).toBe(
      "model,unique_id,step,n,mae,bias\nnaive,*,*,1,1.5,-1.5\nnaive,*,1,1,1,-1\nnaive,*,2,1,2,-2\n",
    );
  });

  it.each([
    [["--folds", "9"], 3, /9 folds, 3 steps apart, need 30 rows, but there are 12\nUse --folds 3/],
    [
      ["-o", "both.csv", "--forecasts", "./both.csv"],
      2,
      /--output and --forecasts are the same file/,
    ],
    [["--metrics", "mas"], 2, /no metric "mas"\nDid you mean "mase"/],
    [["--window", "siding"], 2, /--window/],
  ])("refuses what cannot be: %s", async (args, exit, message) => {
    const { code, stderr } = await foretell(["backtest", "-m", "naive", "-H", "3", ...args], {
      stdin: monthly(values),
    });
    expect(stderr).toMatch(message);
    expect(code).toBe(exit);
  });
});
