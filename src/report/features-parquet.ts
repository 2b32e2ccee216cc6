import type { Column, Columns } from "../data/columns.js";

/** The feature table as a Parquet file: dates as timestamps in UTC, what is not known as null. */
export async function featuresParquet({
  columns,
}: Pick<Columns, "rows" | "columns">): Promise<Uint8Array> {
  const { parquetWriteBuffer } = await import("hyparquet-writer");
  return new Uint8Array(parquetWriteBuffer({ columnData: columns.map(written) }));
}

function written(column: Column) {
  const { name } = column;
  switch (column.kind) {
    case "text": {
      const { codes, labels } = column;
      return {
        name,
        type: "STRING" as const,
        data: Array.from(codes, (code) => labels.text(code)),
      };
    }
    case "time":
      return {
        name,
        type: "TIMESTAMP" as const,
        data: Array.from(column.values, (stamp) => new Date(stamp)),
      };
    case "number":
      return {
        name,
        type: "DOUBLE" as const,
        nullable: true,
        data: Array.from(column.values, (value) => (Number.isNaN(value) ? null : value)),
      };
  }
}
