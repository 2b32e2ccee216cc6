// Writes the JSON Schema of every document that foretell prints into dist/schemas/, from the schemas that
// stand beside the reports.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";

/** @param root the repository's folder */
export async function writeSchemas(root) {
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: ["src/report/schemas.ts"],
    bundle: true,
    platform: "node",
    format: "esm",
    write: false,
    logLevel: "warning",
  });
  const code = Buffer.from(outputFiles[0].contents).toString("base64");
  const { documents, jsonSchemaOf } = await import(`data:text/javascript;base64,${code}`);
  const folder = join(root, "dist/schemas");
  mkdirSync(folder, { recursive: true });
  for (const name of Object.keys(documents)) {
    writeFileSync(join(folder, `${name}.json`), `${JSON.stringify(jsonSchemaOf(name), null, 2)}\n`);
  }
}
