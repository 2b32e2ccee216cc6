import { existsSync } from "node:fs";
import { basename } from "node:path";
import { DataError, UsageError } from "../../errors.js";
import { isUrl, urlName } from "./url.js";

/**
 * The one source that several files are together: their names in braces, `{jan.csv,feb.csv}`, as a shell
 * writes a list.
 *
 * @throws UsageError for stdin, or a file that is named twice
 */
export function sourceOfFiles(files: readonly string[]): string {
  const [first, ...others] = files;
  if (others.length === 0) return first;
  if (files.includes("-")) {
    throw new UsageError(
      "stdin cannot be read together with files",
      "Put it into a file, or name it alone.",
    );
  }
  const twice = files.find((file, i) => files.indexOf(file) !== i);
  if (twice !== undefined) throw new UsageError(`${twice} is named twice`, "Name it once.");
  return `{${files.map((file) => file.replace(/[{},\\]/g, "\\$&")).join(",")}}`;
}

/** The names that {@link sourceOfFiles} put together; undefined for any other source. */
export function namesOfList(source: string): string[] | undefined {
  const inner = /^\{(.*)\}$/s.exec(source)?.[1];
  if (inner === undefined || existsSync(source)) return undefined;
  const names = [""];
  for (let i = 0; i < inner.length; i++) {
    if (inner[i] === "\\") names[names.length - 1] += inner[++i] ?? "";
    else if (inner[i] === ",") names.push("");
    // A brace within is a pattern's.
    else if (inner[i] === "{" || inner[i] === "}") return undefined;
    else names[names.length - 1] += inner[i];
  }
  return names.length > 1 && !names.includes("") ? names : undefined;
}

/** Whether a source is a pattern such as `sales-*.csv`, and no file of that name. */
export function isPattern(source: string): boolean {
  return /[*?[\]{}]/.test(source) && !isUrl(source) && !existsSync(source);
}

/** What patterns have matched, so that a command that asks twice sees the same files. */
const matched = new Map<string, readonly string[]>();

/**
 * The files of a source: those of a list, those that match a pattern in order of their names, else the source.
 *
 * @throws DataError when nothing matches
 */
export async function filesOfSource(source: string): Promise<readonly string[]> {
  const names = namesOfList(source);
  if (names !== undefined) {
    const files = await Promise.all(names.map(filesOfSource));
    return [...new Set(files.flat())];
  }
  if (!isPattern(source)) return [source];
  const known = matched.get(source);
  if (known !== undefined) return known;
  const { glob } = await import("tinyglobby");
  // On Windows a backslash is part of a path, elsewhere it takes the next sign as it is.
  const pattern = process.platform === "win32" ? source.replaceAll("\\", "/") : source;
  const found = await glob(pattern, { expandDirectories: false });
  if (found.length === 0) {
    throw new DataError(`no file matches ${source}`, {
      hint: "Quote the pattern, and check it with ls.",
    });
  }
  found.sort((a, b) => (a < b ? -1 : 1));
  matched.set(source, found);
  return found;
}

/** As {@link filesOfSource}, of patterns only what they matched before. */
export function knownFilesOfSource(source: string): readonly string[] {
  const names = namesOfList(source);
  if (names !== undefined) return names.flatMap(knownFilesOfSource);
  return matched.get(source) ?? [source];
}

const ENDINGS = /(\.(csv|tsv|txt|dat|json|jsonl|ndjson|tsf|parquet|xlsx))?(\.gz)?$/i;

/** A source's name without folders and endings, for a series that has no other name. */
export function baseName(source: string): string {
  if (source === "-") return "series";
  const names = namesOfList(source);
  if (names !== undefined) return commonName(names.map(baseName));
  if (isUrl(source)) return urlName(source).replace(ENDINGS, "") || "series";
  const name = basename(source).replace(ENDINGS, "") || source;
  if (!isPattern(source)) return name;
  return trimmed(name.replace(/[*?[\]{}].*$/s, "")) || "series";
}

/** What names have in common at their beginning: `sales` of sales-2023 and sales-2024. */
function commonName(names: readonly string[]): string {
  const [first] = names;
  let length = 0;
  while (length < first.length && names.every((name) => name[length] === first[length])) length++;
  return trimmed(first.slice(0, length)) || "series";
}

function trimmed(name: string): string {
  return name.replace(/[\d\s_.-]+$/, "");
}
