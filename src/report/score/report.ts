import type { Panel } from "../../data/panel/from-table.js";
import type { ActualScores, Unmatched } from "../../evaluation/against-actuals.js";
import { type Metric, metricColumns } from "../text/metric-columns.js";
import type { ScoreRow } from "../text/score-row.js";
import { undefinedNotes } from "../text/undefined-metrics.js";

/** Everything `foretell score` has to say. */
export interface ScoreReport {
  readonly version: string;
  /** The files of forecasts and of observations. */
  readonly forecasts: string;
  readonly actuals: string;
  /** History before the last origin of each series that was scored; gives its frequency and season. */
  readonly training: Panel;
  /** The best first. */
  readonly models: readonly ActualScores[];
  readonly rankedBy: Metric;
  readonly metrics: readonly Metric[] | undefined;
  readonly perSeries: boolean;
  readonly perStep: boolean;
  readonly unmatched: Unmatched;
}

/** How to show it: a table has the columns that fit into 80, CSV and JSON more. */
export const TABLE_METRICS: readonly Metric[] = ["wape", "bias", "rmsse", "mae", "coverage"];
export const ALL_METRICS: readonly Metric[] = [
  ...(["wape", "bias", "mae", "rmse", "smape", "mase", "rmsse"] as const),
  ...(["coverage", "winkler", "crps"] as const),
];

/** The best first by a metric, the undefined last; equals stay in the order of the table. */
export function rankedScores(models: readonly ActualScores[], metric: Metric): ActualScores[] {
  const [column] = metricColumns([metric], levelsOf(models));
  const distance = (model: ActualScores) => {
    const value = column?.value(meanRow(model)) ?? Number.NaN;
    return Number.isNaN(value) ? Number.POSITIVE_INFINITY : (column?.distance?.(value) ?? value);
  };
  const keys = new Map(models.map((model) => [model, distance(model)]));
  return [...models].sort((a, b) =>
    keys.get(a)! < keys.get(b)! ? -1 : keys.get(a)! > keys.get(b)! ? 1 : 0,
  );
}

/** Levels at which any model has intervals, ascending. */
export function levelsOf(models: readonly ActualScores[]): number[] {
  const levels = new Set(models.flatMap(({ scores }) => scores.coverage.map(({ level }) => level)));
  return [...levels].sort((a, b) => a - b);
}

export function meanRow({ label, scores, wape }: ActualScores): ScoreRow {
  return {
    ...{ model: label, unique_id: "*", step: "*", n: scores.series.length },
    ...scores.mean,
    ...{ owa: Number.NaN, wape: wape.all },
    ...byLevel(scores.coverage.map(({ level, mean }) => ({ level, ...mean }))),
  };
}

export function seriesRows({ label, scores, wape }: ActualScores, training: Panel): ScoreRow[] {
  return training.series.map(({ id }, s) => ({
    ...{ model: label, unique_id: id, step: "*" as const, n: 1 },
    ...scores.series[s],
    ...{ owa: Number.NaN, wape: wape.series[s] },
    ...byLevel(scores.coverage.map(({ level, series }) => ({ level, ...series[s] }))),
  }));
}

export function stepRows({ label, scores, wape }: ActualScores): ScoreRow[] {
  return scores.steps.map((step, h) => ({
    ...{ model: label, unique_id: "*", step: h + 1, n: scores.series.length },
    ...step,
    ...{ owa: Number.NaN, wape: wape.steps[h] },
    ...byLevel([]),
  }));
}

type Levelled = { readonly level: number } & Record<"coverage" | "width" | "winkler", number>;

function byLevel(scores: readonly Levelled[]) {
  const of = (metric: "coverage" | "width" | "winkler") =>
    Object.fromEntries(scores.map((one) => [one.level, one[metric]]));
  return { coverage: of("coverage"), width: of("width"), winkler: of("winkler") };
}

/** The means of all models, each followed by its scores of series and steps if those are wanted. */
export function scoreRows(report: ScoreReport): ScoreRow[] {
  return report.models.flatMap((model) => [
    meanRow(model),
    ...(report.perSeries ? seriesRows(model, report.training) : []),
    ...(report.perStep ? stepRows(model) : []),
  ]);
}

/** Why metrics that are shown have no value, in words. */
export function describeUndefined({ models }: ScoreReport, shown: readonly Metric[]): string[] {
  const present = levelsOf(models).length > 0 ? shown : shown.filter((one) => !ofIntervals(one));
  return undefinedNotes(
    models.map(({ label, scores }) => ({
      ...{ label, undefinedScores: scores.undefinedScores, series: scores.series.length },
      forecasts: scores.forecasts.reduce((sum, fold) => sum + fold.length, 0),
    })),
    present,
  );
}

function ofIntervals(metric: Metric): boolean {
  return ["coverage", "width", "winkler", "crps", "pinball"].includes(metric);
}
