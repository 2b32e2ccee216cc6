import type { Frequency } from "../data/time/frequency.js";
import type { Interval } from "../models/model.js";
import { type ForecastReport, quantilesOf } from "../report/forecast/report.js";

/** A forecast of one series at one date. */
export interface ForecastRow {
  readonly unique_id: string;
  /** A date, or the row's number where the data have no dates. */
  readonly ds: Date | number;
  /** What reports call the model. */
  readonly model: string;
  /** In units of y. */
  readonly mean: number;
  /** By level, ascending; empty for a model without intervals. */
  readonly intervals: readonly {
    readonly level: number;
    readonly lo: number;
    readonly hi: number;
  }[];
  /** In the order in which they were asked for, where they were. */
  readonly quantiles?: readonly { readonly probability: number; readonly value: number }[];
}

/** The sum of a model's forecasts of one series over the horizon. */
export interface ForecastTotal
  extends Pick<ForecastRow, "unique_id" | "model" | "mean" | "intervals" | "quantiles"> {
  /** The first date that is added up, or its row's number. */
  readonly from: Date | number;
  /** The last one. */
  readonly to: Date | number;
}

/** A row for each series, model and date. */
export function forecastRows({
  panel,
  future,
  models,
  quantiles: asked,
}: ForecastReport): ForecastRow[] {
  return panel.series.flatMap(({ id }, s) =>
    models.flatMap((model) => {
      const { label, forecasts } = model;
      const { mean, intervals = [] } = forecasts[s]!;
      const quantiles = model.quantiles && quantilesOf(model, asked, s);
      return Array.from(mean, (value, h) => ({
        unique_id: id,
        ds: dateAt(panel.frequency, future[s]![h]!),
        model: label,
        mean: value,
        intervals: intervalsAt(intervals, h),
        ...(quantiles && {
          quantiles: quantiles.map(({ probability, values }) => ({
            probability,
            value: values[h]!,
          })),
        }),
      }));
    }),
  );
}

/** A row for each series and model; none where no totals were asked for. */
export function forecastTotals({
  panel,
  future,
  models,
  quantiles: asked = [],
}: ForecastReport): ForecastTotal[] {
  return panel.series.flatMap(({ id }, s) =>
    models.flatMap(({ label, totals }) => {
      if (!totals) return [];
      const { mean, intervals, quantiles } = totals[s]!;
      return {
        unique_id: id,
        from: dateAt(panel.frequency, future[s]!.at(0)!),
        to: dateAt(panel.frequency, future[s]!.at(-1)!),
        model: label,
        ...{ mean, intervals },
        ...(quantiles && {
          quantiles: quantiles.map((value, q) => ({ probability: asked[q]!, value })),
        }),
      };
    }),
  );
}

/** A stamp as a date, or as a row number where the data have no dates. */
export function dateAt({ unit }: Frequency, stamp: number): Date | number {
  return unit === "index" ? stamp : new Date(stamp);
}

/** The ends of intervals at one step, by level, ascending. */
export function intervalsAt(intervals: readonly Interval[], h: number): ForecastRow["intervals"] {
  return intervals
    .map(({ level, lo, hi }) => ({ level, lo: lo[h]!, hi: hi[h]! }))
    .sort((a, b) => a.level - b.level);
}
