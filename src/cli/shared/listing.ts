import { csvRow } from "../../report/text/csv.js";
import { toJson } from "../../report/text/json.js";
import { table } from "../../report/text/table.js";
import { appearanceOf } from "./appearance.js";
import type { Format, GlobalOptions } from "./options.js";
import { chooseFormat } from "./output.js";
import { writeStdout } from "./terminal.js";

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
      return writeStdout([keys, ...cells].map((row) => csvRow(row)).join(""));
    case "json":
      return writeStdout(`${toJson({ schema: `foretell/${name}@1`, [name]: rows }, 2)}\n`);
    case "table": {
      const appearance = appearanceOf(process.stdout, options);
      const columns = keys.map((title, k) => ({
        title,
        align: cells.every((row) => isNumber(row[k])) ? ("right" as const) : ("left" as const),
      }));
      return writeStdout(`${table(columns, cells, appearance)}\n`, true);
    }
  }
}

function isNumber(cell: string): boolean {
  return /^-?[\d.]+(e[-+]\d+)?$/.test(cell);
}
