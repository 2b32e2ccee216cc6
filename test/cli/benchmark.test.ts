import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { folder, foretell } from "./foretell.js";

const train: Readonly<Record<string, readonly number[]>> = {
  Y1: [10, 12, 11, 14, 15, 17, 16, 19, 20, 22],
  Y2: [5, 5, 6, 8, 7, 9, 9, 11],
};
const test: Readonly<Record<string, readonly number[]>> = {
  Y1: [23, 24, 26, 25, 28, 29],
  Y2: [12, 11, 13, 15, 14, 16],
};

function long(series: typeof train, from: (id: string) => number): string {
  const rows = Object.entries(series).flatMap(([id, values]) =>
    values.map((y, t) => `${id},${1950 + from(id) + t}-01-01,${y}\n`),
  );
  return `unique_id,ds,y\n${rows.join("")}`;
}

/** As the M4 competition writes its files: a row a series, quoted, padded with empty cells. */
function wide(series: typeof train): string {
  const width = Math.max(...Object.values(series).map(({ length }) => length));
  const line = (cells: readonly string[]) => `${cells.join(",")}\n`;
  const header = line(Array.from({ length: width + 1 }, (_, i) => `"V${i + 1}"`));
  const rows = Object.entries(series).map(([id, values]) =>
    line([
      `"${id}"`,
      ...Array.from({ length: width }, (_, t) => (t < values.length ? `"${values[t]}"` : "")),
    ]),
  );
  return header + rows.join("");
}

const longFiles = {
  "m4-yearly-train.csv": long(train, () => 0),
  "m4-yearly-test.csv": long(test, (id) => train[id].length),
};
const wideFiles = { "Yearly-train.csv": wide(train), "Yearly-test.csv": wide(test) };
const reference = { FORETELL_REFERENCE: "nowhere" };

