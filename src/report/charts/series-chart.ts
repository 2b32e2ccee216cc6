import type { Series } from "../../data/panel/from-table.js";
import { interpolate } from "../../data/panel/impute.js";
import { civilFromDays, DAY } from "../../data/time/calendar.js";
import type { Frequency } from "../../data/time/frequency.js";
import { type Appearance, paint } from "../text/appearance.js";
import { printable } from "../text/printable.js";
import { shortStamp } from "../text/timestamp.js";
import { unbroken, wrap } from "../text/wrap.js";
import { type Axis, type Color, type Line, plot } from "./plot.js";

export interface ChartedForecast {
  readonly label: string;
  /** [horizon] */
  readonly mean: Float64Array;
  /** The interval to draw around it; [horizon] each. */
  readonly band?: {
    readonly level: number;
    /** What it is called where it is no interval. */
    readonly name?: string;
    readonly lo: Float64Array;
    readonly hi: Float64Array;
  };
}

const COLORS: readonly Color[] = ["cyan", "magenta", "yellow", "green", "blue"];
const LETTERS = "abcde";
/** Rows of a chart with room. */
export const CHART_ROWS = 12;

/**
 * The recent history of a series with its forecasts joined on. The part of the time axis that lies in
 * the future is drawn double, and without colour so is the forecast; several are drawn as letters. Of several bands only the first forecast's is drawn.
 *
 * @param future stamps of the forecasts, [horizon]
 * @param rows   height of the plot without legend and axis, at most or, of `allRows`, always
 */
export function forecastChart(
  series: Series,
  future: Float64Array,
  forecasts: readonly ChartedForecast[],
  frequency: Frequency,
  season: number,
  appearance: Appearance,
  rows: number = CHART_ROWS,
  allRows = false,
): string {
  const { plain, color, width } = appearance;
  const drawn = forecasts.slice(0, COLORS.length);
  const horizon = future.length;
  const recent = Math.max(4 * horizon, 3 * season, 24);
  const shown = Math.min(series.y.length, recent, Math.max(horizon, width - 12 - horizon));
  const history = latest(series.y, shown);
  const alone = plain ? "*" : "double";
  const glyphs = drawn.map((_, i) => (drawn.length > 1 ? LETTERS[i] : alone));
  const lines: Line[] = drawn.map(({ mean }, i) => ({
    values: [...history, ...mean],
    ...(color ? { color: COLORS[i] } : { later: { glyph: glyphs[i], from: shown - 1 } }),
  }));
  const band = drawn[0]?.band;
  const shade = plain ? ":" : "░";
  const ds = [...series.ds.slice(-shown), ...future];
  const chart = plot(
    [...lines, { values: history }],
    { ...timeAxis(ds, frequency), doubleFrom: shown, allRows },
    rows,
    appearance,
    undefined,
    band && {
      ...{ lo: [...history, ...band.lo], hi: [...history, ...band.hi] },
      ...{ from: shown - 1, glyph: shade, color: "gray" },
    },
  );
  const chalk = paint(appearance);
  const stroke = plain ? "--" : "──";
  const pieces = [
    [stroke, printable(series.id)],
    ...drawn.map(({ label }, i) => [
      color ? chalk[COLORS[i]](stroke) : glyphs[i].replace("double", "═").repeat(2),
      label,
    ]),
    ...(band
      ? [[chalk.gray(shade.repeat(2)), `${band.name ?? `${band.level} %`} of ${drawn[0].label}`]]
      : []),
  ];
  return `${legendOf(pieces, width)}\n${chart}`;
}

/** Strokes with what they stand for; one stays on a line with its name. */
function legendOf(pieces: readonly (readonly string[])[], width: number): string {
  return wrap(pieces.map((piece) => unbroken(piece.join(" "))).join("   "), width);
}

/** All of a series, thinned to the width there is. */
export function historyChart(
  series: Series,
  frequency: Frequency,
  season: number,
  appearance: Appearance,
  rows: number = CHART_ROWS,
): string {
  const shown = Math.min(series.y.length, Math.max(3 * season, appearance.width - 12));
  const values = latest(series.y, shown);
  const axis = timeAxis(Array.from(series.ds.slice(-shown)), frequency);
  return `${appearance.plain ? "--" : "──"} ${printable(series.id)}\n${plot([{ values }], axis, rows, appearance)}`;
}

/** The last observations, missing ones on straight lines between their neighbours, level at the ends. */
function latest(y: Float64Array, shown: number): number[] {
  let start = y.length - shown;
  // A gap that the first one shown lies in begins with the one known before it.
  while (start > 0 && Number.isNaN(y[start])) start--;
  const filled = y.slice(start);
  const known = interpolate(filled);
  filled.fill(filled[known.start], 0, known.start);
  filled.fill(filled[known.end - 1], known.end);
  return Array.from(filled.subarray(-shown));
}

/** Labels on round dates: Januaries, Mondays, midnights, full minutes, decades. */
export function timeAxis(ds: readonly number[], frequency: Frequency): Axis {
  const { cycle, isRound } = rhythm(frequency);
  const strides: number[] = [];
  for (let stride = 1; stride <= cycle; stride++) if (cycle % stride === 0) strides.push(stride);
  const day = stepsOfDay(frequency);
  if (day > cycle) strides.push(...HOURS.map((hours) => hours * cycle));
  const longest = strides.at(-1)!;
  for (let decade = 1; longest * decade < ds.length; decade *= 10) {
    strides.push(...[2, 5, 10].map((factor) => factor * decade * longest));
  }
  const midnight = Math.round(((Math.ceil(ds[0] / DAY) * DAY - ds[0]) / DAY) * day);
  return {
    label: (point) => shortStamp(ds[point], frequency),
    origin: day > cycle ? midnight : Math.max(0, ds.findIndex(isRound)),
    strides,
  };
}

/** Hours from label to label that make up days. */
const HOURS = [2, 3, 4, 6, 12, 24];

/** Minutes, or several, in a day, of those that make up hours; 0 of other steps. */
function stepsOfDay({ unit, multiple }: Frequency): number {
  return unit === "min" && 60 % multiple === 0 ? 1440 / multiple : 0;
}

/** Steps from one round stamp to the next, and which stamps are round. */
function rhythm({ unit, multiple }: Frequency): {
  cycle: number;
  isRound: (ds: number) => boolean;
} {
  const whole = (length: number) => (length % multiple === 0 ? length / multiple : 10);
  const civil = (ds: number) => civilFromDays(Math.floor(ds / DAY));
  switch (unit) {
    case "M":
      return { cycle: whole(12), isRound: (ds) => civil(ds).month === 1 };
    case "Q":
      return { cycle: whole(4), isRound: (ds) => civil(ds).month <= 3 };
    case "Y":
      return { cycle: 10, isRound: (ds) => civil(ds).year % 10 === 0 };
    case "D":
      // 1970-01-05 was a Monday.
      return { cycle: whole(7), isRound: (ds) => (Math.floor(ds / DAY) - 4) % 7 === 0 };
    case "B":
      return { cycle: whole(5), isRound: (ds) => (Math.floor(ds / DAY) - 4) % 7 === 0 };
    case "h":
      return { cycle: whole(24), isRound: (ds) => ds % DAY === 0 };
    case "min":
      return { cycle: whole(60), isRound: (ds) => ds % 3_600_000 === 0 };
    case "s":
      return { cycle: whole(60), isRound: (ds) => ds % 60_000 === 0 };
    default:
      return { cycle: 10, isRound: (ds) => unit === "index" && ds % 10 === 0 };
  }
}
