import type { DocumentOf } from "../text/document.js";
import { toJson } from "../text/json.js";
import { stampFormat } from "../text/timestamp.js";
import { type AnomalyReport, countsOf, rowsOf } from "./report.js";
import type { anomaliesSchema } from "./schema.js";

/** One document, schema `foretell/anomalies@1`. What was not observed or not forecast is null. */
export function anomalyJson(report: AnomalyReport): string {
  const { version, panel, series, model, level } = report;
  const stamp = stampFormat(panel, []);
  const { judged, unjudged, anomalies, byChance } = countsOf(report);
  const document: DocumentOf<typeof anomaliesSchema> = {
    schema: "foretell/anomalies@1",
    version,
    source: panel.source,
    freq: panel.frequency.alias,
    season: panel.season,
    model,
    level,
    judged,
    unjudged,
    anomalies,
    byChance,
    series: series.map((one) => ({
      unique_id: one.id,
      rows: rowsOf(one, report).map(({ id: _, ds, kind, ...row }) => ({
        ds: stamp(ds),
        ...row,
        kind: kind ?? null,
      })),
    })),
  };
  return `${toJson(document, 2)}\n`;
}
