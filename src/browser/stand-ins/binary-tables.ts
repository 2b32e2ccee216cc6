import type { Source } from "../../data/source/source.js";
import { DataError } from "../../errors.js";

// The readers of Parquet and Excel are larger than all models together.

export function parseParquet(source: Source): never {
  throw notRead(source, "Parquet");
}

export function parseXlsx(source: Source): never {
  throw notRead(source, "Excel");
}

function notRead({ name }: Source, format: string): DataError {
  return new DataError(`${name}: ${format} files are not read in a browser`, {
    hint: "Save it as CSV.",
  });
}
