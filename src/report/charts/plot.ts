import asciichart from "asciichart";
import type { ChalkInstance } from "chalk";
import { type Appearance, paint } from "../text/appearance.js";
import { roundScale } from "./round-scale.js";

export type Color = "cyan" | "magenta" | "yellow" | "green" | "blue" | "gray";

export interface Line {
  /** All finite. */
  readonly values: ArrayLike<number>;
  /** The terminal's own colour when absent. */
  readonly color?: Color;
  /** A character that stands on the line here and there, so that it is known without its colour. */
  readonly mark?: string;
  /** Drawn from this point on, in strokes or characters of its own, where nothing else is. */
  readonly later?: { readonly from: number; readonly glyph: string | "double" };
}

/** What lies between two lines, from a point on. */
export interface Band {
  /** As long as lines, all finite. */
  readonly lo: ArrayLike<number>;
  readonly hi: ArrayLike<number>;
  readonly from: number;
  readonly glyph: string;
  readonly color?: Color;
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
  /** Points of the axis where the plot draws one of several, and the column of the plot that each is in. */
  readonly all?: { readonly points: number; columnOf(point: number): number };
  /** First point whose part of the axis is drawn double. */
  readonly doubleFrom?: number;
  /** Columns left of the plot, at least, so that charts stand under each other. */
  readonly gutter?: number;
  /** Whether the plot takes all rows, needed or not, so that charts side by side begin and end together. */
  readonly allRows?: boolean;
  /** One character, possibly coloured, that stands between the axis and its labels under a point. */
  under?(point: number): string;
}

/**
 * Lines over a common axis, the later ones on top. The plot fills the width it may have: points are
 * spread out, or thinned where there are more of them than columns.
 *
 * @param most   rows of the plot without the axis, at most
 * @param own    values beyond its ends are drawn at them
 * @param band   shaded where no line is
 */
export function plot(
  lines: readonly Line[],
  axis: Axis,
  most: number,
  appearance: Appearance,
  own?: Scale,
  band?: Band,
): string {
  const { plain } = appearance;
  const points = Math.max(...lines.map(({ values }) => values.length));
  const ends = band ? [{ values: band.lo }, { values: band.hi }] : [];
  const scaleOf = (shown: readonly Pick<Line, "values">[]) =>
    own ? ownScale(own, most - 1) : roundScale(...rangeOf(shown), most, axis.allRows);
  const whole = widthOfLabels(scaleOf([...lines, ...ends]).labels);
  const columns = columnsOf(points, appearance.width - Math.max(axis.gutter ?? 0, whole));
  // Values between columns are not drawn and need no rows.
  const scale = scaleOf(
    [...lines, ...ends].map(({ values }) => ({ values: sample(values, points, columns) })),
  );
  const height = scale.labels.length;
  const gutter = Math.max(axis.gutter ?? 0, whole, widthOfLabels(scale.labels));
  const columnOf = (point: number) =>
    points > 1 ? Math.round((point * (columns - 1)) / (points - 1)) : 0;

  // The chart would take a value below the middle of the lowest row for its end, and move all rows.
  const rowOf = (value: number) => Math.min(height, Math.max(1, scale.toRow(value)));
  const rowsOf = (values: ArrayLike<number>) => sample(values, points, columns).map(rowOf);
  const rows = lines.map(({ values }) => rowsOf(values));
  const strokes = lines.flatMap(({ later }, i) => (later ? [] : [i]));
  const draw = (shown: readonly number[], symbols: string[]) =>
    asciichart.plot(
      shown.map((i) => rows[i]),
      {
        offset: 2,
        min: 1,
        max: height,
        height: height - 1,
        colors: shown.map((i) => escapeOf(lines[i].color, appearance)),
        symbols,
        format: (_, row) => `${scale.labels[row].padStart(gutter - 2)} `,
      },
    );
  const drawn = draw(strokes, plain ? PLAIN_SYMBOLS : SYMBOLS);
  const marks = lines.flatMap(({ mark, color }, i) =>
    mark
      ? places(rows[i], i, lines.length, height).map((place) => ({ ...place, mark, color }))
      : [],
  );
  const shapes = [
    ...lines.flatMap(({ later, color }, i) =>
      later && later.glyph !== "double"
        ? [dotsOf(rows[i], columnOf(later.from), later.glyph, color)]
        : [],
    ),
    ...(band ? [shadeOf(rowsOf(band.lo), rowsOf(band.hi), columnOf(band.from), band)] : []),
  ];
  const bare = drawn.split("\n").map((row, i) => {
    const unlabelled = scale.labels[i] === "" && row[gutter - 1] === "┤";
    return unlabelled ? `${row.slice(0, gutter - 1)}│${row.slice(gutter)}` : row;
  });
  const doubled = lines.flatMap(({ later }, i) =>
    later?.glyph === "double"
      ? [{ from: columnOf(later.from), text: draw([i], DOUBLE_SYMBOLS) }]
      : [],
  );
  const joined = doubled.reduce(
    (below, { from, text }) => laidUnder(below, text.split("\n"), gutter + from),
    bare,
  );
  const text = marked(joined, marks, gutter, appearance);
  return [
    ...filled(text, shapes, height, gutter, appearance).map((row) => row.trimEnd()),
    ...axisRows(axis, points, columns, columnOf, gutter - 1, plain, paint(appearance)),
  ].join("\n");
}

