import { existsSync } from "node:fs";
import { type Dataset, findDataset } from "./catalog.js";
import { type CsvOptions, parseCsv } from "./csv.js";
import { type Panel, type PanelOptions, panelFromColumns } from "./panel.js";
import { readSource } from "./source.js";

/**
 * Reads a path, `-` or a bundled dataset into a panel. A bundled dataset brings its own season and
 * target unless others are named.
 *
 * @param warn hears what was odd in the data and what was assumed
 * @throws UsageError, DataError as {@link readSource}, {@link parseCsv} and {@link panelFromColumns}
 */
export async function readPanel(
  source: string,
  options: PanelOptions & CsvOptions,
  warn: (message: string) => void,
): Promise<Panel> {
  const table = parseCsv(await readSource(source), options, warn);
  const dataset = existsSync(source) ? undefined : findDataset(source);
  return panelFromColumns(table, withDefaults(options, dataset), warn);
}

function withDefaults(options: PanelOptions, dataset: Dataset | undefined): PanelOptions {
  if (dataset === undefined) return options;
  return {
    ...options,
    target: options.target ?? [dataset.target],
    season: options.season ?? (options.freq === undefined ? dataset.season : undefined),
  };
}
