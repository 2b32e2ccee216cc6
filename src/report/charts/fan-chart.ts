import { log } from "../../numeric/elementary.js";
import { type Appearance, paint } from "../text/appearance.js";
import { unbroken, wrap } from "../text/wrap.js";
import { type Axis, type Color, plot } from "./plot.js";

/** A curve of shares of the last value, such as what is left of a gradient. */
export interface Curve {
  readonly label: string;
  /** None negative; the last one is what the others are measured by. */
  readonly values: readonly number[];
}

/** Curves are told apart by these, in turn. */
export const fanColors: readonly Color[] = ["cyan", "yellow", "green", "magenta", "blue"];
export const fanMarks = "abcdefghijklmnopqrstuvwxyz";
const MAX_ROWS = 12;
/** Shares drawn at the bottom, however small they are: beyond these there is nothing to tell apart. */
const MIN_LOG_SHARE = -12;

/**
 * Curves that fan out from their common end, in logarithms: each value as a share of its curve's last
 * one. Letters on the curves tell them apart where there is no colour.
 *
 * @returns the chart with its legend; curves without a last value above 0 are left out
 */
export function fanChart(curves: readonly Curve[], axis: Axis, appearance: Appearance): string {
  const chalk = paint(appearance);
  const drawn = curves
    .map(({ label, values }, i) => ({
      label,
      color: fanColors[i % fanColors.length],
      mark: fanMarks[i % fanMarks.length],
      values: shares(values),
    }))
    .filter(({ values }) => values.length > 0);
  const legend = drawn
    .map(({ label, color, mark }) => unbroken(`${chalk.bold[color](mark)} ${label}`))
    .join("   ");
  if (drawn.length === 0) return "no gradient flows at all";
  const { low, high, step, rows } = decades(drawn.flatMap(({ values }) => values));
  const scale = { low, high, label: (value: number) => decadeLabel(value, step) };
  // The first curve lies on top.
  return `${wrap(legend, appearance.width)}\n${plot([...drawn].reverse(), axis, rows, appearance, scale)}`;
}

/** log₁₀ of each value's share of the last one. */
function shares(values: readonly number[]): number[] {
  const last = values.at(-1) ?? 0;
  if (!(last > 0)) return [];
  return values.map((value) => Math.max(MIN_LOG_SHARE, log(value / last) / Math.LN10));
}

/** Ends of the scale, decades from row to row and how many rows there are. */
function decades(values: readonly number[]) {
  const least = values.reduce((a, b) => Math.min(a, b));
  const most = values.reduce((a, b) => Math.max(a, b));
  const step = [0.25, 0.5, 1, 2, 5, 10].find((d) => (most - least) / d <= MAX_ROWS - 1) ?? 20;
  const high = Math.ceil(most / step - 1e-9) * step;
  const low = Math.min(Math.floor(least / step + 1e-9) * step, high - 4 * step);
  return { low, high, step, rows: Math.round((high - low) / step) + 1 };
}

/** `1`, `0.1`, `1e-2` … at whole decades. */
function decadeLabel(value: number, step: number): string {
  const decade = Math.round(value);
  if (Math.abs(value - decade) > step / 4) return "";
  return decade >= -1 && decade <= 1 ? String(10 ** decade) : `1e${decade}`;
}
