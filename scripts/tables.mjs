// Writes the generated tables: npm run tables for those of fixtures/, npm run tables -- FOLDER for the
// six that docs/recipes.md forecasts.
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const path = (relative) => fileURLToPath(new URL(relative, import.meta.url));
const outfile = path("../dist-tables/command.js");
await build({
  entryPoints: [path("../test/tables/command.ts")],
  outfile,
  bundle: true,
  platform: "node",
  format: "esm",
  target: "node20",
  logLevel: "error",
});
await import(outfile);
