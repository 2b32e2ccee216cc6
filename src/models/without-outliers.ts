import type { Panel } from "../data/panel/panel.js";
import type { FittedModel, Model } from "./model.js";
import { allowingForShift } from "./robust.js";
import { type UnbrokenPanel, unbrokenPanel } from "./unbroken-panel.js";

/**
 * A statistical model that is fitted to, and goes on from, series without their outliers; level shifts
 * it is left to follow by itself.
 */
export function withoutOutliers(model: Model): Model {
  const cleaned = (panel: Panel, warn?: (message: string) => void) =>
    unbrokenPanel(panel, { shifts: false, ...(warn && { warn }) });
  return {
    ...model,
    async fit(given, context) {
      const unbroken = cleaned(given, context.warn);
      return allowing(await model.fit(unbroken.panel, context), given, unbroken);
    },
    restore(state, given) {
      const unbroken = cleaned(given);
      return allowing(model.restore(state, unbroken.panel), given, unbroken);
    },
    requireState: (state, given) => model.requireState(state, cleaned(given).panel),
  };
}

function allowing(
  fitted: FittedModel,
  given: Panel,
  { panel, series }: UnbrokenPanel,
): FittedModel {
  if (panel === given) return fitted;
  return {
    ...fitted,
    forecast: (horizon, levels) =>
      fitted
        .forecast(horizon, levels)
        .map((forecast, s) => allowingForShift(forecast, given.series[s], series[s])),
  };
}
