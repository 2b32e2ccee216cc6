// Bundles src/pretrain to dist-pretrain/ and runs it: npm run pretrain -- --steps 20000 --out folder
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { danfojs } from "./danfojs.mjs";

const path = (relative) => fileURLToPath(new URL(relative, import.meta.url));
const outfile = path("../dist-pretrain/index.js");
await build({
  entryPoints: [path("../src/pretrain/command.ts")],
  outfile,
  bundle: true,
  platform: "node",
  format: "esm",
  target: "node20",
  plugins: [danfojs],
  banner: {
    js: 'import{createRequire}from"node:module";const require=createRequire(import.meta.url);',
  },
  logLevel: "error",
});
await import(outfile);
