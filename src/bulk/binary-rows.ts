import type { ParquetColumn } from "../report/tables/parquet.js";
import { rowsOfGroup } from "../report/tables/parquet.js";
import { ByteReader } from "./byte-reader.js";
import type { Plan } from "./plan.js";

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
  const reader = new ByteReader(path);
  try {
    for (;;) {
      const head = reader.take(8);
      if (head.length < 8) return;
      const name = head.readUInt32LE(0);
      const rows = head.readUInt32LE(4);
      const body = reader.take(name + 8 * rows * width);
      if (body.length < name + 8 * rows * width) return;
      const columns = Array.from({ length: width }, (_, c) =>
        Float64Array.from({ length: rows }, (_, row) =>
          body.readDoubleLE(name + 8 * (c * rows + row)),
        ),
      );
      yield { id: body.toString("utf8", 0, name), columns };
    }
  } finally {
    reader.close();
  }
}
