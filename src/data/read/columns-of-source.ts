import { parseCsv } from "../format/csv.js";
import { withoutNotesBelow } from "../rows/notes-below.js";
import { displayName } from "../source/errors.js";
import { readWhole } from "../source/read-whole.js";
import type { Source } from "../source/source.js";
import type { Columns } from "../table/columns.js";
import type { ReadOptions } from "./read-options.js";

/**
 * The table in a source, in the format that its first bytes tell.
 *
 * @throws UsageError, DataError as the formats' readers
 */
export async function columnsOfSource(
  read: Source,
  options: ReadOptions,
  warn: (message: string) => void,
): Promise<Columns> {
  return withoutNotesBelow(await parsed(read, options, warn), options, warn);
}

async function parsed(
  read: Source,
  options: ReadOptions,
  warn: (message: string) => void,
): Promise<Columns> {
  const magic = String.fromCharCode(...read.bytes.subarray(0, 4));
  if (options.sheet !== undefined && magic !== "PK\u0003\u0004") {
    warn(`${displayName(read.name)} is not an Excel workbook: --sheet is ignored`);
  }
  switch (magic) {
    case "PAR1": {
      const { parseParquet } = await import("../format/parquet/parquet.js");
      return parseParquet(read, options, warn);
    }
    case "PK\u0003\u0004": {
      const { parseXlsx } = await import("../format/xlsx.js");
      return parseXlsx(read, options, warn);
    }
  }
  // Most tables are CSV: what reads others is loaded where the first character may be theirs.
  switch (firstCharacter(read.bytes)) {
    case "#":
    case "@": {
      const { isTsf, parseTsf } = await import("../format/tsf/tsf.js");
      if (!isTsf(read.bytes)) break;
      return parseTsf(readWhole(read, options.maxBytes), warn);
    }
    case "[":
    case "{": {
      const { isJson, parseJson } = await import("../format/json.js");
      if (!isJson(read.bytes)) break;
      return parseJson(readWhole(read, options.maxBytes), options, warn);
    }
  }
  return parseCsv(read, options, warn);
}

/** The first that is not blank. */
function firstCharacter(bytes: Uint8Array): string {
  return String.fromCharCode(bytes.find((byte) => byte > 0x20) ?? 0);
}
