import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";
import { folder, foretell, monthly } from "./foretell.js";

/** A part of a JSON Schema, as far as ours go. */
interface Schema {
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema | false;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
}

/** The schemas as they ship. */
const shipped = fileURLToPath(new URL("../../dist/schemas/", import.meta.url));
const ajv = new Ajv2020({ strict: true, allowUnionTypes: true, allErrors: true });
const schemas = new Map(
  readdirSync(shipped).map((file): [string, Schema] => [
    file.replace(".json", ""),
    JSON.parse(readFileSync(join(shipped, file), "utf8")),
  ]),
);
for (const [name, schema] of schemas) ajv.addSchema(schema, name);

/** Paths of the fields that a schema has, such as `forecast.series.cutoff`. */
function fieldsOf(schema: Schema, path: string): string[] {
  const { properties = {}, additionalProperties, items, anyOf = [] } = schema;
  return [
    ...Object.entries(properties).flatMap(([name, part]) => [
      `${path}.${name}`,
      ...fieldsOf(part, `${path}.${name}`),
    ]),
    ...[additionalProperties, items, ...anyOf].flatMap((part) =>
      part ? fieldsOf(part, path) : [],
    ),
  ];
}

/** Paths of the fields that documents of this run had. */
const seen = new Set<string>();

function see(schema: Schema, value: unknown, path: string): void {
  const { properties = {}, additionalProperties, items, anyOf = [] } = schema;
  for (const part of anyOf) see(part, value, path);
  if (Array.isArray(value)) {
    if (items) for (const item of value) see(items, item, path);
  } else if (typeof value === "object" && value !== null) {
    for (const [name, field] of Object.entries(value)) {
      const part = properties[name];
      if (part) {
        seen.add(`${path}.${name}`);
        see(part, field, `${path}.${name}`);
      } else if (additionalProperties) see(additionalProperties, field, path);
    }
  }
}

/** What is wrong with a document by the schema that it names, or with a message. */
function faults(text: string): unknown {
  const document = JSON.parse(text);
  const name = /^foretell\/([a-z-]+)@1$/.exec(document.schema)?.[1] ?? "message";
  const validate = ajv.getSchema(name);
  if (!validate) return `no schema ${name}`;
  see(schemas.get(name)!, document, name);
  validate(document);
  return validate.errors?.map(({ instancePath, message, params }) => ({
    instancePath,
    message,
    params,
  }));
}

/** A year and a half of two stores, with a gap, a zero, a price that is known ahead, and an outlier. */
function stores(): string {
  const rows = ["north", "south"].flatMap((store, s) =>
    Array.from({ length: 48 }, (_, t) => {
      const month = `${2020 + Math.floor(t / 12)}-${String((t % 12) + 1).padStart(2, "0")}-01`;
      const sales = t === 30 ? 900 : 100 + 10 * s + 3 * t + 20 * ((t * 7) % 12);
      const known = t >= 45 ? "" : t === 20 ? "" : String(s === 1 && t === 5 ? 0 : sales);
      return `${store},${month},${known},${3 + (t % 5)}`;
    }),
  );
  return `store,month,sales,price\n${rows.join("\n")}\n`;
}

const years = (from: number, to: number) => {
  const rows = Array.from(
    { length: to - from },
    (_, t) => `Y1,${from + t}-01-01,${20 + ((t * 3) % 7)}\nY2,${from + t}-01-01,0`,
  );
  return `unique_id,ds,y\n${rows.join("\n")}\n`;
};

