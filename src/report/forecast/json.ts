import { testResiduals } from "../../analysis/residual-diagnostics.js";
import { arithmetic } from "../../engine/kernels/arithmetic.js";
import type { ModelForecast } from "../../evaluation/forecast.js";
import type { Holdout } from "../../evaluation/holdout.js";
import type { Scores } from "../../evaluation/scores.js";
import { reasonsBySeries, UNDEFINED_REASONS } from "../../evaluation/undefined-scores.js";
import type { SeriesTotal } from "../../models/intervals/totals.js";
import type { Diagnostics } from "../../models/model.js";
import type { DocumentOf } from "../text/document.js";
import { toJson } from "../text/json.js";
import { stampFormat } from "../text/timestamp.js";
import { type ForecastReport, intervalAt, levelsOf, quantilesOf } from "./report.js";
import type { forecastSchema } from "./schema.js";
import { selectionData } from "./selection-data.js";

/**
 * One document, schema `foretell/forecast@1`. Metrics that are not defined are null with their reason in
 * `undefined` beside them, and null is `holdout` of a series that was not judged, and `diagnostics` of a model that does not estimate each series
 * for itself.
 */
export function forecastJson(report: ForecastReport): string {
  const { panel, horizon, models, places } = report;
  const stamp = stampFormat(panel, report.future);
  const future = report.future.map((ds) => Array.from(ds, stamp));
  const trained = models.filter((m) => m.training);
  const tapped = models.filter((m) => m.gradientFlow);
  const combined = models.filter((m) => m.selection);
  const judgements = models.map(({ holdout }) => judgementOf(holdout));
  const document: DocumentOf<typeof forecastSchema> = {
    schema: "foretell/forecast@1",
    version: report.version,
    source: panel.source,
    freq: panel.frequency.alias,
    ...(panel.irregular && { irregular: true }),
    season: panel.season,
    horizon,
    seed: report.seed,
    ...(arithmetic.fused && { fastMath: true }),
    levels: report.levels,
    ...(report.quantiles && { quantiles: report.quantiles }),
    ...(report.samples && { samples: report.samples }),
    models: models.map(({ label }) => label),
    series: panel.series.flatMap(({ id, ds }, s) =>
      models.map((model, m) => ({
        unique_id: id,
        model: model.label,
        cutoff: stamp(ds[ds.length - 1]),
        ds: future[s],
        mean: Array.from(model.forecasts[s].mean),
        intervals: intervals(model, s),
        ...(model.quantiles && {
          quantiles: Object.fromEntries(
            quantilesOf(model, report.quantiles, s).map(({ probability, values }) => [
              probability,
              Array.from(values),
            ]),
          ),
        }),
        ...(model.samples && { samples: model.samples[s].map((path) => Array.from(path)) }),
        ...(model.totals && { total: totalData(model.totals[s], report.quantiles) }),
        diagnostics: diagnosed(model.diagnostics?.[s], panel.season),
        holdout: judgements[m](id, model.holdout?.series[places?.[s] ?? s]),
        warnings:
          model.holdout && !model.holdout.series[places?.[s] ?? s]
            ? [`fewer than ${2 * horizon} observations: nothing was held back to judge it`]
            : [],
      })),
    ),
    training: Object.fromEntries(
      trained.map(({ label, training }) => {
        const { epochs, loss, validationLoss, parameters, receptive, importance, solver } =
          training!;
        return [
          label,
          {
            epochs,
            loss,
            validationLoss,
            parameters,
            ...(receptive && { receptive }),
            ...(importance && { importance }),
            ...(solver && { solver }),
          },
        ];
      }),
    ),
    ...(combined.length > 0 && {
      selection: Object.fromEntries(
        combined.map(({ label, selection }) => [
          label,
          selectionData(selection!, report.explained === true),
        ]),
      ),
    }),
    gradientFlow: Object.fromEntries(
      tapped.map(({ label, gradientFlow }) => {
        const { of, stride, hidden, reach, verdict, layers } = gradientFlow!;
        return [
          label,
          {
            of,
            stride,
            norms: hidden,
            reach,
            verdict,
            layers: Object.fromEntries(layers.map(({ name, norm }) => [name, norm])),
          },
        ];
      }),
    ),
    ...(report.failures.length > 0 && {
      failures: report.failures.map(({ label, error }) => ({
        model: label,
        message: error.message,
      })),
    }),
  };
  // JSON writes NaN and infinities as null.
  return `${toJson(document, 2)}\n`;
}

/** The sum over the horizon with its intervals by level. */
function totalData(
  { mean, intervals, quantiles }: SeriesTotal,
  probabilities: readonly number[] = [],
) {
  return {
    mean,
    ...(quantiles && {
      quantiles: Object.fromEntries(quantiles.map((value, q) => [probabilities[q], value])),
    }),
    intervals: Object.fromEntries(intervals.map(({ level, lo, hi }) => [level, { lo, hi }])),
  };
}

/** By level; empty for models that give none. */
function intervals(model: ModelForecast, s: number) {
  return Object.fromEntries(
    levelsOf(model).map((level) => {
      const { lo, hi } = intervalAt(model.forecasts[s], level);
      return [level, { lo: Array.from(lo), hi: Array.from(hi) }];
    }),
  );
}

/** Estimates of a series and tests of its residuals; null for models without diagnostics. */
function diagnosed(diagnostics: Diagnostics | undefined, season: number) {
  if (!diagnostics) return null;
  const { description, coefficients, measures, residuals } = diagnostics;
  const tested = testResiduals(residuals, coefficients.length, season);
  return {
    description,
    coefficients: coefficients.map(({ name, value, error }) => ({ name, value, error })),
    measures: Object.fromEntries(measures.map(({ name, value }) => [name, value])),
    ljungBox: tested ? { lags: tested.lags, ...tested.ljungBox } : null,
    jarqueBera: tested ? tested.jarqueBera : null,
  };
}

/** The judgement of each series by its id and scores, null where there is none. */
function judgementOf(holdout: Holdout | undefined) {
  const why = reasonsBySeries(holdout?.undefinedScores ?? []);
  return (id: string, scores: Scores | undefined) => {
    if (!holdout || !scores) return null;
    const { mae, rmse, smape, mase } = scores;
    const metrics = { mae, rmse, smape, mase };
    const lacking = (["mae", "rmse", "smape", "mase"] as const).filter((metric) =>
      Number.isNaN(metrics[metric]),
    );
    const reasons = lacking.map((metric) => [metric, UNDEFINED_REASONS[why(metric, id)]]);
    return {
      ...{ h: holdout.h, ...metrics },
      ...(reasons.length > 0 && { undefined: Object.fromEntries(reasons) }),
    };
  };
}
