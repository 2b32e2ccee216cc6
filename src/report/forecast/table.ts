import type { ModelForecast } from "../../evaluation/forecast.js";
import type { Appearance } from "../text/appearance.js";
import { decimalsFor, decimalsOf, decimalsOfCounts, formatNumber } from "../text/format.js";
import { headAndTail } from "../text/head-and-tail.js";
import { printable } from "../text/printable.js";
import { type Column, right, table } from "../text/table.js";
import { shownStamps } from "../text/timestamp.js";
import { lengthOf } from "../text/wrap.js";
import { namesIn } from "./names.js";
import { type ForecastReport, intervalAt, isCounted, levelsOf, quantilesOf } from "./report.js";

/** Longer horizons are cut here: nobody reads further, and CSV has them all. */
const MAX_STEPS = 60;

export interface ForecastTable {
  readonly text: string;
  /** Lines above the first date. */
  readonly headRows: number;
  /** Series shown, from the first; the others did not fit. */
  readonly series: number;
  /** Steps shown: the first ones, and in a low table the last ones too. */
  readonly steps: number;
  /** Models shown, from the first. */
  readonly models: number;
  /** What there is no room for beside the means of the first series. */
  readonly without?: "intervals" | "quantiles" | undefined;
}

/** How much of each forecast a table shows. */
interface Layout {
  /** Which intervals; quantiles are shown where there are any. */
  readonly intervals: "all" | "widest" | "none";
  /** Significant digits of the largest value. */
  readonly digits: number;
}

/** From the best on: the first that fits the width for all models of the first series is taken. */
const LAYOUTS: readonly Layout[] = [
  { intervals: "all", digits: 5 },
  { intervals: "all", digits: 4 },
  { intervals: "widest", digits: 5 },
  { intervals: "widest", digits: 4 },
  { intervals: "widest", digits: 3 },
  { intervals: "none", digits: 5 },
];

/** Whether lines are drawn around cells, and the characters between columns. */
interface Style {
  readonly ruled: boolean;
  readonly gap: number;
}

const RULED: Style = { ruled: true, gap: 3 };
const BARE: Style = { ruled: false, gap: 2 };

/** The forecast of a series by a model: columns under a common head. */
interface Group {
  readonly name: string;
  readonly columns: readonly { readonly title: string; readonly cells: readonly string[] }[];
}

/**
 * Forecasts with a row for each date, for as many series as fit the width and end on the same date; always
 * for the first. The ends of the intervals, and the quantiles, stand beside a forecast as far as those of
 * the first series fit.
 *
 * @param maxRows rows of a table without borders for a terminal that is so low, head and tail of a longer
 *   horizon; undefined for as many as there are, with borders where intervals fit beside them
 */
export function forecastTable(
  report: ForecastReport,
  appearance: Appearance,
  maxRows?: number,
): ForecastTable {
  const { panel, future, models, horizon, addsUp, whole } = report;
  const cut = horizon > MAX_STEPS ? MAX_STEPS - 10 : horizon;
  const { head, tail } =
    maxRows === undefined ? { head: cut, tail: 0 } : headAndTail(horizon, maxRows);
  const shown = (values: Float64Array) => [
    ...values.subarray(0, head),
    ...values.subarray(horizon - tail, horizon),
  ];
  const time = printable(namesIn(report).time);
  const stamps = shownStamps(panel, Float64Array.from(shown(future[0])));
  const groupsOf = (series: number, layout: Layout) =>
    models.map((model) => groupOf(report, model, series, shown, layout, appearance.plain));
  const fits = (groups: readonly Group[], style: Style) =>
    widthOf(groups, longest([time, ...stamps]), style) <= appearance.width;
  const styles = maxRows === undefined ? [RULED, BARE] : [BARE];
  const choices = LAYOUTS.flatMap((layout) => styles.map((style) => ({ layout, style })));
  const of = (series: readonly number[]) =>
    choices.find(({ layout, style }) =>
      fits(
        series.flatMap((s) => groupsOf(s, layout)),
        style,
      ),
    );
  // Series that a person chose stand side by side, if need be without intervals.
  const { layout, style } = (whole && of([...panel.series.keys()])) ??
    of([0]) ?? { layout: LAYOUTS[LAYOUTS.length - 1], style: styles[0] };
  const { ruled } = style;
  // Of levels that add up, those below the first stand beside it, and all but the first without intervals.
  const areLevels = addsUp && !whole && layout.intervals !== "none";
  const ofFirst = groupsOf(0, areLevels ? { ...layout, intervals: "widest" } : layout);
  const groups = [...ofFirst];
  let series = 1;
  for (; series < panel.series.length; series++) {
    if (future[series][0] !== future[0][0]) break;
    const more = groupsOf(series, areLevels ? { ...layout, intervals: "none" } : layout);
    if (!fits([...groups, ...more], style)) break;
    groups.push(...more);
  }
  // The title says whose the forecasts are where there is one series alone.
  const named =
    series === 1 && models.length > 1
      ? groups.map((group, m) => ({ ...group, name: models[m].label }))
      : groups;
  // A terminal has no rows for a second table below.
  let shownModels = models.length;
  while (maxRows !== undefined && series === 1 && shownModels > 1) {
    if (fits(named.slice(0, shownModels), style)) break;
    shownModels--;
  }
  const { columns, cells, above } = laidOut(
    series === 1 ? named.slice(0, shownModels) : groups,
    { title: time, cells: stamps },
    ruled,
    appearance,
  );
  const rows = stamps.map((_, h) => cells.map((column) => column[h]));
  if (tail > 0)
    rows.splice(head, 0, [appearance.plain ? "..." : "…", ...columns.slice(1).map(() => "")]);
  const text = table(columns, rows, appearance, { ruled });
  return {
    text: above === undefined ? text : `${above}\n${text}`,
    headRows: above === undefined ? 1 : 2,
    series,
    steps: head + tail,
    models: shownModels,
    ...(layout.intervals === "none" && { without: rangesOf(report) }),
  };
}

