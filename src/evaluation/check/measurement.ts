import { createHash } from "node:crypto";
import type { Panel } from "../../data/panel/from-table.js";
import { FitError } from "../../errors.js";
import { encodeContainer } from "../../models/file/container.js";
import { panelState } from "../../models/file/panel-state.js";
import type { Model, SeriesForecast } from "../../models/model.js";
import { type BacktestContext, type BacktestScores, backtest } from "../backtest.js";
import type { Fold } from "../folds.js";
import type { Scores } from "../scores.js";
import { owa } from "../scores.js";
import {
  reasonsBySeries,
  UNDEFINED_REASONS,
  type UndefinedReason,
  type UndefinedScore,
  undefinedOwa,
} from "../undefined-scores.js";

/** Metrics of one series, or the mean over series where `unique_id` is `*`; null where not defined. */
export interface Measured {
  readonly unique_id: string;
  readonly metrics: Readonly<Record<string, number | null>>;
  /** Why some are null, in words; baselines do not record it. */
  readonly reasons?: Readonly<Record<string, string>>;
}

/** A series' forecast: what people can read of it, and a hash of every bit with its intervals. */
export interface Recorded {
  readonly unique_id: string;
  readonly sha256: string;
  readonly mean: readonly number[];
}

/** What a model did on a fold, as little of it as a later run has to be compared with. */
export interface Measurement {
  /** The means first; of an only series there are no others. */
  readonly scores: readonly Measured[];
  readonly forecasts: readonly Recorded[];
}

/** Digits that are kept of what is recorded: enough to see a change, few enough to read a diff. */
const DIGITS = 6;

/**
 * Fits a model to the training part of each fold and records its scores over all of them, the means of
 * the last one and a hash of every forecast.
 *
 * @example
 * const folds = [lastFold(await readPanel("nottem"), 12)];
 * const context = { seed: 1, warn: console.warn };
 * const reference = await backtest(folds, createModel("naive2"), context);
 * const now = await measure(folds, createModel("theta"), reference, context);
 *
 * @param folds     the oldest first
 * @param reference scores of Naive2 on the same folds, for OWA
 * @throws FitError what the model throws, and when it was interrupted
 */
export async function measure(
  folds: readonly Fold[],
  model: Model,
  reference: BacktestScores,
  context: BacktestContext,
): Promise<Measurement> {
  const scores = await backtest(folds, model, context);
  const forecasts = scores.forecasts[folds.length - 1];
  if (forecasts === undefined) throw new FitError("interrupted before all folds were forecast");
  const last = folds[folds.length - 1];
  const ofSeries = new Map(
    last.training.series.map(({ id }): [string, SeriesForecast[]] => [id, []]),
  );
  for (const fold of scores.forecasts) for (const one of fold) ofSeries.get(one.id)!.push(one);
  return {
    scores: metricsOf(last, scores, reference),
    forecasts: forecasts.map(({ id, mean }) => ({
      unique_id: id,
      sha256: forecastDigest(ofSeries.get(id)!),
      mean: Array.from(mean, rounded),
    })),
  };
}

/**
 * Every metric there is of scores, by the names under which rules and baselines know them.
 *
 * @param fold the last one
 */
export function metricsOf(
  fold: Fold,
  scores: BacktestScores,
  reference: BacktestScores,
): Measured[] {
  const ids = fold.training.series.map(({ id }) => id);
  const undefinedScores = [...scores.undefinedScores, ...undefinedOwa(ids, scores, reference)];
  const all = measured(
    "*",
    scores.mean,
    owa(scores.series, reference.series),
    scores.coverage.map(({ level, mean }) => ({ level, ...mean })),
    (metric) => undefinedScores.find((gap) => gap.metric === metric)?.reason ?? "range",
  );
  if (ids.length === 1) return [all];
  const why = reasonsBySeries(undefinedScores);
  return [
    all,
    ...ids.map((id, s) =>
      measured(
        id,
        scores.series[s],
        owa([scores.series[s]], [reference.series[s]]),
        scores.coverage.map(({ level, series }) => ({ level, ...series[s] })),
        (metric) => why(metric, id),
      ),
    ),
  ];
}

function measured(
  unique_id: string,
  scores: Scores,
  owaOfThem: number,
  levels: readonly { readonly level: number; readonly coverage: number }[],
  why: (metric: UndefinedScore["metric"]) => UndefinedReason,
): Measured {
  const metrics = rounding({
    ...scores,
    owa: owaOfThem,
    ...Object.fromEntries(levels.map(({ level, coverage }) => [`coverage-${level}`, coverage])),
  });
  const lacking = Object.keys(metrics).filter((name) => metrics[name] === null);
  if (lacking.length === 0) return { unique_id, metrics };
  // Intervals of which nothing can be said have no CRPS either.
  const source = (name: string) =>
    (name.startsWith("coverage-") ? "crps" : name) as UndefinedScore["metric"];
  const reasons = lacking.map((name) => [name, UNDEFINED_REASONS[why(source(name))]]);
  return { unique_id, metrics, reasons: Object.fromEntries(reasons) };
}

/** A hash of everything that a model can see of a panel, whatever its file was called. */
export function panelDigest(panel: Panel): string {
  const { reading: _, ...seen } = panel;
  const document = panelState({ ...seen, source: "" });
  return sha256(encodeContainer({ document, metadata: {} }));
}

/** Digest of the forecasts. A single forecast is hashed bare, as 0.1.0 did; several as a list. */
function forecastDigest(forecasts: readonly SeriesForecast[]): string {
  const documents = forecasts.map(({ mean, intervals = [] }) => ({
    mean,
    intervals: intervals.map((interval) => ({ ...interval })),
  }));
  const document = documents.length === 1 ? documents[0] : { folds: documents };
  return sha256(encodeContainer({ document, metadata: {} }));
}

function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

function rounding(metrics: Readonly<Record<string, number>>): Record<string, number | null> {
  return Object.fromEntries(
    Object.entries(metrics).map(([name, value]) => [
      name,
      Number.isFinite(value) ? rounded(value) : null,
    ]),
  );
}

function rounded(value: number): number {
  return Number(value.toPrecision(DIGITS));
}
