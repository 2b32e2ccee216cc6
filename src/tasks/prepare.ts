import { withSeason } from "../analysis/panel-seasonality.js";
import { requireAhead } from "../data/panel/exogenous.js";
import type { Panel } from "../data/panel/panel.js";
import type { PanelOptions } from "../data/panel/panel-options.js";
import { readJoined } from "../data/read/read-joined.js";
import { type FileOptions, panelOfTable } from "../data/read/read-panel.js";
import type { ReadOptions } from "../data/read/read-table.js";
import type { Columns } from "../data/table/columns.js";
import { canHoldBack } from "../evaluation/folds.js";
import type { Intervals } from "../models/intervals/kinds.js";
import { chooseHorizon, type HorizonUse } from "./choose-horizon.js";
import { type ChosenModel, readingFor, warnOfIgnored, warnOfNoIntervals } from "./choose-models.js";

/** How a source is read, whichever models it is read for. */
export type SourceOptions = PanelOptions & ReadOptions & FileOptions;

/** A source as models take it. */
export interface SourceForModels {
  readonly panel: Panel;
  /** The tables that were read, the source's first. */
  readonly tables: readonly [Columns, ...Columns[]];
  /** How they were read. */
  readonly reading: SourceOptions & ReturnType<typeof readingFor>;
}

/**
 * Reads a source for models: as all of them take it, with warnings of what single ones will not use.
 *
 * @param sources the first becomes the panel; others are read alike and left as tables
 */
export async function readForModels(
  sources: readonly [string, ...string[]],
  models: readonly ChosenModel[],
  options: SourceOptions,
  {
    feature = [],
    intervals,
  }: { readonly feature?: readonly string[]; readonly intervals?: Intervals },
  warn: (message: string) => void,
): Promise<SourceForModels> {
  const reading = { ...options, ...readingFor(models) };
  const tables = await readJoined(sources, reading, warn);
  const panel = await panelOfTable(tables[0], reading, warn);
  await warnOfIgnored(models, panel, warn, feature);
  if (intervals !== undefined) warnOfNoIntervals(models, intervals, warn);
  return { panel, tables, reading };
}

/**
 * The panel that models are fitted to as a whole, with its season, and the horizon.
 *
 * @throws DataError when the data are too short for the horizon, or future columns are not known so far
 *   ahead where forecasts lie beyond the data
 */
export function withHorizon(
  given: Panel,
  requested: number | undefined,
  use: HorizonUse,
  warn: (message: string) => void,
): { panel: Panel; horizon: number } {
  const horizon = chooseHorizon(given, requested, use, warn);
  // Rows that are not held back may show the season.
  const judged = given.series.some(({ y }) => canHoldBack(y.length, horizon));
  const panel = withSeason(given, judged ? horizon : 0);
  if (use.beyond) requireAhead(panel, horizon, "add rows with an empty target or a --future-file");
  return { panel, horizon };
}
