import { columnsOfSource } from "../data/read/columns-of-source.js";
import type { ReadOptions } from "../data/read/read-options.js";
import { rejectDoubtful } from "../data/roles/doubts/doubts.js";
import { timesOfUnnamedParts } from "../data/roles/unnamed/parts.js";
import { type RoleNames, unpivotDates } from "../data/roles/wide/wide-dates.js";
import { rowsWhere } from "../data/rows/where.js";
import { isGzip } from "../data/source/gzip.js";
import { sourceOfBytes } from "../data/source/source-of-bytes.js";
import type { Columns } from "../data/table/columns.js";
import { DataError, type Warn } from "../errors.js";
import type { Input } from "./input.js";
import { giveLook } from "./stand-ins/doubts.js";
import { giveUnnamed } from "./stand-ins/unnamed.js";
import { giveWhere } from "./stand-ins/where.js";

giveLook(rejectDoubtful);
giveUnnamed(timesOfUnnamedParts);
giveWhere(rowsWhere);

/** What messages call a table that is no file. */
const UNNAMED = "table";

/** The table in text, a file or bytes: see `readTable`. */
export async function readInput(
  input: Input,
  options: ReadOptions & RoleNames,
  warn: Warn,
): Promise<Columns> {
  const name = input instanceof File ? input.name : UNNAMED;
  const packed = await bytesOf(input);
  const bytes = isGzip(packed) ? await unpacked(packed, name) : packed;
  const source = await sourceOfBytes(name, bytes, options, warn);
  return unpivotDates(await columnsOfSource(source, options, warn), options, warn);
}

async function bytesOf(input: Input): Promise<Uint8Array> {
  if (typeof input === "string") return new TextEncoder().encode(input);
  return input instanceof Uint8Array ? input : new Uint8Array(await input.arrayBuffer());
}

async function unpacked(bytes: Uint8Array, name: string): Promise<Uint8Array> {
  const stream = new Blob([bytes as Uint8Array<ArrayBuffer>])
    .stream()
    .pipeThrough(new DecompressionStream("gzip"));
  try {
    return new Uint8Array(await new Response(stream).arrayBuffer());
  } catch {
    throw new DataError(`${name}: the gzip data are damaged`, {
      hint: "Copy or pack the file again.",
    });
  }
}
