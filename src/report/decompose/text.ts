import type { DecomposedSeries } from "../../analysis/decomposition.js";
import { interpolate } from "../../data/panel/impute.js";
import { shellQuoted } from "../../wording.js";
import { gutterOf, type Line, plot } from "../charts/plot.js";
import { timeAxis } from "../charts/series-chart.js";
import { type Appearance, paint } from "../text/appearance.js";
import { dataSummary } from "../text/data-summary.js";
import { formatCount, formatNumber } from "../text/format.js";
import { printable } from "../text/printable.js";
import { right, table } from "../text/table.js";
import { wrap } from "../text/wrap.js";
import { type DecompositionReport, formOf, seasonLengths } from "./report.js";

/** Rows of the chart of the observations, and of those of the parts: the most and the fewest. */
const MAIN_ROWS = { most: 8, least: 5 };
const PART_ROWS = { most: 4, least: 3 };
/** Series of which a row is shown. */
const MAX_SERIES = 10;
/** Observations that a chart shows at least, and seasons where they are longer than the chart is wide. */
const MIN_SHOWN = 24;
const SEASONS_SHOWN = 3;
/** Columns beside a chart. */
const GUTTER = 12;

/** The data in a line, charts of the first series, and how strong its parts are: one screen for one series. */
export function decompositionText(report: DecompositionReport, appearance: Appearance): string {
  const { panel, series } = report;
  const left = series.length - MAX_SERIES;
  const summary = dataSummary(panel, appearance);
  const strengths = strengthTable(report, appearance);
  const more = `and ${formatCount(left)} more series: --format csv has all`;
  const drawn = `the charts show ${printable(series[0].id)}, the first of ${formatCount(series.length)} series: --series ${shellQuoted(printable(series[1]?.id ?? ""))} shows ${series.length > 2 ? "the next" : "the other"}`;
  const hints = [...(series.length > 1 ? [drawn] : []), ...(left > 0 ? [more] : [])];
  const last = [
    strengths,
    ...hints.map((hint) => wrap(paint(appearance).dim(hint), appearance.width)),
  ];
  const around = [summary, ...last].join("\n").split("\n").length;
  return `${[summary, chartsOf(series[0], report, appearance, around), ...last].join("\n")}\n`;
}

/** @param around rows of all else that stands on the screen */
function chartsOf(
  one: DecomposedSeries,
  report: DecompositionReport,
  appearance: Appearance,
  around: number,
): string {
  const { width, plain } = appearance;
  const longest = one.seasons.reduce((most, { length }) => Math.max(most, length), 0);
  const columns = Math.max(MIN_SHOWN, width - GUTTER);
  const wanted = Math.min(one.y.length, Math.max(columns, SEASONS_SHOWN * longest));
  // Of long seasons several are seen only where a point stands for more than one observation.
  const each = Math.ceil(wanted / columns);
  const shown = wanted - (wanted % each);
  const chalk = paint(appearance);
  const form = `${printable(one.id)} = ${formOf(report)}`;
  const part = shown < one.y.length ? `, the last ${formatCount(shown)} observations` : "";
  const means = each > 1 ? `, points are means of ${each}` : "";
  const recent = (values: Float64Array) => {
    const known = values.slice();
    interpolate(known);
    return meansOf(known.slice(-shown), each);
  };
  const heading = wrap(
    `${chalk.bold(plain ? form.replaceAll("×", "x") : form)}${part}${means}`,
    width,
  );
  const { main, parts } = heightsOf(one, appearance, around + heading.split("\n").length);
  const trend: Line = { values: recent(one.trend), color: "cyan", mark: "o" };
  const charts = [
    {
      title: "observed, and trend (o)",
      lines: [{ values: recent(one.y) }, trend],
      rows: main,
    },
    ...one.seasons.map(({ length, values }) => ({
      title: `season of ${length}`,
      lines: [{ values: recent(values) }],
      rows: parts,
    })),
    { title: "remainder", lines: [{ values: recent(one.remainder) }], rows: parts },
  ];
  const gutter = Math.max(...charts.map(({ lines, rows }) => gutterOf(lines, rows)));
  const axis = {
    ...timeAxis(
      [...one.ds.slice(-shown)].filter((_, i) => i % each === 0),
      report.panel.frequency,
    ),
    gutter,
  };
  const drawn = charts.map(({ title, lines, rows }, i) => {
    const chart = plot(lines, axis, rows, appearance);
    // They have one axis in common, under the last of them.
    const kept = i < charts.length - 1 ? chart.split("\n").slice(0, rows).join("\n") : chart;
    return `${title}\n${kept}`;
  });
  return [heading, ...drawn].join("\n");
}

/** Means of so many values each, one after the other. */
function meansOf(values: Float64Array, each: number): Float64Array {
  return Float64Array.from({ length: values.length / each }, (_, i) => {
    const part = values.subarray(i * each, (i + 1) * each);
    return part.reduce((sum, value) => sum + value / each, 0);
  });
}

/** Rows of the axis, and the line that the shell writes afterwards. */
const AXIS_ROWS = 2;
const PROMPT_ROWS = 1;

/** Heights with which all charts and what stands around them fill the screen, if it is not very low. */
function heightsOf(
  { seasons }: DecomposedSeries,
  { rows = Number.POSITIVE_INFINITY }: Appearance,
  around: number,
): { readonly main: number; readonly parts: number } {
  const count = seasons.length + 1;
  const left = rows - around - AXIS_ROWS - PROMPT_ROWS - (count + 1);
  const within = (value: number, { most, least }: typeof MAIN_ROWS) =>
    Math.max(least, Math.min(most, value));
  const parts = within(Math.floor((left - MAIN_ROWS.least) / count), PART_ROWS);
  return { parts, main: within(left - parts * count, MAIN_ROWS) };
}

/** A row a series: the strength of its trend and of each season. */
function strengthTable(report: DecompositionReport, appearance: Appearance): string {
  const lengths = seasonLengths(report);
  const number = (value: number | undefined) =>
    formatNumber(value ?? Number.NaN, 2, appearance.plain);
  return table(
    [
      { title: "strength, 0 to 1" },
      right("trend"),
      ...lengths.map((length) => right(`season of ${length}`)),
    ],
    report.series
      .slice(0, MAX_SERIES)
      .map(({ id, trendStrength, seasons }) => [
        printable(id),
        number(trendStrength),
        ...lengths.map((n) => number(seasons.find(({ length }) => length === n)?.strength)),
      ]),
    appearance,
    { ruled: false },
  );
}
