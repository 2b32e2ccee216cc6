import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { binary, folder, foretell, monthly } from "./foretell.js";
import { hasTerminal, onTerminal } from "./terminal.js";

/** Two shops by day, with prices and promotions for `ahead` days after the last sales. */
function planned(days: number, ahead: number): string {
  const rows = ["ds,store,sales,promo,price,wind"];
  for (const store of ["tea", "rum"]) {
    for (let t = 0; t < days + ahead; t++) {
      const day = new Date(Date.UTC(2024, 0, 1 + t)).toISOString().slice(0, 10);
      const promo = (t * 7) % 5 === 0 ? 1 : 0;
      const known = t < days;
      const sales = known ? 100 + 30 * promo + ((t * 11) % 7) : "";
      rows.push(`${day},${store},${sales},${promo},${9.5 - promo},${known ? (t * 3) % 8 : ""}`);
    }
  }
  return `${rows.join("\n")}\n`;
}

describe("foretell inspect", () => {
  it("says how a table is read, and the command that forecasts it runs", async () => {
    const text = monthly(Array.from({ length: 48 }, (_, t) => 100 + t + 20 * ((t % 12) - 6)));
    const path = `${folder({ "sales of tea.csv": text })}/sales of tea.csv`;
    const { code, stdout } = await foretell(["inspect", path, "--format", "json"]);
    expect(code).toBe(0);
    const report = JSON.parse(stdout);
    expect(report).toMatchObject({ schema: "foretell/inspect@1", freq: "MS", season: 12 });
    expect(report.series[0]).toMatchObject({ rows: 48, missing: 0, seasonal: true });
    expect(report.command).toContain("'");
    const args = report.command.match(/'[^']*'|\S+/g).slice(1);
    const plain = args.map((word: string) => word.replace(/^'|'$/g, ""));
    expect((await foretell([...plain, "--format", "csv"])).code).toBe(0);
  });

  it("names what is odd: an outlier, a zero, a gap", async () => {
    const values = Array.from({ length: 60 }, (_, t) => 10 + (t % 5));
    values[30] = 500;
    values[40] = 0;
    const text = monthly(values.map((v, t) => (t === 20 ? "" : v)));
    const { stdout } = await foretell(["inspect", "-", "--format", "json"], { stdin: text });
    const [series] = JSON.parse(stdout).series;
    expect(series).toMatchObject({ missing: 1, zeros: 1 });
    expect(series.outliers.map((one: { ds: string }) => one.ds)).toContain("2022-07-01");
    expect(JSON.parse(stdout).assumed.join()).toMatch(/1 value is missing; interpolated/);
  });

  it("counts what is missing once: dates without a row, and rows without a value", async () => {
    const rows = Array.from({ length: 60 }, (_, i) => {
      const ds = new Date(Date.UTC(2024, 0, 1 + i)).toISOString().slice(0, 10);
      return i === 20 || i === 21 ? [] : [`${ds},${i === 30 ? "" : 10 + (i % 7)}`];
    }).flat();
    const cwd = folder({ "in.csv": `ds,y\n${rows.join("\n")}\n` });
    const { stdout } = await foretell(["inspect", "in.csv"], { cwd });
    expect(stdout).toContain("in.csv: 58 rows, 2 dates and 1 value missing,");
    expect(stdout).toMatch(/^values .* 3 missing/m);
    await foretell(["inspect", "in.csv", "-o", "in.html"], { cwd });
    expect(readFileSync(join(cwd, "in.html"), "utf8")).toMatch(/<th[^>]*>dates<\/th>/);
  });

  it("shows what the Fourier transform finds", async () => {
    const { stdout } = await foretell(["inspect", "nottem", "--format", "json"]);
    const [{ spectrum }] = JSON.parse(stdout).series;
    expect(spectrum.periods[0].period).toBeCloseTo(12, 9);
    expect(spectrum.periods[0].pValue).toBeLessThan(1e-9);
    expect(spectrum.seasons.map(({ length }: { length: number }) => length)).toEqual([12]);
    const text = (await foretell(["inspect", "nottem", "--full", "--plain"])).stdout;
    expect(text).toMatch(/^periods: 12 \(\d+ % of the power, p < 0\.001\)/m);
  });

  it.skipIf(!hasTerminal)("says in few lines what matters, and what to run next", async () => {
    const path = `${folder({ "sales.csv": planned(60, 28) })}/sales.csv`;
    const command = `${process.execPath} ${binary} inspect ${path} --no-color`;
    const { code, seen } = await onTerminal(command, { size: "stty cols 80 rows 24;" });
    const lines = seen.trimEnd().split("\r\n");
    expect(code).toBe(0);
    expect(lines.length).toBeLessThan(24);
    const text = lines.join("\n").replace(/\n {2,}/g, " ");
    expect(text).toMatch(
      /^columns {2}dates in ds; values in sales; series by store \(tea, rum\)$/m,
    );
    expect(text).toMatch(
      / promo and price are known 28 days ahead, wind only until now; --exogenous auto uses them$/m,
    );
    expect(text).toMatch(/^next .* --exogenous auto .*-m auto$/m);
    expect(text).not.toMatch(/missing;/);
  });

  it.skipIf(!hasTerminal)("tells an assumption less where a chart fits then", async () => {
    const rows = Array.from({ length: 96 }, (_, t) => {
      const clock = `${String(t % 24).padStart(2, "0")}:00`;
      return `01/${String(2 + Math.floor(t / 24)).padStart(2, "0")}/2020,${clock},${40 + (t % 24)},${(t * 7) % 11}`;
    });
    const header =
      "Date (MM/DD/YYYY),Time (HH:MM),Dry-bulb Temperature (F),Wet Bulb Temperature (F)";
    const path = `${folder({ "weather_station.csv": `${header}\n${rows.join("\n")}\n` })}/weather_station.csv`;
    const command = `${process.execPath} ${binary} inspect ${path} --no-color`;
    const { seen } = await onTerminal(command, { size: "stty cols 80 rows 24;" });
    expect(seen).toContain("── weather_station");
    expect(seen).toMatch(/and 2 more assumptions: --full/);
    expect(seen.trimEnd().split("\r\n").length).toBeLessThan(24);
  });

  it("lists everything with --full", async () => {
    const brief = (await foretell(["inspect", "nottem", "--plain"])).stdout;
    const full = (await foretell(["inspect", "nottem", "--full", "--plain"])).stdout;
    expect(brief).not.toMatch(/^periods:/m);
    expect(brief.split("\n").length).toBeLessThan(24);
    for (const part of [
      /^series +rows /m,
      /^autocorrelation /m,
      /^periods:/m,
      /^next: foretell forecast/m,
    ]) {
      expect(full).toMatch(part);
    }
  });

  it("suggests a command with the columns that are known ahead, which runs", async () => {
    const path = `${folder({ "sales.csv": planned(60, 9) })}/sales.csv`;
    const { stdout } = await foretell(["inspect", path, "--format", "json"]);
    const { command, unused } = JSON.parse(stdout);
    expect(unused).toEqual({
      ahead: [
        { column: "promo", steps: 9 },
        { column: "price", steps: 9 },
      ],
      ...{ partly: [], past: ["wind"], static: [] },
    });
    expect(command).toMatch(/ --exogenous auto .*-H 9 /);
    const args = command.split(" ").slice(1);
    const { code, stdout: rows } = await foretell([...args, "--format", "csv"]);
    expect(code).toBe(0);
    expect(rows.trimEnd().split("\n")).toHaveLength(1 + 2 * 9);
  });

  it("shows the series that --series names, and suggests the nearest name", async () => {
    const args = ["inspect", "seatbelts", "--target", "drivers,front,rear", "--series"];
    expect((await foretell([...args, "rear", "--plain"])).stdout).toMatch(/^-- rear /m);
    const { code, stderr } = await foretell([...args, "raer"]);
    expect(code).toBe(2);
    expect(stderr).toContain('Did you mean "rear"?');
  });

  it("finds the regimes of the Nile with --regimes", async () => {
    // The dam at Aswan: Cobb (1978) dates the change at 1898.
    const args = ["inspect", "nile", "--regimes"];
    const { regimes } = JSON.parse((await foretell([...args, "--format", "json"])).stdout);
    expect(regimes.states).toHaveLength(2);
    expect(regimes.path.lastIndexOf(1)).toBe(1898 - 1871);
    expect((await foretell([...args, "--plain"])).stdout).toMatch(/^state 2 /m);
  });

  it("draws the nearest series with --neighbours", async () => {
    const args = ["inspect", "seatbelts", "--target", "drivers,front,rear", "--neighbours"];
    const { stdout } = await foretell([...args, "front", "--plain"]);
    expect(stdout).toMatch(/^nearest to front:/m);
    expect(stdout).toMatch(/^ +[=<>]{30,}$/m);
    const { code, stderr } = await foretell([...args, "fron"]);
    expect(code).toBe(2);
    expect(stderr).toContain("Did you mean front?");
  });

  it("shows control characters in names as marks", async () => {
    const rows = Array.from({ length: 12 }, (_, t) => `\u001b[31mred,${2000 + t}-01-01,${t}\n`);
    const stdin = `unique_id,ds,y\n${rows.join("")}`;
    const { stdout, stderr } = await foretell(["inspect", "-"], { stdin });
    expect(stdout + stderr).not.toContain("\u001b");
    expect(stdout).toContain("�[31mred");
  });
});

