import { UsageError } from "../../errors.js";

// In place of reading a path, stdin or a dataset.

export async function readColumns(source: string): Promise<never> {
  throw unknown(source);
}

export async function readJoined([source]: readonly string[]): Promise<never> {
  throw unknown(source);
}

function unknown(source: string): UsageError {
  return new UsageError(
    `a browser does not read ${source} by its name`,
    "Give the text of a table, a File, rows or a panel.",
  );
}
