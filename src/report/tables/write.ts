import type { WrittenTable } from "./table.js";
import { tableCsv, tableMarkdown, tableNdjson, tableTsv } from "./text-tables.js";

/**
 * A table in a format of tables.
 *
 * @param name of the sheet, where there are sheets
 * @param safe whether texts that spreadsheets would run as formulas are made harmless
 */
export async function writeTable(
  format: "csv" | "tsv" | "ndjson" | "markdown" | "parquet" | "xlsx",
  name: string,
  table: WrittenTable,
  safe = false,
): Promise<Uint8Array | Generator<string | Uint8Array>> {
  switch (format) {
    case "csv":
      return tableCsv(table, safe);
    case "tsv":
      return tableTsv(table, safe);
    case "ndjson":
      return tableNdjson(table);
    case "markdown":
      return tableMarkdown(table);
    case "parquet": {
      const { tableParquet } = await import("./parquet.js");
      return tableParquet(table);
    }
    case "xlsx": {
      const { tableXlsx } = await import("./xlsx.js");
      return tableXlsx(name, table);
    }
  }
}
