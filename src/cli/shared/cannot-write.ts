import { UsageError } from "../../errors.js";

/**
 * Why a file or stream cannot be written. Every start of the program needs it, and so it stands apart from
 * what writes.
 *
 * @param where path, or `to` something without one
 */
export function cannotWrite(where: string, error: unknown): UsageError {
  const { code, message } = error as NodeJS.ErrnoException;
  const reasons: Record<string, string> = {
    ENOENT: "there is no such folder",
    ENOTDIR: "its folder is a file",
    EACCES: "permission denied",
    EROFS: "the file system is read-only",
    ENOSPC: "the disk is full",
    ENAMETOOLONG: "the name is too long",
    ELOOP: "its links lead in a circle",
  };
  return new UsageError(`cannot write ${where}: ${(code && reasons[code]) ?? message}`);
}
