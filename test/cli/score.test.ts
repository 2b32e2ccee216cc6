import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { folder, foretell } from "./foretell.js";

const actuals = `shop,day,sold
a,2024-01-01,10
a,2024-01-02,20
a,2024-01-03,40
b,2024-01-01,0
b,2024-01-02,2
`;
// The first two rows of shop a are its history.
const forecasts = `unique_id,ds,m,m-lo-80,m-hi-80,other
a,2024-01-02,21,19,23,30
a,2024-01-03,36,30,39,40
b,2024-01-02,5,1,9,
`;
const names = ["--time", "day", "--id", "shop", "--target", "sold"];

describe("foretell score", () => {
  it("scores the models of a table against what came, by hand", async () => {
    const cwd = folder({ "f.csv": forecasts, "a.csv": actuals });
    const { code, stdout, stderr } = await foretell(
      ["score", "f.csv", "a.csv", ...names, "--metrics", "wape,bias,mae,rmsse,coverage,winkler"],
      { cwd },
    );
    expect(code).toBe(0);
    const [header, m, other] = stdout.trim().split("\n");
    expect(header).toBe("model,unique_id,n,wape,bias,mae,rmsse,coverage-80,winkler-80");
    // m: errors 1 and 4 of 20 and 40, 3 of 2; other: 10 and 0 of 20 and 40.
    const [, , n, wape, bias, mae, , coverage, winkler] = m.split(",");
    expect(m.startsWith("m,*,")).toBe(true);
    expect(Number(n)).toBe(2);
    expect(Number(wape)).toBeCloseTo((100 * 8) / 62, 10);
    expect(Number(bias)).toBeCloseTo((-1.5 + 3) / 2, 10);
    expect(Number(mae)).toBeCloseTo((2.5 + 3) / 2, 10);
    expect(Number(coverage)).toBeCloseTo(0.75, 10);
    // Widths 4 and 9, and 1 beyond the end times 2 / 0.2; then 8.
    expect(Number(winkler)).toBeCloseTo(((4 + 9 + 10) / 2 + 8) / 2, 10);
    expect(Number(other.split(",")[3])).toBeCloseTo((100 * 10) / 60, 10);
    expect(stderr).toContain("other forecast 2 of the 3 observations");
  });

  it("says the same of a backtest's forecasts as the backtest", async () => {
    const cwd = folder();
    const metrics = ["--metrics", "wape,mase,rmsse,smape,bias,winkler"];
    const backtest = ["backtest", "nottem", "-H", "6", "--folds", "3", "-m", "ets", "-m", "theta"];
    const told = await foretell([...backtest, "--forecasts", "f.csv", ...metrics], { cwd });
    const again = await foretell(["score", "f.csv", "nottem", ...metrics], { cwd });
    expect(again.stdout).toBe(told.stdout);
    expect(again.stdout.split("\n")).toHaveLength(4);
  });

  describe("of the first period of a panel", () => {
    const made = (ids: readonly string[]) =>
      `unique_id,ds,m\n${ids.flatMap((id, s) => [1, 2, 3].map((month) => `${id},2024-0${month}-01,${10 * s + month}\n`)).join("")}`;

    it.each([
      ["unique_id", ["a", "b", "c"], ["a", "b", "c"]],
      ["store", ["a", "b", "c"], ["a", "b", "c"]],
      ["store", ["007", "7", "70"], ["007", "7", "70"]],
      ["store,item", ["a/tea", "a/rye", "b/tea"], ["a,tea", "a,rye", "b,tea"]],
    ])("finds the series in %s by their names", async (columns, ids, names) => {
      const rows = names.map((name, s) => `${name},2024-01-01,${10 * s + 2}\n`).join("");
      const cwd = folder({ "f.csv": made(ids), "a.csv": `${columns},ds,y\n${rows}` });
      const args = ["score", "f.csv", "a.csv", "--format", "table"];
      const { code, stdout, stderr } = await foretell(args, { cwd });
      expect([code, stderr.includes("row numbers")]).toEqual([0, false]);
      expect(stdout).toContain("3 observations of 3 series, season 12");
      expect(stdout).toContain(
        "RMSSE is undefined, because there are no earlier observations; --history FILE",
      );
    });

    it("takes no season for granted where one date was forecast", async () => {
      const f = "unique_id,ds,m\na,2024-01-01,3\nb,2024-01-01,4\n";
      const cwd = folder({ "f.csv": f, "a.csv": f.replace(",m", ",y") });
      const { stdout } = await foretell(["score", "f.csv", "a.csv", "--format", "table"], { cwd });
      expect(stdout).toContain("2 observations of 2 series\n");
      expect(stdout).not.toContain("season");
    });
  });

  it("takes history from another file, ranks as asked and says how", async () => {
    const cwd = folder({
      "f.csv": "ds,m,o\n2024-01-04,7,5\n2024-01-05,8,6\n",
      "a.csv": "ds,y\n2024-01-04,5\n2024-01-05,7\n",
      "h.csv": "ds,y\n2024-01-01,1\n2024-01-02,3\n2024-01-03,5\n",
    });
    const args = ["score", "f.csv", "a.csv", "--history", "h.csv", "--season", "1"];
    const { stdout } = await foretell([...args, "--format", "json", "--rank", "mase"], { cwd });
    const document = JSON.parse(stdout);
    expect(document.schema).toBe("foretell/score@1");
    expect(document.rankedBy).toBe("mase");
    expect(document.models).toEqual(["o", "m"]);
    // Mean errors 0.5 and 1.5 over steps of 2.
    expect(document.scores.map(({ mase }: { mase: number }) => mase)).toEqual([0.25, 0.75]);
    const table = await foretell([...args, "--format", "table", "--plain"], { cwd });
    expect(table.stdout).toContain("WAPE*");
    expect(table.stdout).toContain("ranked by WAPE");
  });

  it("counts and names dates and series that are in one file only", async () => {
    const cwd = folder({
      "f.csv": "unique_id,ds,m\na,2024-01-01,1\na,2024-01-03,1\na,2024-01-04,1\nc,2024-01-01,1\n",
      "a.csv": "unique_id,ds,y\na,2024-01-01,1\na,2024-01-02,1\na,2024-01-03,1\nb,2024-01-01,1\n",
    });
    const { code, stderr } = await foretell(["score", "f.csv", "a.csv"], { cwd });
    expect(code).toBe(0);
    expect(stderr).toContain("1 forecast date without an observation in a.csv: 2024-01-04");
    expect(stderr).toContain("without a forecast in f.csv: 2024-01-02");
    expect(stderr).toContain("1 series of f.csv not in a.csv, and not scored: c");
    expect(stderr).toContain("1 series of a.csv without a forecast: b");
  });

  it.each([
    ["ds,m\n2024-01-01,1\n", "ds,y\n2023-01-01,1\n", 3, "none of the dates forecast was observed"],
    [
      "unique_id,ds,m\nz,2024-01-01,1\n",
      "unique_id,ds,y\na,2024-01-01,1\n",
      3,
      "no series in common",
    ],
    [
      "ds,m\n2024-01-01,1\n2024-01-01,2\n",
      "ds,y\n2024-01-01,1\n",
      3,
      "f.csv:3: a date is forecast twice",
    ],
    ["ds,note\n2024-01-01,x\n", "ds,y\n2024-01-01,1\n", 3, "no column of forecasts"],
  ])("refuses what cannot be compared: %j against %j", async (made, came, status, message) => {
    const cwd = folder({ "f.csv": made, "a.csv": came });
    const { code, stdout, stderr } = await foretell(["score", "f.csv", "a.csv"], { cwd });
    expect(stderr).toContain(message);
    expect([code, stdout]).toEqual([status, ""]);
  });
});

