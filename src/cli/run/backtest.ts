import { version } from "../../../package.json";
import { UsageError } from "../../errors.js";
import { warnOfMissing } from "../../evaluation/folds.js";
import type { Limits } from "../../models/limits.js";
import { remoteFits } from "../../queue/remote-fits.js";
import { backtestCsv, describeEmptyCells } from "../../report/backtest/csv.js";
import { backtestForecasts } from "../../report/backtest/forecasts-csv.js";
import { backtestJson } from "../../report/backtest/json.js";
import { type BacktestReport, dataOf, showsOwa } from "../../report/backtest/report.js";
import { backtestTable } from "../../report/backtest/text.js";
import { dataSummary } from "../../report/text/data-summary.js";
import type { Metric } from "../../report/text/metric-columns.js";
import { type HierarchyOptions, readingOfHierarchy } from "../../tasks/analyses/hierarchy.js";
import { backtestReport } from "../../tasks/backtest-report.js";
import {
  type ChosenModel,
  chooseModels,
  DEFAULT_MODELS,
  heldTo,
} from "../../tasks/choose-models.js";
import { gatherWarnings } from "../../tasks/gather-warnings.js";
import { readForModels } from "../../tasks/prepare.js";
import { type Folds, type FoldsToRead, readFolds } from "../../tasks/read-folds.js";
import { scoreAll } from "../../tasks/score-models.js";
import { appearanceOfOutput } from "../shared/appearance.js";
import { chooseLimits } from "../shared/choose-limits.js";
import { chooseSource, dataOptions } from "../shared/choose-source.js";
import { claimOutputs } from "../shared/claim-outputs.js";
import { openConsole } from "../shared/console.js";
import {
  chooseFileFormat,
  type FileFormat,
  REPORT_FORMATS,
} from "../shared/formats/file-format.js";
import { type FittingOptions, type LimitOptions, wantedLevels } from "../shared/options.js";
import { writeOutput } from "../shared/output.js";
import type { QueueOptions } from "../shared/queue.js";
import { scoring } from "../shared/scoring.js";
import { type Pieces, writeFileAtomically } from "../shared/write-file.js";
import { writtenOption } from "../shared/written-option.js";
import { type Workers, withWorkers } from "./with-workers.js";

export interface BacktestOptions
  extends FittingOptions,
    HierarchyOptions,
    LimitOptions,
    QueueOptions {
  readonly test?: string;
  readonly folds: number;
  readonly step?: number;
  readonly window: "expanding" | "sliding";
  readonly refit: number;
  readonly metrics?: Metric[];
  readonly rank?: Metric;
  readonly perSeries?: boolean;
  readonly perStep?: boolean;
  readonly forecasts?: string;
  readonly format?: FileFormat;
  readonly output?: string;
  readonly safeCsv?: boolean;
}

/**
 * `foretell backtest`.
 *
 * @returns the exit code
 */
export async function backtest(
  source: string | undefined,
  options: BacktestOptions,
): Promise<number> {
  const { output, test, seed, forecasts, refit, feature: features = [] } = options;
  if (test !== undefined && options.aggregate !== undefined) {
    throw new UsageError(
      "--aggregate cannot be used with --test",
      "Put both parts into one table and leave --test out, or aggregate them first.",
    );
  }
  const levels = wantedLevels(options);
  const limits = chooseLimits(options);
  const specs = options.model ?? DEFAULT_MODELS;
  const reading = readingOfHierarchy({ ...options, features }, writtenOption);
  if (options.hierarchy) await refuseWithLevels(options);
  const chosen = await chooseModels(specs, {
    ...options,
    features,
    ...heldTo(limits, options.hierarchy !== undefined),
  });
  const format = chooseFileFormat(options.format, output, REPORT_FORMATS);
  const console = await openConsole(options);
  const { talkative, screen, say, warn } = console;
  const from = chooseSource(source, options);
  claimOutputs(
    { "--output": output, "--forecasts": forecasts },
    { "the data": from, "--test": test, "--join": options.join },
  );
  const scoreOn = async (workers?: Workers): Promise<number> => {
    const { folds, rolling, models } = await foldsFor(
      from,
      chosen,
      { ...options, limits, reading: { ...dataOptions(reading), join: options.join } },
      warn,
    );
    warnOfMissing(folds, warn);
    if (talkative && format !== "table") {
      say(dataSummary(dataOf({ folds, test }), screen));
    }

    const warnings = gatherWarnings(warn);
    return scoring(
      console,
      async (signal) => {
        const remote =
          workers &&
          remoteFits(workers.queue, {
            ...workers,
            ...{ folds, models, specs, features, limits, levels, seed, refit, signal },
            intervals: options.intervals,
          });
        try {
          const context = { seed, levels, signal, warn };
          const fitted = warnings.from(remote?.models ?? models);
          const { progress } = console;
          const seen = showsOwa({ ...options, folds }, format === "table");
          return await scoreAll(folds, fitted, context, refit, progress, undefined, seen);
        } finally {
          await remote?.end();
        }
      },
      async ({ scored }, failures) => {
        warnings.say();
        const report = backtestReport(scored, failures, {
          ...{ version, folds, rolling, refit, test, seed, levels },
          ...{ perSeries: options.perSeries === true, perStep: options.perStep === true },
          ...{ metrics: options.metrics, rank: options.rank },
        });
        if (format === "csv") describeEmptyCells(report).forEach(warn);
        const data = await write(report, format, options);
        if (forecasts !== undefined) {
          writeFileAtomically(forecasts, backtestForecasts(report, options.safeCsv));
          console.wrote(forecasts);
        }
        await writeOutput(data, output, format, console);
      },
    );
  };
  return options.on === undefined ? scoreOn() : withWorkers(options, console, scoreOn);
}

/** The folds of a source, and the models to score on them: those of a hierarchy make its levels add up. */
async function foldsFor(
  source: string,
  chosen: readonly ChosenModel[],
  options: FoldsToRead & HierarchyOptions & { readonly limits: Limits },
  warn: (message: string) => void,
): Promise<Folds & { readonly models: readonly ChosenModel[] }> {
  if (!options.hierarchy)
    return { ...(await readFolds(source, chosen, options, warn)), models: chosen };
  const { panel } = await readForModels([source], chosen, options.reading, options, warn);
  const { hierarchyFolds } = await import("../../tasks/analyses/hierarchy-folds.js");
  return hierarchyFolds(panel, chosen, options, warn);
}

/** @throws UsageError for what has no meaning where levels add up */
async function refuseWithLevels({ test, on, refit }: BacktestOptions): Promise<void> {
  if (on !== undefined) {
    throw new UsageError(
      "--on cannot be used with --hierarchy",
      "Workers fit series one by one, and levels belong together.",
    );
  }
  const { requireLevelsAlone } = await import("../../tasks/analyses/hierarchy-folds.js");
  requireLevelsAlone({ test: test !== undefined, refit }, writtenOption);
}

async function write(
  report: BacktestReport,
  format: FileFormat,
  options: BacktestOptions,
): Promise<Pieces> {
  switch (format) {
    case "csv":
      return backtestCsv(report, options.safeCsv);
    case "json":
      return backtestJson(report);
    case "table":
      return backtestTable(report, appearanceOfOutput(options));
    default: {
      const { backtestIn } = await import("../../tasks/files/backtest.js");
      return backtestIn(format, report, options.safeCsv);
    }
  }
}
