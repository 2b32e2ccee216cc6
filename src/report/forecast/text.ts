import type { ModelForecast } from "../../evaluation/forecast.js";
import { counted, firstFew } from "../../wording.js";
import { gradientChart } from "../charts/gradient-chart.js";
import { inEvenSteps } from "../charts/regular-steps.js";
import { CHART_ROWS, type ChartedForecast, forecastChart } from "../charts/series-chart.js";
import { beside, drawingsAcross, shareOf } from "../charts/side-by-side.js";
import { type Appearance, paint } from "../text/appearance.js";
import { dataSummary } from "../text/data-summary.js";
import { formatCount } from "../text/format.js";
import { printable } from "../text/printable.js";
import { wrap } from "../text/wrap.js";
import { diagnosticsReport } from "./diagnostics.js";
import { holdoutTable, lostNote } from "./holdout.js";
import { bandsOfQuantiles, type ForecastReport, intervalAt, levelsOf } from "./report.js";
import { selectionSummary, selectionTable } from "./selection.js";
import { type ForecastTable, forecastTable } from "./table.js";
import { totalLines } from "./totals.js";

/** Parts that are long, or that only some people read. */
export interface ReportParts {
  /** Estimates and residual tests of statistical models; off by default. */
  readonly diagnostics?: boolean;
  /** How the gradient flowed through networks; on by default. */
  readonly gradients?: boolean;
  /** Whether the chart and the table stand alone. */
  readonly quiet?: boolean;
}

/** Notes that stand on the screen with the forecast; others stand above it. */
const MAX_NOTES = 2;

/**
 * The whole report for a person. What is read first stands last, as a terminal shows the end: the data
 * in a line, what to know of them, the chart and the table of the forecast, which fit on one screen
 * together. Above them is how good past forecasts would have been, and what {@link ReportParts} ask for.
 * Of many series the first ones are shown.
 */
export function terminalReport(
  report: ForecastReport,
  appearance: Appearance,
  { diagnostics = false, gradients = true, quiet = false }: ReportParts = {},
): string {
  const { panel, whole = panel, models } = report;
  const notes = quiet
    ? []
    : forecastNotes(report).map((note) => wrap(printable(note), appearance.width));
  const above = [
    ...(gradients && !quiet ? gradientCharts(report, appearance) : []),
    ...(diagnostics ? models : []).map((model) =>
      model.diagnostics?.[0]
        ? diagnosticsReport(model.label, model.diagnostics[0], panel.season, appearance)
        : undefined,
    ),
    ...(quiet ? [] : [holdoutTable(report, appearance), ...selectionParts(report, appearance)]),
    ...notes.slice(MAX_NOTES),
  ].filter((part) => part !== undefined);
  const summary = [
    ...(quiet ? [] : [dataSummary(whole, appearance)]),
    ...notes.slice(0, MAX_NOTES),
  ];
  const screen =
    appearance.rows === undefined
      ? pageOfForecast(report, appearance, summary)
      : screenOfForecast(report, appearance, summary, appearance.rows);
  return wrap(`${[...above, screen].join("\n\n")}\n`, appearance.width);
}

/** What a person should know before trusting a forecast, in sentences. */
export function forecastNotes(report: ForecastReport): string[] {
  const lost = lostNote(report);
  return [...(lost === undefined ? [] : [lost]), ...(report.notes ?? [])];
}

/** Summary, chart and table as large as they like to be. */
function pageOfForecast(
  report: ForecastReport,
  appearance: Appearance,
  summary: readonly string[],
): string {
  const shown = forecastTable(report, appearance);
  return [
    summary.join("\n"),
    chartsOf(report, appearance, CHART_ROWS),
    `${titleOf(report, shown, appearance)}\n${shown.text}`,
    restOf(report, shown, appearance).join("\n"),
  ]
    .filter((part) => part !== "")
    .join("\n\n");
}

