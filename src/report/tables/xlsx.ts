import { DataError } from "../../errors.js";
import { cellOf, type WrittenTable } from "./table.js";

/** What a sheet holds, the header included. */
const MAX_ROWS = 1_048_576;
/** Excel counts days from 1900, and takes no dates before. */
const FIRST_DATE = Date.UTC(1900, 2, 1);
/** So that the same table gives the same bytes. */
const CREATED = new Date(0);

/**
 * An Excel workbook of one sheet, its header frozen; dates are dates of Excel where it has them, text
 * where it does not. Texts are never formulas.
 *
 * @throws DataError for more rows than a sheet holds
 */
export async function tableXlsx(name: string, table: WrittenTable): Promise<Uint8Array> {
  const { rows, columns, stamp } = table;
  if (rows + 1 > MAX_ROWS) {
    throw new DataError(`${rows} rows are more than a sheet of Excel holds`, {
      hint: "Write .csv.gz or .parquet instead.",
    });
  }
  const { writeXlsx } = await import("hucre/xlsx");
  const dated = columns.map(
    (column) => column.kind === "time" && column.values.every((ds) => !(ds < FIRST_DATE)),
  );
  const cells = Array.from({ length: rows }, (_, row) =>
    columns.map((column, c) => {
      if (column.kind === "time" && dated[c]) return new Date(column.values[row]);
      return cellOf(column, row, stamp) ?? null;
    }),
  );
  return writeXlsx({
    properties: { created: CREATED, modified: CREATED },
    sheets: [
      {
        name,
        rows: [columns.map(({ name }) => name), ...cells],
        freezePane: { rows: 1 },
      },
    ],
  });
}
