import { MIN_LOSSES } from "../../evaluation/model-comparison.js";
import { counted } from "../../wording.js";
import { type Appearance, paint } from "../text/appearance.js";
import { dataSummary } from "../text/data-summary.js";
import { decimalsFor, formatCount, formatNumber } from "../text/format.js";
import { METRICS, type Metric, metricColumns } from "../text/metric-columns.js";
import { printable } from "../text/printable.js";
import type { ScoreRow } from "../text/score-row.js";
import { type Column, table } from "../text/table.js";
import { wrap } from "../text/wrap.js";
import { backtestChart } from "./chart.js";
import {
  type BacktestReport,
  coveredLevels,
  describeUndefined,
  isIntermittentReport,
  meanRow,
  type RankedModel,
  seriesRows,
  stepRows,
  trainingOf,
} from "./report.js";

/** Rows of single series beyond these are cut: nobody reads further, and CSV has them all. */
const MAX_ROWS = 60;

/** Metrics that fit into 80 columns beside the names of most models. */
const DEFAULT_METRICS: readonly Metric[] = ["smape", "mase", "owa", "mae", "coverage"];

/**
 * The same of intermittent demand: a forecast that is always 0 wins by absolute errors and shows in bias
 * and RMSSE, and sMAPE is not defined.
 */
const INTERMITTENT_METRICS: readonly Metric[] = ["rmsse", "bias", "mase", "mae", "coverage"];

/** Scores for a person: what the data are, the models from the best on, single series if wanted. */
export function backtestTable(report: BacktestReport, appearance: Appearance): string {
  const { models, folds, perSeries, perStep } = report;
  const training = trainingOf(report);
  const { horizon } = folds[0];
  const chalk = paint(appearance);
  const count = training.series.length;
  const of = count > 1 ? `, mean of ${formatCount(count)} series` : "";
  const several = models.length > 1;
  const parts: (string | undefined)[] = [
    dataSummary(training, appearance),
    `${chalk.bold("backtest")}, ${counted(horizon, "step")} ahead, ${partOf(report)}${of}\n${scores(
      ["model", ...(several ? ["rank"] : [])],
      models.map(meanRow),
      ({ model }, m) => [
        `${model}${describeFinished(models[m], folds.length)}`,
        ...(several ? [formatNumber(models[m].rank ?? Number.NaN, 0, appearance.plain)] : []),
      ],
      report,
      appearance,
    )}${several && report.rankedBy ? `\n${chalk.dim(`ranked by ${METRICS[report.rankedBy]}${report.rankedBy === "coverage" ? " of intervals" : ""}; --rank chooses another`)}` : ""}${describeUndefined(
      report,
      shownMetrics(report),
    )
      .map((note) => `\n${chalk.dim(note)}`)
      .join("")}`,
    describeComparison(report),
  ];
  parts.push(backtestChart(report, appearance, roomBelow(parts, report, appearance)));
  const list = (title: string, rows: readonly ScoreRow[], name: (row: ScoreRow) => string) => {
    const shown = rows.slice(0, Math.max(MAX_ROWS, models.length));
    const cells = (row: ScoreRow) => [name(row), row.model];
    parts.push(scores([title, "model"], shown, cells, report, appearance));
    const left = rows.length - shown.length;
    if (left > 0) {
      parts.push(chalk.dim(`and ${formatCount(left)} more rows: all of them with --format csv`));
    }
  };
  if (perSeries) {
    const rows = models.map((model) => seriesRows(model, training));
    list(
      "series",
      training.series.flatMap((_, s) => rows.map((one) => one[s])),
      ({ unique_id }) => printable(unique_id),
    );
  }
  if (perStep) {
    const rows = models.map(stepRows);
    list(
      "step",
      rows[0].flatMap((_, h) => rows.map((one) => one[h])),
      ({ step }) => String(step),
    );
  }
  const text = parts.filter((part) => part !== undefined).join("\n\n");
  return wrap(`${text}\n`, appearance.width);
}

/** Lines of the shell and the blank one above the chart. */
const BESIDE_CHART = 2;

/** Lines that are left of a screen below some parts; as many as one likes where more follows. */
function roomBelow(
  parts: readonly (string | undefined)[],
  { perSeries, perStep }: BacktestReport,
  { rows, width }: Appearance,
): number {
  if (rows === undefined || perSeries || perStep) return Number.POSITIVE_INFINITY;
  const above = wrap(parts.filter((part) => part !== undefined).join("\n\n"), width);
  return rows - above.split("\n").length - BESIDE_CHART;
}

