import { closeSync, openSync, readSync } from "node:fs";
import type { ParquetColumn } from "../report/tables/parquet.js";
import { rowsOfGroup } from "../report/tables/parquet.js";
import type { Plan } from "./plan.js";

/** Bytes that are read at once. */
const READ_BYTES = 2 ** 20;

/** A series as `binaryRows` wrote it. */
interface Block {
  readonly id: string;
  /** Columns of as many rows, the dates first. */
  readonly columns: readonly Float64Array[];
}

/** The columns of a Parquet file of forecasts, without rows. */
export function parquetColumns({ columns, precision }: Plan): ParquetColumn[] {
  return columns.map((name, c) =>
    c === 0
      ? { name, type: "STRING", data: [] }
      : c === 1 && precision !== undefined
        ? { name, type: "TIMESTAMP", data: [] }
        : { name, type: "DOUBLE", nullable: true, data: [] },
  );
}

/** The rows of a file of binary rows, in the groups in which Parquet holds them. */
export function* groupsOfRows(path: string, plan: Plan): Generator<ParquetColumn[]> {
  const size = rowsOfGroup(plan.columns.length);
  let group = parquetColumns(plan);
  let rows = 0;
  for (const { id, columns } of blocksOf(path, plan.columns.length - 1)) {
    for (let row = 0; row < columns[0].length; row++) {
      group[0].data.push(id);
      for (const [c, values] of columns.entries()) {
        const { type, data } = group[c + 1];
        data.push(type === "TIMESTAMP" ? new Date(values[row]) : values[row]);
      }
      if (++rows < size) continue;
      yield group;
      group = parquetColumns(plan);
      rows = 0;
    }
  }
  if (rows > 0) yield group;
}

/** @param width number of columns after the id */
function* blocksOf(path: string, width: number): Generator<Block> {
  const file = openSync(path, "r");
  try {
    let held = Buffer.alloc(0);
    let ended = false;
    /** Makes sure that so many bytes are held; false at the end of the file. */
    const hold = (length: number): boolean => {
      while (held.length < length && !ended) {
        const more = Buffer.alloc(Math.max(READ_BYTES, length));
        const read = readSync(file, more, 0, more.length, null);
        ended = read === 0;
        held = Buffer.concat([held, more.subarray(0, read)]);
      }
      return held.length >= length;
    };
    while (hold(8)) {
      const name = held.readUInt32LE(0);
      const rows = held.readUInt32LE(4);
      const length = 8 + name + 8 * rows * width;
      if (!hold(length)) return;
      const start = 8 + name;
      const columns = Array.from({ length: width }, (_, c) =>
        Float64Array.from({ length: rows }, (_, row) =>
          held.readDoubleLE(start + 8 * (c * rows + row)),
        ),
      );
      yield { id: held.toString("utf8", 8, start), columns };
      held = held.subarray(length);
    }
  } finally {
    closeSync(file);
  }
}
