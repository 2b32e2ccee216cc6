import { recordReader } from "./record-reader.js";
import type { RowForm } from "./row-form.js";
import { separatedReader } from "./separated-reader.js";
import type { RowReader } from "./stream-row.js";

/** @param source as people call it */
export function rowReader(source: string, form: RowForm): RowReader {
  return form.kind === "record" ? recordReader(source, form) : separatedReader(source, form);
}