const files = {
  "m4-yearly-train.csv": years(1950, 1980),
  "m4-yearly-test.csv": years(1980, 1986),
  "sales.csv": stores(),
  // The south ends without plans.
  "partly.csv": stores().replaceAll(/^south,2023-1[0-2]-01,,.*\n/gm, ""),
  "ramp.csv": monthly(Array.from({ length: 40 }, (_, t) => t)),
  "days.csv": `a,b,y\n${Array.from({ length: 28 }, (_, t) => `${String(1 + t).padStart(2, "0")}/02/03,2020-01-01,${t}`).join("\n")}\n`,
  "dates.csv": `a,b,y\n${Array.from({ length: 28 }, (_, t) => `${String(1 + t).padStart(2, "0")}/02/2003,2003-02-${String(1 + t).padStart(2, "0")},${t}`).join("\n")}\n`,
  "yearly.tsf":
    "@attribute series_name string\n@attribute start_timestamp date\n@frequency yearly\n@horizon 4\n@missing false\n@equallength true\n@data\nT1:1990-01-01 00-00-00:1,2,3,4,5,6,7,8,9,10,11,12\n",
  "short.csv": monthly([3, 1, 4, 1, 5, 9, 2]),
  "constant.csv": monthly(Array.from({ length: 30 }, () => 5)),
  "undated.csv": `y\n${Array.from({ length: 30 }, (_, t) => 5 + (t % 4)).join("\n")}\n`,
  "irregular.csv": `ds,y\n${Array.from(
    { length: 40 },
    (_, t) =>
      `2024-01-${String(1 + (t % 28)).padStart(2, "0")}T${String((t * 7) % 24).padStart(2, "0")}:${t % 2 ? "13" : "40"}:00,${t % 7}`,
  )
    .toSorted()
    .join("\n")}\n`,
  "waves.csv": `t,a,b\n${Array.from({ length: 200 }, (_, t) => `${t},${(t * 7) % 12},${(t * 5) % 8}`).join("\n")}\n`,
};

/**
 * Fields that need an interruption, the published data, a candidate of auto that breaks, or dates of two
 * centuries.
 */
const RARE = [
  "backtest.interrupted",
  "backtest.interrupted.model",
  "backtest.interrupted.folds",
  "benchmark-ltsf.published.method",
  "benchmark-ltsf.published.context",
  "benchmark-ltsf.published.source",
  "benchmark-ltsf.published.scores",
  "benchmark-ltsf.published.scores.horizon",
  "benchmark-ltsf.published.scores.mse",
  "benchmark-ltsf.published.scores.mae",
  "forecast.selection.candidates.failure",
  "inspect.reading.decisions.instead",
];

/** What foretell reads back itself. */
const FILES = ["plan", "shard"];

const quick = "epochs=2,context=12,hidden=4";

