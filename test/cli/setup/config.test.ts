import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import Ajv from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";
import { retail } from "../../tables/retail.js";
import { folder, foretell, monthly } from "../foretell.js";

const TABLE = monthly(Array.from({ length: 48 }, (_, t) => 100 + t + (t % 12)));

/** A folder with a table and these settings. */
function settled(settings: object | string, file = "foretell.config.json"): string {
  const text = typeof settings === "string" ? settings : JSON.stringify(settings, undefined, 2);
  return folder({ "sales.csv": TABLE, [file]: text });
}

describe("foretell.config.json", () => {
  it("gives the same as its options on the command line, for source, lists and flags", async () => {
    const cwd = settled({
      source: "sales.csv",
      horizon: 3,
      model: ["naive", "seasonal-naive"],
      level: [50, 90],
      integer: true,
    });
    const settings = await foretell(["--format", "csv"], { cwd });
    const flags = [
      "-H",
      "3",
      "-m",
      "naive",
      "-m",
      "seasonal-naive",
      "--level",
      "50,90",
      "--integer",
    ];
    const given = await foretell(["sales.csv", "--no-config", ...flags, "--format", "csv"], {
      cwd,
    });
    expect(settings.code).toBe(0);
    expect(settings.stdout).toBe(given.stdout);
    expect(settings.stdout).not.toBe("");
  });

  it("loses to flags, each of which replaces a whole list", async () => {
    const cwd = settled({ source: "sales.csv", horizon: 3, model: ["naive", "mean"] });
    for (const flags of [
      ["-H", "2", "-m", "drift"],
      ["--horizon=2", "-mdrift"],
    ]) {
      const { stdout } = await foretell([...flags, "--format", "csv"], { cwd });
      expect(stdout.split("\n")[0]).toContain("unique_id,ds,drift,");
      expect(stdout.trim().split("\n")).toHaveLength(3);
    }
  });

  it("loses to a source that is named, and says that a pipe is not", async () => {
    const cwd = settled({ source: "sales.csv", horizon: 2, model: "naive" });
    const piped = await foretell(["-", "--format", "csv"], { cwd, stdin: TABLE });
    expect(piped.stdout).toContain("series,2024-01-01");
    const unnamed = await foretell(["--format", "csv"], { cwd, stdin: TABLE });
    expect(unnamed.stdout).toContain("sales,2024-01-01");
    expect(unnamed.stderr).toContain("stdin is ignored: name - as the source to read it");
    // Columns in the file are those of its own table.
    writeFileSync(join(cwd, "foretell.config.json"), '{"target": "y", "model": "naive"}');
    const dataset = await foretell(["seatbelts", "--format", "csv"], { cwd });
    expect(dataset.code).toBe(0);
  });

  it("has sections that win over the rest for their command alone", async () => {
    const cwd = settled({
      source: "sales.csv",
      model: "naive",
      horizon: 4,
      forecast: { horizon: 2 },
    });
    const rows = async (...args: string[]) =>
      (await foretell([...args, "--format", "csv"], { cwd })).stdout.trim().split("\n").length - 1;
    expect(await rows()).toBe(2);
    expect(await rows("features", "-f", "lag:1")).toBe(48 + 4);
  });

  it("is found in a folder above, and its paths count from there", async () => {
    const cwd = settled({ source: "sales.csv", model: "naive", horizon: 2 });
    const below = join(cwd, "a", "b");
    mkdirSync(below, { recursive: true });
    expect((await foretell(["--format", "csv"], { cwd: below })).stdout).toContain(
      "sales,2024-01-01",
    );
    const none = await foretell(["--no-config", "-m", "naive", "-H", "2"], { cwd: below });
    expect(none.stdout).toContain("air-passengers");
    const named = settled({ model: "naive", horizon: 1 }, "other.json");
    const other = ["sales.csv", "--config", "other.json", "--format", "csv"];
    expect((await foretell(other, { cwd: named })).stdout.trim().split("\n")).toHaveLength(2);
  });

  it.each([
    [{ horizn: 3 }, 'there is no option "horizn"', 'Did you mean "horizon"?'],
    [{ dateFormat: "dmy" }, 'there is no option "dateFormat"', 'Write "date-format"'],
    [{ "--horizon": 3 }, 'there is no option "--horizon"', 'Write "horizon"'],
    [{ backtest: { hidden: 3 } }, 'there is no option "hidden" of foretell backtest', ""],
    [{ horizon: "soon" }, "the horizon must be a whole number", ""],
    [{ intervals: "wide" }, '"intervals" cannot be wide', ""],
    [{ horizon: { a: 1 } }, '"horizon" must be a text, a number', "For example"],
    [{ horizon: true }, '"horizon" needs a value, not true', ""],
    [{ integer: "yes" }, '"integer" must be true or false', ""],
    ['{"horizon": 3,}', "it is not JSON", "^"],
    ["[]", "it must hold an object", ""],
  ])("with %j is refused with file, line and what to do", async (settings, message, hint) => {
    const cwd = settled(settings);
    const { code, stdout, stderr } = await foretell(["sales.csv", "-m", "naive"], { cwd });
    expect(code).toBe(2);
    expect(stdout).toBe("");
    expect(stderr).toMatch(/^foretell: foretell\.config\.json:\d+: /);
    expect(stderr).toContain(message);
    expect(stderr).toContain(hint);
  });

  it("that is named and not there is an error", async () => {
    const { code, stderr } = await foretell(["nile", "--config", "no.json"], { cwd: folder() });
    expect(code).toBe(2);
    expect(stderr).toContain("no.json: the settings cannot be read: there is no such file");
  });

  it("does not stand in the way of help", async () => {
    const cwd = settled({ nonsense: 1 });
    expect((await foretell(["--help"], { cwd })).code).toBe(0);
  });

  it("may name what a command must have", async () => {
    const cwd = settled({ source: "sales.csv", model: "naive", train: { output: "m.foretell" } });
    expect((await foretell(["train"], { cwd })).code).toBe(0);
    expect(readFileSync(join(cwd, "m.foretell")).length).toBeGreaterThan(100);
  });
});

