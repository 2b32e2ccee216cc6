import type { ModelForecast } from "../../evaluation/forecast.js";
import { counted } from "../../wording.js";
import { gradientChart } from "../charts/gradient-chart.js";
import { inEvenSteps } from "../charts/regular-steps.js";
import { type ChartedForecast, forecastChart } from "../charts/series-chart.js";
import { type Appearance, paint } from "../text/appearance.js";
import { dataSummary } from "../text/data-summary.js";
import { formatCount } from "../text/format.js";
import { printable } from "../text/printable.js";
import { diagnosticsReport } from "./diagnostics.js";
import { holdoutTable } from "./holdout.js";
import { type ForecastReport, intervalAt, levelsOf } from "./report.js";
import { selectionSummary, selectionTable } from "./selection.js";
import { forecastTable } from "./table.js";

/**
 * The whole report for a person: what the data are, the forecast as a table and a chart, how good past
 * forecasts would have been, and how the gradient flowed. Of many series the first ones are shown.
 */
export function terminalReport(
  report: ForecastReport,
  appearance: Appearance,
  { gradients = true }: { readonly gradients?: boolean } = {},
): string {
  const { panel, future, models, horizon } = report;
  const chalk = paint(appearance);
  const first = panel.series[0];
  const shown = forecastTable(report, appearance);
  const drawn = { series: first, future: future[0], forecasts: models.map(charted) };
  const even = panel.irregular ? inEvenSteps(drawn, panel.frequency) : drawn;
  const chart = forecastChart(
    even.series,
    even.future,
    even.forecasts,
    panel.frequency,
    panel.season,
    appearance,
  );
  const left = [
    ...(horizon > shown.steps ? [`${formatCount(horizon - shown.steps)} more steps`] : []),
    ...(panel.series.length > shown.series
      ? [`${formatCount(panel.series.length - shown.series)} more series`]
      : []),
  ];
  const title = chalk.bold(
    panel.series.length > shown.series && shown.series === 1
      ? `forecast of ${printable(first.id)}`
      : "forecast",
  );
  const parts = [
    dataSummary(panel, appearance),
    `${title}, ${counted(horizon, "step")} ahead\n${shown.text}`,
    ...(left.length > 0
      ? [chalk.dim(`and ${left.join(", ")}: all of them with --format csv`)]
      : []),
    ...(report.samples
      ? [chalk.dim(`${counted(report.samples, "sample path")} a series: with --format csv or json`)]
      : []),
    chart,
    ...selectionParts(report, appearance),
    holdoutTable(report, appearance),
    ...models.map(({ label, diagnostics }) =>
      diagnostics?.[0]
        ? diagnosticsReport(label, diagnostics[0], panel.season, appearance)
        : undefined,
    ),
    ...(gradients ? gradientCharts(report, appearance) : []),
  ];
  return `${parts.filter((part) => part !== undefined).join("\n\n")}\n`;
}

/** What each combination weighed: in a line, or a table where it is to be explained. */
export function selectionParts(
  { models, explained }: ForecastReport,
  appearance: Appearance,
): string[] {
  return models.flatMap(({ label, selection }) =>
    selection
      ? [
          selectionSummary(label, selection),
          ...(explained ? [selectionTable(label, selection, appearance)] : []),
        ]
      : [],
  );
}

/** How the gradient flowed through each network. */
export function gradientCharts({ models }: ForecastReport, appearance: Appearance): string[] {
  return models.flatMap(({ label, gradientFlow }) =>
    gradientFlow ? [gradientChart(label, gradientFlow, appearance)] : [],
  );
}

/** The forecast of the first series with its widest interval. */
function charted(model: ModelForecast): ChartedForecast {
  const [forecast] = model.forecasts;
  const level = levelsOf(model).at(-1);
  return {
    label: model.label,
    mean: forecast.mean,
    ...(level !== undefined && { band: intervalAt(forecast, level) }),
  };
}
