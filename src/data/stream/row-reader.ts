import { csvRowReader } from "./csv-row.js";
import { jsonRowReader } from "./json-row.js";
import type { RowReader } from "./row.js";
import type { RowFormat } from "./row-format.js";

/** @param source as people call it */
export function rowReader(source: string, form: RowFormat): RowReader {
  return form.kind === "record" ? jsonRowReader(source, form) : csvRowReader(source, form);
}