describe("foretell config", () => {
  it("says of each option what it is and which line says so", async () => {
    const cwd = settled({ source: "sales.csv", horizon: 3, folds: 2, backtest: { step: 1 } });
    const json = await foretell(["config", "backtest", "--format", "json"], { cwd });
    const { schema, config } = JSON.parse(json.stdout);
    expect(schema).toBe("foretell/config@1");
    expect(config).toContainEqual({
      option: "--horizon",
      value: "3",
      from: "foretell.config.json:3",
    });
    expect(config).toContainEqual({
      option: "--step",
      value: "1",
      from: "foretell.config.json:6, backtest",
    });
    expect(config).toContainEqual({ option: "--seed", value: "1", from: "default" });
    const text = await foretell(["config", "--format", "table"], { cwd });
    expect(text.stdout).toContain("foretell forecast has no --folds.");
    const none = await foretell(["config", "--format", "table"], { cwd: folder() });
    expect(none.stdout).toContain("There is no foretell.config.json here or in a folder above");
  });

  it("prints the JSON Schema that ships in the package, which takes what the program takes", async () => {
    const { stdout } = await foretell(["config", "--schema"]);
    const shipped = new URL("../../../dist/config.schema.json", import.meta.url);
    expect(stdout).toBe(readFileSync(shipped, "utf8"));
    const validate = new Ajv({ strict: false }).compile(JSON.parse(stdout));
    const page = readFileSync(new URL("../../../docs/settings.md", import.meta.url), "utf8");
    const examples = [...page.matchAll(/^```json\n(.*?)^```$/gms)].map(([, text]) =>
      JSON.parse(text),
    );
    expect(examples).toHaveLength(2);
    for (const example of examples)
      expect(validate(example), JSON.stringify(validate.errors)).toBe(true);
    expect(validate({ horizn: 3 })).toBe(false);
    expect(validate({ backtest: { horizn: 3 } })).toBe(false);
    expect(validate({ horizon: 1.5 })).toBe(false);
    expect(validate({ intervals: "wide" })).toBe(false);
    // What the page shows is what the program reads.
    const cwd = folder({
      "sales.csv": TABLE.replace("ds,y", "ds,amount")
        .replaceAll(/^2/gm, "tea,2")
        .replace("ds,", "unique_id,ds,"),
      "foretell.config.json": JSON.stringify(examples[0]),
    });
    const { code, stderr } = await foretell(["backtest"], { cwd });
    expect(stderr).not.toContain("there is no");
    expect(code).toBe(0);
  });
});

describe("foretell init", () => {
  it("writes what reading the table has found, which then forecasts it", async () => {
    const cwd = folder({ "retail.csv": retail({ stores: 2, days: 100, ahead: 10 }) });
    const { code, stdout } = await foretell(["init", "-m", "seasonal-naive"], { cwd });
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toEqual({
      source: "retail.csv",
      time: "date",
      target: ["units"],
      id: "store",
      exogenous: ["promo", "price"],
      freq: "D",
      season: 7,
      horizon: 10,
      model: ["seasonal-naive"],
    });
    expect(readFileSync(join(cwd, "foretell.config.json"), "utf8")).toBe(stdout);
    const forecast = await foretell(["--format", "csv"], { cwd });
    expect(forecast.stdout.trim().split("\n")).toHaveLength(1 + 2 * 10);
    expect(forecast.stderr).not.toContain("choose with");
  });

  it("replaces nothing unasked, and asks which of several tables it is", async () => {
    const cwd = settled("{}");
    const there = await foretell(["init", "sales.csv"], { cwd });
    expect([there.code, readFileSync(join(cwd, "foretell.config.json"), "utf8")]).toEqual([
      2,
      "{}",
    ]);
    expect((await foretell(["init", "sales.csv", "--force"], { cwd })).code).toBe(0);
    const two = folder({ "a.csv": TABLE, "b.csv": TABLE });
    const { code, stderr } = await foretell(["init"], { cwd: two });
    expect(code).toBe(2);
    expect(stderr).toContain("there are 2 tables in this folder: a.csv, b.csv");
  });
});
