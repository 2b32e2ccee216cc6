import { levelOf } from "../../evaluation/check/findings.js";
import type { DocumentOf } from "../text/document.js";
import { toJson } from "../text/json.js";
import { counts, type RegressionReport } from "./report.js";
import type { checkSchema } from "./schema.js";

/** One document, schema `foretell/check@1`. */
export function regressionJson(report: RegressionReport): string {
  const { version, baseline, compared, update } = report;
  const document: DocumentOf<typeof checkSchema> = {
    schema: "foretell/check@1",
    version,
    baseline: { file: baseline.file, version: baseline.version ?? null },
    update,
    verdict: levelOf(compared.flatMap(({ findings }) => findings)),
    counts: Object.fromEntries(counts(report)),
    models: compared.map(({ source, model, findings, metrics, reasons }) => ({
      source,
      model: model ?? null,
      verdict: levelOf(findings),
      findings,
      metrics,
      ...(reasons && { undefined: reasons }),
    })),
  };
  return `${toJson(document, 2)}\n`;
}