describe("--safe-csv", () => {
  it("makes text of ids that a spreadsheet would run", async () => {
    const rows = Array.from({ length: 12 }, (_, t) => `=1+1,${2000 + t}-01-01,${t}\n`);
    const stdin = `unique_id,ds,y\n${rows.join("")}`;
    const args = ["forecast", "-", "-m", "naive", "-H", "2", "--format", "csv"];
    expect((await foretell(args, { stdin })).stdout).toMatch(/^=1\+1,/m);
    expect((await foretell([...args, "--safe-csv"], { stdin })).stdout).toMatch(/^'=1\+1,/m);
  });

  it("describes columns by series, by another column, and aggregated", async () => {
    const rows = Array.from({ length: 62 }, (_, t) => {
      const day = new Date(Date.UTC(2024, 0, 1 + (t % 31))).toISOString().slice(0, 10);
      return `${t < 31 ? "tea" : "rum"},${day},${t % 31},${t % 2 ? "n" : "s"}\n`;
    });
    const path = `${folder({ "sales.csv": `unique_id,ds,y,region\n${rows.join("")}` })}/sales.csv`;
    const described = async (...args: string[]) => {
      const { stdout } = await foretell(["inspect", path, "--format", "json", ...args]);
      return JSON.parse(stdout).describe;
    };
    const { by, columns } = await described("--describe");
    expect(by).toBe("unique_id");
    expect(columns).toHaveLength(3);
    expect(columns[1]).toMatchObject({ column: "y", group: "tea", count: 31, mean: 15, q25: 7.5 });
    const regions = await described("--by", "region");
    expect(regions.columns.map((one: { group: string }) => one.group)).toEqual([null, "s", "n"]);
    const months = await described("--describe", "--freq", "W-SUN", "--aggregate", "sum");
    expect(months.columns[1]).toMatchObject({ group: "tea", count: 3, max: 161 });
    const wrong = await foretell(["inspect", path, "--by", "regoin"]);
    expect(wrong).toMatchObject({ code: 2, stdout: "" });
    expect(wrong.stderr).toContain('Did you mean "region"?');
  });
});
