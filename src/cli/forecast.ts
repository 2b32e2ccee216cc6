import { existsSync, fstatSync } from "node:fs";
import { version } from "../../package.json";
import { datasets } from "../data/catalog.js";
import { defaultHorizon, futureIndex } from "../data/frequency.js";
import { nearest } from "../data/nearest.js";
import type { Panel } from "../data/panel.js";
import { readPanel } from "../data/read-panel.js";
import { DataError, ExitCode, FitError, UsageError } from "../errors.js";
import { canHoldBack, type Holdout, holdout } from "../evaluation/holdout.js";
import { seasonalNaive } from "../models/baseline/seasonal-naive.js";
import { createModel } from "../models/index.js";
import type { FitContext, Model, SeriesForecast } from "../models/model.js";
import { forecastCsv } from "../report/csv.js";
import type { ForecastReport, ModelReport } from "../report/forecast.js";
import { forecastJson } from "../report/json.js";
import { type Progress, silent, spinner } from "../report/progress.js";
import { dataSummary, holdoutTable, trainingSummary } from "../report/summary.js";
import { terminalReport } from "../report/terminal.js";
import type { ForecastOptions } from "./commands/forecast.js";
import type { DataOptions } from "./options.js";
import { checkWritable, chooseFormat, writeFileAtomically, writeStdout } from "./output.js";
import { appearanceOf } from "./screen.js";

