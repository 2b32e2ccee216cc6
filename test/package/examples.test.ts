import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, it } from "vitest";

const source = fileURLToPath(new URL("../../src/", import.meta.url));
/** As it was built, with our stand-ins for parts of danfojs. */
const library: typeof import("../../src/index.js") = await import(
  new URL("../../dist/index.js", import.meta.url).href
);

const page: typeof import("../../src/browser/index.js") = await import(
  new URL("../../dist/browser.js", import.meta.url).href
);

/** The example in the doc comment of each function of a library, as these files of src have it. */
function examples(
  library: object,
  isSource: (path: string) => boolean,
): [name: string, code: string][] {
  const text = readdirSync(source, { recursive: true, encoding: "utf8" })
    .filter((path) => /\.ts$/.test(path) && isSource(path))
    .map((path) => readFileSync(join(source, path), "utf8"))
    .join("\n");
  const documented = /\/\*\*\n((?: \*.*\n)*?) \*\/\nexport (?:async )?(?:function|const) (\w+)/g;
  return [...text.matchAll(documented)].flatMap(([, doc, name]) => {
    const [, example] = /@example\n((?:(?! \* @).*\n)*)/.exec(doc) ?? [];
    if (!(name in library) || example === undefined) return [];
    return [[name, example.replace(/^ \* ?/gm, "").trim()]] as [string, string][];
  });
}

/** What examples speak of that reads or fits something first. */
const given: Record<string, unknown> = {};

beforeAll(async () => {
  const { createModel, fitHiddenMarkov, measure, observe, readPanel } = library;
  const panel = await readPanel("nottem");
  const y = Float64Array.of(0, 0.1, 0, 0.2, 5, 5.1, 5.2, 5, 0.1, 0);
  const { model: start } = fitHiddenMarkov(observe([y]), { states: 2, seed: 1 });
  const context = { seed: 1, warn: () => {} };
  const folds = [library.lastFold(panel, 12)];
  const reference = await library.backtest(folds, createModel("naive2"), context);
  const now = await measure(folds, createModel("mean"), reference, context);
  const { DataFrame } = await library.danfojs();
  const frame = new DataFrame({ region: ["north", "north", "south", "south"], y: [1, 2, 3, 5] });
  Object.assign(given, { panel, y, start, model: start, frame, before: now, now });
});

/** Numbers in typed arrays and arrays, rounded: examples show what a person would write. */
function plain(value: unknown): unknown {
  if (ArrayBuffer.isView(value)) return plain(Array.from(value as Float64Array));
  if (Array.isArray(value)) return value.map(plain);
  return typeof value === "number" ? Number(value.toPrecision(12)) : value;
}

/** A line `expression; // value` becomes a claim; where a comment is no value it is prose. */
function claims(code: string): string {
  return code.replace(/^((?!const ).+); \/\/ (.+)$/gm, (line, expression, value) => {
    try {
      new Function(`return (${value})`)();
    } catch {
      return line;
    }
    return `claim(${JSON.stringify(line)}, ${expression}, ${value});`;
  });
}

async function holds(code: string, library: object, given: object): Promise<void> {
  const names = Object.keys(library).concat(Object.keys(given), "claim", "readFile");
  const declared = [...code.matchAll(/const (?:\{([^}]*)\}|\[(.*?)\] =|(\w+))/g)].flatMap(
    ([, ...parts]) => parts.flatMap((part) => part?.match(/\w+/g) ?? []),
  );
  const outer = names.filter((name) => !declared.includes(name));
  const AsyncFunction = (async () => {}).constructor as FunctionConstructor;
  const run = new AsyncFunction("outer", `const { ${outer} } = outer; ${claims(code)}`);
  // Files of the reader's are not ours to read.
  if (/"[\w-]+\.(csv|foretell)"/.test(code)) return;
  const claim = (line: string, actual: unknown, value: unknown) =>
    expect(plain(actual), line).toEqual(plain(value));
  await run({ ...library, ...given, claim });
}

describe("the example of", () => {
  const all = examples(
    library,
    // What is exported under the same name is not what the library gives.
    (path) => !/cli|report|browser|frame.(frame|describe|merge)/.test(path),
  );

  it("every public function is there", () => {
    const shown = new Set(all.map(([name]) => name));
    const functions = Object.entries(library).filter(
      ([, value]) => typeof value === "function" && !/^class/.test(String(value)),
    );
    expect(functions.map(([name]) => name).filter((name) => !shown.has(name))).toEqual([]);
  });

  it.each(all)("%s holds", (_, code) => holds(code, library, given));
});

describe("the example in a browser of", () => {
  const rows = Array.from(
    { length: 60 },
    (_, t) => `${2019 + Math.floor(t / 12)}-${(t % 12) + 1},${t % 12}`,
  );
  const file = new File([`ds,y\n${rows.join("\n")}\n`], "table.csv");
  const all = examples(page, (path) => /^browser.(read|forecast|backtest|inspect)\.ts$/.test(path));

  it("every function that reads data is there", () => {
    const names = all.map(([name]) => name).sort();
    expect(names).toEqual([
      ...["backtest", "backtestFolds", "forecast", "inspect", "readPanel", "readTable"],
    ]);
  });

  it.each(all)("%s holds", (_, code) => holds(code, page, { file }));
});
