import { type Color, plot } from "../charts/plot.js";
import { type Appearance, paint } from "../text/appearance.js";
import { unbroken, wrap } from "../text/wrap.js";
import type { BacktestReport } from "./report.js";

/** Rows of a chart with room, and the fewest in which lines are told apart. */
const ROWS = 8;
const MIN_ROWS = 4;
/** Legend, axis and steps of the chart. */
const BESIDE_ROWS = 3;
const COLORS: readonly Color[] = ["cyan", "magenta", "yellow", "green"];

/**
 * Errors of the best models by steps ahead: MASE, or MAE where that is not defined.
 *
 * @param room lines that the chart may take
 * @returns nothing for a single step, where nothing is defined, and where there is too little room
 */
export function backtestChart(
  { folds, models }: BacktestReport,
  appearance: Appearance,
  room = Number.POSITIVE_INFINITY,
): string | undefined {
  const rows = Math.min(ROWS, room - BESIDE_ROWS);
  if (folds[0].horizon < 3 || rows < MIN_ROWS) return undefined;
  const shown = models.filter(({ rank }) => rank !== undefined).slice(0, COLORS.length);
  const metric = (["mase", "mae"] as const).find((name) =>
    shown.every(({ scores }) => scores.steps.every((step) => Number.isFinite(step[name]))),
  );
  if (metric === undefined) return undefined;
  const chalk = paint(appearance);
  const line = appearance.plain ? "--" : "──";
  const letters = "abcd";
  const names = shown.map(({ label }, m) =>
    unbroken(`${appearance.color ? chalk[COLORS[m]](line) : letters[m]} ${label}`),
  );
  const chart = plot(
    // The best on top.
    shown
      .map(({ scores }, m) => ({
        values: scores.steps.map((step) => step[metric]),
        ...(appearance.color ? { color: COLORS[m] } : { mark: letters[m] }),
      }))
      .reverse(),
    {
      label: (point) => String(point + 1),
      origin: 0,
      strides: [1, 2, 3, 6, 12, 24, 48, 100, 200, 500, 1000],
    },
    rows,
    appearance,
  );
  const title = chalk.bold(unbroken(`${metric.toUpperCase()} by steps ahead`));
  return `${wrap([title, ...names].join("   "), appearance.width)}\n${chart}`;
}