const DEFAULT_MODEL = "lstm";
const DEFAULT_SOURCE = "air-passengers";

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
  const { output, quiet } = options;
  const models = chooseModels(options.model ?? [DEFAULT_MODEL]);
  const format = chooseFormat(options.format, output);
  if (output !== undefined) checkWritable(output);
  if (source !== undefined && !named) checkCommand(source);

  const talkative = process.stderr.isTTY === true && !quiet;
  const screen = appearanceOf(process.stderr, options);
  // A terminal that does not know its width cannot show a spinner in place.
  const animated = talkative && process.stderr.columns > 0;
  const progress = animated ? await spinner(screen.plain, screen.color) : silent;
  const say = (text: string) => progress.aside(() => process.stderr.write(`${text}\n`));
  const warned = new Set<string>();
  const warn = (message: string) => {
    if (quiet || warned.has(message)) return;
    warned.add(message);
    say(`foretell: warning: ${message}`);
  };

  const from = chooseSource(source);
  if (from === "-" && process.stdin.isTTY && !quiet) {
    process.stderr.write("foretell: reading from the terminal, Ctrl-D ends the data\n");
  }
  const panel = await readPanel(from, dataOptions(options), warn);
  const horizon = chooseHorizon(panel, options.horizon, warn);
  if (talkative && (format !== "table" || output !== undefined)) say(dataSummary(panel, screen));
  const interrupt = listenForInterrupt(talkative ? say : () => {});
  const context = { horizon, seed: options.seed, signal: interrupt.signal, warn };
  try {
    const judged = format !== "csv" || talkative;
    const report = await makeReport(panel, models, context, judged, progress);
    const text =
      format === "csv"
        ? forecastCsv(report)
        : format === "json"
          ? forecastJson(report)
          : terminalReport(report, {
              ...appearanceOf(process.stdout, options),
              ...(output !== undefined && { color: false }),
            });
    if (talkative && (format !== "table" || output !== undefined)) {
      const metrics = holdoutTable(report, screen);
      if (metrics) say(metrics);
    }
    if (output === undefined) await writeStdout(text);
    else writeFileAtomically(output, text);
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

interface LabelledModel {
  readonly label: string;
  readonly model: Model;
}

/** Models of the same name are told apart by their whole specs. */
function chooseModels(specs: readonly string[]): LabelledModel[] {
  const models = specs.map((spec) => ({ spec, model: createModel(spec) }));
  return models.map(({ spec, model }, i) => {
    if (specs.indexOf(spec) !== i) throw new UsageError(`model ${spec} is given twice`);
    const alone = models.filter((other) => other.model.name === model.name).length === 1;
    return { label: alone ? model.name : spec, model };
  });
}

function chooseSource(source: string | undefined): string {
  return source ?? (stdinIsPiped() ? "-" : DEFAULT_SOURCE);
}

/** Whether stdin is a pipe, socket or file; a terminal or /dev/null has nothing to say. */
function stdinIsPiped(): boolean {
  try {
    const stat = fstatSync(0);
    return stat.isFIFO() || stat.isFile() || stat.isSocket();
  } catch {
    return false;
  }
}

/** `foretell forcast` is rather a mistyped command than a file. */
function checkCommand(source: string): void {
  if (!/^[a-z]+$/i.test(source) || existsSync(source)) return;
  const commands = ["forecast", "models", "datasets", "help"];
  const names = datasets().map(({ name }) => name);
  const meant = nearest(source, [...names, ...commands]);
  if (meant !== undefined && !names.includes(meant)) {
    throw new UsageError(
      `there is no command, file or dataset "${source}"`,
      meant === source.toLowerCase()
        ? `The command goes first: foretell ${meant} …`
        : `Did you mean foretell ${meant}?`,
    );
  }
}

function dataOptions({ time, target, id, freq, season }: DataOptions): DataOptions {
  return {
    ...(time !== undefined && { time }),
    ...(target !== undefined && { target }),
    ...(id !== undefined && { id }),
    ...(freq !== undefined && { freq }),
    ...(season !== undefined && { season }),
  };
}

/**
 * @throws DataError when no series has twice as many rows as the horizon: a forecast further than half
 * of what is known cannot be judged
 */
function chooseHorizon(
  panel: Panel,
  asked: number | undefined,
  warn: (message: string) => void,
): number {
  const lengths = panel.series.map(({ y }) => y.length);
  const longest = lengths.reduce((a, b) => Math.max(a, b), 0);
  const most = Math.floor(longest / 2);
  const usual = defaultHorizon(panel.frequency);
  const horizon = asked ?? Math.min(usual, most);
  const location = { file: panel.source };
  const rows = `${longest} row${longest === 1 ? "" : "s"}`;
  const have = lengths.length > 1 ? `the longest of ${lengths.length} series has ${rows}` : rows;
  if (most < 1) {
    throw new DataError(`${have}: a forecast needs at least 2`, {
      hint: "Give more of the past.",
      location,
    });
  }
  if (!canHoldBack(longest, horizon)) {
    throw new DataError(
      `${have}, too few for a horizon of ${horizon}: twice the horizon, ${2 * horizon}, are needed`,
      { hint: `The farthest these data allow is -H ${most}.`, location },
    );
  }
  if (horizon < usual && asked === undefined) {
    warn(`${have}: forecasting ${horizon} instead of ${usual} steps ahead`);
  }
  const short = panel.series.filter(({ y }) => !canHoldBack(y.length, horizon));
  if (short.length > 0) {
    const names = short.slice(0, 5).map(({ id }) => id);
    const more = short.length > names.length ? ` and ${short.length - names.length} more` : "";
    warn(
      `${short.length} of ${lengths.length} series have fewer than ${2 * horizon} rows and are forecast without being judged: ${names.join(", ")}${more}`,
    );
  }
  return horizon;
}

/** Fits each model to everything, then judges it on the last observations unless interrupted. */
async function makeReport(
  panel: Panel,
  models: readonly LabelledModel[],
  context: FitContext & { signal: AbortSignal },
  judged: boolean,
  progress: Progress,
): Promise<ForecastReport> {
  const { horizon, signal, warn } = context;
  const onProgress = progress.epoch;
  const reports: ModelReport[] = [];
  for (const { label, model } of models) {
    if (signal.aborted && reports.length > 0) {
      warn(`interrupted: no forecast of ${label}`);
      continue;
    }
    progress.start(`fitting ${label}`);
    const fitted = await model.fit(panel, { ...context, onProgress });
    const forecasts = fitted.forecast(horizon);
    checkFinite(label, forecasts);
    const { training, gradientFlow } = fitted;
    const report = { label, forecasts, training, gradientFlow, holdout: undefined };
    progress.done(trainingSummary(report));
    reports.push(report);
  }

  const judge = async (label: string, model: Model): Promise<Holdout | undefined> => {
    if (!judged || signal.aborted) return undefined;
    progress.start(`judging ${label} on the last ${horizon} observations`);
    try {
      // What there is to warn about was said when everything was fitted.
      const quietly = { ...context, onProgress, warn: () => {} };
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
    scored.push({ ...report, holdout: await judge(report.label, models[i]!.model) });
  }
  const reference =
    scored.find(({ label }) => label === seasonalNaive.name)?.holdout ??
    (await judge(seasonalNaive.name, seasonalNaive.create({})));
  return {
    version,
    panel,
    horizon,
    seed: context.seed,
    future: panel.series.map(({ ds }) => futureIndex(ds[ds.length - 1]!, panel.frequency, horizon)),
    models: scored,
    reference,
  };
}

function checkFinite(label: string, forecasts: readonly SeriesForecast[]): void {
  for (const { id, mean } of forecasts) {
    const bad = mean.find((value) => !Number.isFinite(value));
    if (bad !== undefined) {
      throw new FitError(
        `${label} forecasts ${bad} for series "${id}"`,
        "Look for values far out of range in the input, or try another model such as -m naive.",
      );
    }
  }
}

/** The first Ctrl-C aborts the signal, the second one quits. */
function listenForInterrupt(say: (text: string) => void): {
  signal: AbortSignal;
  stopListening: () => void;
} {
  const controller = new AbortController();
  const onInterrupt = () => {
    if (controller.signal.aborted) process.exit(ExitCode.interrupted);
    controller.abort();
    say("foretell: stopping with the best so far; Ctrl-C again quits at once");
  };
  process.on("SIGINT", onInterrupt);
  return {
    signal: controller.signal,
    stopListening: () => process.off("SIGINT", onInterrupt),
  };
}
