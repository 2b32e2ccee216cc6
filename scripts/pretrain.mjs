// Bundles src/pretrain to dist-pretrain/ and runs it: npm run pretrain -- --steps 20000 --out folder
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { danfojs } from "./danfojs.mjs";

const path = (relative) => fileURLToPath(new URL(relative, import.meta.url));
const outdir = path("../dist-pretrain");
await build({
  entryPoints: ["command", "draw-worker"].map((name) => path(`../src/pretrain/${name}.ts`)),
  outdir,
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
await import(`${outdir}/command.js`);
