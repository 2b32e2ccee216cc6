import { withSeason } from "../analysis/panel-seasonality.js";
import { continuationFromColumns } from "../data/panel/continuation.js";
import type { Panel } from "../data/panel/panel.js";
import type { Columns } from "../data/table/columns.js";
import { UsageError } from "../errors.js";
import { givenFold } from "../evaluation/folds.js";
import { type RollingOrigin, rollingFolds } from "../evaluation/rolling-origin.js";
import type { Intervals } from "../models/intervals/kinds.js";
import type { BacktestReport } from "../report/backtest/report.js";
import type { ChosenModel } from "./choose-models.js";
import { chooseOrigins, type OriginOptions } from "./choose-origins.js";
import { readForModels, type SourceOptions } from "./prepare.js";

/** Where the origins of a backtest are. */
export interface FoldOptions extends OriginOptions, Pick<RollingOrigin, "window"> {}

/** What a backtest is made on. */
export type Folds = Pick<BacktestReport, "folds" | "rolling">;

/** What folds are read from, and how. */
export interface FoldsToRead extends FoldOptions {
  readonly test?: string;
  readonly reading: SourceOptions;
  readonly feature?: readonly string[];
  readonly intervals?: Intervals;
}

/**
 * The folds of a source, or its one fold with a test part.
 *
 * @throws UsageError for several folds of a test part
 * @throws DataError when the data are too short, or the test part does not continue them
 */
export async function readFolds(
  source: string,
  models: readonly ChosenModel[],
  options: FoldsToRead,
  warn: (message: string) => void,
): Promise<Folds> {
  const { test, folds, reading } = options;
  if (test !== undefined) requireOneFold(folds, "--test gives one fold, so --folds does not apply");
  const sources: [string, ...string[]] = test === undefined ? [source] : [source, test];
  const { panel, tables } = await readForModels(sources, models, reading, options, warn);
  return tables[1] === undefined
    ? rollingFoldsOf(panel, options, warn)
    : foldBefore(panel, tables[1], options.horizon, warn);
}

/** @throws UsageError */
export function requireOneFold(folds: number, message: string): void {
  if (folds > 1) throw new UsageError(message, "Leave one out.");
}

/** The one fold whose test part is a table. */
export function foldBefore(
  panel: Panel,
  test: Columns,
  horizon: number | undefined,
  warn: (message: string) => void,
): Folds {
  const fold = givenFold(continuationFromColumns(test, withSeason(panel), warn), horizon);
  return { folds: [fold], rolling: undefined };
}

/** Folds whose test parts end with the data. */
export function rollingFoldsOf(
  panel: Panel,
  options: FoldOptions,
  warn: (message: string) => void,
): Folds {
  const { window } = options;
  const origins = chooseOrigins(panel, options, warn);
  const { step, holdout } = origins;
  return {
    // The first fold knows least: what it shows is decided for all.
    folds: rollingFolds(withSeason(panel, holdout), { ...origins, window }),
    rolling: { step, window },
  };
}
