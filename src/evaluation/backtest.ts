import type { Continuation } from "../data/continuation.js";
import { requireAhead } from "../data/exogenous.js";
import { type Panel, withoutTail } from "../data/panel.js";
import { named } from "../data/source.js";
import { DataError } from "../errors.js";
import { requireFinite } from "../models/finite.js";
import type { FitContext, Model, SeriesForecast } from "../models/model.js";
import { canHoldBack } from "./holdout.js";
import { meanScores, type Scores, score } from "./metrics.js";

/** Series cut in two: what models see, and what they are asked for. */
export interface Fold {
  readonly training: Panel;
  /** What came after, one array a series in the training panel's order, [1…horizon]. */
  readonly test: readonly Float64Array[];
  readonly horizon: number;
}

/** How good a model's forecasts of a fold were. */
export interface FoldScores {
  /** One a series, in the training panel's order. */
  readonly series: readonly Scores[];
  /** Mean over series of the per-series values. */
  readonly mean: Scores;
  /** One a level of the model's intervals, none when it gives none. */
  readonly coverage: readonly Coverage[];
}

/** Share of observations within the intervals of a level, from 0 to 1. */
export interface Coverage {
  readonly level: number;
  /** One a series, in the training panel's order; NaN where nothing was observed. */
  readonly series: readonly number[];
  readonly mean: number;
}

/**
 * The last `horizon` observations of each series as the test part. Series with fewer than twice as many
 * are left out.
 *
 * @throws RangeError when that leaves none
 */
export function lastFold(panel: Panel, horizon: number): Fold {
  const long = { ...panel, series: panel.series.filter(({ y }) => canHoldBack(y.length, horizon)) };
  if (long.series.length === 0) throw new RangeError(`no series can hold ${horizon} back`);
  return {
    training: withoutTail(long, horizon),
    test: long.series.map(({ y }) => y.subarray(y.length - horizon)),
    horizon,
  };
}

/**
 * A given test part.
 *
 * @param horizon steps of it, all when undefined; series that have fewer are scored on those
 * @throws DataError when no series has so many, or a future column is not known so far ahead
 */
export function givenFold({ panel, y, source }: Continuation, horizon?: number): Fold {
  const longest = y.reduce((most, { length }) => Math.max(most, length), 0);
  if (horizon !== undefined && horizon > longest) {
    throw new DataError(
      `a horizon of ${horizon}, but no series has more than ${longest} test rows`,
      {
        hint: `Use -H ${longest} or less.`,
        location: { file: source },
      },
    );
  }
  const steps = horizon ?? longest;
  requireAhead(panel, steps, `fill them in in ${named(source)}`);
  return { training: panel, test: y.map((values) => values.subarray(0, steps)), horizon: steps };
}

/**
 * Fits a model to the training part of a fold and scores its forecasts of the test part.
 *
 * @throws FitError what the model throws, and when a forecast is not finite
 */
export async function backtest(
  { training, test, horizon }: Fold,
  model: Model,
  context: Omit<FitContext, "horizon">,
): Promise<FoldScores> {
  const fitted = await model.fit(training, { ...context, horizon });
  const forecasts = fitted.forecast(horizon);
  requireFinite(model.name, forecasts);
  const series = training.series.map(({ y }, s) => {
    const actual = test[s]!;
    return score(actual, forecasts[s]!.mean.subarray(0, actual.length), y, training.season);
  });
  return { series, mean: meanScores(series), coverage: coverageOf(forecasts, test) };
}

function coverageOf(
  forecasts: readonly SeriesForecast[],
  test: readonly Float64Array[],
): Coverage[] {
  const levels = forecasts[0]?.intervals?.map(({ level }) => level) ?? [];
  return levels.map((level, k) => {
    const series = forecasts.map(({ intervals }, s) => {
      const { lo, hi } = intervals![k]!;
      let within = 0;
      let observed = 0;
      test[s]!.forEach((y, h) => {
        if (Number.isNaN(y)) return;
        observed++;
        if (y >= lo[h]! && y <= hi[h]!) within++;
      });
      return within / observed;
    });
    const known = series.filter((share) => !Number.isNaN(share));
    return { level, series, mean: known.reduce((sum, share) => sum + share, 0) / known.length };
  });
}

/**
 * Overall weighted average of two relative measures: the mean of sMAPE and MASE, each over that of the
 * reference (Naive2 in the M4 competition), of means over series. NaN when either is not defined.
 *
 * Each mean is over the series for which both the scores and the reference's are defined.
 *
 * @param scores    one a series
 * @param reference of the same series, in the same order
 * @see Makridakis, Spiliotis & Assimakopoulos (2020), "The M4 Competition", section 2.4
 */
export function owa(scores: readonly Scores[], reference: readonly Scores[]): number {
  const relative = (metric: "smape" | "mase") => {
    let [sum, against] = [0, 0];
    for (let s = 0; s < scores.length; s++) {
      const [value, other] = [scores[s]![metric], reference[s]![metric]];
      if (Number.isNaN(value) || Number.isNaN(other)) continue;
      sum += value;
      against += other;
    }
    return sum / against;
  };
  const value = (relative("smape") + relative("mase")) / 2;
  return Number.isFinite(value) ? value : Number.NaN;
}
