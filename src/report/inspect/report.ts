import { type DateIntervals, latest, type SeriesInspection } from "../../analysis/inspect.js";
import type { Neighborhood } from "../../analysis/similar-series.js";
import type { Description } from "../../data/frame/describe.js";
import type { Panel, Reading } from "../../data/panel/from-table.js";
import type { Decision } from "../../data/roles/decisions.js";
import type { UnusedColumns } from "../../data/roles/unused-columns.js";
import type { Frequency } from "../../data/time/frequency.js";
import { formatTime, precisionOf } from "../../data/time/timestamp.js";
import type { Regimes } from "../../models/hmm/regimes.js";
import { firstInEvenSteps } from "../charts/regular-steps.js";
import { historyChart } from "../charts/series-chart.js";
import { type Appearance, paint } from "../text/appearance.js";
import { dataNotes } from "../text/data-notes.js";
import { dataSummary } from "../text/data-summary.js";
import type { DocumentOf } from "../text/document.js";
import { decimalsFor, duration, formatCount, formatNumber } from "../text/format.js";
import { toJson } from "../text/json.js";
import { printable } from "../text/printable.js";
import { right, table } from "../text/table.js";
import { wholeStamp } from "../text/timestamp.js";
import { wrap, wrapCommand } from "../text/wrap.js";
import { descriptionJson, descriptionReport } from "./describe.js";
import { neighboursReport } from "./neighbours.js";
import { regimeReport } from "./regimes.js";
import type { inspectSchema } from "./schema.js";
import { spectrumReport } from "./spectrum.js";

/** Everything `foretell inspect` has to say, before it becomes text or JSON. */
export interface InspectionReport {
  readonly version: string;
  readonly panel: Panel;
  /** In the panel's order. */
  readonly series: readonly SeriesInspection[];
  /** Warnings of the reader: oddities of the data and what was assumed about them. */
  readonly assumed: readonly string[];
  /** What was decided about columns, and what nearly was. */
  readonly decisions: readonly Decision[];
  /** Columns that might explain the target, and have no role; none where no table was read. */
  readonly unused?: UnusedColumns;
  /** Regimes of the first series, where requested. */
  readonly regimes?: Regimes;
  readonly neighbours?: Neighborhood;
  /** Statistics of columns, and by the groups of a column, if requested. */
  readonly description?: {
    readonly by: string | undefined;
    readonly columns: readonly Description[];
  };
  /** The command that forecasts these data, read in the same way; none for data that no command reads. */
  readonly command?: string;
}

/** Series of which a row is shown. */
const MAX_SERIES = 20;
const MAX_OUTLIERS = 5;
const MAX_LAGS = 24;

/** All that was found for a person: how the table was read, its series, the first one in detail. */
export function inspectionText(report: InspectionReport, appearance: Appearance): string {
  const { panel, series, assumed, decisions, regimes, neighbours, description, command } = report;
  const chalk = paint(appearance);
  const { reading } = panel;
  const bullet = appearance.plain ? "-" : "·";
  const columns =
    reading && `${reading.dialect ? "" : "plain CSV; "}columns: ${rolesInWords(reading)}`;
  const first = series[0];
  const left = series.length - MAX_SERIES;
  const parts = [
    [dataSummary(panel, appearance), ...(columns ? [printable(columns)] : [])].join("\n"),
    decisionList(decisions, bullet),
    notesOf(report),
    assumed.length > 0
      ? `assumed:\n${assumed.map((message) => `${bullet} ${printable(message)}`).join("\n")}`
      : undefined,
    seriesTable(report, appearance) + (left > 0 ? `\nand ${formatCount(left)} more series` : ""),
    description && descriptionReport(description.columns, description.by, appearance),
    historyChart(firstInEvenSteps(panel), panel.frequency, panel.season, appearance),
    nature(first, panel, appearance),
    autocorrelations(first, panel.season, appearance),
    panel.irregular ? undefined : spectrumReport(latest(panel.series[0]).y, first, appearance),
    regimes && regimeReport(panel.series[0], regimes, panel.frequency, appearance),
    neighbours && neighboursReport(neighbours, panel.frequency, appearance),
    outlierList(first, panel, appearance),
    command === undefined
      ? undefined
      : wrapCommand(`${chalk.bold("next:")} ${printable(command)}`, appearance.width),
  ];
  const text = parts.filter((part) => part !== undefined).join("\n\n");
  return wrap(`${text}\n`, appearance.width);
}

