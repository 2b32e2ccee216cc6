import { MIN_LOSSES } from "../../evaluation/model-comparison.js";
import { counted } from "../../wording.js";
import { type Appearance, paint } from "../text/appearance.js";
import { dataSummary } from "../text/data-summary.js";
import { decimalsOfErrors, formatCount, formatNumber } from "../text/format.js";
import { METRICS, type Metric, metricColumns } from "../text/metric-columns.js";
import { printable } from "../text/printable.js";
import { type ScoreList, scoreLists } from "../text/score-lists.js";
import type { ScoreRow } from "../text/score-row.js";
import { type Column, table } from "../text/table.js";
import { wrap } from "../text/wrap.js";
import { backtestChart } from "./chart.js";
import {
  type BacktestReport,
  coveredLevels,
  dataOf,
  describeUndefined,
  isIntermittentReport,
  meanRow,
  type RankedModel,
  seriesRows,
  stepRows,
  trainingOf,
} from "./report.js";
import { partOf } from "./test-part.js";

/** Metrics that fit into 80 columns beside the names of most models. */
const DEFAULT_METRICS: readonly Metric[] = ["smape", "mase", "owa", "mae", "coverage"];

/**
 * The same of intermittent demand: a forecast that is always 0 wins by absolute errors and shows in bias
 * and RMSSE, and sMAPE is not defined.
 */
const INTERMITTENT_METRICS: readonly Metric[] = ["rmsse", "bias", "mase", "mae", "coverage"];

/**
 * Scores for a person: what the data are, single series and steps if wanted, and last the models from the
 * best on, as a terminal shows the end.
 */
export function backtestTable(report: BacktestReport, appearance: Appearance): string {
  const summary = dataSummary(dataOf(report), appearance);
  const last = [rankingOf(report, appearance), describeComparison(report)].filter(
    (part) => part !== undefined,
  );
  const lists = listsOf(report, appearance, last);
  const above = [summary, ...lists, ...last];
  const chart = backtestChart(report, appearance, roomBelow(above, appearance));
  const parts = [...above, ...(chart === undefined ? [] : [chart])];
  return wrap(`${parts.join("\n\n")}\n`, appearance.width);
}

/** The models from the best on, what ranked them, and where they have no score. */
function rankingOf(report: BacktestReport, appearance: Appearance): string {
  const { models, folds, rankedBy, perSeries, perStep } = report;
  const chalk = paint(appearance);
  const count = trainingOf(report).series.length;
  const of = count > 1 ? `, mean of ${formatCount(count)} series` : "";
  const several = models.length > 1;
  const table = scores(
    ["model", ...(several ? ["rank"] : [])],
    models.map(meanRow),
    ({ model }, m) => [
      `${model}${describeFinished(models[m], folds.length)}`,
      ...(several ? [formatNumber(models[m].rank ?? Number.NaN, 0, appearance.plain)] : []),
    ],
    report,
    appearance,
    // Borders leave less room for the lists.
    appearance.rows === undefined || !(perSeries || perStep),
  );
  const intervals = rankedBy === "coverage" ? " of intervals" : "";
  return [
    `${chalk.bold("backtest")}, ${counted(folds[0].horizon, "step")} ahead, ${partOf(report)}${of}`,
    table,
    ...(several && rankedBy
      ? [chalk.dim(`* ranked by ${METRICS[rankedBy]}${intervals}; --rank chooses another metric`)]
      : []),
    ...describeUndefined(report, shownMetrics(report)).map((note) => chalk.dim(note)),
  ].join("\n");
}

