import { DataError } from "../../errors.js";
import { listed } from "../../wording.js";
import { namesOfList } from "./file-list.js";
import { withoutCredentials } from "./url.js";

/** The name of a source in messages. */
export function displayName(source: string): string {
  if (source === "-") return "stdin";
  const names = namesOfList(source)?.map(withoutCredentials);
  if (names === undefined) return withoutCredentials(source);
  return names.length <= 3 ? listed(names) : `${names[0]} and ${names.length - 1} more files`;
}

/** The error for a source that the system does not let us read. */
export function unreadableError(source: string, error: NodeJS.ErrnoException): DataError {
  switch (error.code) {
    case "EACCES":
    case "EPERM":
      return new DataError("permission denied", {
        location: { file: source },
        hint: "Check who may read the file.",
      });
    default:
      return new DataError(`cannot be read (${error.code ?? error.message})`, {
        location: { file: source },
      });
  }
}
