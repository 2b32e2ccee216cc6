import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { bundled, tables } from "./index.js";

/** Writes the tables into the folder that was named, or the bundled ones into fixtures/. */
const [folder] = process.argv.slice(2);
const [target, files] = folder === undefined ? ["fixtures", bundled] : [folder, tables];
mkdirSync(target, { recursive: true });
for (const [name, table] of Object.entries(files)) {
  writeFileSync(join(target, name), table());
  console.log(join(target, name));
}
