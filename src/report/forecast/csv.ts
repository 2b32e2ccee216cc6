import { csvCell, csvRow } from "../text/csv.js";
import { stampFormat } from "../text/timestamp.js";
import { forecastColumnNames } from "./column-names.js";
import { namesIn } from "./names.js";
import { type ForecastReport, intervalAt, levelsOf, quantilesOf } from "./report.js";

/**
 * The long table that forecasting tools share: `unique_id,ds,<model>`, a row a series and date, with
 * `<model>-lo-80,<model>-hi-80` … after each model that gives intervals, `<model>-q-0.1` … for quantiles
 * and `<model>-sample-1` … for sample paths. Where the report says so, the names are those of the table read.
 *
 * @param safe whether ids that spreadsheets would run as formulas are made harmless
 */
export function forecastCsv(report: ForecastReport, safe = false): string {
  const { panel, future, models } = report;
  const stamp = stampFormat(panel, future);
  const names = namesIn(report);
  const columns = models.flatMap((model) =>
    forecastColumnNames({
      label: names.of(model.label),
      levels: levelsOf(model),
      probabilities: quantilesOf(model, report.quantiles, 0).map(({ probability }) => probability),
      samples: model.samples?.[0]?.length ?? 0,
    }),
  );
  const rows = [
    csvRow([...(names.id === undefined ? [] : [names.id]), names.time, ...columns], safe),
  ];
  panel.series.forEach(({ id }, s) => {
    const key = names.id === undefined ? "" : `${csvCell(id, safe)},`;
    const values = models.flatMap((model) => {
      const forecast = model.forecasts[s];
      const intervals = levelsOf(model).map((level) => intervalAt(forecast, level));
      return [
        forecast.mean,
        ...intervals.flatMap(({ lo, hi }) => [lo, hi]),
        ...quantilesOf(model, report.quantiles, s).map((q) => q.values),
        ...(model.samples?.[s] ?? []),
      ];
    });
    future[s].forEach((ds, h) => {
      // Numbers and stamps never need quotes.
      rows.push(`${key}${stamp(ds)},${values.map((column) => column[h]).join(",")}\n`);
    });
  });
  return rows.join("");
}
