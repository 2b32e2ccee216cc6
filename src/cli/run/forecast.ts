import { existsSync } from "node:fs";
import { version } from "../../../package.json";
import { withSeason } from "../../analysis/panel-seasonality.js";
import { requireAhead } from "../../data/panel/exogenous.js";
import type { Panel } from "../../data/panel/from-table.js";
import { stampsAhead } from "../../data/panel/future-index.js";
import { readPanel } from "../../data/read/read-panel.js";
import { datasets } from "../../data/source/catalog.js";
import { ExitCode, FitError, UsageError } from "../../errors.js";
import { describeUnscored } from "../../evaluation/folds.js";
import { type Holdout, holdout } from "../../evaluation/holdout.js";
import { seasonalNaive } from "../../models/baseline/seasonal-naive.js";
import type { FitContext, Model } from "../../models/model.js";
import { requireFinite } from "../../models/validated.js";
import { forecastCsv } from "../../report/forecast/csv.js";
import { holdoutTable, trainingSummary } from "../../report/forecast/holdout.js";
import { forecastJson } from "../../report/forecast/json.js";
import type { ForecastReport, ModelReport } from "../../report/forecast/report.js";
import { gradientCharts, selectionParts, terminalReport } from "../../report/forecast/text.js";
import { dataSummary } from "../../report/text/data-summary.js";
import type { Progress } from "../../report/text/progress.js";
import { nearest } from "../../suggest.js";
import { appearanceOfOutput } from "../shared/appearance.js";
import { chooseHorizon } from "../shared/choose-horizon.js";
import {
  type ChosenModel,
  chooseModels,
  readingFor,
  warnOfIgnored,
  warnOfNoIntervals,
} from "../shared/choose-models.js";
import { chooseSource, dataOptions } from "../shared/choose-source.js";
import { COMMAND_NAMES } from "../shared/command-names.js";
import { openConsole } from "../shared/console.js";
import { listenForInterrupt } from "../shared/interrupt.js";
import { withLearning } from "../shared/learning-rule.js";
import {
  type DataOptions,
  type FeatureOptions,
  type Format,
  type GlobalOptions,
  type IntervalOptions,
  type JoinedOptions,
  type ThreadOptions,
  wantedLevels,
} from "../shared/options.js";
import { checkWritable, chooseFormat, writeOutput } from "../shared/output.js";

export interface ForecastOptions
  extends DataOptions,
    FeatureOptions,
    IntervalOptions,
    JoinedOptions,
    ThreadOptions,
    GlobalOptions {
  readonly model?: string[];
  readonly learn?: string;
  readonly horizon?: number;
  readonly futureFile?: string;
  readonly safeCsv?: boolean;
  readonly from?: string;
  readonly seed: number;
  readonly format?: Format;
  readonly output?: string;
  /** True with `--gradients`, false with `--no-gradients`. */
  readonly gradients?: boolean;
  readonly explain?: boolean;
}

const DEFAULT_MODEL = "lstm";

/**
 * `foretell forecast`.
 *
 * @param named whether the command was named; if not, `source` may be a mistyped command
 * @returns the exit code
 */
export async function forecast(
  source: string | undefined,
  named: boolean,
  options: ForecastOptions,
): Promise<number> {
  const { output, feature: features = [] } = options;
  const specs = withLearning(options.model ?? [DEFAULT_MODEL], options.learn);
  const models = await chooseModels(specs, { ...options, features });
  const format = chooseFormat(options.format, output);
  if (output !== undefined) checkWritable(output);
  if (source !== undefined && !named) checkCommand(source);

  const { talkative, screen, progress, say, warn } = await openConsole(options);
  const from = chooseSource(source, options);
  const { futureFile, join } = options;
  const read = await readPanel(
    from,
    { ...dataOptions(options), futureFile, join, ...readingFor(models) },
    warn,
  );
  warnOfIgnored(models, read, warn, features);
  warnOfNoIntervals(models, options.intervals, warn);
  const short = "forecast without being judged";
  const horizon = chooseHorizon(read, options.horizon, { short, beyond: true }, warn);
  const panel = withSeason(read, horizon);
  requireAhead(panel, horizon, "add rows with an empty target or a --future-file");
  if (talkative && (format !== "table" || output !== undefined)) say(dataSummary(panel, screen));
  const interrupt = listenForInterrupt(() => {
    if (talkative) say("foretell: stopping with the best so far; Ctrl-C again quits at once");
  });
  const { seed } = options;
  const levels = wantedLevels(options);
  const context = { horizon, seed, levels, signal: interrupt.signal, warn };
  try {
    const judged = format !== "csv" || talkative;
    const wanted = { judged, diagnosed: format !== "csv" };
    const made = await makeReport(panel, models, context, wanted, progress);
    const report = { ...made, explained: options.explain === true };
    const text =
      format === "csv"
        ? forecastCsv(report, options.safeCsv)
        : format === "json"
          ? forecastJson(report)
          : terminalReport(report, appearanceOfOutput(options), {
              gradients: options.gradients !== false,
            });
    if (talkative && (format !== "table" || output !== undefined)) {
      for (const part of selectionParts(report, screen)) say(part);
      const metrics = holdoutTable(report, screen);
      if (metrics) say(metrics);
    }
    if (options.gradients && (format !== "table" || output !== undefined)) {
      const charts = gradientCharts(report, screen);
      if (charts.length > 0) say(charts.join("\n\n"));
      else warn("none of the models is a network: there is no gradient flow to show");
    }
    await writeOutput(text, output);
    return interrupt.signal.aborted ? ExitCode.interrupted : ExitCode.done;
  } catch (error) {
    if (!interrupt.signal.aborted || !(error instanceof FitError)) throw error;
    process.stderr.write("foretell: interrupted before there was anything to forecast from\n");
    return ExitCode.interrupted;
  } finally {
    progress.done();
    interrupt.stopListening();
  }
}