/** Scores by series and by step, where they are wanted. */
function listsOf(
  report: BacktestReport,
  appearance: Appearance,
  below: readonly string[],
): string[] {
  const { models, perSeries, perStep } = report;
  const training = trainingOf(report);
  const rows = perSeries ? models.map((model) => seriesRows(model, training)) : [];
  const steps = perStep ? models.map(stepRows) : [];
  const lists: ScoreList[] = [
    ...(perSeries
      ? [
          {
            title: "series" as const,
            groups: training.series.map((_, s) => rows.map((one) => one[s])),
          },
        ]
      : []),
    ...(perStep
      ? [{ title: "step" as const, groups: steps[0].map((_, h) => steps.map((one) => one[h])) }]
      : []),
  ];
  const ruled = appearance.rows === undefined;
  return scoreLists(lists, below, appearance, (title, shown, dotsAfter) => {
    const name = ({ unique_id, step }: ScoreRow) =>
      title === "step" ? String(step) : printable(unique_id);
    const cells = (row: ScoreRow) => [name(row), row.model];
    return scores([title, "model"], shown, cells, report, appearance, ruled, dotsAfter);
  });
}

/** Lines of the shell and the blank one above the chart. */
const BESIDE_CHART = 2;

/** Lines that are left of a screen below some parts. */
function roomBelow(parts: readonly string[], { rows, width }: Appearance): number {
  if (rows === undefined) return Number.POSITIVE_INFINITY;
  const above = wrap(parts.join("\n\n"), width);
  return rows - above.split("\n").length - BESIDE_CHART;
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
            ? "their errors never differ, or always by the same amount"
            : folds.length === 1
              ? "one fold of one series cannot show a difference; use --folds"
              : needed > MIN_LOSSES
                ? `${n} folds, ${counted(rolling!.step, "step")} apart, overlap too much to tell; use --folds ${needed} or more, or a larger --step`
                : `${n} folds are too few to tell; use --folds ${needed} or more`;
    return `${best} against ${next} (Diebold-Mariano): ${why}`;
  }
  const verdict = pValue < 0.05 ? "differ significantly" : "do not differ significantly";
  const what = over === "series" ? "series taken as independent" : "folds";
  return `${best} and ${next} ${verdict} (Diebold-Mariano ${formatNumber(statistic, 2)}, ${pValue < 0.001 ? "p < 0.001" : `p = ${formatNumber(pValue, 3)}`}, n = ${n} ${what})`;
}

/** Requested metrics, else the default ones. */
function shownMetrics(report: BacktestReport): readonly Metric[] {
  const { metrics, rankedBy, models } = report;
  const shown = metrics ?? (isIntermittentReport(report) ? INTERMITTENT_METRICS : DEFAULT_METRICS);
  if (rankedBy === undefined || models.length < 2 || shown.includes(rankedBy)) return shown;
  // What decides is never hidden; of the defaults one makes room for it.
  return [rankedBy, ...(metrics ?? shown.filter((metric) => metric !== "mae"))];
}

/**
 * The best value of each metric stands out.
 *
 * @param dotsAfter how many rows stand above one that stands for those left out
 */
function scores(
  titles: readonly string[],
  rows: readonly ScoreRow[],
  name: (row: ScoreRow, index: number) => string[],
  report: BacktestReport,
  appearance: Appearance,
  ruled: boolean,
  dotsAfter?: number,
): string {
  const { models } = report;
  const { plain } = appearance;
  const chalk = paint(appearance);
  const ranked = titles.includes("rank");
  const shown = metricColumns(shownMetrics(report), coveredLevels(report)).filter(
    // Steps and series have no times of their own, steps no intervals: columns of dashes say nothing.
    ({ value }) => ranked || rows.some((row) => !Number.isNaN(value(row))),
  );
  const decimals = decimalsOfErrors(rows.flatMap(({ mae, rmse }) => [mae, rmse]));
  const columns: Column[] = [
    ...titles.map((title) => ({
      title,
      align: title === "rank" ? ("right" as const) : ("left" as const),
    })),
    ...shown.map(({ title, metric }) => ({
      title: ranked && metric === report.rankedBy ? `${title}*` : title,
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
  if (dotsAfter !== undefined) {
    cells.splice(dotsAfter, 0, [plain ? "..." : "…", ...columns.slice(1).map(() => "")]);
  }
  return table(columns, cells, appearance, { ruled });
}