/** Which column holds what. */
export function rolesInWords({ time, targets, id }: Reading): string {
  return [
    time === undefined ? "no dates" : `dates in ${time}`,
    `values in ${targets.join(", ")}`,
    ...(id === undefined ? [] : [`series by ${id}`]),
  ].join("; ");
}

function notesOf({ panel, unused }: InspectionReport): string | undefined {
  const notes = dataNotes(panel, unused);
  return notes.length > 0 ? notes.map((note) => printable(note)).join("\n") : undefined;
}

function seriesTable({ panel, series }: InspectionReport, appearance: Appearance): string {
  const { frequency } = panel;
  const shown = series.slice(0, MAX_SERIES);
  const decimals = decimalsFor(
    shown.map(({ max }) => max),
    4,
  );
  const number = (value: number) => formatNumber(value, decimals, appearance.plain);
  return table(
    [
      { title: "series" },
      right("rows"),
      { title: "from" },
      { title: "to" },
      ...["missing", "zeros", "outliers", "min", "mean", "max"].map(right),
    ],
    shown.map((one) => [
      printable(one.id),
      String(one.rows),
      wholeStamp(one.start, frequency),
      wholeStamp(one.end, frequency),
      ...[one.missing, one.zeros, one.outliers.length].map(String),
      ...[one.min, one.mean, one.max].map(number),
    ]),
    appearance,
  );
}

/** Share of the variance from which on a straight line is called a trend. */
export const MIN_TREND = 0.1;

/** Trend, season and sign of the first series, a line each. */
function nature(one: SeriesInspection, panel: Panel, { plain }: Appearance): string {
  const { season, irregular, frequency } = panel;
  const { slope, r2 } = one.trend;
  const change = formatNumber(Math.abs(slope), decimalsFor([slope], 3), plain);
  const share = formatNumber(100 * r2, 0, plain);
  const trend =
    r2 < MIN_TREND || slope === 0
      ? "no strong linear trend"
      : `${slope > 0 ? "rises" : "falls"} by ${change} a step (a straight line explains ${share} %${one.seasonal ? " beside the season" : ""})`;
  const seasonal = irregular
    ? "none, as the dates are irregular"
    : season < 2
      ? "none is expected at this frequency"
      : one.rows < 3 * season
        ? `a season of ${season} cannot be detected in fewer than ${3 * season} rows`
        : one.seasonal
          ? `season of ${season}: stronger than chance`
          : `${panel.reading?.seasonFrom === "found" ? `season of ${season} found, but too weak to be significant` : `no significant season of ${season}`}; --season 1 forecasts without one`;
  const sign =
    one.min > 0
      ? "all values are positive: a logarithm is possible"
      : `no logarithm: ${one.zeros} zero and ${one.negative} negative values`;
  const recent =
    one.recent < one.rows
      ? [
          `looked at: the latest ${formatNumber(one.recent, 0, plain)} observations for season, spectrum and outliers`,
        ]
      : [];
  const intervals =
    one.intervals === undefined ? [] : [describeIntervals(one.intervals, frequency, plain)];
  return [...intervals, `trend: ${trend}`, `season: ${seasonal}`, `sign: ${sign}`, ...recent].join(
    "\n",
  );
}

/** How far apart irregular dates are. */
function describeIntervals(
  { shortest, lower, median, upper, longest }: DateIntervals,
  { unit }: Frequency,
  plain: boolean,
): string {
  const write = (interval: number) =>
    unit === "index" ? `${interval} rows` : duration(interval, plain);
  return `intervals: ${write(median)} in the median, half of them from ${write(lower)} to ${write(upper)}, all from ${write(shortest)} to ${write(longest)}`;
}

