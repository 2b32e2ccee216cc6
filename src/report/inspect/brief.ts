import type { SeriesInspection } from "../../analysis/inspect.js";
import { stepsInWords } from "../../data/time/describe-frequency.js";
import { counted, firstFew } from "../../wording.js";
import { firstInEvenSteps } from "../charts/regular-steps.js";
import { CHART_ROWS, historyChart } from "../charts/series-chart.js";
import { type Appearance, paint } from "../text/appearance.js";
import { dataNotes } from "../text/data-notes.js";
import { dataSummary } from "../text/data-summary.js";
import { decimalsFor, decimalsOf, formatCount, formatNumber } from "../text/format.js";
import { printable } from "../text/printable.js";
import { wrap, wrapCommand } from "../text/wrap.js";
import { descriptionReport } from "./describe.js";
import { neighboursReport } from "./neighbours.js";
import { regimeReport } from "./regimes.js";
import { type InspectionReport, MIN_TREND, rolesInWords } from "./report.js";

/** Columns of what stands before a line. */
const LABEL = 9;
/** Assumptions that are told; `--full` has the others. */
const MAX_ASSUMED = 2;
/** Lowest chart in which a season can be seen. */
const MIN_CHART_ROWS = 5;
/** Legend, axis and dates of the chart, the blank line above it, and the shell's line. */
const BESIDE_CHART = 5;

/**
 * What matters of a table in a few lines, the command to run next, and as much of a chart of the first
 * series as the terminal has room for; then what was asked for besides.
 */
export function briefInspection(report: InspectionReport, appearance: Appearance): string {
  const { panel, regimes, neighbours, description } = report;
  const lines = factsWithin(report, appearance, asksForMore(report)).join("\n");
  const asked = [
    description && descriptionReport(description.columns, description.by, appearance),
    regimes && regimeReport(panel.series[0], regimes, panel.frequency, appearance),
    neighbours && neighboursReport(neighbours, panel.frequency, appearance),
  ].filter((part) => part !== undefined);
  const used = lines.split("\n").length + BESIDE_CHART;
  const rows = Math.min(CHART_ROWS, (appearance.rows ?? Number.POSITIVE_INFINITY) - used);
  const chart =
    asked.length === 0 && rows >= MIN_CHART_ROWS ? [chartOf(report, rows, appearance)] : [];
  return wrap(`${[lines, ...chart, ...asked].join("\n\n")}\n`, appearance.width);
}

/** Whether something follows that is longer than a screen anyway. */
function asksForMore({ regimes, neighbours, description }: InspectionReport): boolean {
  return Boolean(regimes || neighbours || description);
}

/** The facts, of which a low terminal shows those that matter most. */
function factsWithin(
  report: InspectionReport,
  appearance: Appearance,
  isLong: boolean,
): readonly string[] {
  const summary = dataSummary(report.panel, appearance);
  const { rows = Number.POSITIVE_INFINITY } = appearance;
  const briefer = BREVITIES.map((brevity) => [summary, ...facts(report, appearance, brevity)]);
  const fits = (beside: number) => (lines: readonly string[]) =>
    lines.join("\n").split("\n").length + beside <= rows;
  if (isLong) return briefer[0]!;
  // An assumption less leaves room for a chart.
  return (
    briefer.slice(0, 2).find(fits(BESIDE_CHART + MIN_CHART_ROWS)) ??
    briefer.find(fits(1)) ??
    briefer[briefer.length - 1]!
  );
}

/** What is left out to save lines. */
interface Brevity {
  /** Assumptions that are told, of which the others are counted: all up to the most by default. */
  readonly assumed?: number;
  readonly columns?: boolean;
  readonly values?: boolean;
}

/** From the longest to the shortest. */
const BREVITIES: readonly Brevity[] = [
  {},
  { assumed: 1 },
  { assumed: 0 },
  { assumed: 0, columns: true },
  { assumed: 0, columns: true, values: true },
];

