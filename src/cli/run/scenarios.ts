import { version } from "../../../package.json";
import { plannedColumns, requireAhead } from "../../data/panel/exogenous.js";
import { stampsKnownAhead } from "../../data/panel/future-index.js";
import { takesFutureValues, withFutureValues } from "../../data/panel/future-values.js";
import type { Panel } from "../../data/panel/panel.js";
import { readColumns } from "../../data/read/read-table.js";
import { namesOfList } from "../../data/source/file-list.js";
import type { Columns } from "../../data/table/columns.js";
import { UsageError } from "../../errors.js";
import { decodeModel, encodeModel, type SavedModel } from "../../models/file/model-file.js";
import { trainingSummary } from "../../report/forecast/training.js";
import { chooseModels } from "../../tasks/choose-models.js";
import { gatherWarnings } from "../../tasks/gather-warnings.js";
import { listed } from "../../wording.js";
import { chooseLimits } from "../shared/choose-limits.js";
import { chooseSource, dataOptions } from "../shared/choose-source.js";
import { claimOutputs } from "../shared/claim-outputs.js";
import { openConsole } from "../shared/console.js";
import { fittingStages, stageListeners } from "../shared/fitting-stages.js";
import { chooseFileFormat, REPORT_FORMATS } from "../shared/formats/file-format.js";
import { defaultModel, withLearning } from "../shared/learning-rule.js";
import { wantedLevels } from "../shared/options.js";
import { prepareFit } from "../shared/prepare.js";
import { requireIntervals } from "../shared/require-intervals.js";
import type { ForecastOptions } from "./forecast.js";
import { forecastSaved, once, requireComparable } from "./forecast-from.js";

/** Options that a saved model does not know of. */
const OF_ONE_FUTURE = ["hierarchy", "on", "shard", "resume", "errors", "strict"] as const;

/**
 * `foretell forecast` with several `--future-file`: fits each model once, as `foretell train` does, and
 * forecasts each of these futures.
 *
 * @returns the exit code
 * @throws UsageError for options that scenarios do not take
 */
export async function forecastScenarios(
  given: string | undefined,
  options: ForecastOptions,
): Promise<number> {
  const { output, feature: features = [] } = options;
  const specs = withLearning(options.model ?? [defaultModel(options.learn)], options.learn);
  const other = OF_ONE_FUTURE.find((name) => options[name]);
  if (other !== undefined) {
    throw new UsageError(`--${other} does not take several --future-file`, "Give one of them.");
  }
  requireIntervals(options);
  const chosen = await chooseModels(specs, { ...options, features, limits: chooseLimits(options) });
  const format = chooseFileFormat(options.format, output, REPORT_FORMATS);
  const console = await openConsole(options);
  const source = chooseSource(given, options);
  claimOutputs(
    { "--output": output },
    {
      ...{ "the data": source, "--join": options.join },
      "--future-file": options.futureFile && namesOfList(options.futureFile),
    },
  );
  if (!chosen.some(({ exogenous }) => exogenous)) {
    throw new UsageError(
      `several --future-file change nothing: ${listed(specs)} ${specs.length > 1 ? "take" : "takes"} no columns that are known ahead`,
      "Choose a model that does, such as -m lag-regression.",
    );
  }
  const { futureFile = "", ...own } = options;
  const { seed, intervals } = options;
  const { progress, warn } = console;
  const use = { short: "used for training all the same", beyond: false };
  const plans: Columns[] = [];
  for (const file of namesOfList(futureFile) ?? []) {
    plans.push(await readColumns(file, dataOptions(options), warn));
  }
  const fitting = { ...own, planned: plannedColumns(plans) };
  const { panel, horizon } = await prepareFit(source, chosen, fitting, use, warn);
  const panels = futuresOf(panel, plans, specs, warn);
  for (const [p, one] of panels.entries()) {
    const steps = options.horizon ?? (stampsKnownAhead(one) || horizon);
    requireAhead(one, steps, "add rows to the file", plans[p]!.name);
  }
  const levels = wantedLevels(options);
  const warnings = gatherWarnings(warn);
  try {
    progress.plan(fittingStages(chosen));
    const { onFit, onIntervals } = stageListeners(progress);
    const { signal } = new AbortController();
    const fitted: SavedModel[] = [];
    for (const [m, { label, model }] of warnings.from(chosen).entries()) {
      const spec = specs[m]!;
      onFit?.(label);
      const { state, training } = await model.fit(panel, {
        ...{ horizon, seed, levels, signal, warn, ...progress.listeners },
        onIntervals: () => onIntervals?.(label),
      });
      progress.done(trainingSummary({ label, training }));
      const file = { version, spec, horizon, seed, levels, intervals, features, panel, state };
      fitted.push(decodeModel(encodeModel(file), spec));
    }
    warnings.say();
    return await forecastSaved(
      fitted,
      { source: undefined, file: listed(specs), levels, format, panels },
      options,
      console,
    );
  } finally {
    progress.done();
    warnings.say();
  }
}

/**
 * The panel with the future values of each plan.
 *
 * @throws UsageError where the plans change nothing, or cannot be compared
 */
function futuresOf(
  panel: Panel,
  plans: readonly Columns[],
  specs: readonly string[],
  warn: (message: string) => void,
): Panel[] {
  requireComparable(panel);
  const { time, id, targets = [] } = panel.reading ?? {};
  if (!panel.series[0]?.future?.size) {
    const taken = [time, id].flatMap((name) => name?.split(","));
    const names = plannedColumns(plans, [...taken, ...targets]);
    throw new UsageError(
      `several --future-file change nothing: ${listed(specs)} ${specs.length > 1 ? "are" : "is"} given no columns that are known ahead`,
      names.length > 0
        ? `Name those of the files: --future ${names.join(",")}.`
        : "The files hold no columns of numbers besides those of dates, series and values.",
    );
  }
  if (!takesFutureValues(panel)) {
    throw new UsageError(
      "several --future-file do not fit the data as they are read",
      "Forecast them one after the other.",
    );
  }
  const warnOnce = once(warn);
  return plans.map((plan) => withFutureValues(panel, plan, warnOnce));
}