/** Lowest chart in which a season can be seen, and fewest rows of a table. */
const MIN_CHART_ROWS = 5;
/** The lowest that may be, where all else would not fit. */
const LEAST_CHART_ROWS = 4;
const MIN_TABLE_ROWS = 4;
/** Narrowest chart beside others, and the line of what is left out. */
const MIN_CHART_WIDTH = 36;
const REST_ROWS = 1;
/** The line that the shell writes afterwards. */
const PROMPT_ROWS = 1;
/** Times that a table is cut for what is said of the cut. */
const MAX_CUTS = 3;

/** Summary, chart and table together within the rows of a terminal, if it is not very low. */
function screenOfForecast(
  report: ForecastReport,
  appearance: Appearance,
  summary: readonly string[],
  rows: number,
): string {
  const heading = (report.whole ?? report.panel).series.length > 1 ? 1 : 0;
  const above = summary.length === 0 ? 0 : linesOf(summary.join("\n"));
  const around = above + PROMPT_ROWS + heading;
  const least = MIN_TABLE_ROWS + 1 + REST_ROWS;
  const { bands, lines } = bandsOf(report, appearance, rows - around - least);
  const fixed = around + lines - bands * MIN_CHART_ROWS;
  const tableWithin = (restRows: number, headRows: number) => {
    const left = rows - fixed - headRows - restRows;
    const shown = forecastTable(
      report,
      appearance,
      Math.max(MIN_TABLE_ROWS, left - bands * MIN_CHART_ROWS),
    );
    return { shown, rest: restOf(report, shown, appearance, bands), left };
  };
  // What is left out is known only once the table is cut, and takes rows itself, for which it is cut again.
  let restRows = 0;
  let tried = tableWithin(restRows, 1);
  for (let cuts = 0; cuts < MAX_CUTS; cuts++) {
    const { rest } = tried;
    const needed = rest.length === 0 ? 0 : linesOf(wrap(rest.join("\n"), appearance.width));
    if (cuts > 0 && needed <= restRows) break;
    restRows = Math.max(restRows, needed);
    tried = tableWithin(restRows, tried.shown.headRows);
  }
  const { shown, rest, left } = tried;
  const tableRows = linesOf(shown.text) - shown.headRows;
  const each = Math.floor((left - tableRows) / bands);
  const chartRows = Math.min(CHART_ROWS, Math.max(MIN_CHART_ROWS, each));
  const rowsOf = (text: string) => linesOf(wrap(text, appearance.width)) + PROMPT_ROWS;
  const screenWith = (chart: number, last: readonly string[]) =>
    [
      ...summary,
      chartsOf(report, appearance, chart, bands),
      ...(heading > 0 ? [titleOf(report, shown, appearance)] : []),
      shown.text,
      ...last,
    ].join("\n");
  const brief = restOf(report, shown, appearance, bands, true);
  const choices = [
    screenWith(chartRows, rest),
    screenWith(chartRows, brief),
    screenWith(LEAST_CHART_ROWS, rest),
    screenWith(LEAST_CHART_ROWS, brief),
  ];
  return choices.find((screen) => rowsOf(screen) <= rows) ?? choices[0]!;
}

function linesOf(text: string): number {
  return text.split("\n").length;
}

/** Charts beside each other: of all series that a person chose, else of the first alone. */
function acrossOf({ whole, panel }: ForecastReport, width: number): number {
  return Math.min(whole ? panel.series.length : 1, drawingsAcross(MIN_CHART_WIDTH, width));
}

/** As many bands of charts of {@link MIN_CHART_ROWS} as so many rows hold, and their lines; one at least. */
function bandsOf(report: ForecastReport, appearance: Appearance, rows: number) {
  const all = report.whole ? report.panel.series.length : 1;
  let bands = Math.ceil(all / acrossOf(report, appearance.width));
  const linesWith = () => linesOf(chartsOf(report, appearance, MIN_CHART_ROWS, bands));
  while (bands > 1 && linesWith() > rows) bands--;
  return { bands, lines: linesWith() };
}