it("scores are written as tables, pictures and pages by the suffix", async () => {
  const cwd = folder({
    "f.csv": "ds,a,b\n2024-01-01,1,3\n2024-01-02,2,2\n",
    "y.csv": "ds,y\n2023-12-30,2\n2023-12-31,1\n2024-01-01,1\n2024-01-02,3\n",
  });
  const begins: Record<string, string> = {
    ...{ tsv: "model\t", md: "| model", ndjson: '{"model":"a"', svg: "<svg", html: "<!doctype" },
    ...{ png: "\x89PNG", parquet: "PAR1", xlsx: "PK" },
  };
  for (const [suffix, start] of Object.entries(begins)) {
    const { code } = await foretell(["score", "f.csv", "y.csv", "-o", `s.${suffix}`, "-q"], {
      cwd,
    });
    const text = readFileSync(`${cwd}/s.${suffix}`, "latin1");
    expect([suffix, code, text.slice(0, start.length)]).toEqual([suffix, 0, start]);
  }
});

describe("foretell backtest --rank", () => {
  it("ranks by another metric than the first shown, and says which", async () => {
    const args = ["backtest", "nottem", "-H", "6", "-m", "naive", "-m", "seasonal-naive"];
    const { stdout } = await foretell([...args, "--rank", "bias", "--format", "json"]);
    const { rankedBy, scores } = JSON.parse(stdout);
    expect(rankedBy).toBe("bias");
    const [first, second] = scores.map(({ bias }: { bias: number }) => Math.abs(bias));
    expect(first).toBeLessThan(second);
    const table = await foretell([...args, "--rank", "crps", "--format", "table"]);
    expect(table.stdout).toContain("CRPS*");
    expect(table.stdout).toContain("ranked by CRPS");
    const wrong = await foretell([...args, "--rank", "masee"]);
    expect([wrong.code, wrong.stderr]).toEqual([2, expect.stringContaining("mase")]);
  });
});
