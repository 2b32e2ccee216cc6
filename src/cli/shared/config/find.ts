import { statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";

export const CONFIG_NAME = "foretell.config.json";

/**
 * The file of settings of a command line: the one that `--config` names, else the nearest one upward from
 * the working directory; none with `--no-config`.
 */
export function findConfig(argv: readonly string[]): string | undefined {
  const options = argv.includes("--") ? argv.slice(0, argv.indexOf("--")) : argv;
  if (options.includes("--no-config")) return undefined;
  for (const [i, word] of options.entries()) {
    if (word === "--config") return options[i + 1];
    if (word.startsWith("--config=")) return word.slice("--config=".length);
  }
  return nearestConfig(process.cwd());
}

/** The nearest file upward. Above the folder itself it must belong to the user, as one in /tmp may not. */
function nearestConfig(folder: string): string | undefined {
  const user = process.getuid?.();
  for (let here = resolve(folder); ; here = dirname(here)) {
    const path = join(here, CONFIG_NAME);
    const found = statSync(path, { throwIfNoEntry: false });
    const trusted = here === folder || user === undefined || [user, 0].includes(found?.uid ?? -1);
    if (found?.isFile() && trusted) return path;
    if (dirname(here) === here) return undefined;
  }
}
