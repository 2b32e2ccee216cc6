import { createHash } from "node:crypto";
import type { Panel } from "../data/panel.js";
import { FitError } from "../errors.js";
import { encodeContainer } from "../models/file.js";
import type { Model, SeriesForecast } from "../models/model.js";
import { panelState } from "../models/panel-state.js";
import { type BacktestContext, type BacktestScores, backtest, type Fold, owa } from "./backtest.js";

/** Metrics of one series, or the mean over series where `unique_id` is `*`; null where not defined. */
export interface Measured {
  readonly unique_id: string;
  readonly metrics: Readonly<Record<string, number | null>>;
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
 * Fits a model to the training part of a fold and records its scores and forecasts.
 *
 * @param reference scores of Naive2 on the same fold, for OWA
 * @throws FitError what the model throws, and when it was interrupted
 */
export async function measure(
  fold: Fold,
  model: Model,
  reference: BacktestScores,
  context: BacktestContext,
): Promise<Measurement> {
  const scores = await backtest([fold], model, context);
  const [forecasts] = scores.forecasts;
  if (forecasts === undefined) throw new FitError("interrupted before it was fitted");
  return {
    scores: metricsOf(fold, scores, reference),
    forecasts: forecasts.map((forecast) => ({
      unique_id: forecast.id,
      sha256: forecastDigest(forecast),
      mean: Array.from(forecast.mean, rounded),
    })),
  };
}

/** Every metric there is of a fold, by the names under which rules and baselines know them. */
export function metricsOf(
  fold: Fold,
  scores: BacktestScores,
  reference: BacktestScores,
): Measured[] {
  const { series } = fold.training;
  const all = {
    unique_id: "*",
    metrics: rounding({
      ...scores.mean,
      owa: owa(scores.series, reference.series),
      ...Object.fromEntries(
        scores.coverage.map(({ level, mean }) => [`coverage-${level}`, mean.coverage]),
      ),
    }),
  };
  if (series.length === 1) return [all];
  return [
    all,
    ...series.map(({ id }, s) => ({
      unique_id: id,
      metrics: rounding({
        ...scores.series[s]!,
        owa: owa([scores.series[s]!], [reference.series[s]!]),
        ...Object.fromEntries(
          scores.coverage.map((c) => [`coverage-${c.level}`, c.series[s]!.coverage]),
        ),
      }),
    })),
  ];
}

/** A hash of everything that a model can see of a panel, whatever its file was called. */
export function panelDigest(panel: Panel): string {
  const { reading: _, ...seen } = panel;
  const document = panelState({ ...seen, source: "" });
  return sha256(encodeContainer({ document, metadata: {} }));
}

function forecastDigest({ mean, intervals = [] }: SeriesForecast): string {
  return sha256(
    encodeContainer({
      document: { mean, intervals: intervals.map((interval) => ({ ...interval })) },
      metadata: {},
    }),
  );
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
