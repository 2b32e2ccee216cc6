import { separatedReader } from "./csv-row.js";
import { recordReader } from "./json-row.js";
import type { RowReader } from "./row.js";
import type { RowForm } from "./row-format.js";

/** @param source as people call it */
export function rowReader(source: string, form: RowForm): RowReader {
  return form.kind === "record" ? recordReader(source, form) : separatedReader(source, form);
}
