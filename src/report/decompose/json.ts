import type { DocumentOf } from "../text/document.js";
import { toJson } from "../text/json.js";
import { stampFormat } from "../text/timestamp.js";
import type { DecompositionReport } from "./report.js";
import type { decomposeSchema } from "./schema.js";

/** One document, schema `foretell/decompose@1`. What was not observed is null. */
export function decompositionJson({
  version,
  panel,
  series,
  multiplicative,
}: DecompositionReport): string {
  const stamp = stampFormat(panel, []);
  const document: DocumentOf<typeof decomposeSchema> = {
    schema: "foretell/decompose@1",
    version,
    source: panel.source,
    freq: panel.frequency.alias,
    multiplicative,
    series: series.map(({ id, ds, seasons, trendStrength, ...parts }) => ({
      unique_id: id,
      ds: Array.from(ds, stamp),
      y: Array.from(parts.y),
      trend: Array.from(parts.trend),
      seasons: seasons.map(({ length, strength, values }) => ({
        length,
        strength,
        values: Array.from(values),
      })),
      remainder: Array.from(parts.remainder),
      adjusted: Array.from(parts.adjusted),
      trendStrength,
    })),
  };
  return `${toJson(document)}\n`;
}
