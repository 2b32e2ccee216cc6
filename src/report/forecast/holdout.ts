import type { Scores } from "../../evaluation/scores.js";
import { isMostlyIntermittent } from "../../models/auto/traits.js";
import { counted, listed } from "../../wording.js";
import { type Appearance, paint } from "../text/appearance.js";
import { decimalsOfErrors, formatCount, formatNumber } from "../text/format.js";
import { table } from "../text/table.js";
import { undefinedNotes } from "../text/undefined-metrics.js";
import type { ForecastReport } from "./report.js";

/**
 * What compares errors of series in several units: MASE, or RMSSE where demand is intermittent, as a
 * forecast of 0 wins by absolute errors there.
 */
function scaledMetric({ panel, whole = panel }: ForecastReport): "mase" | "rmsse" {
  return isMostlyIntermittent(whole) ? "rmsse" : "mase";
}

/**
 * Hold-out metrics of each model beside those of seasonal naive.
 *
 * @returns nothing when no model was judged
 */
export function holdoutTable(report: ForecastReport, appearance: Appearance): string | undefined {
  const { models, reference, panel, whole = panel } = report;
  const judged = models.filter(({ holdout }) => holdout !== undefined);
  if (judged.length === 0) return undefined;
  const h = judged[0].holdout!.h;
  const count = judged[0].holdout!.series.filter((scores) => scores !== undefined).length;
  const rows = judged.map(({ label, holdout }) => ({ label, ...holdout! }));
  if (reference && !rows.some(({ label }) => label === "seasonal-naive")) {
    rows.push({ label: "seasonal-naive", ...reference });
  }
  const scaled = scaledMetric(report);
  const decimals = decimalsOfErrors(rows.flatMap(({ mean }) => [mean.mae, mean.rmse]));
  const cells = (mean: Scores) => [
    formatNumber(mean.mae, decimals, appearance.plain),
    formatNumber(mean.rmse, decimals, appearance.plain),
    formatNumber(mean.smape, 2, appearance.plain),
    formatNumber(mean[scaled], 3, appearance.plain),
  ];
  const what = whole.series.length > 1 ? `, mean of ${formatCount(count)} series` : "";
  return [
    `last ${counted(h, "observation")} held back${what}:`,
    table(
      [
        { title: "model" },
        { title: "MAE", align: "right" },
        { title: "RMSE", align: "right" },
        { title: "sMAPE", align: "right" },
        { title: scaled.toUpperCase(), align: "right" },
      ],
      rows.map(({ label, mean }) => [label, ...cells(mean)]),
      appearance,
    ),
    ...undefinedNotes(
      rows.map(({ label, undefinedScores }) => ({
        label,
        undefinedScores,
        series: count,
        forecasts: count,
      })),
      ["mae", "rmse", "smape", scaled],
    ).map((note) => paint(appearance).dim(note)),
  ].join("\n");
}

/** Says which models did worse on what was held back than seasonal naive; nothing where none did. */
export function lostNote(report: ForecastReport): string | undefined {
  const { models, reference } = report;
  if (reference === undefined) return undefined;
  // Errors of series in several units cannot be added: a scaled one decides where it is defined.
  const scaled = scaledMetric(report);
  const metric = Number.isNaN(reference.mean[scaled]) ? "mae" : scaled;
  const bound = reference.mean[metric];
  const lost = models.filter(
    ({ holdout }) => holdout !== undefined && holdout.mean[metric] > bound,
  );
  if (lost.length === 0) return undefined;
  const digits = (value: number) =>
    formatNumber(value, metric !== "mae" ? 3 : decimalsOfErrors([value, bound]));
  const scores = lost.map(({ holdout }) => digits(holdout!.mean[metric]));
  const names = listed(lost.map(({ label }) => label));
  return `${names} lost to seasonal naive on the hold-out by ${metric.toUpperCase()} (${listed(scores)} against ${digits(bound)})`;
}
