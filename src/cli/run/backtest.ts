import { version } from "../../../package.json";
import { withSeason } from "../../analysis/panel-seasonality.js";
import { continuationFromColumns } from "../../data/panel/continuation.js";
import { UsageError } from "../../errors.js";
import {
  type BacktestScores,
  backtest as scoreFolds,
  scoreForecasts,
} from "../../evaluation/backtest.js";
import { type Fold, givenFold, warnOfMissing } from "../../evaluation/folds.js";
import { compareModels } from "../../evaluation/model-comparison.js";
import { rollingFolds } from "../../evaluation/rolling-origin.js";
import { owa } from "../../evaluation/scores.js";
import { undefinedOwa } from "../../evaluation/undefined-scores.js";
import { weightedErrors } from "../../evaluation/weighted-error.js";
import { naive2 } from "../../models/baseline/naive2.js";
import type { FitContext } from "../../models/model.js";
import { backtestCsv, describeEmptyCells } from "../../report/backtest/csv.js";
import { backtestForecasts } from "../../report/backtest/forecasts-csv.js";
import { backtestJson } from "../../report/backtest/json.js";
import {
  type BacktestReport,
  isIntermittentReport,
  ranked,
  rankingMetric,
  type ScoredModel,
} from "../../report/backtest/report.js";
import { backtestTable } from "../../report/backtest/text.js";
import { dataSummary } from "../../report/text/data-summary.js";
import type { Metric } from "../../report/text/metric-columns.js";
import { type ChosenModel, chooseModels, DEFAULT_MODEL } from "../../tasks/choose-models.js";
import { chooseOrigins } from "../../tasks/choose-origins.js";
import { gatherWarnings } from "../../tasks/gather-warnings.js";
import { readForModels } from "../../tasks/prepare.js";
import { appearanceOfOutput } from "../shared/appearance.js";
import { chooseLimits } from "../shared/choose-limits.js";
import { chooseSource, dataOptions } from "../shared/choose-source.js";
import { claimOutputs } from "../shared/claim-outputs.js";
import { type Console, openConsole } from "../shared/console.js";
import {
  chooseFileFormat,
  type FileFormat,
  REPORT_FORMATS,
} from "../shared/formats/file-format.js";
import { type FittingOptions, type LimitOptions, wantedLevels } from "../shared/options.js";
import { writeOutput } from "../shared/output.js";
import { type Outcome, scoreParts, scoring } from "../shared/scoring.js";
import { type Pieces, writeFileAtomically } from "../shared/write-file.js";

export interface BacktestOptions extends FittingOptions, LimitOptions {
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

const DEFAULT_MODELS = [DEFAULT_MODEL, "seasonal-naive"];

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
      "--aggregate does not reach the --test part",
      "Give both parts in one table without --test, or aggregate them before.",
    );
  }
  const levels = wantedLevels(options);
  const limits = chooseLimits(options);
  const models = await chooseModels(options.model ?? DEFAULT_MODELS, {
    ...options,
    features,
    limits,
  });
  const format = chooseFileFormat(options.format, output, REPORT_FORMATS);
  const console = await openConsole(options);
  const { talkative, screen, say, warn } = console;
  const from = chooseSource(source, options);
  claimOutputs(
    { "--output": output, "--forecasts": forecasts },
    { "the data": from, "--test": test, "--join": options.join },
  );
  const { folds, rolling } = await readFolds(from, models, options, warn);
  warnOfMissing(folds, warn);
  if (talkative && format !== "table") {
    say(dataSummary(folds[folds.length - 1].training, screen));
  }

  const warnings = gatherWarnings(warn);
  return scoring(
    console,
    (signal) =>
      scoreAll(folds, warnings.from(models), { seed, levels, signal, warn }, refit, console),
    async ({ scored }, failures) => {
      warnings.say();
      const intermittent = isIntermittentReport({ folds });
      const ranking = { rank: options.rank, metrics: options.metrics, intermittent };
      const order = ranked(scored, ranking);
      const [best, next] = order.filter(({ finished }) => finished === undefined);
      const report: BacktestReport = {
        version,
        folds,
        rolling,
        refit,
        test,
        seed,
        levels,
        models: order,
        comparison:
          next && compareModels(folds, rolling?.step ?? folds[0].horizon, best.scores, next.scores),
        failures,
        perSeries: options.perSeries === true,
        perStep: options.perStep === true,
        metrics: options.metrics,
        ...(order.length > 0 && { rankedBy: rankingMetric(scored, ranking) }),
      };
      if (format === "csv") describeEmptyCells(report).forEach(warn);
      const data = await write(report, format, options);
      if (forecasts !== undefined)
        writeFileAtomically(forecasts, backtestForecasts(report, options.safeCsv));
      await writeOutput(data, output, format);
    },
  );
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
      const { backtestIn } = await import("./files/backtest.js");
      return backtestIn(format, report, options.safeCsv);
    }
  }
}

