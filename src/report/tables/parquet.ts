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
  const { ByteWriter, ParquetWriter, schemaFromColumnData } = await import("hyparquet-writer");
  const group = (from: number, to: number) => columns.map((column) => written(column, from, to));
  return pieces();

  function* pieces() {
    const bytes = new ByteWriter();
    const schema = schemaFromColumnData({ columnData: group(0, 0) });
    const file = new ParquetWriter({ writer: bytes, schema });
    const size = Math.ceil(MAX_GROUP_CELLS / columns.length);
    for (let from = 0; from < rows; from += size) {
      const part = group(from, Math.min(rows, from + size));
      file.write({
        columnData: part.map(({ name, data }) => ({ name, data })),
        rowGroupSize: size,
      });
      yield bytes.getBytes();
      bytes.index = 0;
    }
    file.finish();
    yield bytes.getBytes();
  }
}

/** Rows of a column. */
function written(column: Column, from: number, to: number) {
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