describe("foretell benchmark", () => {
  it("scores models on the competition's series beside its methods, in both formats", async () => {
    const args = ["benchmark", "m4", "-m", "naive", "-m", "theta", "-q"];
    const [one, other] = await Promise.all(
      [longFiles, wideFiles].map((files) =>
        foretell([...args, "--data", folder(files)], { env: reference }),
      ),
    );
    expect(one.stderr).toBe("");
    expect(other.stdout).toBe(one.stdout);
    const rows = one.stdout.split("\n");
    expect(rows[0]).toBe("method,by,period,n,smape,mase,owa");
    const naive = rows.find((row) => row.startsWith("naive,foretell,yearly,2,"))!.split(",");
    // The last value against each, relative to both; a yearly series' steps are the scale.
    const smape = (id: string) => {
      const last = train[id].at(-1)!;
      const each = test[id].map((y) => (200 * Math.abs(y - last)) / (y + last));
      return each.reduce((sum, e) => sum + e, 0) / 6;
    };
    expect(Number(naive[4])).toBeCloseTo((smape("Y1") + smape("Y2")) / 2, 10);
    expect(Number(naive[6])).toBeCloseTo(1, 12);
    expect(one.stdout).toContain("ES-RNN (Smyl),published,yearly,23000,,,0.778");
    expect(one.code).toBe(0);
  });

  it("says why metrics are not defined, and of how many series the others are", async () => {
    const flat = { Y3: [4, 4, 4, 4, 4, 4, 4, 4] };
    const cwd = folder({
      "m4-yearly-train.csv": long({ ...train, ...flat }, () => 0),
      "m4-yearly-test.csv": long(
        { ...test, Y3: [4, 4, 4, 4, 4, 4] },
        (id) => ({ ...train, ...flat })[id]!.length,
      ),
    });
    const why = "the training part never changes from one season to the next";
    const run = (format: string) =>
      foretell(["benchmark", "m4", "--data", ".", "-m", "naive", "--format", format], {
        cwd,
        env: reference,
      });
    const [csv, table, json] = await Promise.all(["csv", "table", "json"].map(run));
    const note = `MASE and OWA are undefined for 1 of 3 series, such as Y3, because ${why}; the mean covers the other 2`;
    expect(csv.stderr).toContain(`foretell: warning: ${note}\n`);
    expect(table.stdout.replace(/\s+/g, " ")).toContain(note);
    expect(table.stderr).not.toContain(note);
    expect(JSON.parse(json.stdout).undefined).toEqual(
      ["mase", "owa"].map((metric) => ({
        ...{ method: "naive", metric, reason: why, forecasts: 1, of: 3, series: 1, example: "Y3" },
      })),
    );
  });

  it("takes files, writes JSON and draws a table", async () => {
    const cwd = folder(wideFiles);
    const args = ["benchmark", "m4", ...Object.keys(wideFiles), "-m", "naive"];
    const json = JSON.parse((await foretell([...args, "--format", "json"], { cwd })).stdout);
    expect(json).toMatchObject({
      schema: "foretell/benchmark@1",
      competition: "m4",
      periods: [{ name: "yearly", season: 1, horizon: 6, n: 2 }],
    });
    const { stdout, stderr } = await foretell([...args, "--format", "table"], {
      cwd,
      env: reference,
    });
    expect(stderr).toBe("");
    expect(stdout).toMatch(/naive +│ foretell/);
    expect(stdout).toContain("Published figures cover 23,000 yearly series, these 2");
  });

  it("judges intervals where it is asked to, in all formats", async () => {
    const cwd = folder(longFiles);
    const run = (format: string) =>
      foretell(
        [
          ...["benchmark", "m4", "--data", ".", "-m", "naive", "-q"],
          ...["--intervals", "native", "--format", format],
        ],
        { cwd, env: reference },
      );
    const [csv, table, json, markdown] = await Promise.all(
      ["csv", "table", "json", "markdown"].map(run),
    );
    const [header, ...rows] = csv.stdout.split("\n");
    const row = rows.find((one) => one.startsWith("naive,foretell,"))!;
    expect(header).toBe("method,by,period,n,smape,mase,owa,crps,coverage-80,coverage-95");
    const [crps, inside80, inside95] = row.split(",").slice(7).map(Number);
    const { methods } = JSON.parse(json.stdout) as {
      methods: { method: string; scores: { mase: number; intervals?: unknown }[] }[];
    };
    const [score] = methods.find(({ method }) => method === "naive")!.scores;
    expect(score.intervals).toEqual({
      crps,
      coverage: [
        { level: 80, share: inside80 },
        { level: 95, share: inside95 },
      ],
    });
    expect(inside95).toBeGreaterThanOrEqual(inside80);
    expect(crps).toBeLessThan(score.mase);
    expect(table.stdout).toContain("in 80 %");
    expect(markdown.stdout).toContain("| method | by | sMAPE | MASE | OWA | CRPS | in 80 % |");
    expect(markdown.stdout).toContain("| `naive` | foretell |");
  });

  it("scores M1, and writes a page of Markdown by its suffix", async () => {
    const files = {
      "m1-yearly-train.csv": long(train, () => 0),
      "m1-yearly-test.csv": long(test, (id) => train[id].length),
    };
    const cwd = folder(files);
    await foretell(["benchmark", "m1", "-m", "naive", "-m", "drift", "-o", "m1.md", "-q"], { cwd });
    const page = readFileSync(join(cwd, "m1.md"), "utf8");
    expect(page).toMatch(/^M1, 2 series of the periods that are here\.\n\n\| method \| by \|/);
    expect(page).toContain("| `drift` | foretell |");
  });

  it.each([
    ["an empty folder", {}, /no files of m3 in .*m3-yearly-train\.csv and m3-yearly-test\.csv/],
    [
      "a training file alone",
      { "m3-monthly-train.csv": "unique_id,ds,y\n" },
      /m3-monthly-test\.csv is missing in .*, beside .*m3-monthly-train\.csv/,
    ],
  ])("names what is missing in %s", async (_, files, message) => {
    const { code, stderr } = await foretell(["benchmark", "m3", "--data", folder(files)]);
    expect(stderr).toMatch(message);
    expect(code).toBe(3);
  });

  it("names a folder that is not there, and a file of another name", async () => {
    const cwd = folder({ "sales.csv": "ds,y\n" });
    const missing = await foretell(["benchmark", "m3", "--data", join(cwd, "no")]);
    expect(missing.stderr).toMatch(/no: no such folder/);
    expect(missing.code).toBe(3);
    const foreign = await foretell(["benchmark", "m3", "sales.csv"], { cwd });
    expect(foreign.stderr).toMatch(/sales\.csv is not called like a file of m3/);
    expect(foreign.code).toBe(2);
  });

  it("points at a cell of a wide table that is no number, and at series of one file only", async () => {
    const broken = folder({ ...wideFiles, "Yearly-test.csv": 'id,V2\nY1,3\nY2,"x"\n' });
    const cell = await foretell(["benchmark", "m4", "--data", broken]);
    expect(cell.stderr).toMatch(/Yearly-test\.csv:3: column "V2" holds "x" where a number/);
    expect(cell.code).toBe(3);
    const lacking = folder({ ...wideFiles, "Yearly-test.csv": wide({ Y1: test.Y1 }) });
    const absent = await foretell(["benchmark", "m4", "--data", lacking]);
    expect(absent.stderr).toMatch(/series Y2 of .*Yearly-train\.csv is not in .*Yearly-test\.csv/);
    expect(absent.code).toBe(3);
  });
});
