import type { ForecastReport } from "./report.js";

/**
 * The report on some of its series, those that a person chose; scores stay those of all. An interrupted
 * forecast may lack some, and one that lacks all is left as it is.
 */
export function showing(report: ForecastReport, places: readonly number[]): ForecastReport {
  const { panel, future, models, whole = panel } = report;
  const there = places.filter((s) => s < panel.series.length);
  const pick = <T>(all: readonly T[]) => there.map((s) => all[s]);
  if (there.length === 0) return report;
  return {
    ...report,
    whole,
    places: there,
    panel: { ...panel, series: pick(panel.series) },
    future: pick(future),
    models: models.map((model) => ({
      ...model,
      forecasts: pick(model.forecasts),
      ...(model.quantiles && { quantiles: pick(model.quantiles) }),
      ...(model.samples && { samples: pick(model.samples) }),
      ...(model.totals && { totals: pick(model.totals) }),
      ...(model.diagnostics && { diagnostics: pick(model.diagnostics) }),
    })),
  };
}
