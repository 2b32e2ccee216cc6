import type { Series } from "../../data/panel/from-table.js";
import type { Frequency } from "../../data/time/frequency.js";
import type { Regimes } from "../../models/hmm/regimes.js";
import { type Color, plot } from "../charts/plot.js";
import { timeAxis } from "../charts/series-chart.js";
import { type Appearance, paint } from "../text/appearance.js";
import { decimalsFor, formatNumber } from "../text/format.js";
import { printable } from "../text/printable.js";

const COLORS: readonly Color[] = ["cyan", "yellow", "magenta", "green", "blue"];
const ROWS = 10;

/**
 * A series over its hidden states, each point's state as a digit under it (from 1, the lowest level),
 * and a line for each state: level, spread, share of the time, expected duration.
 *
 * A series longer than the width shows its latest part.
 */
export function regimeReport(
  series: Series,
  { states, path }: Regimes,
  frequency: Frequency,
  appearance: Appearance,
): string {
  const chalk = paint(appearance);
  const shown = Math.min(series.y.length, Math.max(10, appearance.width - 14));
  const from = series.y.length - shown;
  const digit = (point: number) => {
    const k = path[from + point];
    if (k < 0) return " ";
    return chalk[COLORS[k % COLORS.length]]((k + 1).toString(36));
  };
  const chart = plot(
    [{ values: series.y.subarray(from) }],
    { ...timeAxis([...series.ds.slice(from)], frequency), under: digit },
    ROWS,
    appearance,
  );
  const decimals = decimalsFor(series.y, 4);
  const lines = states.map(({ mean, deviation, share, duration }, k) => {
    const level = formatNumber(mean, decimals, appearance.plain);
    const spread = formatNumber(deviation, decimals, appearance.plain);
    // A chance so small was never seen: it is what rounding leaves of none.
    const stays =
      duration < 100 * series.y.length
        ? `lasts ${formatNumber(duration, duration < 10 ? 1 : 0)} steps once entered`
        : "is never left";
    const name = chalk[COLORS[k % COLORS.length]](`state ${(k + 1).toString(36)}`);
    const around = appearance.plain ? "+-" : "±";
    return `${name}  ${level} ${around} ${spread}, ${formatNumber(100 * share, 0)} % of the time, ${stays}`;
  });
  return [`regimes of ${printable(series.id)}`, chart, ...lines].join("\n");
}
