import { columnsOfSource } from "../data/read/columns-of-source.js";
import { unpivotDates } from "../data/roles/wide/wide-dates.js";
import { decompressed } from "../data/source/gzip.js";
import { sourceOfBytes } from "../data/source/source-of-bytes.js";
import type { Columns } from "../data/table/columns.js";
import type { SourceOptions } from "./prepare.js";

/** What messages call a table that is no file. */
const UNNAMED = "table";

/** The table in the bytes of a file of any format, also packed by gzip. */
export async function tableOfBytes(
  bytes: Uint8Array,
  options: SourceOptions,
  warn: (message: string) => void,
): Promise<Columns> {
  const pieces: Uint8Array[] = [];
  for await (const piece of decompressed([bytes], UNNAMED, options.maxBytes)) pieces.push(piece);
  const whole = pieces.length === 1 ? pieces[0] : Buffer.concat(pieces);
  const source = await sourceOfBytes(UNNAMED, whole, options, warn);
  return unpivotDates(await columnsOfSource(source, options, warn), options, warn);
}