/** What models give besides means; quantiles where somebody asked for them. */
function rangesOf({ models, quantiles = [] }: ForecastReport): ForecastTable["without"] {
  if (quantiles.length > 0 && models.some((model) => model.quantiles)) return "quantiles";
  return models.some((model) => levelsOf(model).length > 0) ? "intervals" : undefined;
}

/** Decimals by which series may differ and still have the same in a table. */
const MAX_DECIMALS_APART = 2;

/**
 * Decimals of a series in a table: those of the first one, so that columns are read alike, unless values are
 * larger or smaller by far. All models have the same.
 */
function decimalsIn(
  report: ForecastReport,
  series: number,
  shown: (values: Float64Array) => number[],
  digits: number,
): number {
  const of = (s: number) => {
    const beside = report.models.flatMap((model) => [
      ...levelsOf(model).flatMap((level) => {
        const { lo, hi } = intervalAt(model.forecasts[s], level);
        return [...lo, ...hi];
      }),
      ...quantilesOf(model, report.quantiles, s).flatMap(({ values }) => [...values]),
    ]);
    const means = report.models.flatMap(({ forecasts }) => shown(forecasts[s].mean));
    if (beside.every(Number.isInteger)) return decimalsOf(means, digits);
    return (isCounted(report.panel.series[s]!) ? decimalsOfCounts : decimalsFor)(means, digits);
  };
  const own = of(series);
  const first = series === 0 ? own : of(0);
  return Math.abs(own - first) <= MAX_DECIMALS_APART ? first : own;
}

function groupOf(
  report: ForecastReport,
  model: ModelForecast,
  series: number,
  shown: (values: Float64Array) => number[],
  { intervals, digits }: Layout,
  plain: boolean,
): Group {
  const { panel, whole = panel, models, quantiles } = report;
  const forecast = model.forecasts[series];
  const levels = levelsOf(model);
  const decimals = decimalsIn(report, series, shown, digits);
  const column = (title: string, values: Float64Array) => ({
    title,
    cells: shown(values).map((value) => formatNumber(value, decimals, plain)),
  });
  const ends = (intervals === "all" ? levels : levels.slice(-1)).flatMap((level) => {
    const { lo, hi } = intervalAt(forecast, level);
    return [column(`lo-${level}`, lo), column(`hi-${level}`, hi)];
  });
  const shares = quantilesOf(model, quantiles, series).map(({ probability, values }) =>
    column(`q-${probability}`, values),
  );
  return {
    name: nameOf(
      printable(panel.series[series].id),
      model.label,
      whole.series.length,
      models.length,
    ),
    columns: [column("mean", forecast.mean), ...(intervals === "none" ? [] : [...ends, ...shares])],
  };
}

function nameOf(id: string, label: string, series: number, models: number): string {
  if (series === 1) return label;
  return models === 1 ? id : `${id} ${label}`;
}

/** Characters that a table of stamps and groups takes. */
function widthOf(groups: readonly Group[], stamp: number, { ruled, gap }: Style): number {
  const named = namedByTitle(groups, ruled);
  const columns = groups.reduce((sum, group) => sum + groupWidth(group, gap, named) + gap, stamp);
  return columns + (ruled ? 4 : 0);
}

/** Whether names stand as the titles of first columns, not in a line above. */
function namedByTitle(groups: readonly Group[], ruled: boolean): boolean {
  return ruled || groups.length === 1 || groups.every(({ columns }) => columns.length === 1);
}

/** Characters that a group takes: those of its columns, or of its name above where that is longer. */
function groupWidth({ name, columns }: Group, gap: number, named: boolean): number {
  const widths = columns.map(({ title, cells }, c) =>
    longest([named && c === 0 ? name : title, ...cells]),
  );
  const own = widths.reduce((sum, width) => sum + width + gap, -gap);
  return named ? own : Math.max(own, lengthOf(name));
}

function longest(texts: readonly string[]): number {
  return texts.reduce((most, text) => Math.max(most, lengthOf(text)), 0);
}

/**
 * Columns of all groups. A single group, or groups of one column, have their names as titles; others have
 * them in a line above, or where lines are drawn as the title of their first column.
 */
function laidOut(
  groups: readonly Group[],
  dates: { readonly title: string; readonly cells: readonly string[] },
  ruled: boolean,
  { plain }: Appearance,
): { columns: Column[]; cells: (readonly string[])[]; above: string | undefined } {
  const columns: Column[] = [{ title: dates.title }];
  const cells: (readonly string[])[] = [dates.cells];
  const named = namedByTitle(groups, ruled);
  let above = " ".repeat(longest([dates.title, ...dates.cells]));
  for (const group of groups) {
    const width = groupWidth(group, BARE.gap, named);
    const [mean, ...others] = group.columns;
    const rest = others.reduce((sum, { title, cells }) => sum + 2 + longest([title, ...cells]), 0);
    const first = named ? group.name : "mean".padStart(width - rest);
    columns.push(...[first, ...others.map(({ title }) => title)].map(right));
    cells.push(mean.cells, ...others.map((column) => column.cells));
    const rule = plain ? "-" : "─";
    const space = width - lengthOf(group.name) - 1;
    above += `  ${group.name}${space > 0 ? ` ${rule.repeat(space)}` : " ".repeat(space + 1)}`;
  }
  return { columns, cells, above: named ? undefined : above.trimEnd() };
}
