import type { Panel } from "../data/panel/from-table.js";
import { DataError } from "../errors.js";
import { counted } from "../wording.js";
import { chooseHorizon } from "./choose-horizon.js";

/** The requested origins. */
export interface OriginOptions {
  readonly horizon?: number | undefined;
  readonly folds: number;
  /** Observations from one origin to the next; the horizon when undefined. */
  readonly step?: number | undefined;
}

/** Origins that the data have room for. */
export interface Origins {
  readonly horizon: number;
  readonly folds: number;
  readonly step: number;
  /** Latest observations that the first fold does not know. */
  readonly holdout: number;
}

/**
 * @throws DataError when no series has the rows for so many folds, or for twice the horizon
 */
export function chooseOrigins(
  panel: Panel,
  { horizon: requested, folds, step: requestedStep }: OriginOptions,
  warn: (message: string) => void,
): Origins {
  const horizon = chooseHorizon(
    panel,
    requested,
    { short: "left out", beyond: false, heldBack: true },
    warn,
  );
  const step = requestedStep ?? horizon;
  const longest = longestOf(panel);
  const most = mostFolds(panel, horizon, step);
  if (folds > most) {
    throw new DataError(
      `${folds} folds, ${counted(step, "step")} apart, need ${counted(2 * horizon + (folds - 1) * step, "row")}, but ${panel.series.length > 1 ? `the longest of ${panel.series.length} series has` : "there are"} ${longest}`,
      {
        hint: `Use --folds ${most} or less, or a smaller --step or -H.`,
        location: { file: panel.source },
      },
    );
  }
  return { horizon, folds, step, holdout: horizon + (folds - 1) * step };
}

/** Most folds that the longest series has room for; less than 1 where it has none. */
export function mostFolds(panel: Panel, horizon: number, step: number): number {
  return 1 + Math.floor((longestOf(panel) - 2 * horizon) / step);
}

function longestOf({ series }: Panel): number {
  return series.reduce((most, { y }) => Math.max(most, y.length), 0);
}
