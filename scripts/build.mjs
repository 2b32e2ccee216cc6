// Builds dist/: the executable, the library with its declarations, and the licences of all that is
// bundled into them. The package has no dependencies at run time.
import { chmodSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { danfojs } from "./danfojs.mjs";
import { writeDeclarations } from "./declarations.mjs";
import { licenses } from "./licenses.mjs";

await import("./kernels.mjs");

const root = fileURLToPath(new URL("..", import.meta.url));
const dist = join(root, "dist");
const { outputFiles, metafile } = await build({
  absWorkingDir: root,
  entryPoints: [
    "bin/foretell.ts",
    "src/index.ts",
    "src/scale/fit-worker.ts",
    "src/scale/distance-worker.ts",
  ],
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
  plugins: [danfojs],
  banner: {
    js: 'import{createRequire}from"node:module";const require=createRequire(import.meta.url);',
  },
  metafile: true,
  write: false,
  logLevel: "warning",
});

rmSync(dist, { recursive: true, force: true });
mkdirSync(dist);
for (const { path, contents } of outputFiles) writeFileSync(join(dist, basename(path)), contents);
chmodSync(join(dist, "foretell.js"), 0o755);
writeFileSync(join(dist, "THIRD-PARTY-LICENSES.txt"), licenses(root, metafile));
writeDeclarations(root);
