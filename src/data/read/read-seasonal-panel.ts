import { withSeason } from "../../analysis/panel-seasonality.js";
import type { Warn } from "../../errors.js";
import type { Panel, PanelOptions } from "../panel/from-table.js";
import type { ParseOptions } from "../table/parse-options.js";
import { panelFromArrays } from "./from-arrays.js";
import { type FileOptions, readPanel } from "./read-panel.js";
import type { ReadOptions } from "./read-table.js";

/** How a season is looked for where neither the user nor the calendar decides it. */
export interface SeasonOptions {
  /** Latest observations of each series that have no say, as they will be forecast; 0 by default. */
  readonly holdout?: number | undefined;
}

/**
 * Reads a path, `-` or a bundled dataset into a panel and finds its season as the command line does: the
 * one that was named or that comes with the dataset, else the one that the observations show.
 *
 * @param warn receives what was odd in the data and what was assumed
 * @throws UsageError for unknown columns, options and frequencies
 * @throws DataError when there is no such table, and for cells and dates that do not fit
 * @example
 * const panel = await readPanel("sales.csv", { target: ["units"], id: "store" }, console.warn);
 */
export async function readSeasonalPanel(
  source: string,
  options: PanelOptions & ReadOptions & FileOptions & SeasonOptions = {},
  warn: Warn = () => {},
): Promise<Panel> {
  return withSeason(await readPanel(source, options, warn), options.holdout);
}

/**
 * A panel from arrays by column, with its season found as by {@link readSeasonalPanel}.
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
