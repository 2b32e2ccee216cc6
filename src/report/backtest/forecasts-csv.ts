import { stampsAhead } from "../../data/panel/future-index.js";
import type { SeriesForecast } from "../../models/model.js";
import { csvRow } from "../text/csv.js";
import { stampFormat } from "../text/timestamp.js";
import { type BacktestReport, trainingOf } from "./report.js";

/**
 * The forecasts of every model and fold beside the observations: `unique_id,ds,cutoff,y,<model>`, with
 * `<model>-lo-80,<model>-hi-80` … after each model that gives intervals. Folds that a model was interrupted
 * before are empty.
 *
 * @param safe whether ids that spreadsheets would run as formulas are made harmless
 */
export function backtestForecasts(report: BacktestReport, safe = false): string {
  const { folds, models } = report;
  const training = trainingOf(report);
  const stamp = stampFormat(
    training,
    training.series.map((one) => stampsAhead(one, training.frequency, folds[0].horizon)),
  );
  const first = models.map(({ scores }) => scores.forecasts[0][0]);
  const header = models.flatMap(({ label }, m) => [
    label,
    ...(first[m].intervals ?? []).flatMap(({ level }) => [
      `${label}-lo-${level}`,
      `${label}-hi-${level}`,
    ]),
  ]);
  const rows = [csvRow(["unique_id", "ds", "cutoff", "y", ...header], safe)];
  folds.forEach(({ training: { series, frequency }, test, horizon }, f) => {
    series.forEach((one, s) => {
      const { id, ds } = one;
      const cutoff = ds[ds.length - 1];
      const ahead = stampsAhead(one, frequency, horizon);
      test[s].forEach((y, h) => {
        const values = models.flatMap(({ scores }, m): (number | string)[] => {
          const forecast = scores.forecasts[f]?.[s];
          return forecast ? valuesAt(forecast, h) : valuesAt(first[m], h).map(() => "");
        });
        const observed = Number.isNaN(y) ? "" : y;
        rows.push(csvRow([id, stamp(ahead[h]), stamp(cutoff), observed, ...values], safe));
      });
    });
  });
  return rows.join("");
}

function valuesAt({ mean, intervals = [] }: SeriesForecast, h: number): number[] {
  return [mean[h], ...intervals.flatMap(({ lo, hi }) => [lo[h], hi[h]])];
}
