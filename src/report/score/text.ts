import { counted } from "../../wording.js";
import { type Appearance, paint } from "../text/appearance.js";
import { decimalsFor, formatCount, formatNumber } from "../text/format.js";
import { METRICS, type Metric, metricColumns } from "../text/metric-columns.js";
import { printable } from "../text/printable.js";
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

/** Rows of series or steps beyond these are cut: CSV has them all. */
const MAX_ROWS = 60;

/** Scores for a person: the models from the best on, then series and steps if wanted. */
export function scoreTable(report: ScoreReport, appearance: Appearance): string {
  const { models, training, rankedBy, perSeries, perStep } = report;
  const chalk = paint(appearance);
  const several = models.length > 1;
  const metrics = shownMetrics(report);
  const compared = models.reduce((most, model) => Math.max(most, model.compared), 0);
  const title = `${chalk.bold(printable(report.forecasts))} against ${printable(report.actuals)}: ${counted(compared, "observation", formatCount(compared))} of ${formatCount(training.series.length)} series, ${counted(training.season, "step")} a season`;
  const notes = [
    ...(several ? [`ranked by ${METRICS[rankedBy]}; --rank chooses another`] : []),
    ...describeUndefined(report, metrics),
  ];
  const parts = [
    wrap(title, appearance.width),
    [
      scores(["model"], models.map(meanRow), ({ model }) => [model], metrics, report, appearance),
      ...notes.map((note) => chalk.dim(wrap(note, appearance.width))),
    ].join("\n"),
  ];
  const list = (heading: string, rows: readonly ScoreRow[], name: (row: ScoreRow) => string) => {
    const shown = rows.slice(0, MAX_ROWS);
    const cells = (row: ScoreRow) => [name(row), row.model];
    parts.push(scores([heading, "model"], shown, cells, metrics, report, appearance));
    const left = rows.length - shown.length;
    if (left > 0) parts.push(chalk.dim(`and ${formatCount(left)} more rows: --format csv has all`));
  };
  const interleaved = (rows: readonly (readonly ScoreRow[])[]) =>
    rows[0].flatMap((_, k) => rows.map((one) => one[k]));
  if (perSeries) {
    const rows = models.map((model) => seriesRows(model, training));
    list("series", interleaved(rows), ({ unique_id }) => printable(unique_id));
  }
  if (perStep) list("step", interleaved(models.map(stepRows)), ({ step }) => String(step));
  return `${parts.join("\n\n")}\n`;
}

function shownMetrics({ metrics, rankedBy, models }: ScoreReport): readonly Metric[] {
  const shown = metrics ?? TABLE_METRICS;
  return models.length < 2 || shown.includes(rankedBy) ? shown : [rankedBy, ...shown];
}

/** The best value of each metric stands out, and the metric that ranks is marked. */
function scores(
  titles: readonly string[],
  rows: readonly ScoreRow[],
  name: (row: ScoreRow) => string[],
  metrics: readonly Metric[],
  { models, rankedBy }: ScoreReport,
  appearance: Appearance,
): string {
  const { plain } = appearance;
  const chalk = paint(appearance);
  const means = titles.length === 1;
  // Columns of dashes say nothing.
  const shown = metricColumns(metrics, levelsOf(models)).filter(({ value }) =>
    rows.some((row) => !Number.isNaN(value(row))),
  );
  const decimals = decimalsFor(
    rows.flatMap(({ mae, rmse }) => [mae, rmse]),
    4,
  );
  const best = shown.map(({ value, distance }) =>
    means && models.length > 1 && distance
      ? Math.min(...rows.map((row) => distance(value(row))).filter((d) => !Number.isNaN(d)))
      : Number.NaN,
  );
  return table(
    [
      ...titles.map((title) => ({ title })),
      ...shown.map(({ title, metric }) => ({
        title:
          means && models.length > 1 && metric === rankedBy
            ? `${title} ${plain ? "<" : "↑"}`
            : title,
        align: "right" as const,
      })),
    ],
    rows.map((row) => [
      ...name(row),
      ...shown.map(({ metric, value, decimals: own, distance }, c) => {
        const factor = metric === "coverage" ? 100 : 1;
        const text = formatNumber(factor * value(row), own ?? decimals, plain);
        return distance?.(value(row)) === best[c] ? chalk.bold.green(text) : text;
      }),
    ]),
    appearance,
  );
}
