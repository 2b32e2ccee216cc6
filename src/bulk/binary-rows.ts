import type { ParquetColumn } from "../report/tables/parquet.js";
import { rowsOfGroup } from "../report/tables/parquet.js";
import type { Plan } from "./plan.js";
import { ByteReader } from "./table/byte-reader.js";

/** What a table of forecasts is, without its rows. */
export type TableFrame = Pick<Plan, "columns" | "precision">;

/** A series as `binaryRows` wrote it. */
export interface Block {
  readonly id: string;
  /** Columns of as many rows, the dates first. */
  readonly columns: readonly Float64Array[];
}

/** The columns of a Parquet file of forecasts, without rows. */
export function parquetColumns({ columns, precision }: TableFrame): ParquetColumn[] {
  return columns.map((name, c) =>
    c === 0
      ? { name, type: "STRING", data: [] }
      : c === 1 && precision !== undefined
        ? { name, type: "TIMESTAMP", data: [] }
        : { name, type: "DOUBLE", nullable: true, data: [] },
  );
}

/** The rows of a file of binary rows, in the groups in which Parquet holds them. */
export function groupsOfRows(path: string, frame: TableFrame): Generator<ParquetColumn[]> {
  return groupsOfBlocks(blocksOf(path, frame.columns.length - 1), frame);
}

/** The rows of series, in the groups in which Parquet holds them. */
export function* groupsOfBlocks(
  blocks: Iterable<Block>,
  frame: TableFrame,
): Generator<ParquetColumn[]> {
  const size = rowsOfGroup(frame.columns.length);
  let group = parquetColumns(frame);
  let rows = 0;
  for (const { id, columns } of blocks) {
    for (let row = 0; row < columns[0].length; row++) {
      group[0].data.push(id);
      for (const [c, values] of columns.entries()) {
        const { type, data } = group[c + 1];
        data.push(type === "TIMESTAMP" ? new Date(values[row]) : values[row]);
      }
      if (++rows < size) continue;
      yield group;
      group = parquetColumns(frame);
      rows = 0;
    }
  }
  if (rows > 0) yield group;
}

/** @param width number of columns after the id */
function* blocksOf(path: string, width: number): Generator<Block> {
  const reader = new ByteReader(path);
  try {
    for (;;) {
      const head = reader.take(HEAD_BYTES);
      if (head.length < HEAD_BYTES) return;
      const length = head.readUInt32LE(0) + 8 * head.readUInt32LE(4) * width;
      const body = reader.take(length);
      if (body.length < length) return;
      yield blockOfBody(head, body, width);
    }
  } finally {
    reader.close();
  }
}

/** Bytes of a block before the id. */
const HEAD_BYTES = 8;

/**
 * A series from the bytes of its block.
 *
 * @param width number of columns after the id
 */
export function blockOf(bytes: Buffer, width: number): Block {
  return blockOfBody(bytes, bytes.subarray(HEAD_BYTES), width);
}

function blockOfBody(head: Buffer, body: Buffer, width: number): Block {
  const name = head.readUInt32LE(0);
  const rows = head.readUInt32LE(4);
  const columns = Array.from({ length: width }, (_, c) =>
    Float64Array.from({ length: rows }, (_, row) => body.readDoubleLE(name + 8 * (c * rows + row))),
  );
  return { id: body.toString("utf8", 0, name), columns };
}