/** The test part: `last observations held back`, `5 folds 6 apart, expanding window`. */
function partOf({ test, folds, rolling, refit }: BacktestReport): string {
  if (test !== undefined) return `against ${testName(test)}`;
  if (rolling === undefined || folds.length === 1) return "last observations held back";
  const again = refit > 1 ? `, refitted every ${refit}` : "";
  return `${folds.length} folds ${rolling.step} apart, ${rolling.window} window${again}`;
}

/** ` (2 of 5 folds)` for a model that was interrupted. */
function describeFinished({ finished }: RankedModel, folds: number): string {
  return finished === undefined ? "" : ` (${finished} of ${folds} folds)`;
}

/** Says whether the best model beats the next by more than chance. */
function describeComparison({
  comparison,
  models,
  folds,
  rolling,
}: BacktestReport): string | undefined {
  if (comparison === undefined) return undefined;
  const [best, next] = models.map(({ label }) => label);
  const { statistic, pValue, n, over, series, needed } = comparison;
  if (Number.isNaN(pValue)) {
    const why =
      series === 0
        ? "no series has a MASE in every fold"
        : over === "series" && n < MIN_LOSSES
          ? `${n} series and ${counted(folds.length, "fold")} are too few to tell; use --folds ${needed} or more`
          : over === "series" || n >= needed
            ? "their errors never differ, or always by as much"
            : folds.length === 1
              ? "one fold of one series cannot show a difference; use --folds"
              : needed > MIN_LOSSES
                ? `${n} folds ${rolling!.step} apart overlap too much to tell; use --folds ${needed} or more, or a larger --step`
                : `${n} folds are too few to tell; use --folds ${needed} or more`;
    return `${best} against ${next} (Diebold-Mariano): ${why}`;
  }
  const verdict = pValue < 0.05 ? "differ significantly" : "do not differ significantly";
  const what = over === "series" ? "series taken as independent" : "folds";
  return `${best} and ${next} ${verdict} (Diebold-Mariano ${formatNumber(statistic, 2)}, ${pValue < 0.001 ? "p < 0.001" : `p = ${formatNumber(pValue, 3)}`}, n = ${n} ${what})`;
}

function testName(test: string): string {
  return test === "-" ? "stdin" : printable(test);
}

/** Requested metrics, else the default ones. */
function shownMetrics(report: BacktestReport): readonly Metric[] {
  const { metrics, rankedBy, models } = report;
  const shown = metrics ?? (isIntermittentReport(report) ? INTERMITTENT_METRICS : DEFAULT_METRICS);
  if (rankedBy === undefined || models.length < 2 || shown.includes(rankedBy)) return shown;
  // What decides is never hidden; of the defaults one makes room for it.
  return [rankedBy, ...(metrics ?? shown.filter((metric) => metric !== "mae"))];
}

/** The best value of each metric stands out. */
function scores(
  titles: readonly string[],
  rows: readonly ScoreRow[],
  name: (row: ScoreRow, index: number) => string[],
  report: BacktestReport,
  appearance: Appearance,
): string {
  const { models } = report;
  const { plain } = appearance;
  const chalk = paint(appearance);
  const ranked = titles.includes("rank");
  const shown = metricColumns(shownMetrics(report), coveredLevels(report)).filter(
    // Steps and series have no times of their own, steps no intervals: columns of dashes say nothing.
    ({ value }) => ranked || rows.some((row) => !Number.isNaN(value(row))),
  );
  const decimals = decimalsFor(
    rows.flatMap(({ mae, rmse }) => [mae, rmse]),
    4,
  );
  const columns: Column[] = [
    ...titles.map((title) => ({
      title,
      align: title === "rank" ? ("right" as const) : ("left" as const),
    })),
    ...shown.map(({ title, metric }) => ({
      title: ranked && metric === report.rankedBy ? `${title} ${plain ? "<" : "↑"}` : title,
      align: "right" as const,
    })),
  ];
  const rivals = rows.filter((_, i) => models[i]?.rank !== undefined);
  const best = shown.map(({ value, distance }) =>
    ranked && distance
      ? Math.min(...rivals.map((row) => distance(value(row))).filter((d) => !Number.isNaN(d)))
      : Number.NaN,
  );
  const cells = rows.map((row, i) => [
    ...name(row, i),
    ...shown.map(({ metric, value, decimals: own, distance }, c) => {
      const factor = metric === "coverage" ? 100 : 1;
      const text = formatNumber(factor * value(row), own ?? decimals, plain);
      return distance?.(value(row)) === best[c] ? chalk.bold.green(text) : text;
    }),
  ]);
  return table(columns, cells, appearance);
}
