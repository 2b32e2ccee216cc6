import { existsSync } from "node:fs";
import { UsageError } from "../../errors.js";
import type { Continuation } from "../panel/continuation.js";
import { plannedColumns } from "../panel/exogenous.js";
import { type Panel, type PanelOptions, panelFromColumns } from "../panel/from-table.js";
import { type Dataset, findDataset } from "../source/catalog.js";
import { displayName } from "../source/errors.js";
import type { Columns } from "../table/columns.js";
import { type JoinOptions, readJoined } from "./read-joined.js";
import { type ReadOptions, readColumns } from "./read-table.js";

/**
 * Reads a path, `-` or a bundled dataset into a panel. A bundled dataset brings its own season and
 * target unless others are named.
 *
 * @example
 * const panel = await readPanel("nottem", { freq: "MS" }, console.warn);
 * panel.series[0].y.length; // 240
 *
 * @param warn hears what was odd in the data and what was assumed
 * @throws UsageError, DataError as {@link readColumns} and {@link panelFromColumns}
 */
export async function readPanel(
  source: string,
  options: PanelOptions & ReadOptions & FileOptions = {},
  warn: (message: string) => void = () => {},
): Promise<Panel> {
  const [table] = await readJoined([source], options, warn);
  return panelOfTable(table, options, warn);
}

/**
 * A table that was read as a panel, with the future values of another file and what is known of a
 * bundled dataset.
 *
 * @throws UsageError, DataError as {@link readColumns} and {@link panelFromColumns}
 */
export async function panelOfTable(
  table: Columns,
  options: PanelOptions & ReadOptions & FileOptions,
  warn: (message: string) => void,
): Promise<Panel> {
  const { futureFile, future, exogenous } = options;
  const dataset = existsSync(table.name) ? undefined : findDataset(table.name);
  const given = withDefaults(options, dataset);
  if (futureFile === undefined) return panelFromColumns(table, given, warn);
  const ahead = await readColumns(futureFile, options, warn);
  // Where dates are irregular, the file may hold dates only.
  if (!future?.length && !exogenous?.length && !isIrregular(table, given)) {
    throw unnamedColumns(table, ahead, given);
  }
  const panel = panelFromColumns(table, given, warn, ahead);
  if (!panel.irregular && !panel.series[0]?.future?.size) {
    throw unnamedColumns(table, ahead, given);
  }
  return panel;
}

function isIrregular(table: Columns, options: PanelOptions): boolean {
  if (options.irregular !== "allowed" && options.irregular !== "always") return false;
  // The warnings come when the table is read for good.
  return panelFromColumns(table, options, () => {}).irregular === true;
}

/** The columns of a file of future values are not named; those that both tables have may be meant. */
function unnamedColumns(
  table: Columns,
  ahead: Columns,
  { time, target = [], id }: PanelOptions,
): UsageError {
  const known = table.columns.map(({ name }) => name);
  const taken = [...[time, id].flat().flatMap((name) => name?.split(",")), ...target];
  const names = plannedColumns([ahead], taken).filter((name) => known.includes(name));
  return new UsageError(
    "a file of future values needs the names of its columns",
    names.length > 0
      ? `Name the columns that are known ahead: --future ${names.join(",")}.`
      : `${displayName(ahead.name)} has no columns of numbers that ${displayName(table.name)} has too.`,
  );
}

/** Further files that are read with a source. */
export interface FileOptions extends JoinOptions {
  /**
   * Path, `-` or dataset with rows of the future columns beyond those of the source, and with the dates
   * that are to be forecast where dates are irregular.
   */
  readonly futureFile?: string | undefined;
}

/**
 * Reads the observations that follow a panel, from a table with the same columns and series.
 *
 * @example
 * const panel = await readPanel("train.csv");
 * const { y } = await readContinuation("test.csv", panel); // one a series of the panel
 *
 * @throws UsageError for an option that does not fit the file
 * @throws DataError when there is no such table, or its columns, series or dates do not follow the panel
 */
export async function readContinuation(
  source: string,
  panel: Panel,
  options: ReadOptions & JoinOptions = {},
  warn: (message: string) => void = () => {},
): Promise<Continuation> {
  const [table] = await readJoined([source], options, warn);
  const { continuationFromColumns } = await import("../panel/continuation.js");
  return continuationFromColumns(table, panel, warn);
}

function withDefaults(options: PanelOptions, dataset: Dataset | undefined): PanelOptions {
  if (dataset === undefined) return options;
  return {
    ...options,
    target: options.target ?? [dataset.target],
    id: options.id ?? dataset.id,
    season: options.season ?? (options.freq === undefined ? dataset.season : undefined),
  };
}
