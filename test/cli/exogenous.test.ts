import { describe, expect, it } from "vitest";
import { folder, foretell } from "./foretell.js";

/** Months from January 2020 on: `y` follows `promo` exactly; the last rows are yet to come. */
function promotions(known: number, ahead: number): string {
  const rows = Array.from({ length: known + ahead }, (_, t) => {
    const month = String((t % 12) + 1).padStart(2, "0");
    const promo = (t * 7) % 5 < 2 ? 1 : 0;
    const y = t < known ? 100 + 50 * promo : "";
    return `${2020 + Math.floor(t / 12)}-${month}-01,${y},${promo}\n`;
  });
  return `ds,y,promo\n${rows.join("")}`;
}

const bare = ["--intervals", "none"];
const naive = ["-m", "naive", ...bare];

describe("foretell --future", () => {
  it("forecasts the rows whose target is empty", async () => {
    const { code, stdout, stderr } = await foretell(
      ["-m", "lstm:epochs=2", "--future", "promo", "-H", "3", ...bare],
      { stdin: promotions(40, 3) },
    );
    expect(stderr).toBe("");
    expect(stdout).toMatch(/^unique_id,ds,lstm\nseries,2023-05-01,.*\n.*\nseries,2023-07-01,.*\n$/);
    expect(code).toBe(0);
  });

  it("lets a network use what is known ahead", async () => {
    const error = async (...args: string[]) => {
      const { stdout } = await foretell(
        ["backtest", "-m", "lstm:epochs=60,deseason=no", "-H", "6", ...args],
        { stdin: promotions(90, 0) },
      );
      return Number(stdout.split("\n")[1].split(",")[6]);
    };
    expect(await error("--future", "promo")).toBeLessThan((await error()) / 2);
  });

  it("takes more rows from a --future-file", async () => {
    const cwd = folder({
      "sales.csv": promotions(40, 0),
      "plan.csv": "ds,promo\n2023-05-01,1\n2023-06-01,0\n",
    });
    const { code, stdout, stderr } = await foretell(
      [...["sales.csv", "-m", "lstm:epochs=1", "-H", "2"], "--future", "promo"].concat([
        "--future-file",
        "plan.csv",
      ]),
      { cwd },
    );
    expect(stderr).toBe("");
    expect(stdout.trim().split("\n")).toHaveLength(3);
    expect(code).toBe(0);
  });

  it("takes the values of a --future-file over those of the table's own future rows", async () => {
    const other = "ds,promo\n2023-05-01,1\n2023-06-01,1\n";
    const cwd = folder({
      "sales.csv": promotions(40, 2),
      "other.csv": other,
      "bare.csv": promotions(40, 0),
    });
    const model = ["-m", "arima:order=1-0-0", "--future", "promo", "-H", "2", "--format", "csv"];
    const run = async (...args: string[]) => (await foretell([...args, ...model], { cwd })).stdout;
    const values = (csv: string) =>
      csv
        .split("\n")
        .slice(1)
        .map((row) => row.split(",").slice(1));
    const planned = values(await run("sales.csv", "--future-file", "other.csv"));
    expect(planned).toEqual(values(await run("bare.csv", "--future-file", "other.csv")));
    expect(planned).not.toEqual(values(await run("sales.csv")));
  });

  it("that ends too early exits with 3 and names series, column and date", async () => {
    const { code, stdout, stderr } = await foretell(
      [...naive, "--future", "promo", "-H", "3", "--quiet"],
      { stdin: promotions(40, 2) },
    );
    expect(stderr).toBe(
      'foretell: stdin: series "series": future column "promo" has no value for 2023-07-01\n' +
        "3 steps ahead need its values up to 2023-07-01: add rows with an empty target or a --future-file, or ask for less: -H 2.\n",
    );
    expect(stdout).toBe("");
    expect(code).toBe(3);
  });

  it("without -H forecasts as far as the column is known", async () => {
    const { stdout, stderr } = await foretell([...naive, "--future", "promo"], {
      stdin: promotions(40, 2),
    });
    expect(stdout.trim().split("\n")).toHaveLength(3);
    expect(stderr).toContain(
      "future columns are known 2 steps ahead: forecasting 2 instead of 12 steps ahead",
    );
  });

  it("known for the test part scores a model on it", async () => {
    const [head, ...rows] = promotions(46, 0).trim().split("\n");
    const cwd = folder({
      "train.csv": `${[head, ...rows.slice(0, 40)].join("\n")}\n`,
      "test.csv": `${[head, ...rows.slice(40)].join("\n")}\n`,
    });
    const { code, stdout, stderr } = await foretell(
      [
        "backtest",
        "train.csv",
        "--test",
        "test.csv",
        "-m",
        "lstm:epochs=1",
        "--future",
        "promo",
        ...bare,
      ],
      { cwd },
    );
    expect(stderr).toBe("");
    expect(stdout).toMatch(/\nlstm,\*,1,/);
    expect(code).toBe(0);
  });
});

