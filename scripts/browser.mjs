// Bundles src/browser for browsers: what is of Node there is replaced by stand-ins.
import { join } from "node:path";

/** Modules of ours that need files or threads, and what takes their place. */
const OURS = {
  "data/read/read-joined.ts": "sources.ts",
  "data/read/read-table.ts": "sources.ts",
  "data/roles/doubts/index.ts": "doubts.ts",
  "data/roles/unnamed/index.ts": "unnamed.ts",
  "data/rows/index.ts": "where.ts",
  "data/source/catalog.ts": "catalog.ts",
  "data/source/file-list.ts": "file-list.ts",
  "engine/kernels/binary.ts": "kernels.ts",
  "engine/kernels/innovations.ts": "innovations.ts",
  "features/analogue.ts": "analogue.ts",
  "models/registry/definitions.ts": "definitions.ts",
  "models/registry/load.ts": "load.ts",
  "models/registry/names.ts": "names.ts",
  "models/registry/give-features.ts": "give-features.ts",
  "parallel/fit-series.ts": "fit-series.ts",
  "data/format/parquet/parquet.ts": "binary-tables.ts",
  "data/format/xlsx.ts": "binary-tables.ts",
  "data/frame/describe.ts": "frames.ts",
  "data/frame/frame.ts": "frames.ts",
};

/** Modules of Node that a browser has something like. */
const NODES = {
  "node:timers/promises": "timers.ts",
  "node:crypto": "crypto.ts",
  "node:buffer": "system.ts",
  "node:fs": "system.ts",
  "node:os": "system.ts",
  "node:path": "system.ts",
  "node:worker_threads": "system.ts",
};

/** @param root folder of the package */
export function forBrowsers(root) {
  const folder = join(root, "src/browser/stand-ins");
  return {
    name: "browser",
    setup(build) {
      // Patterns of file names need a disk.
      build.onResolve({ filter: /^(node:|tinyglobby$)/ }, ({ path }) => ({
        path,
        namespace: "of-node",
      }));
      // Names that are imported, but never called in a browser, are undefined.
      build.onLoad({ filter: /.*/, namespace: "of-node" }, ({ path }) => ({
        contents: NODES[path]
          ? `module.exports = require(${JSON.stringify(join(folder, NODES[path]))});`
          : "module.exports = {};",
        resolveDir: folder,
      }));
      build.onResolve({ filter: /^\.{1,2}\// }, async ({ path, ...args }) => {
        if (args.pluginData?.resolved) return undefined;
        const found = await build.resolve(path, { ...args, pluginData: { resolved: true } });
        // What adds the engine is given the real one.
        if (args.importer === join(root, "src/browser/engine.ts")) return undefined;
        const ours = Object.keys(OURS).find((name) => found.path === join(root, "src", name));
        return ours === undefined ? undefined : { path: join(folder, OURS[ours]) };
      });
    },
  };
}

/** The part of esbuild's options that is of browsers. */
export function browserBundles(root, plugins) {
  return {
    absWorkingDir: root,
    entryPoints: {
      browser: "src/browser/index.ts",
      "browser-metrics": "src/library/metrics.ts",
      "browser-client": "src/browser/client.ts",
      "browser-statistical": "src/browser/statistical.ts",
      "browser-worker": "src/browser/worker.ts",
    },
    outdir: join(root, "dist"),
    chunkNames: "browser-[name]-[hash]",
    bundle: true,
    splitting: true,
    platform: "browser",
    format: "esm",
    target: "es2022",
    // Pages load them as they are.
    minify: true,
    charset: "utf8",
    legalComments: "none",
    inject: [join(root, "src/browser/stand-ins/timers.ts")],
    plugins: [...plugins, forBrowsers(root)],
    metafile: true,
    write: false,
    logLevel: "warning",
  };
}
