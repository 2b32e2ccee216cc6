// Bundles test/bench to dist-bench/ and runs it; names of single benches may follow.
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const path = (relative) => fileURLToPath(new URL(relative, import.meta.url));
const outfile = path("../dist-bench/index.js");
await build({
  entryPoints: [path("../test/bench/index.ts")],
  outfile,
  bundle: true,
  platform: "node",
  format: "esm",
  target: "node20",
  external: ["@tensorflow/*", "csv-parse", "danfojs-node", "papaparse"],
  logLevel: "error",
});
await import(outfile);
