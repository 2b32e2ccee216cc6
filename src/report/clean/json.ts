import type { DocumentOf } from "../text/document.js";
import { toJson } from "../text/json.js";
import { stampFormat } from "../text/timestamp.js";
import type { CleaningReport } from "./report.js";
import type { cleanSchema } from "./schema.js";

/** One document, schema `foretell/clean@1`. `was` is null where nothing was observed. */
export function cleanJson({ version, panel, series }: CleaningReport): string {
  const stamp = stampFormat(panel, []);
  const document: DocumentOf<typeof cleanSchema> = {
    schema: "foretell/clean@1",
    version,
    source: panel.source,
    freq: panel.frequency.alias,
    series: series.map(({ id, ds, y, changes }) => ({
      unique_id: id,
      ds: Array.from(ds, stamp),
      y: Array.from(y),
      changes: changes.map(({ at, ...change }) => ({ ds: stamp(ds[at]), ...change })),
    })),
  };
  return `${toJson(document)}\n`;
}
