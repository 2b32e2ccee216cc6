import { withSeason } from "../../analysis/panel-seasonality.js";
import type { Warn } from "../../errors.js";
import type { Panel, PanelOptions } from "../panel/from-table.js";
import { type FileOptions, readPanel } from "./read-panel.js";
import type { ReadOptions } from "./read-table.js";
import type { SeasonOptions } from "./seasonal-panel-from-arrays.js";

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
