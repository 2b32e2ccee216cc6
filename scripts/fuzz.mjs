// Bundles test/fuzz to dist-fuzz/ and runs it: npm run fuzz -- parquet --runs 20000 --seed 1
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { danfojs } from "./danfojs.mjs";

const path = (relative) => fileURLToPath(new URL(relative, import.meta.url));
await build({
  entryPoints: [path("../test/fuzz/index.ts"), path("../test/fuzz/worker.ts")],
  outdir: path("../dist-fuzz"),
  bundle: true,
  platform: "node",
  format: "esm",
  target: "node20",
  plugins: [danfojs],
  banner: {
    js: 'import{createRequire as requireOf}from"node:module";const require=requireOf(import.meta.url);',
  },
  logLevel: "error",
});
await import(path("../dist-fuzz/index.js"));
