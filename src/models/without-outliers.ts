import { withoutBreaks } from "../analysis/breaks.js";
import type { Panel, Series } from "../data/panel/panel.js";
import type { FittedModel, Model } from "./model.js";
import { allowingForShift } from "./robust.js";
import { type UnbrokenPanel, unbrokenPanel } from "./unbroken-panel.js";

/**
 * A statistical model that is fitted to, and goes on from, series without their outliers, as
 * {@link unbrokenPanel} finds them: one value a thousand times the others would be all that is fitted, and
 * a last one where the forecast starts. Level shifts it follows by itself. Series with columns known ahead
 * stay as they are, for these may explain what looks like an outlier.
 */
export function withoutOutliers(model: Model): Model {
  return {
    ...model,
    async fit(given, context) {
      const cleaned = withoutOutliersOf(given, context.warn);
      return allowing(await model.fit(cleaned.panel, context), given, cleaned);
    },
    restore(state, given) {
      const cleaned = withoutOutliersOf(given);
      return allowing(model.restore(state, cleaned.panel), given, cleaned);
    },
    requireState: (state, given) => model.requireState(state, withoutOutliersOf(given).panel),
  };
}

function withoutOutliersOf(panel: Panel, warn?: (message: string) => void): UnbrokenPanel {
  const spare = ({ y, future }: Series) =>
    (future?.size ?? 0) > 0 || (panel.season === 1 && (y.length < MIN_UNSEASONAL || endsApart(y)));
  return unbrokenPanel(panel, { shifts: false, spare, ...(warn && { warn }) });
}

/** Fewer values without a season do not tell an outlier from the way that a series goes. */
const MIN_UNSEASONAL = 48;

/** Whether the last value is far off the others: without a season, it is rather a new level. */
function endsApart(y: Float64Array): boolean {
  const last = withoutBreaks(y, 1, false).breaks.at(-1);
  return last !== undefined && last.at + last.length === y.length;
}

function allowing(fitted: FittedModel, given: Panel, { series }: UnbrokenPanel): FittedModel {
  if (series.every(({ breaks }) => breaks.length === 0)) return fitted;
  return {
    ...fitted,
    forecast: (horizon, levels) =>
      fitted
        .forecast(horizon, levels)
        .map((forecast, s) => allowingForShift(forecast, given.series[s], series[s])),
  };
}
