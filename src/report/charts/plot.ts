import asciichart from "asciichart";
import type { ChalkInstance } from "chalk";
import { type Appearance, paint } from "../text/appearance.js";

export type Color = "cyan" | "magenta" | "yellow" | "green" | "blue" | "gray";

export interface Line {
  /** All finite. */
  readonly values: ArrayLike<number>;
  /** The terminal's own colour when absent. */
  readonly color?: Color;
  /** A character that stands on the line here and there, so that it is known without its colour. */
  readonly mark?: string;
}

/** A vertical scale of one's own, instead of the values' range in numbers. */
export interface Scale {
  readonly low: number;
  readonly high: number;
  /** What stands beside a row. */
  label(value: number): string;
}

export interface Axis {
  /** What stands under the point with this number. */
  label(point: number): string;
  /** A point that carries a label if any does. */
  readonly origin: number;
  /** Points from label to label, the first for which there is room is taken. */
  readonly strides: readonly number[];
  /** First point whose part of the axis is drawn double. */
  readonly doubleFrom?: number;
  /** One character, possibly coloured, that stands between the axis and its labels under a point. */
  under?(point: number): string;
}

/**
 * Lines over a common axis, the later ones on top. The plot fills the width it may have: points are
 * spread out, or thinned where there are more of them than columns.
 *
 * @param height rows of the plot without the axis
 * @param own    values beyond its ends are drawn at them
 */
export function plot(
  lines: readonly Line[],
  axis: Axis,
  height: number,
  appearance: Appearance,
  own?: Scale,
): string {
  const { plain } = appearance;
  const points = Math.max(...lines.map(({ values }) => values.length));
  const scale = own ? ownScale(own, height - 1) : verticalScale(lines, height - 1);
  const gutter = Math.max(...scale.labels.map((label) => label.length)) + 2;
  const room = Math.max(10, appearance.width - gutter);
  const columns =
    points > room
      ? room
      : (points - 1) * Math.min(4, Math.floor((room - 1) / Math.max(1, points - 1))) + 1;
  const columnOf = (point: number) =>
    points > 1 ? Math.round((point * (columns - 1)) / (points - 1)) : 0;

  const rows = lines.map(({ values }) => sample(values, points, columns).map(scale.toRow));
  const drawn = asciichart.plot(rows, {
    offset: 2,
    min: 1,
    max: height,
    height: height - 1,
    colors: lines.map(({ color }) => (color && appearance.color ? ESCAPE[color] : undefined)),
    symbols: plain ? PLAIN_SYMBOLS : SYMBOLS,
    format: (_, row) => `${scale.labels[row].padStart(gutter - 2)} `,
  });
  const marks = lines.flatMap(({ mark, color }, i) =>
    mark
      ? places(rows[i], i, lines.length, height).map((place) => ({ ...place, mark, color }))
      : [],
  );
  return [
    ...marked(drawn.split("\n"), marks, gutter, appearance).map((row) => row.trimEnd()),
    ...axisRows(axis, points, columns, columnOf, gutter - 1, plain, paint(appearance)),
  ].join("\n");
}

const ESCAPE: Record<Color, string> = {
  cyan: "\x1b[36m",
  magenta: "\x1b[35m",
  yellow: "\x1b[33m",
  green: "\x1b[32m",
  blue: "\x1b[34m",
  gray: "\x1b[90m",
};
const SYMBOLS = ["┤", "┤", "╶", "╴", "─", "╰", "╭", "╮", "╯", "│"];
const PLAIN_SYMBOLS = ["|", "|", "-", "-", "-", "\\", "/", "\\", "/", "|"];

/** Columns from one mark of a line to its next. */
const MARK_EVERY = 16;

/** Where marks of one of several lines stand: in turn, so that they do not hide each other. */
function places(
  rows: readonly number[],
  line: number,
  lines: number,
  height: number,
): { row: number; column: number }[] {
  const found: { row: number; column: number }[] = [];
  const first = Math.round(((line + 0.5) * MARK_EVERY) / lines);
  for (
    let column = Math.min(first, rows.length - 2);
    column < rows.length - 1;
    column += MARK_EVERY
  ) {
    // A column's stroke joins this value to the next, and its end lies at the next one's row.
    const end = rows[Math.min(column + 1, rows.length - 1)];
    found.push({ row: height - Math.round(end), column });
  }
  return found;
}

