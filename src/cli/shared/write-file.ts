import {
  closeSync,
  fchmodSync,
  fchownSync,
  lstatSync,
  openSync,
  readlinkSync,
  realpathSync,
  renameSync,
  rmSync,
  type Stats,
  statSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, isAbsolute, join, sep } from "node:path";
import { ForetellError } from "../../errors.js";
import type { Pieces } from "../../report/formats.js";
import { cannotWrite } from "./cannot-write.js";

export type { Pieces };

export function piecesOf(data: Pieces): Iterable<string | Uint8Array> {
  return typeof data === "string" || data instanceof Uint8Array ? [data] : data;
}

/** A chain of more links than this is taken for a circle, as by Linux. */
const MAX_LINKS = 40;

/**
 * The file that is written when `path` is: the end of its links, whether there is something or not. The
 * folders on the way are looked up as the system does: `sub/../x` is `x` only if `sub` is a folder here.
 *
 * @throws the error of the file system, and for links in a circle
 */
export function targetOf(path: string): string {
  let named = path;
  for (let links = 0; links <= MAX_LINKS; links++) {
    const folder = realpathSync.native(dirname(named));
    const target = join(folder, basename(named));
    if (!lstatSync(target, { throwIfNoEntry: false })?.isSymbolicLink()) return target;
    const link = readlinkSync(target);
    named = isAbsolute(link) ? link : `${folder}${sep}${link}`;
  }
  throw new Error("its links lead in a circle");
}

/**
 * Writes a file whole or not at all: to a neighbour first, which then takes its name. A file that is
 * there keeps its mode and owner; a link keeps leading where it does.
 *
 * @throws UsageError
 */
export function writeFileAtomically(path: string, data: Pieces): void {
  let temporary: { readonly path: string; readonly file: number } | undefined;
  try {
    const before = statSync(path, { throwIfNoEntry: false });
    if (before !== undefined && !before.isFile()) {
      // A device or pipe cannot be replaced, and what /dev/stdout leads to may have no other name.
      const file = openSync(path, "w");
      try {
        writePieces(file, data);
      } finally {
        closeSync(file);
      }
      return;
    }
    const target = targetOf(path);
    temporary = createNeighbour(target);
    try {
      if (before !== undefined) keepRights(temporary.file, before);
      writePieces(temporary.file, data);
    } finally {
      closeSync(temporary.file);
    }
    renameSync(temporary.path, target);
  } catch (error) {
    if (temporary !== undefined) rmSync(temporary.path, { force: true });
    // What is to be written may be made of other files, which say themselves what is wrong with them.
    if (error instanceof ForetellError) throw error;
    throw cannotWrite(path, error);
  }
}

/**
 * Gives a whole file, which lies beside it, the name of another one, which keeps its mode and owner.
 *
 * @param target as {@link targetOf} found it
 * @throws UsageError
 */
export function replaceFile(target: string, whole: string): void {
  try {
    const before = statSync(target, { throwIfNoEntry: false });
    if (before !== undefined) {
      const file = openSync(whole, "r+");
      try {
        keepRights(file, before);
      } finally {
        closeSync(file);
      }
    }
    renameSync(whole, target);
  } catch (error) {
    throw cannotWrite(target, error);
  }
}

/** A new file in the same folder, of a name that nothing else has and that is short enough everywhere. */
export function createNeighbour(target: string): { readonly path: string; readonly file: number } {
  const path = join(dirname(target), `.foretell-${crypto.randomUUID()}.tmp`);
  return { path, file: openSync(path, "wx") };
}

function keepRights(file: number, { mode, uid, gid }: Stats): void {
  if (process.platform === "win32") return;
  try {
    fchownSync(file, uid, gid);
  } catch {
    // Only root may give files away, and others only to groups they are in.
  }
  fchmodSync(file, mode & 0o777);
}

function writePieces(file: number, data: Pieces): void {
  for (const piece of piecesOf(data)) writeFileSync(file, piece);
}
