import type { Column, Columns } from "../../data/table/columns.js";

/** Cells that are held as the writer takes them, one by one, at a time: those of a group of rows. */
const MAX_GROUP_CELLS = 1_000_000;

/**
 * A table as a Parquet file, piece by piece: dates as timestamps in UTC, what is not known as
 * null. A piece is valid until the next is requested.
 */
export async function tableParquet({
  rows,
  columns,
}: Pick<Columns, "rows" | "columns">): Promise<Generator<Uint8Array>> {
  const size = rowsOfGroup(columns.length);
  const group = (from: number, to: number) => columns.map((column) => written(column, from, to));
  return parquetOfGroups(group(0, 0), groups());

  function* groups() {
    for (let from = 0; from < rows; from += size) yield group(from, Math.min(rows, from + size));
  }
}

/** Rows that are written at once. */
export function rowsOfGroup(columns: number): number {
  return Math.ceil(MAX_GROUP_CELLS / columns);
}

/** A column of a group of rows. */
export interface ParquetColumn {
  readonly name: string;
  readonly type: "STRING" | "TIMESTAMP" | "DOUBLE";
  readonly nullable?: boolean;
  readonly data: unknown[];
}

/**
 * Groups of rows as a Parquet file, piece by piece. A piece is valid until the next is requested.
 *
 * @param columns without rows
 * @param groups of {@link rowsOfGroup} rows each, the last one of fewer
 */
export async function parquetOfGroups(
  columns: ParquetColumn[],
  groups: Iterable<readonly ParquetColumn[]>,
): Promise<Generator<Uint8Array>> {
  const { ByteWriter, ParquetWriter, schemaFromColumnData } = await import("hyparquet-writer");
  return pieces();

  function* pieces() {
    const bytes = new ByteWriter();
    const schema = schemaFromColumnData({ columnData: columns });
    const file = new ParquetWriter({ writer: bytes, schema });
    for (const group of groups) {
      file.write({
        columnData: group.map(({ name, data }) => ({ name, data })),
        rowGroupSize: rowsOfGroup(columns.length),
      });
      yield bytes.getBytes();
      bytes.index = 0;
    }
    file.finish();
    yield bytes.getBytes();
  }
}

/** Rows of a column. */
function written(column: Column, from: number, to: number): ParquetColumn {
  const { name } = column;
  switch (column.kind) {
    case "text": {
      const { codes, labels } = column;
      return {
        name,
        type: "STRING" as const,
        data: Array.from(codes.subarray(from, to), (code) => labels.text(code)),
      };
    }
    case "time":
      return {
        name,
        type: "TIMESTAMP" as const,
        data: Array.from(column.values.subarray(from, to), (stamp) => new Date(stamp)),
      };
    case "number":
      return {
        name,
        type: "DOUBLE" as const,
        nullable: true,
        data: Array.from(column.values.subarray(from, to), (v) => (Number.isNaN(v) ? null : v)),
      };
  }
}
