import { withSeason } from "../analysis/panel-seasonality.js";
import { type Panel, type PanelOptions, panelFromColumns } from "../data/panel/from-table.js";
import type { ReadOptions } from "../data/read/read-options.js";
import type { SeasonOptions } from "../data/read/seasonal-panel-from-arrays.js";
import type { RoleNames } from "../data/roles/wide/wide-dates.js";
import type { Columns } from "../data/table/columns.js";
import type { Warn } from "../errors.js";
import type { Input } from "./input.js";

export type { Input };

/**
 * Reads CSV, JSON or Monash .tsf, also packed by gzip and in any encoding, into typed columns.
 *
 * @example
 * const { rows, columns } = await readTable("ds,y\n2024-01,3\n2024-02,5\n");
 * [rows, columns.length]; // [2, 2]
 *
 * @throws UsageError for an unknown encoding
 * @throws DataError when there is no table in it, with the line
 */
export async function readTable(
  input: Input,
  options: ReadOptions & RoleNames = {},
  warn: Warn = () => {},
): Promise<Columns> {
  // Who has rows at hand needs no parser.
  const { readInput } = await import("./read-input.js");
  return readInput(input, options, warn);
}

/**
 * Reads a table into a panel, its columns found and its season looked for as the command line does.
 *
 * @example
 * const panel = await readPanel("ds,y\n2024-01,3\n2024-02,5\n2024-03,4\n", {}, console.warn);
 *
 * @throws UsageError for unknown columns, frequencies and encodings
 * @throws DataError when there is no table in it, and for cells that do not fit
 */
export async function readPanel(
  input: Input,
  options: PanelOptions & ReadOptions & SeasonOptions = {},
  warn: Warn = () => {},
): Promise<Panel> {
  const table = await readTable(input, options, warn);
  return withSeason(panelFromColumns(table, options, warn), options.holdout);
}

/** Whether data are text or a file rather than rows, columns or a panel. */
export function isInput(data: unknown): data is Input {
  return typeof data === "string" || data instanceof Blob || data instanceof Uint8Array;
}
