// Builds dist/: the executable, the library with its declarations, the schemas of what it prints, and
// the licences of all that is bundled into them. The package has no dependencies at run time.
import { execFile } from "node:child_process";
import { chmodSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { build, transform } from "esbuild";
import { browserBundles } from "./browser.mjs";
import { danfojs } from "./danfojs.mjs";
import { writeDeclarations } from "./declarations.mjs";
import { grouped, REQUIRE } from "./grouped.mjs";
import { licenses } from "./licenses.mjs";
import { writePlayground } from "./playground.mjs";
import { writeSchemas } from "./schemas.mjs";

await import("./kernels.mjs");
await import("./pictures.mjs");

/** A package that every bundle imports when it needs it, from one file. */
const oneFile = (name) => ({
  name,
  setup(build) {
    build.onResolve({ filter: new RegExp(`^${name}$`) }, ({ kind }) =>
      kind === "entry-point" ? undefined : { path: `./${name}.js`, external: true },
    );
  },
});
/** Rules of holidays are 1.5 MB. */
const holidays = oneFile("date-holidays");
const patterns = oneFile("tinyglobby");

/** Weights of `zero` are read only where it runs: one file for all bundles too. */
const weights = {
  name: "weights",
  setup(build) {
    build.onResolve({ filter: /^\.\/weights\.js$/ }, ({ importer }) =>
      importer.endsWith(join("models", "zero", "pretrained.ts"))
        ? { path: "./zero-weights.js", external: true }
        : undefined,
    );
  },
};

/** Every start reads the parser of the command line: its local names are cut short, ours are not. */
const shortened = {
  name: "shortened",
  setup(build) {
    build.onLoad({ filter: /[\\/]node_modules[\\/]commander[\\/]/ }, async ({ path }) => {
      const { code } = await transform(readFileSync(path, "utf8"), { minify: true });
      return { contents: code };
    });
  },
};

/**
 * Modules of Node that take some milliseconds to load, and a package needs no more of than what is there: the
 * parser of the command line starts no processes here, and we say ourselves whether there are colours. What
 * the parser requires of Node is imported, which does without a `require`.
 */
const spared = {
  name: "spared",
  setup(build) {
    build.onResolve(
      { filter: /^node:(process|child_process|tty)$/ },
      ({ path, importer, kind }) => {
        if (!/[\\/]node_modules[\\/](chalk|commander|ora)[\\/]/.test(importer)) return undefined;
        if (path === "node:child_process" && !importer.includes("commander")) return undefined;
        if (path === "node:tty" && !importer.includes("chalk")) return undefined;
        return { path: kind === "require-call" ? `${path}, required` : path, namespace: "spared" };
      },
    );
    build.onResolve({ filter: /^node:(events|fs|path)$/ }, ({ path, importer, kind }) =>
      kind === "require-call" && /[\\/]node_modules[\\/]commander[\\/]/.test(importer)
        ? { path, namespace: "imported" }
        : undefined,
    );
    build.onLoad({ filter: /.*/, namespace: "imported" }, ({ path }) => ({
      contents: `export * from ${JSON.stringify(path)};`,
    }));
    build.onLoad({ filter: /.*/, namespace: "spared" }, ({ path }) => {
      const whole = path.startsWith("node:process")
        ? "globalThis.process"
        : path.startsWith("node:tty")
          ? "{isatty:()=>false}"
          : "{}";
      return {
        contents: `${path.endsWith("required") ? "module.exports=" : "export default "}${whole}`,
      };
    });
  },
};

/**
 * What is a file of its own, or a file with what others of these share; the small ones of those are put
 * together where the first of these loads them.
 */
const MAIN = [
  "src/library/metrics.ts",
  "src/cli/program.ts",
  "src/cli/commands/index.ts",
  "src/cli/run/forecast.ts",
  "src/models/registry/statistical.ts",
  "src/models/registry/baseline.ts",
  "src/models/arima/fit.ts",
  "src/models/regression/lag-fit.ts",
  "src/models/hmm/fit-series.ts",
  "src/parallel/distance-worker.ts",
  "src/parallel/fit-worker.ts",
  "src/bulk/part-worker.ts",
  "src/report/forecast/text.ts",
  "src/index.ts",
  "src/cli/run/index.ts",
];

/** The same of a page: few files to fetch, which pack better than many. */
const MAIN_OF_BROWSERS = [
  "src/browser/client.ts",
  "src/library/metrics.ts",
  "src/browser/statistical.ts",
  "src/browser/index.ts",
];

const root = fileURLToPath(new URL("..", import.meta.url));
const dist = join(root, "dist");
const shared = {
  absWorkingDir: root,
  entryNames: "[name]",
  outdir: dist,
  bundle: true,
  splitting: true,
  platform: "node",
  format: "esm",
  target: "node20",
  // Names stay, so that a stack trace somebody sends us can be read.
  minifySyntax: true,
  minifyWhitespace: true,
  lineLimit: 120,
  charset: "utf8",
  legalComments: "none",
  // Few spread work over machines or serve agents: they install these themselves.
  external: ["bullmq", "@modelcontextprotocol/sdk"],
  plugins: [danfojs, holidays, patterns, weights, shortened, spared],
  metafile: true,
  write: false,
  logLevel: "warning",
};
const alone = { ...shared, splitting: false, plugins: [] };
const bundles = await Promise.all([
  grouped(
    {
      ...shared,
      entryPoints: [
        ...["bin/foretell.ts", "src/index.ts"],
        // Who bundles a metric needs nothing else.
        "src/library/metrics.ts",
        ...["src/parallel/fit-worker.ts", "src/parallel/distance-worker.ts"],
        ...["src/queue/queue-thread.ts", "src/bulk/part-worker.ts"],
      ],
    },
    MAIN,
  ),
  // Browsers import these two as well: they have nothing of Node.
  build({ ...alone, entryPoints: ["date-holidays"] }),
  build({ ...alone, banner: { js: REQUIRE }, entryPoints: ["tinyglobby"] }),
  build({ ...alone, entryPoints: { "zero-weights": "src/models/zero/weights.ts" } }),
  grouped(browserBundles(root, [holidays, weights]), MAIN_OF_BROWSERS),
]);

// The library's subpaths, foretell/dtw for src/library/dtw.ts: names of what the root exports. As
// entry points they would scatter the code that all share over half as many files again.
const { metafile: subpaths } = await build({
  ...shared,
  splitting: false,
  entryPoints: readdirSync(join(root, "src/library"))
    .filter((file) => file !== "metrics.ts")
    .map((file) => `src/library/${file}`),
});

rmSync(dist, { recursive: true, force: true });
mkdirSync(dist);
for (const { path, contents } of bundles.flatMap(({ outputFiles }) => outputFiles)) {
  writeFileSync(join(dist, basename(path)), contents);
}
for (const [path, { entryPoint, exports }] of Object.entries(subpaths.outputs)) {
  if (!entryPoint) continue;
  writeFileSync(join(dist, basename(path)), `export{${exports.join()}}from"./index.js";\n`);
}
chmodSync(join(dist, "foretell.js"), 0o755);
const font = readFileSync(join(root, "src/report/raster/LICENSE-DejaVu.txt"), "utf8");
writeFileSync(
  join(dist, "THIRD-PARTY-LICENSES.txt"),
  `${licenses(
    root,
    bundles.map(({ metafile }) => metafile),
  )}\n${"-".repeat(80)}\n\n${font}`,
);
writeFileSync(join(dist, "config.schema.json"), await print("config", "--schema"));
writeFileSync(join(dist, "foretell.1"), await print("help", "man"));
writeDeclarations(root);
await writeSchemas(root);
await writePlayground(root);

/** What the program that was built prints. */
async function print(...args) {
  const { stdout } = await promisify(execFile)(process.execPath, [
    join(dist, "foretell.js"),
    ...args,
  ]);
  return stdout;
}
