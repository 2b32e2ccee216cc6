import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { describeInChromium, visit } from "./chromium.js";

const root = fileURLToPath(new URL("../../", import.meta.url));
/** As it was built, as in the browser. */
const node: typeof import("../../src/index.js") = await import(
  new URL("../../dist/index.js", import.meta.url).href
);

/** A folder of somebody who has installed the package. */
let user: string;
beforeAll(() => {
  user = mkdtempSync(join(tmpdir(), "foretell-bundle-"));
  mkdirSync(join(user, "node_modules"));
  symlinkSync(root, join(user, "node_modules/foretell"));
});
afterAll(() => rmSync(user, { recursive: true }));

type Files = Record<string, Uint8Array>;

/** A program bundled as users do, with its chunks by name; `main.js` is the program. */
async function bundled(
  code: string,
  {
    platform = "browser",
    splitting = true,
  }: { platform?: "browser" | "node"; splitting?: boolean } = {},
) {
  const { outputFiles, metafile } = await build({
    stdin: { contents: code, resolveDir: user },
    ...{ bundle: true, minify: true, format: "esm", splitting, platform },
    ...{ outdir: user, write: false, metafile: true, logLevel: "silent" },
  });
  const files: Files = {};
  for (const { path, contents } of outputFiles) files[basename(path)] = contents;
  const outputs = Object.entries(metafile.outputs).map(
    ([path, output]) => [basename(path), output] as const,
  );
  const entry = "stdin.js";
  const main = files[entry]!;
  /** What is loaded before the program runs. */
  const loaded = new Set<string>();
  const load = (name: string) => {
    if (loaded.has(name)) return;
    loaded.add(name);
    const { imports } = outputs.find(([each]) => each === name)![1];
    for (const { path, kind, external } of imports) {
      if (kind === "import-statement" && !external) load(basename(path));
    }
  };
  load(entry);
  const external = outputs.flatMap(([, { imports }]) =>
    imports.filter((one) => one.external).map(({ path }) => path),
  );
  const bytes = [...loaded].reduce(
    (sum, name) => sum + gzipSync(files[name]!, { level: 9 }).length,
    0,
  );
  return { files: { "main.js": main, ...files } as Files, main, gzip: bytes, external };
}

describe("what a bundle costs", () => {
  it.each(["foretell", "foretell/evaluation", "foretell/metrics", "foretell/browser/statistical"])(
    "mae alone from %s is less than 5 kB",
    async (from) => {
      const code = `import { mae } from "${from}"; console.log(mae([1, 2], [2, 4]));`;
      const { main } = await bundled(code, { platform: "node", splitting: false });
      expect(main.length).toBeLessThan(5000);
    },
  );

  it.each([
    ["foretell/browser/statistical", 150_000],
    ["foretell/browser", 300_000],
    ["foretell/browser/client", 5000],
  ])("all of %s is at most %i bytes packed by gzip", async (from, limit) => {
    const { gzip } = await bundled(`export * from "${from}";`);
    expect(gzip).toBeLessThanOrEqual(limit);
  });

  it("asks for nothing of Node", async () => {
    // Platform "browser" knows none of Node's modules, and what is external is found in the end.
    const { external } = await bundled(`export * from "foretell/browser";`);
    expect(external).toEqual([]);
  });
});

it("lets a program of Node end, once its forecasts are made", async () => {
  const code = `import { forecast } from "foretell/browser";
    const y = Array.from({ length: 40 }, (_, t) => ({ ds: t, y: t % 4 }));
    const { rows } = await forecast(y, { model: "lstm:epochs=2,hidden=4", horizon: 2 });
    console.log(rows.length);`;
  const child = spawn(process.execPath, ["--input-type=module", "-e", code], { cwd: user });
  const [status] = await once(child, "close");
  expect(status).toBe(0);
});

