import { fstatSync } from "node:fs";
import { READING_NAMES, type ReadingOptions } from "../../data/source/reading-options.js";
import { UsageError } from "../../errors.js";
import type { DataOptions } from "./options.js";
import { writeStderr } from "./terminal.js";

const DEFAULT_SOURCE = "air-passengers";

/** Other files that a command may read. */
interface OtherFiles {
  readonly test?: string;
  readonly join?: string;
  readonly futureFile?: string;
}

/**
 * The source named, else stdin when something is piped in, else a bundled dataset.
 *
 * @throws UsageError as {@link requireOneStdin}
 */
export function chooseSource(
  source: string | undefined,
  { quiet, ...others }: OtherFiles & { readonly quiet?: boolean },
): string {
  const chosen = source ?? (stdinIsPiped() ? "-" : DEFAULT_SOURCE);
  requireOneStdin(chosen, others);
  if (chosen === "-" && process.stdin.isTTY && !quiet) {
    writeStderr("foretell: reading from the terminal, Ctrl-D ends the data\n");
  }
  return chosen;
}

/** @throws UsageError when stdin, which can be read once, is named twice */
export function requireOneStdin(source: string, { test, join, futureFile }: OtherFiles): void {
  const files = { "the data": source, "--test": test, "--join": join, "--future-file": futureFile };
  const [first, second] = Object.entries(files).flatMap(([name, file]) =>
    file === "-" ? [name] : [],
  );
  if (second === undefined) return;
  throw new UsageError(`stdin cannot hold both ${first} and ${second}`, "Put one into a file.");
}

/** True when stdin is a pipe, socket or file: a terminal or /dev/null holds no data. */
export function stdinIsPiped(): boolean {
  try {
    const stat = fstatSync(0);
    return stat.isFIFO() || stat.isFile() || stat.isSocket();
  } catch {
    return false;
  }
}

/** The reading options among a command's options. */
export function dataOptions(options: DataOptions): DataOptions {
  const { header, ...others } = options;
  // Commander sets header to true unless --no-header is given.
  const given: ReadingOptions = header === false ? options : others;
  return Object.fromEntries(
    READING_NAMES.filter((name) => name !== "join" && given[name] !== undefined).map((name) => [
      name,
      given[name],
    ]),
  );
}
