import { withSeason } from "../../analysis/panel-seasonality.js";
import type { Warn } from "../../errors.js";
import type { Panel, PanelOptions } from "../panel/from-table.js";
import type { ParseOptions } from "../table/parse-options.js";
import { panelFromArrays } from "./from-arrays.js";

/** How a season is looked for where neither the user nor the calendar decides it. */
export interface SeasonOptions {
  /** Latest observations of each series that have no say, as they will be forecast; 0 by default. */
  readonly holdout?: number | undefined;
}

/**
 * A panel from arrays by column, with its season found as the command line finds it: the one that was named, else the one that the observations show.
 *
 * @throws RangeError when the columns differ in length
 * @throws UsageError for unknown columns and frequencies
 * @throws DataError for cells that do not fit, and dates that repeat or stand off the grid
 * @example
 * const panel = panelFromArrays({ ds: ["2024-01-01", "2024-01-02"], y: [3, 4] });
 */
export function seasonalPanelFromArrays(
  arrays: Readonly<Record<string, ArrayLike<unknown>>>,
  options: PanelOptions & ParseOptions & SeasonOptions = {},
  warn: Warn = () => {},
): Panel {
  return withSeason(panelFromArrays(arrays, options, warn), options.holdout);
}