/** @throws UsageError for several sources, or a mistyped command and its arguments */
export function refuseMore(sources: readonly string[], named: boolean): never {
  if (!named) checkCommand(sources[0]);
  throw new UsageError(
    `too many arguments: forecast takes one source, here are ${sources.length}`,
    "Put the series into one table, or forecast one file after the other.",
  );
}

/** `foretell forcast` is rather a mistyped command than a file. */
function checkCommand(source: string): void {
  if (!/^[a-z]+$/i.test(source) || existsSync(source)) return;
  const names = datasets().map(({ name }) => name);
  const meant = nearest(source, [...names, ...COMMAND_NAMES, "help"]);
  if (meant !== undefined && !names.includes(meant)) {
    throw new UsageError(
      `there is no command, file or dataset "${source}"`,
      meant === source.toLowerCase()
        ? `The command goes first: foretell ${meant} …`
        : `Did you mean foretell ${meant}?`,
    );
  }
}

/**
 * Fits each model to everything, then judges it on the last observations unless interrupted. Interrupted
 * amid the series of its first model, it reports on those that were fitted.
 */
async function makeReport(
  whole: Panel,
  models: readonly ChosenModel[],
  context: FitContext & { signal: AbortSignal; levels: readonly number[] },
  { judged, diagnosed }: { readonly judged: boolean; readonly diagnosed: boolean },
  progress: Progress,
): Promise<ForecastReport> {
  const { horizon, signal, warn } = context;
  const reports: ModelReport[] = [];
  let panel = whole;
  for (const { label, model } of models) {
    if (signal.aborted && reports.length > 0) {
      warn(`interrupted: no forecast of ${label}`);
      continue;
    }
    progress.start(`fitting ${label}`);
    const fitted = await model.fit(panel, { ...context, ...progress.listeners });
    const forecasts = fitted.forecast(horizon);
    requireFinite(label, forecasts);
    if (forecasts.length < panel.series.length) {
      if (reports.length > 0) {
        warn(`interrupted: no forecast of ${label}`);
        continue;
      }
      warn(
        `interrupted: ${label} forecasts the first ${forecasts.length} of ${panel.series.length} series`,
      );
      panel = { ...panel, series: panel.series.slice(0, forecasts.length) };
    }
    const { training, gradientFlow, selection } = fitted;
    const diagnostics = diagnosed ? fitted.diagnostics?.() : undefined;
    const report = {
      ...{ label, forecasts, training, gradientFlow, selection, diagnostics },
      holdout: undefined,
    };
    progress.done(trainingSummary(report));
    reports.push(report);
  }

  const judge = async (label: string, model: Model): Promise<Holdout | undefined> => {
    if (!judged || signal.aborted) return undefined;
    progress.start(`judging ${label} on the last ${horizon} observations`);
    try {
      // What there is to warn about was said when everything was fitted.
      const quietly = { ...context, ...progress.listeners, warn: () => {} };
      const scores = await holdout(panel, model, quietly);
      return signal.aborted ? undefined : scores;
    } catch (error) {
      if (!(error instanceof FitError)) throw error;
      if (!signal.aborted) warn(`${label} could not be judged on held-back rows: ${error.message}`);
      return undefined;
    } finally {
      progress.done();
    }
  };
  const scored: ModelReport[] = [];
  for (const [i, report] of reports.entries()) {
    scored.push({ ...report, holdout: await judge(report.label, models[i].plain) });
  }
  const reference =
    scored.find(({ label }) => label === seasonalNaive.name)?.holdout ??
    (await judge(seasonalNaive.name, seasonalNaive.create({})));
  if (reference !== undefined && reference.missing > 0) {
    const all = horizon * reference.series.filter((one) => one !== undefined).length;
    warn(describeUnscored(reference.missing, all));
  }
  return {
    version,
    panel,
    horizon,
    seed: context.seed,
    levels: context.levels,
    future: panel.series.map((one) => stampsAhead(one, panel.frequency, horizon)),
    models: scored,
    reference,
  };
}
