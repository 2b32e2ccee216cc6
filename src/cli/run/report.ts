import { version } from "../../../package.json";
import { decomposePanel } from "../../analysis/decomposition.js";
import { inspectPanel } from "../../analysis/inspect.js";
import { sharedSeasons, withSeason } from "../../analysis/panel-seasonality.js";
import type { Panel } from "../../data/panel/panel.js";
import { ExitCode } from "../../errors.js";
import { forecastAndJudge } from "../../evaluation/forecast.js";
import { compareModels } from "../../evaluation/model-comparison.js";
import { rollingFolds } from "../../evaluation/rolling-origin.js";
import { type BacktestReport, isIntermittentReport, ranked } from "../../report/backtest/report.js";
import { forecastReport } from "../../report/forecast/report.js";
import { reportPage } from "../../report/whole/page.js";
import {
  type ChosenModel,
  chooseModels,
  DEFAULT_MODEL,
  heldTo,
} from "../../tasks/choose-models.js";
import { mostFolds } from "../../tasks/choose-origins.js";
import { gatherWarnings } from "../../tasks/gather-warnings.js";
import { scoreAll } from "../../tasks/score-models.js";
import { chooseLimits } from "../shared/choose-limits.js";
import { chooseSource } from "../shared/choose-source.js";
import { claimOutputs } from "../shared/claim-outputs.js";
import { type Console, openConsole } from "../shared/console.js";
import { fittingStages, stageListeners } from "../shared/fitting-stages.js";
import { chooseFileFormat } from "../shared/formats/file-format.js";
import { type FittingOptions, type LimitOptions, wantedLevels } from "../shared/options.js";
import { writeOutput } from "../shared/output.js";
import { prepareFit } from "../shared/prepare.js";
import { sayFailures } from "../shared/scoring.js";

export interface ReportOptions extends FittingOptions, LimitOptions {
  readonly folds: number;
  readonly output?: string;
}

const BACKTEST = (label: string) => `backtest of ${label}`;

const MODELS = [DEFAULT_MODEL, "ets", "seasonal-naive"];

/**
 * `foretell report`.
 *
 * @param given the arguments of the command line, which repeat it
 * @returns the exit code
 */
export async function report(
  source: string | undefined,
  given: readonly string[],
  options: ReportOptions,
): Promise<number> {
  const { output, seed } = options;
  chooseFileFormat("html", output, ["html"]);
  if (output !== undefined) chooseFileFormat(undefined, output, ["html"]);
  const limits = chooseLimits(options);
  const models = await chooseModels(options.model ?? MODELS, {
    ...options,
    features: [],
    ...heldTo(limits),
  });
  const console = await openConsole(options);
  const from = chooseSource(source, options);
  claimOutputs({ "--output": output }, { "the data": from, "--join": options.join });
  const assumed = new Set<string>();
  const warn = (message: string) => {
    assumed.add(message);
    console.warn(message);
  };
  const use = { short: "forecast without a hold-out", beyond: true };
  const prepared = await prepareFit(from, models, options, use, warn);
  const { panel, horizon } = prepared;
  const unused = prepared.unused();
  const levels = wantedLevels(options);
  const { progress } = console;
  const warnings = gatherWarnings(warn);
  const folds = foldsFor(panel, horizon, options.folds);
  progress.plan([
    ...fittingStages(models),
    ...(folds > 0 ? models.map(({ label }) => ({ what: BACKTEST(label), like: label })) : []),
  ]);
  try {
    const outcome = await forecastAndJudge(
      panel,
      warnings.from(models),
      { horizon, seed, levels, warn },
      { judged: false, diagnosed: true },
      stageListeners(progress),
    );
    warnings.say();
    const forecast = forecastReport(outcome, { version, horizon, seed, levels });
    sayFailures(outcome.failures, console.fail);
    const backtest = await backtestOf(panel, horizon, models, folds, options, console);
    const inspection = {
      ...{ version, panel, series: inspectPanel(panel), assumed: [...assumed], decisions: [] },
      unused,
    };
    const command = ["foretell", ...given.map(quoted)].join(" ");
    const decomposition = panel.irregular
      ? undefined
      : {
          ...{ version, panel, multiplicative: false },
          series: decomposePanel(panel, { seasons: sharedSeasons(panel) }),
        };
    const whole = { inspection, forecast, backtest, decomposition, command, models };
    await writeOutput(reportPage(whole), output, "html", console);
    return outcome.failures.length > 0 ? ExitCode.fit : ExitCode.done;
  } finally {
    progress.done();
    warnings.say();
  }
}

/** As many of the requested folds as the shortest series allows. */
function foldsFor(panel: Panel, horizon: number, requested: number): number {
  return Math.max(0, Math.min(requested, mostFolds(panel, horizon, horizon)));
}

async function backtestOf(
  panel: Panel,
  horizon: number,
  models: readonly ChosenModel[],
  count: number,
  options: ReportOptions,
  console: Console,
): Promise<BacktestReport | undefined> {
  const { seed } = options;
  if (count < 1) return undefined;
  const held = count * horizon;
  const levels = wantedLevels(options);
  const folds = rollingFolds(withSeason(panel, held), {
    ...{ horizon, folds: count, step: horizon, window: "expanding" as const },
  });
  const { signal } = new AbortController();
  // The fits to all observations have given their warnings already.
  const context = { seed, levels, signal, warn: () => {} };
  const { scored, failures } = await scoreAll(
    folds,
    models,
    context,
    1,
    console.progress,
    BACKTEST,
  );
  const intermittent = isIntermittentReport({ folds });
  const order = ranked(scored, { intermittent });
  const [best, next] = order;
  if (best === undefined) return undefined;
  return {
    ...{ version, folds, rolling: { step: horizon, window: "expanding" as const }, refit: 1 },
    ...{ test: undefined, seed, levels, models: order, metrics: undefined },
    ...{ perSeries: false, perStep: false },
    failures: failures.map(({ label, error }) => ({ model: label, message: error.message })),
    comparison: next && compareModels(folds, horizon, best.scores, next.scores),
  };
}

/** An argument as a shell takes it. */
function quoted(argument: string): string {
  return /^[\w@%+=:,./-]+$/.test(argument) ? argument : `'${argument.replaceAll("'", "'\\''")}'`;
}
