import { accessSync, closeSync, constants, fstatSync, rmSync, type Stats, statSync } from "node:fs";
import { dirname, sep } from "node:path";
import { datasetPath } from "../../data/source/catalog.js";
import { knownFilesOfSource } from "../../data/source/file-list.js";
import { UsageError } from "../../errors.js";
import { cannotWrite } from "./cannot-write.js";
import { createNeighbour, targetOf } from "./write-file.js";

/** Files by what they are to the command, such as `--output`; several where an option takes them. */
export type Files = Readonly<Record<string, string | readonly string[] | undefined>>;

/**
 * Makes sure, before any work is done for them, that files can be written and that none of them is one
 * that the command reads, or writes for something else. Files are the same whatever they are called, by
 * links of either kind.
 *
 * @param outputs what will be written
 * @param inputs  what is read, `-` for stdin and bundled datasets included
 * @throws UsageError
 */
export function claimOutputs(outputs: Files, inputs: Files): void {
  const taken = new Map<string, string>();
  for (const [use, source] of entriesOf(inputs)) {
    for (const path of knownFilesOfSource(source)) {
      for (const key of inputKeys(path)) taken.set(key, use);
    }
  }
  for (const [use, path] of entriesOf(outputs)) {
    if (path === "") throw new UsageError(`${use} needs the name of a file`);
    if (path === "-") {
      throw new UsageError(`${use} needs a file, not stdout`, "A file called - is written ./-.");
    }
    const keys = outputKeys(path);
    for (const key of keys) {
      const other = taken.get(key);
      if (other !== undefined) {
        throw new UsageError(
          `${other} and ${use} are the same file, ${path}`,
          `Name another file for ${use}.`,
        );
      }
    }
    for (const key of keys) taken.set(key, use);
  }
}

function entriesOf(files: Files): [use: string, path: string][] {
  return Object.entries(files).flatMap(([use, paths]) =>
    paths === undefined ? [] : [paths].flat().map((path): [string, string] => [use, path]),
  );
}

/** Identity of a file: device and inode, which all its names share. */
function identity(stat: Stats | undefined): string[] {
  return stat?.isFile() ? [`${stat.dev}:${stat.ino}`] : [];
}

function inputKeys(path: string): string[] {
  try {
    if (path === "-") return identity(fstatSync(0));
    const dataset = statSync(path, { throwIfNoEntry: false }) ? undefined : datasetPath(path);
    return identity(statSync(dataset ?? path, { throwIfNoEntry: false }));
  } catch {
    // Whoever reads it will say what is wrong with it.
    return [];
  }
}

/**
 * A file's identity, or the name it will have in the folder where it will be.
 *
 * @throws UsageError when it cannot be written
 */
function outputKeys(path: string): string[] {
  try {
    const before = statSync(path, { throwIfNoEntry: false });
    if (before?.isDirectory()) throw new Error("it is a directory");
    if (path.endsWith("/") || path.endsWith(sep)) throw new Error("it names a folder");
    if (before !== undefined) accessSync(path, constants.W_OK);
    if (before !== undefined && !before.isFile()) return [];
    const target = targetOf(path);
    // A file that is there is replaced, for which its folder must take a new one.
    const neighbour = createNeighbour(target);
    closeSync(neighbour.file);
    rmSync(neighbour.path);
    if (before !== undefined) return identity(before);
    // Of names that are too long the file system says so.
    statSync(target, { throwIfNoEntry: false });
    const folder = statSync(dirname(target));
    return [`${folder.dev}:${folder.ino}:${nameOf(target)}`];
  } catch (error) {
    throw cannotWrite(path, error);
  }
}

/** File systems of macOS and Windows take names that differ only in case for the same. */
function nameOf(target: string): string {
  const name = target
    .slice(dirname(target).length)
    .replace(/^[/\\]/, "")
    .normalize("NFC");
  return process.platform === "linux" ? name : name.toLowerCase();
}