function facts(report: InspectionReport, appearance: Appearance, without: Brevity): string[] {
  const { panel, assumed, unused, command } = report;
  const chalk = paint(appearance);
  const room = appearance.width - LABEL;
  const labelled = (label: string, text: string) =>
    text
      .split("\n")
      .map((line, i) => `${i === 0 ? chalk.bold(label.padEnd(LABEL)) : " ".repeat(LABEL)}${line}`)
      .join("\n");
  const fact = (label: string, text: string) => labelled(label, wrap(printable(text), room));
  // What may be no value at all changes the most.
  const isFirst = (message: string) => message.includes("--na=");
  const ordered = [...assumed.filter(isFirst), ...assumed.filter((one) => !isFirst(one))];
  const told = ordered.slice(0, without.assumed ?? MAX_ASSUMED);
  const more = assumed.length - told.length;
  const untold =
    told.length > 0 ? `and ${counted(more, "more assumption")}` : counted(more, "thing");
  return [
    ...(panel.reading && !without.columns ? [fact("columns", columnsFact(report))] : []),
    fact("pattern", patternFact(report, appearance)),
    ...(without.values ? [] : [fact("values", valuesFact(report, appearance))]),
    ...dataNotes(panel, unused).map((note) => fact("note", note)),
    ...told.map((message) => fact("assumed", message)),
    ...(more > 0 ? [fact(told.length > 0 ? "" : "assumed", `${untold}: --full`)] : []),
    ...(command === undefined ? [] : [labelled("next", wrapCommand(printable(command), room))]),
  ];
}

function columnsFact({ panel }: InspectionReport): string {
  const { series, reading } = panel;
  const names =
    series.length > 1
      ? ` (${firstFew(
          series.map(({ id }) => id),
          3,
        )})`
      : "";
  return `${rolesInWords(reading!)}${names}`;
}

function patternFact({ panel, series }: InspectionReport, { plain }: Appearance): string {
  const { season, irregular, frequency } = panel;
  const rising = series.filter(({ trend }) => trend.r2 >= MIN_TREND && trend.slope > 0).length;
  const falling = series.filter(({ trend }) => trend.r2 >= MIN_TREND && trend.slope < 0).length;
  const seasonal = series.filter((one) => one.seasonal).length;
  const longEnough = series.some(({ rows }) => rows >= 3 * season);
  const many = series.length > 1;
  const of = many ? ` in ${formatCount(seasonal)} of ${formatCount(series.length)} series` : "";
  const seasons = irregular
    ? "no season, as the dates are irregular"
    : season < 2
      ? "no season"
      : !longEnough
        ? `too short to test for a season of ${season}`
        : seasonal === 0
          ? panel.reading?.seasonFrom === "found"
            ? `season of ${season} found, but too weak to be significant`
            : `no significant season of ${season}`
          : `season of ${season}${of}`;
  if (many) {
    const trends =
      rising + falling === 0
        ? "no strong trends"
        : `${counts(rising, "rises", "rise")}, ${counts(falling, "falls", "fall")}`;
    return `${seasons}; ${trends}`;
  }
  const { slope, r2 } = series[0].trend;
  const change = formatNumber(Math.abs(slope), decimalsFor([slope], 3), plain);
  const step = stepsInWords(1, frequency).replace(/^1 /, "");
  const trend =
    r2 < MIN_TREND || slope === 0
      ? "no strong linear trend"
      : `${slope > 0 ? "rises" : "falls"} by about ${change} ${step.startsWith("hour") ? "an" : "a"} ${step}`;
  return `${seasons}; ${trend}`;
}

function counts(count: number, one: string, several: string): string {
  return `${formatCount(count)} ${count === 1 ? one : several}`;
}

function valuesFact({ series }: InspectionReport, { plain }: Appearance): string {
  const total = (count: (one: SeriesInspection) => number) =>
    series.reduce((sum, one) => sum + count(one), 0);
  const low = series.reduce((least, { min }) => Math.min(least, min), Number.POSITIVE_INFINITY);
  const high = series.reduce((most, { max }) => Math.max(most, max), Number.NEGATIVE_INFINITY);
  const decimals = decimalsOf([low, high], 4);
  const all = [
    [total(({ missing }) => missing), "missing", "missing"],
    [total(({ zeros }) => zeros), "zero", "zeros"],
    [total(({ negative }) => negative), "negative", "negative"],
    [total(({ outliers }) => outliers.length), "outlier", "outliers"],
  ] as const;
  const found = all
    .filter(([count]) => count > 0)
    .map(([count, one, several]) => counts(count, one, several));
  const write = (value: number) => formatNumber(value, decimals, plain);
  const range = `from ${write(low)} to ${write(high)}`;
  return `${[range, ...found].join(", ")}${found.length === 0 ? ", none missing, zero or unusual" : ""}`;
}

function chartOf({ panel }: InspectionReport, rows: number, appearance: Appearance): string {
  const { series, frequency, season } = panel;
  const chart = historyChart(firstInEvenSteps(panel), frequency, season, appearance, rows);
  return series.length > 1
    ? chart.replace(
        "\n",
        `   ${paint(appearance).dim(`(--series shows another of ${formatCount(series.length)})`)}\n`,
      )
    : chart;
}
