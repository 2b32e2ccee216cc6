import { withoutBreaks } from "../../analysis/breaks.js";
import type { Panel, Series } from "../../data/panel/from-table.js";
import { type UnbrokenPanel, unbrokenPanel } from "../unbroken-panel.js";
import { columnsOf, isIntermittent } from "./traits.js";

/**
 * The panel as candidates see it: without outliers and level shifts, except in intermittent series, in
 * those whose end is in doubt, and where columns may know of them.
 *
 * @param warn told what was changed
 */
export function seenPanel(panel: Panel, warn?: (message: string) => void): UnbrokenPanel {
  const informed = columnsOf(panel).length > 0;
  return unbrokenPanel(panel, {
    spare: (one) => informed || isIntermittent(one) || endsInDoubt(one, panel.season),
    ...(warn && { warn }),
  });
}

/**
 * Whether a series ends in a step that is an outlier or a new level, as only the next values will tell,
 * at a value that it may well have: no further beyond those before than these are apart.
 */
function endsInDoubt({ y }: Series, season: number): boolean {
  const { breaks } = withoutBreaks(y, season);
  const last = breaks[breaks.length - 1];
  if (last?.kind !== "outlier" || last.at + last.length < y.length) return false;
  let low = y[0];
  let high = y[0];
  for (const value of y.subarray(0, last.at)) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  const value = y[y.length - 1];
  return value >= low - (high - low) && value <= high + (high - low);
}

/** What came of each series with outliers, by id: outliers count among the errors of forecasts. */
export function observedValues(
  { series }: Panel,
  unbroken: UnbrokenPanel,
): Map<string, Float64Array> {
  return new Map(
    series.flatMap(({ id }, s) => {
      const { breaks, moved } = unbroken.series[s];
      return breaks.some(({ kind }) => kind === "outlier") ? [[id, moved] as const] : [];
    }),
  );
}
