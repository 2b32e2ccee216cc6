import type { Panel } from "../../data/panel/panel.js";
import type { HorizonUse } from "../../tasks/choose-horizon.js";
import type { ChosenModel } from "../../tasks/choose-models.js";
import { readForModels, withHorizon } from "../../tasks/prepare.js";
import { dataOptions } from "./choose-source.js";
import type { DataOptions, FittingOptions } from "./options.js";

/**
 * The panel that models are fitted to as a whole, with its season, and the horizon, by a command's options.
 *
 * @throws DataError as {@link readForModels} and {@link withHorizon}
 */
export async function prepareFit(
  source: string,
  models: readonly ChosenModel[],
  options: FittingOptions &
    DataOptions & { readonly horizon?: number; readonly futureFile?: string },
  use: HorizonUse,
  warn: (message: string) => void,
): Promise<{ panel: Panel; horizon: number }> {
  const { futureFile, join } = options;
  const reading = { ...dataOptions(options), futureFile, join };
  const { panel } = await readForModels([source], models, reading, options, warn);
  return withHorizon(panel, options.horizon, use, warn);
}
