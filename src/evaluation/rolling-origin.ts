import { type Panel, withoutTail } from "../data/panel/from-table.js";
import { sliceSeries } from "../data/panel/series.js";
import { requireCount } from "../models/validated.js";
import { canHoldBack, type Fold, lastFold } from "./folds.js";

/** How the origin of the forecasts moves through the data. */
export interface RollingOrigin {
  readonly horizon: number;
  readonly folds: number;
  /** Observations from one origin to the next. */
  readonly step: number;
  /** Whether the training part grows from fold to fold, or keeps the length it has in the first. */
  readonly window: "expanding" | "sliding";
}

/**
 * Folds whose test parts end with the data and reach `step` observations further from one to the next,
 * the oldest first. Series are left out of folds for which they have fewer than twice `horizon`
 * observations, so a fold has all series of those before it.
 *
 * @example
 * const panel = panelFromArrays({ y: [1, 2, 3, 4, 5, 6] });
 * const folds = rollingFolds(panel, { horizon: 1, folds: 2, step: 1, window: "expanding" });
 * folds.map(({ training }) => training.series[0].y.length); // [4, 5]
 *
 * @throws RangeError when the oldest fold has no series left, and for a horizon, step or number of folds
 *   that is not a whole number ≥ 1
 * @see Tashman (2000), "Out-of-sample tests of forecasting accuracy: an analysis and review"
 */
export function rollingFolds(
  panel: Panel,
  { horizon, folds, step, window }: RollingOrigin,
): Fold[] {
  requireCount("the number of folds", folds);
  requireCount("the step", step);
  const parts = Array.from({ length: folds }, (_, k) => {
    const later = (folds - 1 - k) * step;
    const series = panel.series.filter(({ y }) => canHoldBack(y.length - later, horizon));
    return lastFold(withoutTail({ ...panel, series }, later), horizon);
  });
  if (window === "expanding") return parts;
  const lengths = new Map<string, number>();
  return parts.map((fold) => {
    for (const { id, y } of fold.training.series) {
      if (!lengths.has(id)) lengths.set(id, y.length);
    }
    return { ...fold, training: lastPart(fold.training, lengths) };
  });
}

/** The panel with only the last observations of every series, as many as its length says. */
function lastPart(panel: Panel, lengths: ReadonlyMap<string, number>): Panel {
  const series = panel.series.map((one) => sliceSeries(one, one.y.length - lengths.get(one.id)!));
  return { ...panel, series };
}