/** @param bands charts below each other; all that are needed by default */
function chartsOf(
  report: ForecastReport,
  appearance: Appearance,
  rows: number,
  bands = Number.POSITIVE_INFINITY,
): string {
  const across = acrossOf(report, appearance.width);
  const each = shareOf(appearance.width, across);
  const count = report.whole ? Math.min(report.panel.series.length, bands * across) : 1;
  const width = across > 1 ? each : appearance.width;
  const charts = Array.from({ length: count }, (_, s) =>
    chartOf(report, s, { ...appearance, width }, rows, across > 1),
  );
  return beside(charts, width, appearance.width);
}

function chartOf(
  { panel, future, models, quantiles }: ForecastReport,
  s: number,
  appearance: Appearance,
  rows: number,
  allRows: boolean,
): string {
  const forecasts = models.map((model) => charted(model, quantiles, s));
  const drawn = { series: panel.series[s], future: future[s], forecasts };
  const even = panel.irregular ? inEvenSteps(drawn, panel.frequency) : drawn;
  return forecastChart(
    even.series,
    even.future,
    even.forecasts,
    panel.frequency,
    panel.season,
    appearance,
    rows,
    allRows,
  );
}

function titleOf(
  { panel, whole = panel, horizon }: ForecastReport,
  shown: ForecastTable,
  appearance: Appearance,
): string {
  const one = whole.series.length > 1 && shown.series === 1;
  const title = one ? `forecast of ${printable(panel.series[0].id)}` : "forecast";
  return `${paint(appearance).bold(title)}, ${counted(horizon, "step")} ahead`;
}

/**
 * What the table leaves out, and where it is; then the totals.
 *
 * @param brief whether there is no room to say where
 */
function restOf(
  report: ForecastReport,
  shown: ForecastTable,
  appearance: Appearance,
  bands = Number.POSITIVE_INFINITY,
  brief = false,
): string[] {
  const { panel, whole = panel, horizon, samples, models } = report;
  const { dim } = paint(appearance);
  const steps = horizon - shown.steps;
  const series = whole.series.length - shown.series;
  const left = [
    ...(shown.without === undefined ? [] : [`the ${shown.without}`]),
    ...(steps > 0 ? [counted(steps, "more step", formatCount(steps))] : []),
    ...(series > 0 ? [`${formatCount(series)} more series`] : []),
    ...(shown.models < models.length ? [counted(models.length - shown.models, "more model")] : []),
  ];
  const other = series > 0 ? "--series shows others, " : "";
  const undrawn = report.whole
    ? panel.series.slice(bands * acrossOf(report, appearance.width)).map(({ id }) => printable(id))
    : [];
  const where = `${other}--format csv has ${series > 0 || shown.models < models.length ? "all" : "them"}`;
  return [
    ...(undrawn.length > 0 ? [dim(`no room for the charts of ${firstFew(undrawn, 3)}`)] : []),
    ...(left.length > 0 ? [dim(`and ${left.join(", ")}${brief ? "" : `: ${where}`}`)] : []),
    ...totalLines(report, appearance),
    ...(samples
      ? [dim(`${counted(samples, "sample path")} a series: --format csv or json has them`)]
      : []),
  ];
}

/** What each combination weighed: in a line, or a table where it is to be explained. */
export function selectionParts(
  { models, explained }: ForecastReport,
  appearance: Appearance,
): string[] {
  return models.flatMap(({ label, selection }) =>
    selection
      ? [
          wrap(selectionSummary(label, selection), appearance.width),
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

/** The forecast of a series with its widest interval, or what lies between its outermost quantiles. */
function charted(
  model: ModelForecast,
  quantiles: ForecastReport["quantiles"],
  s: number,
): ChartedForecast {
  const forecast = model.forecasts[s];
  const level = levelsOf(model).at(-1);
  const band =
    level === undefined
      ? bandsOfQuantiles(model, quantiles, s).at(-1)
      : intervalAt(forecast, level);
  return { label: model.label, mean: forecast.mean, ...(band && { band }) };
}
