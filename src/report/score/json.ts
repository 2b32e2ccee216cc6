import { formatTime, precisionOf } from "../../data/time/timestamp.js";
import type { DocumentOf } from "../text/document.js";
import { toJson } from "../text/json.js";
import { type ScoreReport, scoreRows } from "./report.js";
import type { scoresSchema } from "./schema.js";

/** One document, schema `foretell/score@1`. Metrics that are not defined are null. */
export function scoreJson(report: ScoreReport): string {
  const { training, models, unmatched } = report;
  const dated = training.frequency.unit !== "index";
  const stamped = ({ id, ds }: { readonly id: string; readonly ds: number }) => ({
    unique_id: id,
    ds: dated ? formatTime(ds, precisionOf([ds])) : String(ds),
  });
  const document: DocumentOf<typeof scoresSchema> = {
    schema: "foretell/score@1",
    version: report.version,
    forecasts: report.forecasts,
    actuals: report.actuals,
    freq: training.frequency.alias,
    season: training.season,
    models: models.map(({ label }) => label),
    rankedBy: report.rankedBy,
    compared: Object.fromEntries(models.map(({ label, compared }) => [label, compared])),
    // Naive2 is not fitted here, so there is no OWA.
    scores: scoreRows(report).map(({ step, owa: _, ...row }) =>
      step === "*" ? row : { ...row, step },
    ),
    unmatched: {
      unobserved: unmatched.unobserved.map(stamped),
      unforecast: unmatched.unforecast.map(stamped),
      seriesOnlyInForecasts: unmatched.unknownSeries,
      seriesOnlyInActuals: unmatched.missingSeries,
    },
  };
  return `${toJson(document, 2)}\n`;
}
