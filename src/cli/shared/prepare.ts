import type { Panel } from "../../data/panel/panel.js";
import { type UnusedColumns, unusedIn } from "../../data/roles/unused-columns.js";
import type { HorizonUse } from "../../tasks/choose-horizon.js";
import type { ChosenModel } from "../../tasks/choose-models.js";
import { readForModels, withHorizon } from "../../tasks/prepare.js";
import { dataOptions } from "./choose-source.js";
import type { DataOptions, FittingOptions } from "./options.js";

/**
 * The panel that models are fitted to as a whole, with its season, and the horizon, by a command's options.
 *
 * `unused` tells which columns have no role; who keeps it keeps the table in memory.
 *
 * @throws DataError as {@link readForModels} and {@link withHorizon}
 */
export async function prepareFit(
  source: string,
  models: readonly ChosenModel[],
  options: FittingOptions &
    DataOptions & {
      readonly horizon?: number;
      readonly futureFile?: string;
      /** Columns of plans that are read apart. */
      readonly planned?: readonly string[];
    },
  use: HorizonUse,
  warn: (message: string) => void,
): Promise<{ panel: Panel; horizon: number; unused: () => UnusedColumns }> {
  const { futureFile, join, planned } = options;
  const reading = { ...dataOptions(options), futureFile, join, planned };
  const {
    panel,
    tables,
    reading: read,
  } = await readForModels([source], models, reading, options, warn);
  const unused = () => unusedIn(tables[0], read, panel);
  return { ...withHorizon(panel, options.horizon, use, warn), unused };
}
