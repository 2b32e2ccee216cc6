import { counted } from "../../wording.js";
import { type Appearance, paint } from "../text/appearance.js";
import { decimalsOfErrors, formatCount, formatNumber } from "../text/format.js";
import { METRICS, type Metric, metricColumns } from "../text/metric-columns.js";
import { printable } from "../text/printable.js";
import { type ScoreList, scoreLists } from "../text/score-lists.js";
import type { ScoreRow } from "../text/score-row.js";
import { table } from "../text/table.js";
import { wrap } from "../text/wrap.js";
import {
  describeUndefined,
  levelsOf,
  meanRow,
  type ScoreReport,
  seriesRows,
  stepRows,
  TABLE_METRICS,
} from "./report.js";

/** Scores for a person: series and steps if wanted, and last the models from the best on, as a terminal shows the end. */
export function scoreTable(report: ScoreReport, appearance: Appearance): string {
  const { models, training, rankedBy, perSeries, perStep } = report;
  const chalk = paint(appearance);
  const several = models.length > 1;
  const metrics = shownMetrics(report);
  const compared = models.reduce((most, model) => Math.max(most, model.compared), 0);
  const title = `${chalk.bold(printable(report.forecasts))} against ${printable(report.actuals)}: ${counted(compared, "observation", formatCount(compared))} of ${formatCount(training.series.length)} series${seasonOf(training)}`;
  const notes = [
    ...(several ? [`* ranked by ${METRICS[rankedBy]}; --rank chooses another metric`] : []),
    ...describeUndefined(report, metrics),
  ];
  // Borders leave less room for the lists.
  const ruled = appearance.rows === undefined || !(perSeries || perStep);
  const ranking = [
    scores(
      ["model"],
      models.map(meanRow),
      ({ model }) => [model],
      metrics,
      report,
      appearance,
      ruled,
    ),
    ...notes.map((note) => chalk.dim(wrap(note, appearance.width))),
  ].join("\n");
  const last = `${wrap(title, appearance.width)}\n\n${ranking}`;
  return `${[...listsOf(report, metrics, appearance, last), last].join("\n\n")}\n`;
}

/** `, season 12`, or nothing where one date of each series tells of none. */
function seasonOf({ series, season }: ScoreReport["training"]): string {
  if (season > 1) return `, season ${season}`;
  return series.some(({ y }) => y.length > 0) ? ", no season" : "";
}

/** Scores by series and by step, where they are wanted. */
function listsOf(
  report: ScoreReport,
  metrics: readonly Metric[],
  appearance: Appearance,
  below: string,
): string[] {
  const { models, training, perSeries, perStep } = report;
  const grouped = (rows: readonly (readonly ScoreRow[])[]) =>
    rows[0].map((_, k) => rows.map((one) => one[k]));
  const lists: ScoreList[] = [];
  if (perSeries) {
    const rows = models.map((model) => seriesRows(model, training));
    lists.push({ title: "series", groups: grouped(rows) });
  }
  if (perStep) lists.push({ title: "step", groups: grouped(models.map(stepRows)) });
  const ruled = appearance.rows === undefined;
  return scoreLists(lists, [below], appearance, (heading, shown, dotsAfter) => {
    const name = ({ unique_id, step }: ScoreRow) =>
      heading === "step" ? String(step) : printable(unique_id);
    const cells = (row: ScoreRow) => [name(row), row.model];
    return scores([heading, "model"], shown, cells, metrics, report, appearance, ruled, dotsAfter);
  });
}

function shownMetrics({ metrics, rankedBy, models }: ScoreReport): readonly Metric[] {
  const shown = metrics ?? TABLE_METRICS;
  return models.length < 2 || shown.includes(rankedBy) ? shown : [rankedBy, ...shown];
}

/**
 * The best value of each metric stands out, and the metric that ranks is marked.
 *
 * @param dotsAfter how many rows stand above one that stands for those left out
 */
function scores(
  titles: readonly string[],
  rows: readonly ScoreRow[],
  name: (row: ScoreRow) => string[],
  metrics: readonly Metric[],
  { models, rankedBy }: ScoreReport,
  appearance: Appearance,
  ruled: boolean,
  dotsAfter?: number,
): string {
  const { plain } = appearance;
  const chalk = paint(appearance);
  const means = titles.length === 1;
  // Columns of dashes say nothing.
  const shown = metricColumns(metrics, levelsOf(models)).filter(({ value }) =>
    rows.some((row) => !Number.isNaN(value(row))),
  );
  const decimals = decimalsOfErrors(rows.flatMap(({ mae, rmse }) => [mae, rmse]));
  const best = shown.map(({ value, distance }) =>
    means && models.length > 1 && distance
      ? Math.min(...rows.map((row) => distance(value(row))).filter((d) => !Number.isNaN(d)))
      : Number.NaN,
  );
  const columns = [
    ...titles.map((title) => ({ title })),
    ...shown.map(({ title, metric }) => ({
      title: means && models.length > 1 && metric === rankedBy ? `${title}*` : title,
      align: "right" as const,
    })),
  ];
  const cells = rows.map((row) => [
    ...name(row),
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
