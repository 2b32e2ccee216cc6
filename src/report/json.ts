import type { Holdout } from "../evaluation/holdout.js";
import type { Scores } from "../evaluation/metrics.js";
import type { ForecastReport } from "./forecast.js";
import { stampFormat } from "./stamp.js";

/**
 * One document, schema `foretell/forecast@1`. Metrics that are not defined are null, and so is
 * `holdout` of a series that was not judged.
 */
export function forecastJson(report: ForecastReport): string {
  const { panel, horizon, models } = report;
  const stamp = stampFormat(panel, report.future);
  const future = report.future.map((ds) => Array.from(ds, stamp));
  const trained = models.filter((m) => m.training);
  const tapped = models.filter((m) => m.gradientFlow);
  const document = {
    schema: "foretell/forecast@1",
    version: report.version,
    source: panel.source,
    freq: panel.frequency.alias,
    season: panel.season,
    horizon,
    seed: report.seed,
    levels: [],
    models: models.map(({ label }) => label),
    series: panel.series.flatMap(({ id, ds }, s) =>
      models.map(({ label, forecasts, holdout }) => ({
        unique_id: id,
        model: label,
        cutoff: stamp(ds[ds.length - 1]!),
        ds: future[s],
        mean: Array.from(forecasts[s]!.mean),
        intervals: {},
        holdout: held(holdout, holdout?.series[s]),
        warnings:
          holdout && !holdout.series[s]
            ? [`fewer than ${2 * horizon} observations: not judged on held-back ones`]
            : [],
      })),
    ),
    training: Object.fromEntries(
      trained.map(({ label, training }) => {
        const { epochs, loss, validationLoss, parameters } = training!;
        return [label, { epochs, loss, validationLoss, parameters }];
      }),
    ),
    gradientFlow: Object.fromEntries(
      tapped.map(({ label, gradientFlow }) => {
        const { hidden, reach, verdict } = gradientFlow!;
        return [label, { norms: hidden, reach, verdict }];
      }),
    ),
  };
  // JSON.stringify writes NaN and infinities as null.
  return `${JSON.stringify(document, null, 2)}\n`;
}

function held(holdout: Holdout | undefined, scores: Scores | undefined) {
  return holdout && scores ? { h: holdout.h, ...scores } : null;
}