const TABLE = `month;umsatz\n${Array.from(
  { length: 60 },
  (_, t) =>
    `${String((t % 12) + 1).padStart(2, "0")}.${2019 + Math.floor(t / 12)};${20 + ((t * 7) % 12)},${t % 10}`,
).join("\n")}\n`;
const ROWS = Array.from({ length: 60 }, (_, t) => ({
  ds: new Date(Date.UTC(2019, t, 1)).toISOString().slice(0, 10),
  y: 20 + ((t * 7) % 12) + (t % 10) / 10,
}));
const SPECS = [
  ...[
    "naive2",
    "ets",
    "arima",
    "theta",
    "mstl",
    "hmm",
    "ar",
    "boosted-trees",
    "fft",
    "dtw",
    "auto",
  ],
  ...["lstm:epochs=3,hidden=8", "tcn:epochs=2", "zero"],
];

/** Opens a page that runs a program; what it puts into `window.done` is the answer. */
async function answer<T>(code: string, others: Files = {}): Promise<T> {
  const { files } = await bundled(code);
  const html = `<!doctype html><meta charset="utf-8"><title>test</title><link rel="icon" href="data:,"><script type="module" src="main.js"></script>`;
  const { page, complaints } = await visit({ "index.html": html, ...files, ...others });
  await page.waitForFunction("window.done !== undefined", { timeout: 60_000 }).catch(() => {});
  expect(complaints).toEqual([]);
  return (await page.evaluate("window.done")) as T;
}