/** Bars of the autocorrelation, with the season's lag marked. */
function autocorrelations(
  { acf, recent }: SeriesInspection,
  season: number,
  { plain, width }: Appearance,
): string | undefined {
  if (acf.length < 3) return undefined;
  const lags = Math.min(acf.length - 1, MAX_LAGS);
  const bound = 1.96 / Math.sqrt(recent);
  const half = Math.min(20, Math.floor((width - 24) / 2));
  const bars = Array.from({ length: lags }, (_, k) => {
    const r = acf[k + 1];
    const length = Math.round(Math.abs(r) * half);
    const bar = (plain ? "#" : "█").repeat(length);
    const sides = r < 0 ? `${bar.padStart(half)}|` : `${" ".repeat(half)}|${bar}`;
    const mark = `${Math.abs(r) > bound ? "*" : " "}${(k + 1) % season === 0 && season > 1 ? " season" : ""}`;
    return `${String(k + 1).padStart(4)} ${formatNumber(r, 2, plain).padStart(5)}${mark.trimEnd().padEnd(9)}${sides}`.trimEnd();
  });
  return `autocorrelation without the trend (* significant at 95 %):\n${bars.join("\n")}`;
}

function outlierList(
  { outliers }: SeriesInspection,
  { frequency }: Panel,
  { plain }: Appearance,
): string | undefined {
  if (outliers.length === 0) return undefined;
  const shown = outliers.slice(0, MAX_OUTLIERS);
  const decimals = decimalsFor(
    shown.map(({ y }) => y),
    4,
  );
  const lines = shown.map(
    ({ ds, y, expected }) =>
      `${wholeStamp(ds, frequency)}: ${formatNumber(y, decimals, plain)} instead of about ${formatNumber(expected, decimals, plain)}`,
  );
  const more = outliers.length > shown.length ? [`and ${outliers.length - shown.length} more`] : [];
  return [`outliers (kept as they are):`, ...lines, ...more].join("\n");
}

/** Columns that could have been taken for dates or values, and why they were not. */
function decisionList(decisions: readonly Decision[], bullet: string): string | undefined {
  const lines = decisions.flatMap(({ role, column, others }) => {
    if (others.length === 0) return [];
    const shown = others
      .slice(0, MAX_OTHERS)
      .map(({ column, because }) => `${column} (${because})`);
    const more = others.length > MAX_OTHERS ? [`${others.length - MAX_OTHERS} more`] : [];
    const names = { time: "dates", target: "values", id: "names of series" };
    return [`${bullet} ${names[role]} in ${column}, not in ${[...shown, ...more].join(", ")}`];
  });
  return lines.length > 0
    ? ["decided:", ...lines.map((line) => printable(line))].join("\n")
    : undefined;
}

/** Columns that are named as those that were not taken. */
const MAX_OTHERS = 6;

/** `foretell/inspect@1`. */
export function inspectionJson(report: InspectionReport): string {
  const { version, panel, series, assumed, decisions, unused } = report;
  const { regimes, neighbours, description, command } = report;
  const { reading, frequency } = panel;
  const write = (ds: number) =>
    frequency.unit === "index" ? ds : formatTime(ds, precisionOf([ds]));
  const document: DocumentOf<typeof inspectSchema> = {
    schema: "foretell/inspect@1",
    version,
    source: panel.source,
    freq: frequency.alias,
    ...(panel.irregular && { irregular: true }),
    season: panel.season,
    reading: reading && {
      ...reading,
      dialect: reading.dialect ?? [],
      decisions,
    },
    assumed,
    unused: unused ?? { ahead: [], partly: [], past: [], static: [] },
    series: series.map(({ id, start, end, acf, outliers, ...one }) => ({
      unique_id: id,
      start: write(start),
      end: write(end),
      ...one,
      acf: Array.from(acf),
      outliers: outliers.map(({ ds, ...outlier }) => ({ ds: write(ds), ...outlier })),
    })),
    ...(description && { describe: descriptionJson(description.columns, description.by) }),
    ...(regimes && {
      regimes: {
        unique_id: panel.series[0].id,
        // JSON knows no infinity: a state that is never left has no duration.
        states: regimes.states.map((state) => ({
          ...state,
          duration: Number.isFinite(state.duration) ? state.duration : null,
        })),
        path: Array.from(regimes.path, (state) => (state < 0 ? null : state)),
      },
    }),
    ...(neighbours && {
      neighbours: {
        unique_id: neighbours.series.id,
        nearest: neighbours.neighbours.map(({ series: { id }, distance }) => ({
          unique_id: id,
          distance,
        })),
      },
    }),
    command,
  };
  return `${toJson(document, 2)}\n`;
}
