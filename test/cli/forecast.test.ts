import { execFileSync, spawn, spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { describe, expect, it } from "vitest";
import { binary, folder, foretell, monthly } from "./foretell.js";
import { hasTerminal, onTerminal } from "./terminal.js";

const naive = ["-m", "naive", "--intervals", "none"];
const escapeCode = "\x1b[";

describe("the source", () => {
  it("is the bundled air-passengers when there is none and nothing is piped in", async () => {
    const { code, stdout, stderr } = await foretell([...naive, "-H", "1"]);
    expect(stdout).toBe("unique_id,ds,naive\nair-passengers,1961-01-01,432\n");
    expect(stderr).toBe("");
    expect(code).toBe(0);
  });

  it("is stdin when that is piped", async () => {
    const { stdout } = await foretell([...naive, "-H", "1"], { stdin: monthly([1, 2, 3]) });
    expect(stdout).toBe("unique_id,ds,naive\nseries,2020-04-01,3\n");
  });

  it("is stdin when it is called -", async () => {
    const { stdout } = await foretell(["forecast", "-", ...naive, "-H", "1"], {
      stdin: monthly([1, 2, 3]),
    });
    expect(stdout).toBe("unique_id,ds,naive\nseries,2020-04-01,3\n");
  });

  it("may be a file", async () => {
    const cwd = folder({ "sales.csv": monthly([1, 2, 3, 4]) });
    const { stdout } = await foretell(["sales.csv", ...naive, "-H", "2"], { cwd });
    expect(stdout).toBe("unique_id,ds,naive\nsales,2020-05-01,4\nsales,2020-06-01,4\n");
  });

  it("wins over stdin when it is named", async () => {
    const { stdout } = await foretell(["nile", ...naive, "-H", "1"], { stdin: monthly([1, 2]) });
    expect(stdout).toBe("unique_id,ds,naive\nnile,1971-01-01,740\n");
  });

  it("may stand before or after options, with or without the command", async () => {
    const outcomes = await Promise.all(
      [
        ["nottem", "-H", "2", ...naive],
        ["-H", "2", ...naive, "nottem"],
        ["forecast", "nottem", "-H", "2", ...naive],
        ["forecast", ...naive, "-H", "2", "nottem"],
        ["--no-color", "nottem", ...naive, "-H", "2"],
      ].map((args) => foretell(args)),
    );
    for (const { code, stdout } of outcomes) {
      expect(code).toBe(0);
      expect(stdout).toBe(outcomes[0].stdout);
    }
    expect(outcomes[0].stdout).toMatch(/^unique_id,ds,naive\nnottem,1940-01-01,/);
  });
});

describe("the data", () => {
  it("may hold many series in one long table", async () => {
    const stdin =
      "unique_id,ds,y\nb,2020-01-01,1\nb,2020-02-01,2\na,2020-01-01,5\na,2020-02-01,6\n";
    const { stdout } = await foretell([...naive, "-H", "1"], { stdin });
    expect(stdout).toBe("unique_id,ds,naive\nb,2020-03-01,2\na,2020-03-01,6\n");
  });

  it("may be a wide table with several targets", async () => {
    const { stdout } = await foretell(
      ["seatbelts", "--target", "drivers,front", ...naive, "-H", "1"],
      {},
    );
    expect(stdout).toBe("unique_id,ds,naive\ndrivers,1985-01-01,1763\nfront,1985-01-01,721\n");
  });

  it("may have other names for its columns", async () => {
    const stdin = "shop,when,sold,price\na,2020-01-01,1,9\na,2020-01-02,2,9\n";
    const { stdout } = await foretell(
      ["--time", "when", "--target", "sold", "--id", "shop", ...naive, "-H", "1"],
      { stdin },
    );
    expect(stdout).toBe("unique_id,ds,naive\na,2020-01-03,2\n");
  });

  it("have the season that is asked for", async () => {
    const { stdout } = await foretell(
      ["-m", "seasonal-naive", "--season", "3", "-H", "2", "--intervals", "none"],
      {
        stdin: monthly([1, 2, 3, 4, 5, 6]),
      },
    );
    expect(stdout).toContain("series,2020-07-01,4\nseries,2020-08-01,5\n");
  });

  it("have the frequency that is asked for", async () => {
    const stdin = "ds,y\n2020-01-31,1\n2020-02-29,2\n2020-03-31,3\n";
    const { stdout } = await foretell([...naive, "--freq", "ME", "-H", "1"], { stdin });
    expect(stdout).toContain("2020-04-30");
  });

  it("without dates are numbered from 0, which is said", async () => {
    const { code, stdout, stderr } = await foretell([...naive, "-H", "1"], {
      stdin: "y\n5\n6\n7\n",
    });
    expect(stdout).toBe("unique_id,ds,naive\nseries,3,7\n");
    expect(stderr).toMatch(/^foretell: warning: .*\n$/);
    expect(code).toBe(0);
  });
});

describe("models", () => {
  it("each have a column", async () => {
    const { stdout } = await foretell(["nottem", "-H", "1", ...naive, "-m", "seasonal-naive"]);
    expect(stdout).toBe(
      "unique_id,ds,naive,seasonal-naive\nnottem,1940-01-01,37.8,39.4\n".replace(
        "37.8,39.4",
        lastValues(),
      ),
    );

    function lastValues(): string {
      const y = readFileSync(new URL("../../fixtures/nottem.csv", import.meta.url), "utf8")
        .trim()
        .split("\n")
        .map((row) => row.split(",")[1]);
      return `${y[y.length - 1]},${y[y.length - 12]}`;
    }
  });

  it("without intervals of their own say so where those are asked for", async () => {
    const { stderr } = await foretell([
      ...["nottem", "-H", "2", "--intervals", "native"],
      ...["-m", "naive", "-m", "lstm:epochs=1,hidden=2"],
    ]);
    expect(stderr).toBe(
      "foretell: warning: lstm has no intervals of its own: --intervals conformal makes them of its past errors\n",
    );
  });

  it("of the same name are told apart by their specs", async () => {
    const small = "lstm:hidden=2,epochs=1";
    const { stdout } = await foretell([
      "nile",
      "-H",
      "1",
      "-m",
      small,
      "-m",
      "lstm:epochs=1",
      "--intervals",
      "none",
    ]);
    expect(stdout).toMatch(/^unique_id,ds,"lstm:hidden=2,epochs=1",lstm:epochs=1\n/);
  });

  it("give the same bytes for the same seed and others for another", async () => {
    const args = ["nile", "-H", "2", "-m", "lstm:epochs=3", "--seed"];
    const [a, b, c] = await Promise.all(["7", "7", "8"].map((seed) => foretell([...args, seed])));
    expect(a.code).toBe(0);
    expect(a.stdout).toBe(b.stdout);
    expect(a.stdout).not.toBe(c.stdout);
  });
});

describe("--format csv", () => {
  it("has all digits of every number", async () => {
    const { stdout } = await foretell([...naive, "-H", "1"], {
      stdin: monthly([1, "0.1234567890123456", "0.30000000000000004"]),
    });
    expect(stdout).toContain(",0.30000000000000004\n");
  });

  it("quotes names that need it", async () => {
    const stdin = 'unique_id,ds,y\n"a,""b""",2020-01-01,1\n"a,""b""",2020-02-01,2\n';
    const { stdout } = await foretell([...naive, "-H", "1"], { stdin });
    expect(stdout).toBe('unique_id,ds,naive\n"a,""b""",2020-03-01,2\n');
  });
});

describe("--format json", () => {
  const json = async (args: string[], stdin?: string) =>
    JSON.parse(
      (await foretell([...args, "--format", "json"], stdin === undefined ? {} : { stdin })).stdout,
    );

  it("is a foretell/forecast@1 document", async () => {
    const document = await json([...naive, "-H", "2", "--seed", "5"], monthly([1, 2, 4, 5, 8]));
    expect(document).toEqual({
      schema: "foretell/forecast@1",
      version: expect.stringMatching(/^\d+\.\d+\.\d+/),
      source: "-",
      freq: "MS",
      season: 12,
      horizon: 2,
      seed: 5,
      levels: [],
      models: ["naive"],
      series: [
        {
          unique_id: "series",
          model: "naive",
          cutoff: "2020-05-01",
          ds: ["2020-06-01", "2020-07-01"],
          mean: [8, 8],
          intervals: {},
          // 4 against 5 and 8; no season of training to scale by.
          diagnostics: null,
          holdout: {
            h: 2,
            mae: 2.5,
            rmse: Math.sqrt(17 / 2),
            smape: 100 * (1 / 9 + 4 / 12),
            mase: null,
            undefined: { mase: "the training part has no observations a season apart" },
          },
          warnings: [],
        },
      ],
      training: {},
      gradientFlow: {},
    });
  });

  it("tells how a network was trained and how its gradient flowed", async () => {
    const { training, gradientFlow } = await json(["nile", "-H", "2", "-m", "lstm:epochs=2"]);
    expect(training.lstm).toMatchObject({ epochs: 2 });
    expect(training.lstm.parameters).toBeGreaterThan(1000);
    const { norms, reach, verdict } = gradientFlow.lstm;
    expect(norms.length).toBeGreaterThanOrEqual(reach);
    expect(norms.every((norm: number) => norm > 0)).toBe(true);
    expect(["vanishing", "stable", "exploding"]).toContain(verdict);
  });

  it("has no holdout for a series that is too short, and says why", async () => {
    const rows = [1, 2, 3, 4, 5, 6].map((y, t) => `long,2020-0${t + 1}-01,${y}\n`).join("");
    const stdin = `unique_id,ds,y\n${rows}short,2020-01-01,1\nshort,2020-02-01,2\n`;
    const { series } = await json([...naive, "-H", "3"], stdin);
    expect(series[0].holdout.mae).toBe(2);
    expect(series[1].holdout).toBeNull();
    expect(series[1].warnings).toHaveLength(1);
    expect(series[1].mean).toEqual([2, 2, 2]);
  });
});

describe("--format table", () => {
  it("says what was understood, forecasts, draws, judges and shows the gradient", async () => {
    const { code, stdout, stderr } = await foretell([
      ...["nottem", "-H", "12", "-m", "lstm:epochs=2", "--format", "table"],
    ]);
    expect(code).toBe(0);
    expect(stderr).toBe("");
    expect(stdout).toContain("\nnottem: 240 rows, monthly (MS), season 12, 1920-01 to 1939-12\n");
    expect(stdout.match(/│ 1940-\d\d │ +\d+\.\d+ │/g)).toHaveLength(12);
    expect(stdout).toMatch(/├─+┬.*═/);
    expect(stdout).toMatch(/│ model +│ +MAE │ +RMSE │ +sMAPE │ +MASE │/);
    expect(stdout).toMatch(/│ lstm +│( +\d+\.\d+ │){4}/);
    expect(stdout).toMatch(/│ seasonal-naive │( +\d+\.\d+ │){4}/);
    expect(stdout).toContain("gradient flow of lstm: log₁₀ ‖∂L/∂hₜ‖");
    expect(stdout).toMatch(/(vanishing|stable|exploding): .*held back:.*1940-12 │.*┘\n$/s);
  });

  it("is ASCII alone with --plain", async () => {
    const { stdout } = await foretell([
      ...["nottem", "-m", "lstm:epochs=1", "-m", "naive", "--plain", "--format", "table"],
    ]);
    expect(stdout.length).toBeGreaterThan(1000);
    expect(stdout).toMatch(/^[\n\x20-\x7e]*$/);
  });

  it("fits the width it may have", async () => {
    const widest = async (COLUMNS: string) => {
      const { stdout } = await foretell(["nottem", "-m", "lstm:epochs=1", "--format", "table"], {
        env: { COLUMNS },
      });
      return Math.max(...stdout.split("\n").map((line) => line.length));
    };
    expect(await widest("70")).toBeLessThanOrEqual(70);
    expect(await widest("150")).toBeGreaterThan(100);
  });

  it("shows a dash where a metric is not defined", async () => {
    const { stdout } = await foretell([...naive, "--format", "table", "-H", "2"], {
      stdin: monthly([0, 0, 0, 0, 0]),
    });
    expect(stdout).toMatch(/│ naive +│ +0\.000 │ +0\.000 │ +– │ +– │/);
    expect(stdout).not.toMatch(/NaN|Infinity/);
  });

  it("shows the first of many series and counts the rest", async () => {
    const rows = Array.from({ length: 40 }, (_, i) =>
      [1, 2, 3, 4].map((y, t) => `shop-${i},2020-0${t + 1}-01,${y + i}\n`).join(""),
    );
    const { stdout } = await foretell([...naive, "-H", "2", "--format", "table"], {
      stdin: `unique_id,ds,y\n${rows.join("")}`,
    });
    expect(stdout).toContain("40 series, 160 rows (4 each)");
    expect(stdout).toContain("shop-0");
    expect(stdout).toMatch(/and 3\d more series: --series shows others, --format csv has all/);
    expect(stdout).toContain("mean of 40 series");
  });
});

describe("colour", () => {
  const table = ["nile", ...naive, "--format", "table"];

  it("is not there in a pipe", async () => {
    expect((await foretell(table)).stdout).not.toContain(escapeCode);
  });

  it("is there with FORCE_COLOR", async () => {
    expect((await foretell(table, { env: { FORCE_COLOR: "1" } })).stdout).toContain(escapeCode);
  });

  it("is not there with --no-color, whatever FORCE_COLOR says", async () => {
    const { stdout } = await foretell([...table, "--no-color"], { env: { FORCE_COLOR: "1" } });
    expect(stdout).not.toContain(escapeCode);
  });

  it("never gets into CSV", async () => {
    const { stdout } = await foretell(["nile", ...naive], { env: { FORCE_COLOR: "1" } });
    expect(stdout).not.toContain(escapeCode);
  });
});

describe("-o", () => {
  it.each(["docx", "pdf"])("refuses to write a .%s file, and says what it writes", async (type) => {
    const cwd = folder({});
    const { code, stderr } = await foretell(["nile", "-m", "naive", "-o", `next.${type}`], { cwd });
    expect(code).toBe(2);
    expect(stderr).toContain(`next.${type}: .${type} files cannot be written`);
    expect(stderr).toContain(".svg, .png and .html");
    expect(readdirSync(cwd)).toEqual([]);
  });

  it.each([
    ["next.csv", /^unique_id,ds,naive\n/],
    ["next.json", /^\{\n {2}"schema": "foretell\/forecast@1"/],
    ["next.txt", /^nile: 100 rows/m],
    ["next", /^unique_id,ds,naive\n/],
  ])("writes %s in the format its name says, and nothing to stdout", async (name, start) => {
    const cwd = folder();
    const { code, stdout } = await foretell(["nile", ...naive, "-o", name], { cwd });
    expect(code).toBe(0);
    expect(stdout).toBe("");
    expect(readFileSync(join(cwd, name), "utf8")).toMatch(start);
    expect(readdirSync(cwd)).toEqual([name]);
  });

  it("follows --format rather than the name", async () => {
    const cwd = folder();
    await foretell(["nile", ...naive, "-o", "next.csv", "--format", "json"], { cwd });
    expect(readFileSync(join(cwd, "next.csv"), "utf8")).toMatch(/^\{/);
  });

  it("leaves an older file alone when the forecast fails", async () => {
    const cwd = folder({ "next.csv": "older", "bad.csv": "ds,y\n" });
    const { code } = await foretell(["bad.csv", ...naive, "-o", "next.csv"], { cwd });
    expect(code).toBe(3);
    expect(readFileSync(join(cwd, "next.csv"), "utf8")).toBe("older");
    expect(readdirSync(cwd).sort()).toEqual(["bad.csv", "next.csv"]);
  });

  it("writes to a device without replacing it", async () => {
    const { code } = await foretell(["nile", ...naive, "-o", "/dev/null"]);
    expect(code).toBe(0);
    expect(existsSync("/dev/null")).toBe(true);
  });

  it.skipIf(!existsSync("/dev/full"))("says that the disk is full", () => {
    const args = `nile ${naive.join(" ")} > /dev/full`;
    const { status, stderr } = spawnSync(
      "sh",
      ["-c", `"${process.execPath}" "${binary}" ${args}`],
      {
        encoding: "utf8",
      },
    );
    expect(stderr).toBe("foretell: cannot write to stdout: the disk is full\n");
    expect(status).toBe(2);
  });

  it("writes to a pipe that has no name but /dev/stdout", () => {
    const args = `nile ${naive.join(" ")} -H 1 -o /dev/stdout`;
    const piped = `"${process.execPath}" "${binary}" ${args} | cat`;
    expect(execFileSync("sh", ["-c", piped], { encoding: "utf8" })).toBe(
      "unique_id,ds,naive\nnile,1971-01-01,740\n",
    );
  });
});

it("--quiet keeps warnings to itself", async () => {
  const { code, stderr } = await foretell([...naive, "-H", "1", "--quiet"], {
    stdin: "y\n5\n6\n7\n",
  });
  expect(stderr).toBe("");
  expect(code).toBe(0);
});

it("series too short for the horizon are named in a warning and forecast all the same", async () => {
  const rows = [1, 2, 3, 4, 5, 6].map((y, t) => `long,2020-0${t + 1}-01,${y}\n`).join("");
  const { code, stdout, stderr } = await foretell([...naive, "-H", "3"], {
    stdin: `unique_id,ds,y\n${rows}short,2020-01-01,1\nshort,2020-02-01,2\n`,
  });
  expect(code).toBe(0);
  expect(stdout).toContain("short,2020-05-01,2\n");
  expect(stderr).toBe(
    "foretell: warning: 1 of 2 series has fewer than 6 rows and is forecast without a hold-out: short\n",
  );
});

it("a reader that leaves early is no error", async () => {
  const values = Array.from({ length: 200_000 }, (_, t) => t);
  const cwd = folder({ "long.csv": `y\n${values.join("\n")}\n` });
  const child = spawn(process.execPath, [binary, "long.csv", ...naive, "-H", "100000", "--quiet"], {
    cwd,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let stderr = "";
  child.stderr.setEncoding("utf8").on("data", (text) => {
    stderr += text;
  });
  child.stdout.once("data", () => child.stdout.destroy());
  const code = await new Promise((resolve) => child.on("close", resolve));
  expect(stderr).toBe("");
  expect(code).toBe(0);
});

describe.skipIf(!hasTerminal)("on a terminal (needs script of util-linux)", () => {
  const command = `${process.execPath} ${binary}`;
  const endless = `${command} co2 -H 2 -m lstm:epochs=1000000,patience=1000000`;

  it.each([
    ["nottem", 12, 24],
    ["nottem", 30, 24],
    ["nottem", 30, 50],
  ])(
    "%s, %i steps ahead, ends with data, chart and table within %i rows",
    async (source, h, rows) => {
      const { seen } = await onTerminal(`${command} ${source} -H ${h} -m naive`, {
        size: `stty cols 80 rows ${rows};`,
      });
      const lines = stripVTControlCharacters(seen).replaceAll("\r", "").trimEnd().split("\n");
      const screen = lines.slice(1 - rows);
      expect(screen.filter((line) => line.startsWith("nottem: 240 rows"))).toHaveLength(1);
      expect(screen.filter((line) => /^ *\S* ?[┤│]/.test(line)).length).toBeGreaterThanOrEqual(5);
      expect(screen.filter((line) => /^19\d\d-\d\d /.test(line)).length).toBeGreaterThanOrEqual(10);
      expect(screen.at(h > 12 && rows < 40 ? -2 : -1)).toMatch(/^194\d-\d\d .*\d$/);
    },
  );

  it("the report is a table with colours, after a spinner with epoch and loss", async () => {
    const { code, seen } = await onTerminal(
      `${command} nottem -H 2 -m lstm:epochs=100,patience=100`,
    );
    expect(code).toBe(0);
    expect(seen).toMatch(/fitting lstm {2}epoch \d+\/100 {2}loss \d/);
    expect(seen).toMatch(/lstm: 100 epochs, loss [\d.]+, validation [\d.]+, [\d,]+ parameters/);
    expect(seen).toContain("┌──");
    expect(seen).toContain("\x1b[36m");
  });

  it("NO_COLOR takes the colours away", async () => {
    const { seen } = await onTerminal(`${command} nile -m naive`, { NO_COLOR: "1" });
    expect(seen).toContain("┌──");
    expect(seen).not.toMatch(/\x1b\[\d*m/);
  });

  it("TERM=dumb takes the colours away", async () => {
    const { seen } = await onTerminal(`${command} nile -m naive`, { TERM: "dumb" });
    expect(seen).not.toMatch(/\x1b\[\d*m/);
  });

  it("a terminal without a width gets the report without a spinner", async () => {
    const { code, seen } = await onTerminal(`${command} nile -m naive`, { size: "" });
    expect(code).toBe(0);
    expect(seen).toContain("┌──");
    expect(seen).not.toContain("fitting");
  });

  it("a pipe on stdout gets CSV while stderr tells a person how it went", async () => {
    const { seen } = await onTerminal(`${command} nile -m naive --intervals none -H 1 | cat`);
    expect(seen).toContain(": 100 rows, yearly (YS)");
    expect(seen).toMatch(/unique_id,ds,naive\r\nnile,1971-01-01,740\r\n/);
  });

  it("Ctrl-C while training prints the forecast of the best so far and exits with 130", async () => {
    let typed = false;
    const { code, seen } = await onTerminal(endless, {}, (text, type) => {
      if (!typed && /epoch \d+/.test(text)) {
        typed = true;
        type("\x03");
      }
    });
    expect(code).toBe(130);
    expect(seen).toContain("stopping with the best so far");
    expect(seen).toMatch(/1998-01 +3\d\d\.\d+/);
  });
});

describe("what does not hold the whole back", () => {
  it("is a model that cannot be fitted: the others are printed, its reason is on stderr, the code is 4", async () => {
    const models = ["-m", "naive", "-m", "linear", "-m", "drift", "--intervals", "none"];
    const stdin = monthly([1, 2, 3, 4]);
    const { code, stdout, stderr } = await foretell([...models, "-H", "2"], { stdin });
    expect(stdout).toBe("unique_id,ds,naive,drift\nseries,2020-05-01,4,5\nseries,2020-06-01,4,6\n");
    expect(stderr).toMatch(/^foretell: linear: no series is long enough/m);
    expect(code).toBe(4);
    const json = await foretell([...models, "-H", "2", "--format", "json"], { stdin });
    expect(JSON.parse(json.stdout).failures).toMatchObject([{ model: "linear" }]);
  });

  it("is a horizon beyond half of the rows, which is not judged", async () => {
    const { code, stdout, stderr } = await foretell([...naive, "-H", "3"], {
      stdin: monthly([1, 2, 3, 4]),
    });
    expect(stdout.trim().split("\n")).toHaveLength(4);
    expect(stderr).toContain("4 rows, fewer than 6: forecast without a hold-out");
    expect(code).toBe(0);
  });

  it("is a series without values", async () => {
    const stdin = "unique_id,ds,y\na,1,5\na,2,6\nb,1,\nb,2,\n";
    const { code, stdout, stderr } = await foretell([...naive, "-H", "1"], { stdin });
    expect(stdout).toBe("unique_id,ds,naive\na,3,6\n");
    expect(stderr).toContain("1 of 2 series have no values and are left out: b");
    expect(code).toBe(0);
  });
});
