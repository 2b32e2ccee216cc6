import { fstatSync } from "node:fs";
import type { DataOptions } from "./options.js";

const DEFAULT_SOURCE = "air-passengers";

/** The source named, else stdin when something is piped in, else a bundled dataset. */
export function chooseSource(source: string | undefined, quiet: boolean | undefined): string {
  const chosen = source ?? (stdinIsPiped() ? "-" : DEFAULT_SOURCE);
  if (chosen === "-" && process.stdin.isTTY && !quiet) {
    process.stderr.write("foretell: reading from the terminal, Ctrl-D ends the data\n");
  }
  return chosen;
}

/** Whether stdin is a pipe, socket or file; a terminal or /dev/null has nothing to say. */
export function stdinIsPiped(): boolean {
  try {
    const stat = fstatSync(0);
    return stat.isFIFO() || stat.isFile() || stat.isSocket();
  } catch {
    return false;
  }
}

/** How data are read, the columns of the id as one name. */
type ReadingOptions = Omit<DataOptions, "id"> & { readonly id?: string };

/** Of a command's options those that say how data are read. */
export function dataOptions(options: DataOptions): ReadingOptions {
  const chosen = DATA_OPTIONS.filter((name) => options[name] !== undefined);
  return Object.fromEntries(
    chosen
      // Commander says true where --no-header is not given.
      .filter((name) => name !== "header" || options.header === false)
      .map((name) => [name, name === "id" ? options.id!.join(",") : options[name]]),
  );
}

const DATA_OPTIONS = [
  ...(["time", "target", "id", "past", "future", "exogenous", "static", "freq", "season"] as const),
  ...(["aggregate", "duplicates", "missing"] as const),
  ...([
    "delimiter",
    "decimal",
    "encoding",
    "sheet",
    "header",
    "na",
    "dateFormat",
    "tz",
    "maxBytes",
  ] as const),
] satisfies readonly (keyof DataOptions)[];
