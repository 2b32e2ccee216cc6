import { existsSync, readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** The folder of the manual: the bundle stands in dist/, the source in src/cli/run/setup/. */
export function manualFolder(): string | undefined {
  return ["../docs/", "../../../../docs/"]
    .map((folder) => fileURLToPath(new URL(folder, import.meta.url)))
    .find((folder) => existsSync(folder));
}

/** The pages of the manual, by name. */
export function topicNames(): string[] {
  const folder = manualFolder();
  if (folder === undefined) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith(".md"))
    .map((name) => name.slice(0, -3))
    .sort();
}