/** Puts marks on drawn rows, whose characters may each be wrapped in escape sequences. */
function marked(
  drawn: readonly string[],
  marks: readonly { row: number; column: number; mark: string; color: Color | undefined }[],
  gutter: number,
  appearance: Appearance,
): string[] {
  const chalk = paint(appearance);
  return drawn.map((text, row) => {
    const here = marks.filter((mark) => mark.row === row);
    if (here.length === 0) return text;
    const cells = text.match(/\x1b\[\d+m.\x1b\[0m|./gsu) ?? [];
    for (const { column, mark, color } of here) {
      cells[gutter + column] = color ? chalk.bold[color](mark) : mark;
    }
    return cells.join("");
  });
}

function ownScale({ low, high, label }: Scale, steps: number) {
  return {
    toRow: (value: number) =>
      1 + ((Math.min(Math.max(value, low), high) - low) / (high - low)) * steps,
    labels: Array.from({ length: steps + 1 }, (_, i) => label(high - (i / steps) * (high - low))),
  };
}

/** Closer to the smallest doubles there is no arithmetic left to draw with. */
const MIN_RANGE = 1e-290;

/**
 * Rows are counted from 1 at the bottom, so that the numbers given to asciichart stay small whatever
 * the units of the data are.
 */
function verticalScale(lines: readonly Line[], steps: number) {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const { values } of lines) {
    for (let i = 0; i < values.length; i++) {
      low = Math.min(low, values[i]);
      high = Math.max(high, values[i]);
    }
  }
  const largest = Math.max(Math.abs(low), Math.abs(high));
  if (!(high - low > Math.max(largest * 1e-9, MIN_RANGE))) {
    const around = largest > MIN_RANGE ? largest * 0.1 : 1;
    low = Math.max(low - around, -Number.MAX_VALUE);
    high = Math.min(high + around, Number.MAX_VALUE);
  }
  // Halves keep the range of the largest doubles finite.
  const range = high / 2 - low / 2;
  let decimals = 0;
  for (let step = (range / steps) * 2; step < 3 && decimals < 7; step *= 10) decimals++;
  const write = (value: number) => {
    if (largest >= 1e9 || decimals === 7) return value.toExponential(2);
    const text = value.toFixed(decimals);
    return Number(text) === 0 ? text.replace("-", "") : text;
  };
  return {
    toRow: (value: number) => 1 + ((value / 2 - low / 2) / range) * steps,
    // Labels from the top down.
    labels: Array.from({ length: steps + 1 }, (_, i) =>
      write(2 * (high / 2 - (i / steps) * range)),
    ),
  };
}

/** The line at each column up to its last point, straight between points. */
function sample(values: ArrayLike<number>, points: number, columns: number): number[] {
  const step = columns > 1 ? (points - 1) / (columns - 1) : 1;
  const sampled: number[] = [];
  for (let column = 0; column < columns; column++) {
    const at = column * step;
    const left = Math.floor(at + 1e-9);
    const part = Math.max(0, at - left);
    if (left > values.length - 1 || (left === values.length - 1 && part > 1e-9)) break;
    const from = values[left];
    sampled.push(part > 1e-9 ? from * (1 - part) + values[left + 1] * part : from);
  }
  return sampled;
}

/**
 * The axis and its labels below a drawing.
 *
 * @param gutter columns left of it, without the one that the axis begins in
 */
export function axisRows(
  axis: Axis,
  points: number,
  columns: number,
  columnOf: (point: number) => number,
  gutter: number,
  plain: boolean,
  chalk: ChalkInstance,
): string[] {
  const ticks = labels(axis, points, gutter + columns, (point) => gutter + columnOf(point));
  const change = axis.doubleFrom === undefined ? columns : columnOf(axis.doubleFrom);
  const line = Array.from({ length: columns }, (_, column) => {
    const tick = ticks.some((t) => t.column === gutter + column);
    const later = column >= change;
    if (plain) return tick || column === 0 ? "+" : later ? "=" : "-";
    if (column === 0) return tick ? "├" : "└";
    return tick ? (later ? "╤" : "┬") : later ? "═" : "─";
  });
  let text = "";
  for (const { start, label } of ticks) text = text.padEnd(start) + label;
  const { under } = axis;
  const pointAt = (column: number) =>
    columns > 1 ? Math.round((column * (points - 1)) / (columns - 1)) : 0;
  const marks = under ? Array.from({ length: columns }, (_, c) => under(pointAt(c))).join("") : "";
  return [
    " ".repeat(gutter) + chalk.dim(line.join("")),
    ...(under ? [" ".repeat(gutter) + marks] : []),
    chalk.dim(text),
  ];
}

interface Label {
  readonly column: number;
  readonly start: number;
  readonly label: string;
}

/** The labels at the narrowest stride that leaves two blanks between them. */
function labels(
  { label, origin, strides }: Axis,
  points: number,
  width: number,
  columnOf: (point: number) => number,
): Label[] {
  let placed: Label[] = [];
  for (const stride of strides) {
    placed = [];
    let end = -2;
    let fits = true;
    for (let point = origin % stride; point < points && fits; point += stride) {
      const text = label(point);
      const column = columnOf(point);
      const start = Math.max(0, Math.min(column - (text.length >> 1), width - text.length));
      fits = start >= end + 2;
      if (fits) placed.push({ column, start, label: text });
      end = start + text.length;
    }
    if (fits && placed.length > 0) return placed;
  }
  return placed.slice(0, 1);
}