async function readFolds(
  source: string,
  models: readonly ChosenModel[],
  options: BacktestOptions,
  warn: (message: string) => void,
): Promise<Pick<BacktestReport, "folds" | "rolling">> {
  const { test, join, horizon: requested, folds, window } = options;
  if (test !== undefined && folds > 1) {
    throw new UsageError("--test gives one fold, so --folds has no meaning", "Leave one out.");
  }
  const reading = { ...dataOptions(options), join };
  const sources: [string, ...string[]] = test === undefined ? [source] : [source, test];
  const read = await readForModels(sources, models, reading, options, warn);
  const { panel } = read;
  const [, after] = read.tables;
  if (after !== undefined) {
    const fold = givenFold(continuationFromColumns(after, withSeason(panel), warn), requested);
    return { folds: [fold], rolling: undefined };
  }
  const origins = chooseOrigins(panel, options, warn);
  const { step, holdout: held } = origins;
  return {
    // The first fold knows least: what it shows is decided for all.
    folds: rollingFolds(withSeason(panel, held), { ...origins, window }),
    rolling: { step, window },
  };
}

/** Scores one model after the other; one that cannot be fitted does not stop the others. */
export async function scoreAll(
  folds: readonly Fold[],
  models: readonly ChosenModel[],
  context: Omit<FitContext, "horizon"> & { signal: AbortSignal },
  refit: number,
  { progress }: Console,
): Promise<Outcome<ScoredModel>> {
  // Naive2 warns of each series whose season cannot be that of the competitions, in every fold again.
  const unlike = new Set<string>();
  const reference = await scoreFolds(folds, naive2.create({}), {
    seed: context.seed,
    warn: (message) => unlike.add(message),
  });
  if (unlike.size > 0) {
    context.warn(
      `OWA of ${unlike.size} series is not that of the competitions: not all values are positive, so that Naive2 takes its season for additive`,
    );
  }
  const ids = folds[folds.length - 1].training.series.map(({ id }) => id);
  const against = (scores: BacktestScores) => {
    const { series, forecasts } = scores;
    const same =
      forecasts.length === folds.length
        ? reference
        : scoreForecasts(folds, reference.forecasts.slice(0, forecasts.length));
    return {
      wape: weightedErrors(folds, forecasts),
      owa: owa(series, same.series),
      seriesOwa: series.map((one, s) => owa([one], [same.series[s]])),
      undefinedScores: [...scores.undefinedScores, ...undefinedOwa(ids, scores, same)],
    };
  };
  const { signal } = context;
  const { scored, failures } = await scoreParts(
    models,
    [folds],
    { signal, progress },
    ({ label }) => label,
    async ({ label, model }): Promise<ScoredModel | undefined> => {
      const start = performance.now();
      const scores = await scoreFolds(folds, model, { ...context, ...progress.listeners }, refit);
      const finished = scores.forecasts.length;
      if (finished === 0) return undefined;
      const seconds = Math.round(performance.now() - start) / 1000;
      const whole = finished === folds.length;
      if (!whole) {
        context.warn(
          `interrupted: ${label} is scored on the first ${finished} of ${folds.length} folds`,
        );
      }
      return { label, scores, ...against(scores), seconds, ...(!whole && { finished }) };
    },
  );
  return { scored: scored.flatMap(({ scores }) => scores), failures };
}
