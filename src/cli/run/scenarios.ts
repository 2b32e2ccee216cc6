import { version } from "../../../package.json";
import { UsageError } from "../../errors.js";
import { decodeModel, encodeModel } from "../../models/file/model-file.js";
import { trainingSummary } from "../../report/forecast/holdout.js";
import type { ChosenModel } from "../../tasks/choose-models.js";
import { gatherWarnings } from "../../tasks/gather-warnings.js";
import type { Console } from "../shared/console.js";
import { fittingStages, stageListeners } from "../shared/fitting-stages.js";
import type { FileFormat } from "../shared/formats/file-format.js";
import { wantedLevels } from "../shared/options.js";
import { prepareFit } from "../shared/prepare.js";
import type { ForecastOptions } from "./forecast.js";
import { forecastSaved } from "./forecast-from.js";

/** Options that a saved model does not know of. */
const OF_ONE_FUTURE = ["hierarchy", "on", "shard", "resume", "errors", "strict"] as const;

/**
 * Fits a model once, as `foretell train` does, and forecasts each future that `--future-file` names.
 *
 * @returns the exit code
 * @throws UsageError for options that scenarios do not take
 */
export async function forecastScenarios(
  source: string,
  chosen: ChosenModel,
  spec: string,
  format: FileFormat,
  options: ForecastOptions,
  console: Console,
): Promise<number> {
  const other = OF_ONE_FUTURE.find((name) => options[name]);
  if (other !== undefined) {
    throw new UsageError(`--${other} does not take several --future-file`, "Give one of them.");
  }
  const { futureFile: _, ...own } = options;
  const { seed, intervals, feature: features = [] } = options;
  const { progress, warn } = console;
  const use = { short: "used for training all the same", beyond: false };
  const { panel, horizon } = await prepareFit(source, [chosen], own, use, warn);
  if (!panel.series[0]?.future?.size) {
    throw new UsageError(
      `several --future-file change nothing: ${chosen.label} is given no columns that are known ahead`,
      "Name some, of a model that uses them: -m lag-regression --future price,promo.",
    );
  }
  const levels = wantedLevels(options);
  const warnings = gatherWarnings(warn);
  const [{ label, model }] = warnings.from([chosen]);
  try {
    progress.plan(fittingStages([chosen]));
    const { onFit, onIntervals } = stageListeners(progress);
    onFit?.(label);
    const { signal } = new AbortController();
    const { state, training } = await model.fit(panel, {
      ...{ horizon, seed, levels, signal, warn, ...progress.listeners },
      onIntervals: () => onIntervals?.(label),
    });
    progress.done(trainingSummary({ label, training }));
    warnings.say();
    const file = { version, spec, horizon, seed, levels, intervals, features, panel, state };
    const saved = decodeModel(encodeModel(file), spec);
    return await forecastSaved(
      saved,
      { source: undefined, file: spec, levels, format },
      options,
      console,
    );
  } finally {
    progress.done();
    warnings.say();
  }
}
