import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { COMMAND_NAMES } from "../../src/cli/shared/command-names.js";
import { foretell } from "./foretell.js";

const fixtures = new URL("../../fixtures/", import.meta.url);

describe("foretell datasets", () => {
  it("lists every fixture", async () => {
    const { stdout } = await foretell(["datasets"]);
    const [header, ...rows] = stdout.trim().split("\n");
    expect(header).toBe("name,title,freq,season,rows,columns");
    const files = readdirSync(fixtures).filter((name) => name.endsWith(".csv"));
    expect(rows.map((row) => `${row.split(",")[0]}.csv`).sort()).toEqual(files.sort());
  });

  it("lists them as JSON", async () => {
    const { schema, datasets } = JSON.parse(
      (await foretell(["datasets", "--format", "json"])).stdout,
    );
    expect(schema).toBe("foretell/datasets@1");
    expect(datasets[0]).toMatchObject({ name: "air-passengers", freq: "MS", season: "12" });
  });

  it("NAME prints the file byte for byte", async () => {
    const { stdout } = await foretell(["datasets", "seatbelts"]);
    expect(stdout).toBe(readFileSync(new URL("seatbelts.csv", fixtures), "utf8"));
  });

  it("NAME | foretell is a forecast of it", async () => {
    const { stdout: stdin } = await foretell(["datasets", "co2"]);
    const piped = await foretell(["-", "-m", "naive", "-H", "3"], { stdin });
    const named = await foretell(["co2", "-m", "naive", "-H", "3"]);
    expect(piped.stdout.replaceAll("series,", "co2,")).toBe(named.stdout);
  });

  it("NAME --describe gives the statistics of the columns", async () => {
    const { code, stdout, stderr } = await foretell(["datasets", "nile", "--describe"]);
    expect(stderr).toBe("");
    expect(code).toBe(0);
    const [header, y] = stdout.trim().split("\n");
    expect(header).toMatch(/^column,count,mean,std,min,median,max/);
    // summary(Nile) in R: mean 919.35, median 893.5, range 456 to 1370.
    expect(y).toMatch(/^y,100,919\.35,169\.227\d*,456,893\.5,1370/);
  });
});

describe("foretell models", () => {
  it("lists the models, the default first", async () => {
    const { stdout } = await foretell(["models"]);
    expect(stdout).toMatch(/^model,summary,speed,takes\nauto,.+\n/);
    expect(stdout).toMatch(/^naive,.+\nseasonal-naive,.+\nnaive2,.+\n/m);
  });

  it("fits 80 columns, and says how fast models are, what they take and where to start", async () => {
    const { stdout } = await foretell(["models", "--format", "table"], { env: { COLUMNS: "80" } });
    expect(Math.max(...stdout.split("\n").map((line) => line.length))).toBeLessThanOrEqual(80);
    expect(stdout).toMatch(/^arima .* seconds +columns, gaps$/m);
    expect(stdout).toMatch(/^Where to start: auto/m);
  });

  it("NAME lists its options with default and range", async () => {
    const { stdout } = await foretell(["models", "lstm"]);
    expect(stdout).toMatch(/^option,default,values,meaning\nhidden,\d+,a whole number from 1 to /);
  });

  it("prints a table when asked to", async () => {
    const { stdout } = await foretell(["models", "lstm", "--format", "table", "--plain"]);
    expect(stdout).toMatch(/\| option +\| default +\|/);
    expect(Math.max(...stdout.split("\n").map((line) => line.length))).toBeLessThanOrEqual(80);
  });
});

describe("help", () => {
  it.each([
    [["--help"]],
    [["help"]],
    [["forecast", "--help"]],
    [["backtest", "--help"]],
    [["nottem", "--help"]],
  ])("%j exits with 0 and says everything on stdout", async (args) => {
    const { code, stdout, stderr } = await foretell(args);
    expect(stdout).toMatch(/^Usage: foretell/);
    expect(stderr).toBe("");
    expect(code).toBe(0);
  });

  it.each(["forecast", "backtest", "datasets", "models"])(
    "of %s ends with examples that run",
    async (name) => {
      const { stdout } = await foretell([name, "--help"]);
      const examples = stdout.slice(stdout.indexOf("Examples:\n")).trim().split("\n").slice(1);
      expect(examples.length).toBeGreaterThanOrEqual(2);
      for (const example of examples) {
        const words = example.trim().split(/ +/);
        expect(words[0]).toBe("foretell");
      }
    },
  );

  it.each([...COMMAND_NAMES])("of %s fits a screen, and --all says the rest", async (name) => {
    const { stdout } = await foretell([name, "--help"]);
    const rows = stdout.trimEnd().split("\n");
    expect(rows.length).toBeLessThanOrEqual(24);
    expect(Math.max(...rows.map(({ length }) => length))).toBeLessThanOrEqual(80);
    expect(stdout).toContain("--help --all");
    const { stdout: all } = await foretell([name, "--help", "--all"]);
    expect(all.length).toBeGreaterThanOrEqual(stdout.length);
    expect(all).toContain("--plain");
  });

  it.each(["version", "-v"])("%s prints the package's version too", async (word) => {
    const { code, stdout } = await foretell([word]);
    expect([code, stdout]).toEqual([0, (await foretell(["--version"])).stdout]);
  });

  it("of another program's command names ours", async () => {
    const { code, stderr } = await foretell(["plot", "nottem"]);
    expect(code).toBe(2);
    expect(stderr).toContain("Try foretell forecast");
  });

  it("is not needed for several models in one -m", async () => {
    const together = await foretell(["nile", "-m", "naive,mean", "-H", "2"]);
    const apart = await foretell(["nile", "-m", "naive", "-m", "mean", "-H", "2"]);
    expect(together.stdout).toBe(apart.stdout);
  });

  it("--version prints the package's version", async () => {
    const { version } = JSON.parse(
      readFileSync(new URL("../../package.json", import.meta.url), "utf8"),
    );
    expect((await foretell(["--version"])).stdout).toBe(`${version}\n`);
  });
});
