import type { Panel } from "../../data/panel/from-table.js";
import { arithmetic } from "../../engine/kernels/arithmetic.js";
import type { Fold } from "../../evaluation/folds.js";
import type { DocumentOf } from "../text/document.js";
import { toJson } from "../text/json.js";
import type { ScoreRow } from "../text/score-row.js";
import { stampFormat } from "../text/timestamp.js";
import { undefinedMetrics } from "../text/undefined-metrics.js";
import {
  type BacktestReport,
  meanRow,
  seriesRows,
  stepRows,
  trainingOf,
  undefinedOf,
} from "./report.js";
import type { backtestSchema } from "./schema.js";

/** One document, schema `foretell/backtest@1`. Metrics that are not defined are null, `undefined` says why. */
export function backtestJson(report: BacktestReport): string {
  const { models, folds, rolling, comparison } = report;
  const training = trainingOf(report);
  const interrupted = models.find(({ finished }) => finished !== undefined);
  const document: DocumentOf<typeof backtestSchema> = {
    schema: "foretell/backtest@1",
    version: report.version,
    source: training.source,
    test: report.test ?? null,
    freq: training.frequency.alias,
    ...(training.irregular && { irregular: true }),
    season: training.season,
    horizon: folds[0].horizon,
    folds: folds.length,
    step: rolling?.step ?? null,
    window: rolling?.window ?? null,
    refit: report.refit,
    cutoffs: folds.map((fold) => cutoffsOf(fold, training)),
    seed: report.seed,
    ...(arithmetic.fused && { fastMath: true }),
    levels: report.levels,
    models: models.map(({ label }) => label),
    rankedBy: report.rankedBy,
    scores: models.flatMap((model) =>
      [
        meanRow(model),
        ...(report.perSeries ? seriesRows(model, training) : []),
        ...(report.perStep ? stepRows(model) : []),
      ].map((row) => withoutStep(row)),
    ),
    undefined: models.flatMap((model) =>
      undefinedMetrics(undefinedOf(model)).map((one) => ({ model: model.label, ...one })),
    ),
    comparison: comparison && {
      models: models.slice(0, 2).map(({ label }) => label),
      ...comparison,
    },
    interrupted: interrupted && { model: interrupted.label, folds: interrupted.finished },
    failures: report.failures,
  };
  // JSON writes NaN and infinities as null.
  return `${toJson(document, 2)}\n`;
}

/** The last dates that models saw of a fold; one where all series end together. */
function cutoffsOf({ training }: Fold, whole: Panel): string | string[] {
  const stamp = stampFormat(whole, []);
  const ends = training.series.map(({ ds }) => stamp(ds[ds.length - 1]));
  return new Set(ends).size === 1 ? ends[0] : ends;
}

function withoutStep({ step, ...row }: ScoreRow) {
  return step === "*" ? row : { ...row, step };
}
