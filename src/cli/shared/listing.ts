import { csvRow } from "../../report/text/csv.js";
import { table } from "../../report/text/table.js";
import { appearanceOf } from "./appearance.js";
import type { Format, GlobalOptions } from "./options.js";
import { chooseFormat, writeStdout } from "./output.js";

/** Prints rows as a table, CSV or `{ "schema": "foretell/<name>@1", "<name>": [ … ] }`. */
export async function writeListing<Key extends string>(
  name: string,
  keys: readonly Key[],
  rows: readonly Readonly<Record<Key, string>>[],
  options: GlobalOptions & { readonly format?: Format },
): Promise<void> {
  const cells = rows.map((row) => keys.map((key) => row[key]));
  switch (chooseFormat(options.format, undefined)) {
    case "csv":
      return writeStdout([keys, ...cells].map(csvRow).join(""));
    case "json":
      return writeStdout(
        `${JSON.stringify({ schema: `foretell/${name}@1`, [name]: rows }, null, 2)}\n`,
      );
    case "table": {
      const appearance = appearanceOf(process.stdout, options);
      const columns = keys.map((title, k) => ({
        title,
        align: cells.every((row) => isNumber(row[k])) ? ("right" as const) : ("left" as const),
      }));
      return writeStdout(`${table(columns, cells, appearance)}\n`);
    }
  }
}

function isNumber(cell: string): boolean {
  return /^-?[\d.]+(e[-+]\d+)?$/.test(cell);
}
