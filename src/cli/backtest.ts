import { version } from "../../package.json";
import type { Panel } from "../data/panel.js";
import { readContinuation, readPanel } from "../data/read-panel.js";
import { ExitCode, FitError, UsageError } from "../errors.js";
import {
  type Fold,
  givenFold,
  lastFold,
  owa,
  backtest as scoreFold,
} from "../evaluation/backtest.js";
import type { Scores } from "../evaluation/metrics.js";
import { naive2 } from "../models/baseline/naive2.js";
import type { FitContext } from "../models/model.js";
import { type BacktestReport, ranked, type ScoredModel } from "../report/backtest.js";
import { backtestCsv } from "../report/backtest-csv.js";
import { backtestJson } from "../report/backtest-json.js";
import { backtestTable } from "../report/backtest-table.js";
import { dataSummary } from "../report/summary.js";
import { type ChosenModel, chooseModels, warnOfIgnored } from "./chosen-models.js";
import type { BacktestOptions } from "./commands/backtest.js";
import { type Console, openConsole } from "./console.js";
import { chooseHorizon } from "./horizon.js";
import { listenForInterrupt } from "./interrupt.js";
import { wantedLevels } from "./options.js";
import { checkWritable, chooseFormat, writeFileAtomically, writeStdout } from "./output.js";
import { appearanceOf } from "./screen.js";
import { chooseSource, dataOptions } from "./source.js";

const DEFAULT_MODELS = ["lstm", "seasonal-naive"];

/**
 * `foretell backtest`.
 *
 * @returns the exit code
 */
export async function backtest(
  source: string | undefined,
  options: BacktestOptions,
): Promise<number> {
  const { output, quiet, test, seed } = options;
  if (test !== undefined && options.aggregate !== undefined) {
    throw new UsageError(
      "--aggregate does not reach the --test part",
      "Give both parts in one table without --test, or aggregate them before.",
    );
  }
  const levels = wantedLevels(options);
  const models = chooseModels(options.model ?? DEFAULT_MODELS);
  const format = chooseFormat(options.format, output);
  if (output !== undefined) checkWritable(output);
  const console = await openConsole(options);
  const { talkative, screen, progress, say, warn } = console;
  const from = chooseSource(source, quiet);
  if (from === "-" && test === "-") {
    throw new UsageError("stdin cannot hold both the training and the test part");
  }
  const panel = await readPanel(from, dataOptions(options), warn);
  warnOfIgnored(models, panel, warn);
  const fold = await chooseFold(panel, options, warn);
  if (talkative && format !== "table") say(dataSummary(fold.training, screen));

  const interrupt = listenForInterrupt(() => {
    if (talkative) say("foretell: stopping after what is finished; Ctrl-C again quits at once");
  });
  const { signal } = interrupt;
  try {
    const { scored, failures } = await scoreAll(
      fold,
      models,
      { seed, levels, signal, warn },
      console,
    );
    if (scored.length === 0 && signal.aborted) {
      process.stderr.write("foretell: interrupted before there was anything to score\n");
      return ExitCode.interrupted;
    }
    if (scored.length === 0) throw failures[0]!.error;
    for (const { model, error } of failures) {
      say(`foretell: ${model}: ${error.message}${error.hint ? `\n${error.hint}` : ""}`);
    }
    const report: BacktestReport = {
      version,
      training: fold.training,
      test,
      horizon: fold.horizon,
      seed,
      levels,
      models: ranked(scored),
      failures: failures.map(({ model, error }) => ({ model, message: error.message })),
      perSeries: options.perSeries === true,
    };
    const text = write(report, format, options);
    if (output === undefined) await writeStdout(text);
    else writeFileAtomically(output, text);
    if (signal.aborted) return ExitCode.interrupted;
    return failures.length > 0 ? ExitCode.fit : ExitCode.done;
  } finally {
    progress.done();
    interrupt.stopListening();
  }
}

function write(
  report: BacktestReport,
  format: ReturnType<typeof chooseFormat>,
  options: BacktestOptions,
): string {
  switch (format) {
    case "csv":
      return backtestCsv(report);
    case "json":
      return backtestJson(report);
    case "table":
      return backtestTable(report, {
        ...appearanceOf(process.stdout, options),
        ...(options.output !== undefined && { color: false }),
      });
  }
}

async function chooseFold(
  panel: Panel,
  options: BacktestOptions,
  warn: (message: string) => void,
): Promise<Fold> {
  const { test, horizon: asked } = options;
  if (test !== undefined) {
    return givenFold(await readContinuation(test, panel, dataOptions(options), warn), asked);
  }
  const horizon = chooseHorizon(panel, asked, { short: "left out", beyond: false }, warn);
  return lastFold(panel, horizon);
}

interface Failure {
  readonly model: string;
  readonly error: FitError;
}

/** Scores one model after the other; one that cannot be fitted does not stop the others. */
async function scoreAll(
  fold: Fold,
  models: readonly ChosenModel[],
  context: Omit<FitContext, "horizon"> & { signal: AbortSignal },
  { progress }: Console,
): Promise<{ scored: ScoredModel[]; failures: Failure[] }> {
  const reference = await scoreFold(fold, naive2.create({}), { ...context, warn: () => {} });
  const against = (scores: readonly Scores[]) => ({
    owa: owa(scores, reference.series),
    seriesOwa: scores.map((one, s) => owa([one], [reference.series[s]!])),
  });
  const scored: ScoredModel[] = [];
  const failures: Failure[] = [];
  for (const [i, { label, model }] of models.entries()) {
    if (context.signal.aborted) break;
    const place = models.length > 1 ? ` (${i + 1} of ${models.length})` : "";
    progress.start(`fitting ${label}${place}`);
    const start = performance.now();
    try {
      const scores = await scoreFold(fold, model, { ...context, onProgress: progress.epoch });
      // What was stopped early says nothing of the model.
      if (context.signal.aborted) break;
      const seconds = Math.round(performance.now() - start) / 1000;
      scored.push({ label, scores, ...against(scores.series), seconds });
    } catch (error) {
      if (!(error instanceof FitError)) throw error;
      if (!context.signal.aborted) failures.push({ model: label, error });
    } finally {
      progress.done();
    }
  }
  return { scored, failures };
}
