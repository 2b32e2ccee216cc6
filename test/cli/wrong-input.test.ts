import { chmodSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { folder, foretell, monthly, type Outcome } from "./foretell.js";

/** One message, the documented exit code, nothing on stdout, no stack trace. */
function expectFailure({ code, stdout, stderr }: Outcome, exit: number, message: RegExp): void {
  expect(stderr).toMatch(message);
  expect(stderr).toMatch(/^foretell: /);
  expect(stderr.match(/^foretell: (?!warning)/gm)).toHaveLength(1);
  expect(stderr).not.toMatch(/^ +at /m);
  expect(stdout).toBe("");
  expect(code).toBe(exit);
}

describe("wrong usage exits with 2", () => {
  it.each([
    [["-H", "0"], /horizon must be a whole number from 1 to 1,000,000, not "0"/],
    [["-H", "-1"], /horizon must be a whole number .* not "-1"/],
    [["-H", "1.5"], /horizon must be a whole number .* not "1.5"/],
    [["-H", "1e9"], /horizon must be a whole number .* not "1e9"/],
    [["-H", "1000000000"], /horizon must be a whole number .* not "1000000000"/],
    [["-H", "abc"], /horizon must be a whole number .* not "abc"/],
    [["-H", ""], /horizon must be a whole number .* not ""/],
    [["-H"], /--horizon needs a value: --horizon <n>/],
    [["--from"], /--from needs a value: --from <file>/],
    [["--season", "0"], /season must be a whole number/],
    [["--seed", "-3"], /seed must be a whole number/],
    [["--format", "xml"], /'xml' is invalid.*table, json, csv/],
    [["--formt", "csv"], /unknown option '--formt'\nDid you mean --format\?/],
    [["--target", "a,,b"], /lacks a column's name/],
    [["--target", "z"], /no column "z"/],
    [["--freq", "fortnight"], /unknown frequency "fortnight"/],
    [["-m", "lstn"], /no model "lstn"\n {2}lstn\n {2}\^{4}\nDid you mean "lstm"\?/],
    [["-m", "prophet"], /no model "prophet"\n.*\n.*\nThe models are .*naive/],
    [
      ["-m", "lstm:hiden=3"],
      /no option "hiden"\n {2}lstm:hiden=3\n {7}\^{5}\nDid you mean "hidden"\?/,
    ],
    [["-m", "lstm:hidden=0"], /hidden must be a whole number from 1 to \d+, not "0"/],
    [["-m", "naive:hidden=3"], /naive has no options/],
    [["-m", "naive", "-m", "naive"], /given twice/],
    [["datasets", "nottem", "co2"], /too many arguments/],
    [["bactest", "nottem", "-m", "naive"], /Did you mean foretell backtest/],
    [["forcast"], /no command, file or dataset "forcast"\nDid you mean foretell forecast\?/],
    [["backtset"], /Did you mean foretell backtest\?/],
    [["strem"], /Did you mean foretell stream\?/],
    [["backtest", "nile", "-m", "naive", "-m", "naive"], /given twice/],
    [["backtest", "nile", "-H", "0"], /horizon must be a whole number/],
    [["datsets"], /Did you mean foretell datasets\?/],
    [["-H", "3", "models"], /The command goes first: foretell models/],
    [["-o", "/no/such/folder/x.csv"], /cannot write .*: there is no such folder/],
    [["-o", "/"], /cannot write \/: it is a directory/],
    [["datasets", "notem"], /no dataset "notem"\nDid you mean "nottem"\?/],
    [["datasets", "--describe"], /needs a dataset's name/],
    [["datasets", "nottem", "--format", "table"], /prints the data as CSV/],
    [["models", "ltsm"], /Did you mean "lstm"\?/],
  ])("%j", async (args, message) => {
    expectFailure(await foretell(args), 2, message);
  });
});

describe("bad data exit with 3", () => {
  it("a missing file, with the nearest dataset", async () => {
    expectFailure(await foretell(["nottm"]), 3, /nottm: no such file\n.*nottem/);
  });

  it("a missing file, with the nearest file", async () => {
    const cwd = folder({ "sales.csv": "" });
    expectFailure(await foretell(["sale.csv"], { cwd }), 3, /no such file\n.*sales\.csv/);
  });

  it("a folder", async () => {
    expectFailure(await foretell(["."]), 3, /is a directory/);
  });

  it.skipIf(process.getuid?.() === 0)("a file that may not be read", async () => {
    const cwd = folder({ "a.csv": "ds,y\n" });
    chmodSync(join(cwd, "a.csv"), 0);
    expectFailure(await foretell(["a.csv"], { cwd }), 3, /permission denied/);
  });

  it.each([
    ["an empty file", "", /empty/],
    ["a header only", "ds,y\n", /no rows/],
    ["no column of numbers", "ds,y\n2020-01-01,red\n2020-02-01,blue\n", /number/],
    [
      "text where a number should be",
      "ds,y\n2020-01-01,1\n2020-02-01,oops\n2020-03-01,3\n",
      /^foretell: data\.csv:3: .*"oops".*\n {2}3 \| 2020-02-01,oops\n {17}\^{4}\n/,
    ],
    [
      "a date twice",
      "ds,y\n2020-01-01,1\n2020-02-01,2\n2020-02-01,3\n",
      /^foretell: data\.csv:4: /,
    ],
    ["one row", "ds,y\n2020-01-01,1\n", /row/],
  ])("%s", async (_, text, message) => {
    const cwd = folder({ "data.csv": text });
    expectFailure(await foretell(["data.csv", "-m", "naive"], { cwd }), 3, message);
  });

  it("fewer rows than twice the horizon where they are held back, with the horizon that fits", async () => {
    expectFailure(
      await foretell(["backtest", "-H", "3", "-m", "naive"], { stdin: monthly([1, 2, 3, 4, 5]) }),
      3,
      /stdin: 5 rows, too few for a horizon of 3: .* 6, are needed\n.* -H 2\.$/m,
    );
  });

  it("a horizon that no memory could hold", async () => {
    expectFailure(await foretell(["-H", "1000000"]), 3, /144 rows, too few .* -H 1440\./s);
  });

  it("many series of which none is long enough", async () => {
    const stdin =
      "unique_id,ds,y\na,2020-01-01,1\na,2020-02-01,2\nb,2020-01-01,1\nb,2020-02-01,2\n";
    expectFailure(
      await foretell(["backtest", "-H", "2"], { stdin }),
      3,
      /the longest of 2 series has 2 rows, too few/,
    );
  });
});

describe("odd data are forecast with a warning", () => {
  it("unsorted dates", async () => {
    const { code, stdout, stderr } = await foretell(
      ["-m", "naive", "-H", "1", "--intervals", "none"],
      {
        stdin: "ds,y\n2020-03-01,3\n2020-01-01,1\n2020-02-01,2\n",
      },
    );
    expect(stdout).toBe("unique_id,ds,naive\nseries,2020-04-01,3\n");
    expect(stderr).toMatch(/^foretell: warning: .*\n$/);
    expect(code).toBe(0);
  });

  it("fewer rows than the usual horizon needs", async () => {
    const { code, stdout, stderr } = await foretell(["-m", "naive"], {
      stdin: monthly([1, 2, 3, 4, 5]),
    });
    expect(stdout.trim().split("\n")).toHaveLength(3);
    expect(stderr).toBe("foretell: warning: 5 rows: forecasting 2 instead of 12 steps ahead\n");
    expect(code).toBe(0);
  });
});

it("control characters of a wrong input do not reach the terminal", async () => {
  const { stderr } = await foretell(["-m", "naive\x1b[2J"]);
  expect(stderr).not.toContain("\x1b");
});

it("--debug shows where an error comes from", async () => {
  const { code, stderr } = await foretell(["-m", "lstn", "--debug"]);
  expect(stderr).toMatch(/^ +at /m);
  expect(code).toBe(2);
});
