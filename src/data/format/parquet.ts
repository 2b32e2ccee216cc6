import { parquetMetadata, parquetReadObjects } from "hyparquet";
import { compressors } from "hyparquet-compressors";
import { DataError } from "../../errors.js";
import { displayName, type Source, type SourceOptions } from "../source/source.js";
import type { Columns } from "../table/columns.js";
import type { ParseOptions } from "../table/parse-options.js";
import { tableFromRecords } from "../table/records.js";

/** What a file may unpack to when nobody says. */
const MAX_UNPACKED_BYTES = 2 ** 31;

/**
 * Reads a Parquet file: timestamps, dates, numbers, texts and booleans; other values as JSON texts.
 *
 * @throws DataError when the file is damaged, or unpacks to more than is allowed
 */
export async function parseParquet(
  { name, bytes }: Source,
  options: ParseOptions & SourceOptions,
  _warn: (message: string) => void,
): Promise<Columns> {
  const file = bytes.buffer.slice(
    bytes.byteOffset,
    bytes.byteOffset + bytes.byteLength,
  ) as ArrayBuffer;
  const damaged = (error: unknown) =>
    new DataError(
      `${displayName(name)}: the Parquet data are damaged: ${(error as Error).message}`,
      {
        hint: "Copy or write the file again.",
      },
    );
  let metadata: ReturnType<typeof parquetMetadata>;
  try {
    metadata = parquetMetadata(file);
  } catch (error) {
    throw damaged(error);
  }
  const most = options.maxBytes ?? MAX_UNPACKED_BYTES;
  const unpacked = metadata.row_groups.reduce(
    (sum, group) => sum + Number(group.total_byte_size),
    0,
  );
  // A row takes memory even where its values are packed to nothing.
  if (!(unpacked <= most && Number(metadata.num_rows) * 8 <= most)) {
    throw new DataError(`${displayName(name)}: unpacks to more than ${most} bytes`, {
      hint: "Allow more with --max-bytes.",
    });
  }
  let records: object[];
  try {
    records = await parquetReadObjects({ file, metadata, compressors });
  } catch (error) {
    throw damaged(error);
  }
  if (records.length === 0) throw new DataError(`${displayName(name)} has no rows`);
  return tableFromRecords(name, records, options, ["Parquet"]);
}