describe("foretell --past", () => {
  it("takes columns that end with the observations", async () => {
    const { code, stderr } = await foretell([
      ...["seatbelts", "-m", "lstm:epochs=5", "-H", "2"],
      "--past",
      "kms,PetrolPrice",
    ]);
    expect(stderr).toBe("");
    expect(code).toBe(0);
  });

  it("is ignored by models without exogenous columns, which is said", async () => {
    const { code, stderr } = await foretell([
      "seatbelts",
      ...naive,
      "-m",
      "lstm:epochs=1",
      "-H",
      "2",
      "--past",
      "kms",
      "--past",
      "law",
    ]);
    expect(stderr).toBe("foretell: warning: naive does not use exogenous columns: kms, law\n");
    expect(code).toBe(0);
  });

  it.each([
    [["--past", "km"], /no column "km" in seatbelts\nDid you mean "kms"\?/],
    [["--past", "kms,"], /--past "kms," lacks a column's name/],
    [["--past", "kms", "--future", "kms"], /"kms" cannot be both --past and --future/],
    [["--future-file", "seatbelts"], /needs the names of its columns\n.*--future/],
  ])("%j is wrong usage", async (args, message) => {
    const { code, stdout, stderr } = await foretell(["seatbelts", ...naive, ...args]);
    expect(stderr).toMatch(message);
    expect(stdout).toBe("");
    expect(code).toBe(2);
  });
});

describe("foretell --level", () => {
  const quantile = ["nile", "-H", "2", "-m", "lstm:loss=quantile,epochs=2"];

  it("is 80 and 95 unless told, in columns after a model that gives intervals", async () => {
    const { stdout } = await foretell([...quantile, "-m", "naive"]);
    expect(stdout).toMatch(
      /^unique_id,ds,lstm,lstm-lo-80,lstm-hi-80,lstm-lo-95,lstm-hi-95,naive,naive-lo-80,/,
    );
    for (const row of stdout.trim().split("\n").slice(1)) {
      const [mean, lo80, hi80, lo95, hi95] = row.split(",").slice(2).map(Number);
      expect(lo80).toBeLessThanOrEqual(mean);
      expect(hi80).toBeGreaterThanOrEqual(mean);
      expect(lo95).toBeLessThanOrEqual(hi95);
    }
  });

  it("may be decimal, in any order", async () => {
    const { stdout } = await foretell([...quantile, "--level", "99.5, 50,50"]);
    expect(stdout).toMatch(
      /^unique_id,ds,lstm,lstm-lo-50,lstm-hi-50,lstm-lo-99\.5,lstm-hi-99\.5\n/,
    );
  });

  it("is told in JSON, with the intervals", async () => {
    const { stdout } = await foretell([...quantile, "--level", "90", "--format", "json"]);
    const { levels, series } = JSON.parse(stdout);
    expect(levels).toEqual([90]);
    expect(series[0].intervals["90"].lo).toHaveLength(2);
  });

  it("shows the intervals in the table and the widest in the chart", async () => {
    const { stdout } = await foretell([...quantile, "--format", "table"]);
    expect(stdout).toMatch(/│ +lstm │ +lo-80 │ +hi-80 │ +lo-95 │ +hi-95 │/);
    expect(stdout).toContain("░░ 95 % of lstm");
  });

  it("written as a share is wrong usage, with the percents that were meant", async () => {
    const { code, stderr } = await foretell(["nile", ...naive, "--level=0.8,0.95"]);
    expect(stderr).toBe(
      'foretell: --level must be percents from 1 to below 100, not "0.8"\nFor 80 percent write --level 80.\n',
    );
    expect(code).toBe(2);
  });

  it.each(["0", "100", "-5", "80,", "abc", "1e1", "NaN"])("%j is wrong usage", async (level) => {
    const { code, stderr } = await foretell(["nile", ...naive, `--level=${level}`]);
    expect(stderr).toMatch(/^foretell: --level must be percents from 1 to below 100, not ".*"\n/);
    expect(code).toBe(2);
  });
});
