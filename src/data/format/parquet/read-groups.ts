import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import { parquetMetadata, parquetSchema } from "hyparquet";
import type { ColumnMetaData } from "hyparquet/src/types.js";
import { DataError } from "../../../errors.js";
import { type Cells, emptyCells, fillCells, meaningOf } from "./column.js";
import { readColumnChunk } from "./column-chunk.js";

/** Rows of a file, by the names of their columns. */
export interface RowGroup {
  readonly rows: number;
  readonly columns: ReadonlyMap<string, Cells>;
}

/** Bytes at the end of a file: the length of what stands before them, and the magic number. */
const TAIL_BYTES = 8;

/**
 * Reads a Parquet file of ours group by group, of which one is held at a time.
 *
 * @throws DataError when the file is damaged
 */
export function* readRowGroups(path: string): Generator<RowGroup> {
  const file = openSync(path, "r");
  try {
    const size = fstatSync(file).size;
    const read = (from: number, to: number): Uint8Array => {
      if (!(from >= 0 && from <= to && to <= size)) throw new Error("it is cut off");
      const bytes = new Uint8Array(to - from);
      for (let at = 0; at < bytes.length; ) {
        const count = readSync(file, bytes, at, bytes.length - at, from + at);
        if (count === 0) throw new Error("it is cut off");
        at += count;
      }
      return bytes;
    };
    const tail = new DataView(read(size - TAIL_BYTES, size).buffer);
    const footer = read(size - TAIL_BYTES - tail.getUint32(0, true), size);
    const metadata = parquetMetadata(footer.buffer as ArrayBuffer, { geoparquet: false });
    const { children } = parquetSchema(metadata);
    for (const group of metadata.row_groups) {
      const rows = Number(group.num_rows);
      const columns = new Map<string, Cells>();
      for (const { element } of children) {
        const meaning = meaningOf(element);
        const chunk = group.columns.find(
          ({ meta_data: found }) => found?.path_in_schema[0] === element.name,
        )?.meta_data;
        if (!meaning || !chunk) throw new Error(`column "${element.name}" cannot be read`);
        const { bytes, metadata: moved } = chunkOf(chunk, read);
        const cells = emptyCells(meaning.kind, rows);
        const budget = { left: Number.POSITIVE_INFINITY };
        readColumnChunk(bytes, moved, element, rows, budget, (values, levels, row) => {
          if (!fillCells(cells, values, levels, row, meaning)) {
            throw new Error(`column "${element.name}" holds what it should not`);
          }
        });
        columns.set(element.name, cells);
      }
      yield { rows, columns };
    }
  } catch (error) {
    if (error instanceof DataError) throw error;
    throw new DataError(`${path}: the Parquet data are damaged: ${(error as Error).message}`, {
      hint: "Copy or write the file again.",
    });
  } finally {
    closeSync(file);
  }
}

/** The bytes of a chunk behind some that stand for all before it, and where its pages are in these. */
function chunkOf(metadata: ColumnMetaData, read: (from: number, to: number) => Uint8Array) {
  const { dictionary_page_offset: dictionary, data_page_offset: data } = metadata;
  const first = Number(dictionary && dictionary < data ? dictionary : data);
  // A chunk never begins at 0, where the magic number stands.
  const from = first - 4;
  const bytes = read(from, first + Number(metadata.total_compressed_size));
  const before = BigInt(from);
  return {
    bytes,
    metadata: {
      ...metadata,
      data_page_offset: data - before,
      dictionary_page_offset: dictionary ? dictionary - before : dictionary,
    } as ColumnMetaData,
  };
}