describeInChromium("the library in a browser", () => {
  it("forecasts rows by every kind of model with the digits of Node", async () => {
    const options = { horizon: 6, judged: false };
    const csv = await answer<string[]>(`
      import { forecast } from "foretell/browser";
      const all = [];
      for (const model of ${JSON.stringify(SPECS)}) {
        const result = await forecast(${JSON.stringify(ROWS)}, { model, ...${JSON.stringify(options)} });
        all.push(result.toCsv());
      }
      window.done = all;`);
    expect(csv).toHaveLength(SPECS.length);
    for (const [i, model] of SPECS.entries()) {
      const result = await node.forecast(ROWS, { model, ...options });
      expect(csv[i], model).toBe(result.toCsv());
    }
  }, 120_000);

  it("reads CSV with decimal commas as text, as a File and packed, finds its season, and draws it", async () => {
    const done = await answer<{
      means: number[][];
      season: number;
      svg: string;
      assumed: string[];
    }>(`
      import { forecast, inspect, readPanel } from "foretell/browser/statistical";
      const text = ${JSON.stringify(TABLE)};
      const file = new File([text], "umsatz.csv");
      const packed = await new Response(
        file.stream().pipeThrough(new CompressionStream("gzip")),
      ).blob();
      const options = { model: "theta", horizon: 3 };
      const results = [];
      for (const data of [text, file, packed]) results.push(await forecast(data, options));
      const { report, assumed } = await inspect(file);
      window.done = {
        means: results.map(({ rows }) => rows.map(({ mean }) => mean)),
        season: (await readPanel(file)).season,
        svg: await results[0].toSvg(),
        assumed,
      };`);
    const [first, ...others] = done.means;
    expect(first).toHaveLength(3);
    for (const other of others) expect(other).toEqual(first);
    expect(done.season).toBe(12);
    expect(done.svg).toMatch(/^<svg/);
  });

  it("backtests, and saves a model to the bytes of Node, which forecast again", async () => {
    const done = await answer<{ csv: string; bytes: number[]; again: number[] }>(`
      import { backtest, createModel, encodeModel, decodeModel, panelFromArrays, restoreModel } from "foretell/browser/statistical";
      const rows = ${JSON.stringify(ROWS)};
      const result = await backtest(rows, { model: ["theta", "naive"], horizon: 6, folds: 2 });
      const panel = panelFromArrays({ ds: rows.map(({ ds }) => ds), y: rows.map(({ y }) => y) });
      const fit = { horizon: 6, seed: 1, levels: [80], warn: () => {} };
      const { state } = await createModel("theta").fit(panel, fit);
      const bytes = encodeModel({ version: "0", spec: "theta", ...fit, panel, state });
      const restored = await restoreModel(decodeModel(bytes));
      const [{ mean }] = restored.forecast(6);
      window.done = { csv: result.toCsv(), bytes: [...bytes], again: [...mean] };`);
    const result = await node.backtest(ROWS, { model: ["theta", "naive"], horizon: 6, folds: 2 });
    expect(done.csv).toBe(result.toCsv());
    const saved = node.decodeModel(Uint8Array.from(done.bytes));
    expect(Array.from((await node.restoreModel(saved)).forecast(6)[0]!.mean)).toEqual(done.again);
    const { version, spec, horizon, seed, levels, panel, state } = saved;
    const here = node.encodeModel({ version, spec, horizon, seed, levels, panel, state });
    expect(Array.from(here)).toEqual(done.bytes);
  });

  it("says what a browser lacks", async () => {
    const messages = await answer<string[]>(`
      import { forecast } from "foretell/browser/statistical";
      const said = (data, options) =>
        forecast(data, options).then(() => "", ({ name, message, hint }) => [name, message, hint].join("; "));
      window.done = [
        await said(${JSON.stringify(ROWS)}, { model: "lstm" }),
        await said(${JSON.stringify(ROWS)}, { model: "theta", features: ["lag:1"] }),
        await said(${JSON.stringify(ROWS)}, { model: "lag-regression", features: ["dtw"] }),
        await said(new File([Uint8Array.of(0x50, 0x4b, 3, 4, 0, 0)], "book.xlsx"), { model: "theta" }),
        await said("ds,y\\n2024-01-01,3\\n2024-01-02,zwei\\n2024-01-03,4\\n", { model: "naive", target: ["y"] }),
      ];`);
    expect(messages[0]).toMatch(/^UsageError; there is no model "lstm"/);
    expect(messages[1]).toMatch(/^UsageError; theta takes no features/);
    expect(messages[2]).toMatch(/^UsageError; dtw features need the engine/);
    expect(messages[3]).toBe(
      "DataError; book.xlsx: Excel files are not read in a browser; Save it as CSV.",
    );
    expect(messages[4]).toMatch(/^DataError; .*zwei/);
  });

  it("forecasts in a worker: the same digits, progress, errors and an abort reach the page", async () => {
    const worker = await bundled(`import "foretell/browser/worker";`);
    const others = Object.fromEntries(
      Object.entries(worker.files).map(([name, text]) => [
        name === "main.js" ? "worker.js" : name,
        text,
      ]),
    );
    const done = await answer<{
      csv: string;
      svg: string;
      epochs: number;
      wrong: string;
      aborted: string;
    }>(
      `
      import { connect } from "foretell/browser/client";
      const { forecast } = connect(new Worker("worker.js", { type: "module" }));
      const rows = ${JSON.stringify(ROWS)};
      let epochs = 0;
      const result = await forecast(rows, {
        model: "gru:epochs=3", horizon: 6, judged: false, onProgress: ({ epoch }) => { epochs = epoch; },
      });
      const wrong = await forecast(rows, { model: "thet" }).catch((error) => error.name + error.message);
      const controller = new AbortController();
      const long = forecast(rows, {
        model: "lstm:epochs=5000", signal: controller.signal, onProgress: () => controller.abort(),
      });
      const aborted = await long.then(() => "", (error) => error.name);
      // The worker answers again.
      await forecast(rows, { model: "naive" });
      window.done = { csv: result.toCsv(), svg: await result.toSvg(), epochs, wrong, aborted };`,
      others,
    );
    const here = await node.forecast(ROWS, { model: "gru:epochs=3", horizon: 6, judged: false });
    expect(done.csv).toBe(here.toCsv());
    expect(done.svg).toMatch(/^<svg/);
    expect(done.epochs).toBe(3);
    expect(done.wrong).toMatch(/^UsageErrorthere is no model "thet"/);
    expect(done.aborted).toBe("AbortError");
  });
});
