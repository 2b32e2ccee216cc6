import { existsSync, realpathSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { dirname, join, relative, resolve, sep } from "node:path";
import { namesOfList, sourceOfFiles } from "../../data/source/file-list.js";
import { DataError } from "../../errors.js";

/** @returns undefined when there is no such file */
export async function readBaseline(file: string): Promise<string | undefined> {
  try {
    // Without the byte order mark that some editors put before it.
    return new TextDecoder().decode(await readFile(file));
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === "ENOENT") return undefined;
    throw new DataError(`cannot be read: ${code === "EISDIR" ? "it is a directory" : message}`, {
      location: { file },
    });
  }
}

/** A source's name in a baseline: paths count from its folder, so that any working directory will do. */
export function sourceInBaseline(source: string, file: string): string {
  const names = namesOfList(source);
  if (names) return sourceOfFiles(names.map((name) => sourceInBaseline(name, file)));
  if (source === "-" || !existsSync(source)) return source;
  return relative(resolve(dirname(file)), resolve(source))
    .split(sep)
    .join("/");
}

/**
 * Where a source of a baseline is found from here. A baseline may come with a change that nobody has read
 * yet, so it reaches only files in its own folder and in the working directory.
 *
 * @throws DataError for a file elsewhere
 */
export function sourceFromBaseline(source: string, file: string): string {
  const names = namesOfList(source);
  if (names) return sourceOfFiles(names.map((name) => sourceFromBaseline(name, file)));
  if (source === "-") return source;
  const beside = join(dirname(file), source);
  const path = existsSync(beside) ? beside : source;
  if (!existsSync(path)) return path;
  const real = realpathSync(path);
  const roots = [dirname(file), "."].map((folder) => realpathSync(folder) + sep);
  if (roots.some((root) => real.startsWith(root.endsWith(sep + sep) ? sep : root))) return path;
  throw new DataError(`it names a source outside its folder and the working directory: ${source}`, {
    hint: "Run foretell where both lie below the working directory, or name the source: foretell check SOURCE.",
    location: { file },
  });
}