/** Columns of so many points: up to four for each, or fewer than points where there is no room for all. */
function columnsOf(points: number, width: number): number {
  const room = Math.max(10, width);
  if (points > room) return room;
  return (points - 1) * Math.min(4, Math.floor((room - 1) / Math.max(1, points - 1))) + 1;
}

/** Columns that the labels of lines take of a plot so high, with the axis. */
export function gutterOf(lines: readonly Line[], height: number): number {
  return widthOfLabels(roundScale(...rangeOf(lines), height).labels);
}

function widthOfLabels(labels: readonly string[]): number {
  return Math.max(...labels.map((label) => label.length)) + 2;
}

const ESCAPE: Record<Color, string> = {
  cyan: "\x1b[36m",
  magenta: "\x1b[35m",
  yellow: "\x1b[33m",
  green: "\x1b[32m",
  blue: "\x1b[34m",
  gray: "\x1b[90m",
};
function escapeOf(color: Color | undefined, appearance: Appearance): string | undefined {
  return color && appearance.color ? ESCAPE[color] : undefined;
}

const SYMBOLS = ["┤", "┤", "╶", "╴", "─", "╰", "╭", "╮", "╯", "│"];
const DOUBLE_SYMBOLS = ["┤", "┤", "╶", "╴", "═", "╚", "╔", "╗", "╝", "║"];
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

/** Characters that stand where no stroke is: from a row up to another one, a column each. */
interface Shape {
  readonly from: number;
  /** Rows from 1 at the bottom, of each column from `from` on. */
  readonly low: readonly number[];
  readonly high: readonly number[];
  readonly glyph: string;
  readonly color: Color | undefined;
}

function dotsOf(
  rows: readonly number[],
  from: number,
  glyph: string,
  color: Color | undefined,
): Shape {
  const places = rows.slice(from).map(Math.round);
  return { from, low: places, high: places, glyph, color };
}

function shadeOf(
  lo: readonly number[],
  hi: readonly number[],
  from: number,
  { glyph, color }: Band,
): Shape {
  return {
    from,
    low: lo.slice(from).map(Math.round),
    high: hi.slice(from).map(Math.round),
    glyph,
    color,
  };
}

/** Puts what another drawing has from a column on where a drawing without colours is blank. */
function laidUnder(drawn: readonly string[], other: readonly string[], from: number): string[] {
  return drawn.map((row, i) => {
    const cells = [...row.padEnd(other[i].length)];
    for (let column = from; column < other[i].length; column++) {
      if (cells[column] === " ") cells[column] = other[i][column];
    }
    return cells.join("");
  });
}

/** Fills blanks of drawn rows, whose characters may each be wrapped in escape sequences, with shapes; the first wins. */
function filled(
  drawn: readonly string[],
  shapes: readonly Shape[],
  height: number,
  gutter: number,
  appearance: Appearance,
): string[] {
  if (shapes.length === 0) return [...drawn];
  const chalk = paint(appearance);
  const cells: string[][] = drawn.map((text) => [
    ...(text.match(/\x1b\[\d+m.\x1b\[0m|./gsu) ?? []),
  ]);
  for (const { from, low, high, glyph, color } of shapes) {
    low.forEach((bottom, k) => {
      for (let row = bottom; row <= high[k]; row++) {
        const line = cells[height - row];
        const column = gutter + from + k;
        if (line === undefined) continue;
        while (line.length <= column) line.push(" ");
        if (line[column] === " ") line[column] = color ? chalk[color](glyph) : glyph;
      }
    });
  }
  return cells.map((line) => line.join(""));
}

function ownScale({ low, high, label }: Scale, steps: number) {
  return {
    toRow: (value: number) =>
      1 + ((Math.min(Math.max(value, low), high) - low) / (high - low)) * steps,
    labels: Array.from({ length: steps + 1 }, (_, i) => label(high - (i / steps) * (high - low))),
  };
}

function rangeOf(lines: readonly Line[]): [number, number] {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const { values } of lines) {
    for (let i = 0; i < values.length; i++) {
      low = Math.min(low, values[i]);
      high = Math.max(high, values[i]);
    }
  }
  return [low, high];
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
  const { all = { points, columnOf } } = axis;
  const placeOf = (point: number) => gutter + all.columnOf(point);
  const ticks = labels(axis, all.points, gutter + columns, placeOf);
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
