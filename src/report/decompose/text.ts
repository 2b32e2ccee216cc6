import type { DecomposedSeries } from "../../analysis/decomposition.js";
import { interpolate } from "../../data/panel/impute.js";
import { type Line, plot } from "../charts/plot.js";
import { timeAxis } from "../charts/series-chart.js";
import { type Appearance, paint } from "../text/appearance.js";
import { dataSummary } from "../text/data-summary.js";
import { decimalsFor, formatCount, formatNumber } from "../text/format.js";
import { printable } from "../text/printable.js";
import { right, table } from "../text/table.js";
import { wrap } from "../text/wrap.js";
import { type DecompositionReport, formOf, seasonLengths } from "./report.js";

/** Rows of the chart of the observations, and of those of the parts: the most and the fewest. */
const MAIN_ROWS = { most: 8, least: 5 };
const PART_ROWS = { most: 4, least: 3 };
/** Series of which a row is shown. */
const MAX_SERIES = 10;
/** Columns beside a chart. */
const GUTTER = 12;

/** The data in a line, charts of the first series, and how strong its parts are: one screen for one series. */
export function decompositionText(report: DecompositionReport, appearance: Appearance): string {
  const { panel, series } = report;
  const left = series.length - MAX_SERIES;
  const summary = dataSummary(panel, appearance);
  const strengths = strengthTable(report, appearance);
  const around = [summary, strengths].join("\n").split("\n").length + (left > 0 ? 1 : 0);
  const more = `and ${formatCount(left)} more series: all of them with --format csv`;
  return `${[
    summary,
    chartsOf(series[0], report, appearance, around),
    strengths,
    ...(left > 0 ? [paint(appearance).dim(more)] : []),
  ].join("\n")}\n`;
}

/** @param around rows of all else that stands on the screen */
function chartsOf(
  one: DecomposedSeries,
  report: DecompositionReport,
  appearance: Appearance,
  around: number,
): string {
  const { width, plain } = appearance;
  const shown = Math.min(one.y.length, Math.max(24, width - GUTTER));
  const chalk = paint(appearance);
  const form = `${printable(one.id)} = ${formOf(report)}`;
  const part = shown < one.y.length ? `, the last ${formatCount(shown)} observations` : "";
  const recent = (values: Float64Array) => {
    const known = values.slice();
    interpolate(known);
    return known.slice(-shown);
  };
  const heading = wrap(`${chalk.bold(plain ? form.replaceAll("×", "x") : form)}${part}`, width);
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
  const axis = timeAxis([...one.ds.slice(-shown)], report.panel.frequency);
  const drawn = charts.map(({ title, lines, rows }, i) => {
    const chart = plot(lines, axis, rows, appearance, scaleOf(lines));
    // They have one axis in common, under the last of them.
    const kept = i < charts.length - 1 ? chart.split("\n").slice(0, rows).join("\n") : chart;
    return `${title}\n${kept}`;
  });
  return [heading, ...drawn].join("\n");
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

/** Labels of one width, so that the charts stand under each other. */
function scaleOf(lines: readonly Line[]) {
  const values = lines.flatMap((line) => Array.from(line.values));
  const low = values.reduce((a, b) => Math.min(a, b));
  const high = values.reduce((a, b) => Math.max(a, b));
  const room = high > low ? 0 : Math.abs(high) / 10 || 1;
  const decimals = decimalsFor([low, high], 4);
  return {
    low: low - room,
    high: high + room,
    label: (value: number) => formatNumber(value, decimals, true).padStart(GUTTER - 3),
  };
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
