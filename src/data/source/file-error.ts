import { DataError } from "../../errors.js";

/** Why a source could not be read. */
export function unreadableError(source: string, error: NodeJS.ErrnoException): DataError {
  switch (error.code) {
    case "EACCES":
    case "EPERM":
      return new DataError(`${source}: permission denied`, {
        hint: "Check who may read the file.",
      });
    default:
      return new DataError(`${source}: cannot be read (${error.code ?? error.message})`);
  }
}