describe("JSON of", () => {
  it.each([
    "forecast nottem -m ets -m naive -H 4",
    "forecast seatbelts --target drivers,front -m auto --explain -H 3",
    "forecast sales.csv --target sales --future price -m arima -m theta -H 2 --level 50",
    "forecast sales.csv --target sales --exogenous auto -m boosted-trees -m dtw -m hmm -H 2",
    `forecast air-passengers -m lstm:${quick} -m tcn:epochs=2,filters=4,context=12 -H 3 --fast-math`,
    "forecast nile -m neural-ode:epochs=1,hidden=4,context=8 -H 2",
    "forecast nile -m ensemble -H 3",
    "forecast nile -m naive -H 3 --quantiles 0.1,0.9 --samples 3",
    "forecast nile -m naive -H 3 --intervals none --min 0 --integer",
    "forecast short.csv -m mean -H 6",
    "forecast constant.csv -m naive -m ets -H 3",
    "forecast undated.csv -m theta -H 3",
    "forecast irregular.csv -m cfc:epochs=2,hidden=4 -H 2",
    "backtest nottem -m naive -m seasonal-naive -H 6",
    "backtest nottem -m naive -m drift -H 6 --folds 9 --step 5 --per-series --per-step --window sliding",
    "backtest sales.csv --target sales -m naive -m mean -H 3 --folds 2 --per-series --intervals conformal",
    "backtest constant.csv -m naive -m mean -H 3",
    "backtest nile -m naive -H 5 --metrics mae --intervals none",
    "forecast nile -m naive -m hmm:states=5 -m lstm:context=300 -H 3",
    "benchmark m4 -m naive -m lstm:context=300 --intervals native",
    "backtest irregular.csv -m cfc:epochs=2,hidden=4 -m mean -H 2",
    "backtest short.csv -m mean -m lstm:context=300 -H 1 --fast-math",
    "inspect days.csv --time a --tz Europe/Berlin",
    "inspect dates.csv",
    "inspect yearly.tsf",
    "inspect nottem",
    "inspect sales.csv --target sales --describe --regimes --neighbours south",
    "inspect partly.csv --target sales",
    "inspect irregular.csv",
    "inspect undated.csv",
    "inspect constant.csv --regimes",
    "inspect seatbelts --target drivers --exogenous auto --by law",
    "features sales.csv --target sales -f lag:1,2 -f calendar:month -H 2",
    "features sales.csv --target sales --dtw-matrix",
    "gradients nile -m rnn:epochs=2,hidden=4 -m lstm:epochs=2,hidden=4 --steps 8 --gates",
    "gradients --activations --steps 10 -m rnn:epochs=1,hidden=4",
    "benchmark ltsf waves.csv -m linear -m lstm:context=150 --split 120,40,40 --horizons 6,12",
    "decompose nottem",
    "anomalies nottem --level 90",
    "clean presidents",
    "nottem -m naive -H 3 --total --level 80 --quantiles 0.5",
    "datasets",
    "models",
    "models arima",
    "config",
    "doctor",
    "lab adding --length 30 --limit 50 --cell lstm97",
    "lab adding --limit 50 --cell rnn",
  ])("%s is as its schema says", async (command) => {
    const { stdout, stderr } = await foretell([...command.split(" "), "--format", "json"], {
      cwd: folder(files),
    });
    expect(stdout, stderr).not.toBe("");
    expect(faults(stdout)).toBeUndefined();
  });

  it("check is as its schema says: a new baseline, the same, a worse and a changed one", async () => {
    const cwd = folder(files);
    const check = (...more: string[]) =>
      foretell(["check", "--baseline", "b.json", "--format", "json", ...more], { cwd });
    const written = await check("ramp.csv", "-m", "naive", "--update");
    expect(faults(written.stdout)).toBeUndefined();
    const same = await check("--report", "json=again.json");
    expect(JSON.parse(same.stdout).verdict).toBe("same");
    expect(faults(same.stdout)).toBeUndefined();
    expect(faults(readFileSync(join(cwd, "again.json"), "utf8"))).toBeUndefined();
    const worse = await check("--require", "naive/mae<0.1", "-m", "mean");
    expect(worse.code).toBe(1);
    expect(faults(worse.stdout)).toBeUndefined();
    const baseline = readFileSync(join(cwd, "b.json"), "utf8");
    writeFileSync(join(cwd, "b.json"), baseline.replace(/"mae":[\d.]+/, '"mae":0.5'));
    expect(faults((await check()).stdout)).toBeUndefined();
    writeFileSync(join(cwd, "b.json"), baseline);
    writeFileSync(join(cwd, "ramp.csv"), monthly(Array.from({ length: 40 }, () => 5)));
    const other = await check("--accept-data", "--update");
    expect(faults(other.stdout)).toBeUndefined();
  });

  it("score is as its schema says", async () => {
    const cwd = folder(files);
    await foretell(["forecast", "ramp.csv", "-m", "naive", "-m", "ets", "-H", "4", "-o", "f.csv"], {
      cwd,
    });
    const actual = monthly(Array.from({ length: 43 }, (_, t) => t));
    const { stdout } = await foretell(
      [
        "score",
        "f.csv",
        "actual.csv",
        "--history",
        "ramp.csv",
        "--per-step",
        "--per-series",
        "--format",
        "json",
      ],
      {
        cwd: folder({
          ...files,
          "actual.csv": actual,
          "f.csv": readFileSync(join(cwd, "f.csv"), "utf8").replace(/^.*2023-06-01.*\n/m, ""),
        }),
      },
    );
    expect(faults(stdout)).toBeUndefined();
  });

  it("every line of stream is as its schema says", async () => {
    const cwd = folder(files);
    for (const source of ["ramp.csv", "undated.csv"]) {
      const { stdout } = await foretell(["stream", source, "-H", "2", "--format", "json"], { cwd });
      const lines = stdout.trimEnd().split("\n");
      expect(lines.length).toBeGreaterThan(20);
      expect(lines.flatMap((line) => faults(line) ?? [])).toEqual([]);
    }
  });

  it.each([
    ["forecast nowhere.csv", 3, { code: "data", file: "nowhere.csv" }],
    ["forecast comma.csv", 3, { code: "data", file: "comma.csv", line: 4, column: 12 }],
    ["forecast nile -m lstn", 2, { code: "usage", column: 1, text: "lstn" }],
    ["forecast nile -m lstm:hiden=3", 2, { code: "usage", column: 6, text: "lstm:hiden=3" }],
    ["backtest nile --hrizon 3", 2, { code: "usage" }],
    ["forecast nile --horizon many", 2, { code: "usage" }],
    ["backtest short.csv -m lstm -H 3", 4, { code: "fit" }],
    ["check nile --baseline nowhere.json", 3, { code: "data" }],
    ["models lstn", 2, { code: "usage" }],
  ])("%s is an error with its parts, and has exit code %i", async (command, exit, parts) => {
    const { code, stdout, stderr } = await foretell([...command.split(" "), "--format", "json"], {
      cwd: folder({
        ...files,
        "comma.csv": 'ds,y\n2020-01-01,1\n2020-02-01,2\n2020-03-01,"3;4"\n',
      }),
    });
    expect(stdout).toBe("");
    const lines = stderr.trimEnd().split("\n");
    expect(lines.flatMap((line) => faults(line) ?? [])).toEqual([]);
    expect(JSON.parse(lines.at(-1)!).error).toMatchObject({
      ...parts,
      message: expect.any(String),
    });
    expect(code).toBe(exit);
    // The same as for a person.
    const told = await foretell(command.split(" "), { cwd: folder(files) });
    expect(told.code).toBe(exit);
  });

  it("a bug has its stack only with --debug, and is told as one", async () => {
    const { code, stderr } = await foretell(["nile", "--format=json", "-m", "lstn", "--debug"]);
    expect(code).toBe(2);
    expect(faults(stderr)).toBeUndefined();
    expect(JSON.parse(stderr).error.stack).toMatch(/^ +at /m);
    const plain = await foretell(["nile", "--format=json", "-m", "lstn"]);
    expect(JSON.parse(plain.stderr).error).not.toHaveProperty("stack");
  });

  it("warnings, failures of some models and notes of a stream are JSON too, a line each", async () => {
    const cwd = folder(files);
    const forecast = [
      "forecast",
      "sales.csv",
      "--target",
      "sales",
      "-m",
      "naive",
      "-m",
      "lstm:context=300",
    ];
    const { code, stdout, stderr } = await foretell([...forecast, "--format", "json"], { cwd });
    expect(code).toBe(4);
    expect(JSON.parse(stdout).failures).toHaveLength(1);
    const lines = stderr.trimEnd().split("\n");
    expect(lines.flatMap((line) => faults(line) ?? [])).toEqual([]);
    const messages = lines.map((line) => JSON.parse(line));
    expect(messages.some(({ warning }) => warning)).toBe(true);
    expect(messages.at(-1).error).toMatchObject({ code: "fit", model: "lstm" });
    const quiet = await foretell([...forecast, "--format", "json", "-q"], { cwd });
    expect(
      quiet.stderr
        .trimEnd()
        .split("\n")
        .map((line) => Object.keys(JSON.parse(line))),
    ).toEqual([["error"]]);
    const stream = await foretell(["stream", "-", "--format", "json"], {
      stdin: "1\n2\nthree\n4\n",
    });
    expect(faults(stream.stderr)).toBeUndefined();
    expect(JSON.parse(stream.stderr).note.message).toContain("skipped");
  });

  it("has a schema, whatever command writes it", () => {
    const source = fileURLToPath(new URL("../../src/", import.meta.url));
    const written = readdirSync(source, { recursive: true, encoding: "utf8" })
      .filter((path) => path.endsWith(".ts"))
      .flatMap((path) => [
        ...readFileSync(join(source, path), "utf8").matchAll(/\bschema: "foretell\/([a-z-]+)@1"/g),
      ]);
    const names = new Set(written.map(([, name]) => name));
    expect([...names].filter((name) => !FILES.includes(name) && !schemas.has(name))).toEqual([]);
  });

  it("has every field of the schemas somewhere above", () => {
    const fields = [...schemas].flatMap(([name, schema]) => fieldsOf(schema, name));
    const unseen = [...new Set(fields)].filter((field) => !seen.has(field));
    // Not every Node has fused multiply-add.
    expect(unseen.filter((field) => !field.endsWith(".fastMath"))).toEqual(RARE);
  });
});
