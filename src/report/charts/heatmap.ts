import { type Appearance, paint } from "../text/appearance.js";
import { unbroken, wrap } from "../text/wrap.js";
import { type Axis, axisRows } from "./plot.js";

/** Shades there are, from nothing to full. */
export const SHADES = 5;

const BLOCKS = [" ", "░", "▒", "▓", "█"] as const;
const ASCII = [" ", ".", ":", "*", "#"] as const;
const COLORS = ["gray", "blue", "cyan", "green", "yellow"] as const;

export interface HeatRow {
  readonly label: string;
  readonly values: ArrayLike<number>;
}

/**
 * Rows of values as shades over a common axis. Columns are repeated or thinned so that they fill the
 * width; shades tell themselves apart without colour.
 *
 * @param shade of a value, a whole number below {@link SHADES}
 */
export function heatmap(
  rows: readonly HeatRow[],
  axis: Axis,
  shade: (value: number) => number,
  appearance: Appearance,
): string {
  const { plain, width } = appearance;
  const chalk = paint(appearance);
  const symbols = plain ? ASCII : BLOCKS;
  const points = Math.max(...rows.map(({ values }) => values.length));
  const gutter = Math.max(...rows.map(({ label }) => label.length));
  const room = Math.max(8, width - gutter - 1);
  const columns = points > room ? room : points * Math.min(4, Math.floor(room / points));
  const columnOf = (point: number) =>
    points > 1 ? Math.round((point * (columns - 1)) / (points - 1)) : 0;
  const pointOf = (column: number) =>
    points > columns
      ? Math.round((column * (points - 1)) / (columns - 1))
      : Math.floor((column * points) / columns);
  const drawn = rows.map(({ label, values }) => {
    let text = "";
    for (let from = 0; from < columns; ) {
      const level = shade(values[pointOf(from)]);
      let to = from + 1;
      while (to < columns && shade(values[pointOf(to)]) === level) to++;
      text += chalk[COLORS[level]](symbols[level].repeat(to - from));
      from = to;
    }
    return `${chalk.dim(label.padStart(gutter))}${plain ? "|" : "│"}${text}`;
  });
  return [
    ...drawn,
    ...axisRows(axis, points, columns + 1, (point) => columnOf(point) + 1, gutter, plain, chalk),
  ].join("\n");
}

/** The shades with what each means, from full to faint. */
export function shadeLegend(meanings: readonly string[], appearance: Appearance): string {
  const chalk = paint(appearance);
  const symbols = appearance.plain ? ASCII : BLOCKS;
  const legend = meanings
    .map((meaning, i) => {
      const level = SHADES - 1 - i;
      const symbol = level === 0 ? "blank" : chalk[COLORS[level]](symbols[level].repeat(2));
      return unbroken(`${symbol} ${meaning}`);
    })
    .join("   ");
  return wrap(legend, appearance.width);
}
