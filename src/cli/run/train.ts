import { version } from "../../../package.json";
import { knownAhead } from "../../data/panel/exogenous.js";
import { ExitCode, FitError, UsageError } from "../../errors.js";
import { encodeModel } from "../../models/file/model-file.js";
import { requireFinite } from "../../models/validated.js";
import { gradientChart } from "../../report/charts/gradient-chart.js";
import { trainingSummary } from "../../report/forecast/holdout.js";
import { selectionSummary } from "../../report/forecast/selection.js";
import { dataSummary } from "../../report/text/data-summary.js";
import { chooseModels } from "../../tasks/choose-models.js";
import { gatherWarnings } from "../../tasks/gather-warnings.js";
import { chooseSource } from "../shared/choose-source.js";
import { claimOutputs } from "../shared/claim-outputs.js";
import { openConsole } from "../shared/console.js";
import { fittingStages, stageListeners } from "../shared/fitting-stages.js";
import { listenForInterrupt } from "../shared/interrupt.js";
import { defaultModel, withLearning } from "../shared/learning-rule.js";
import { type FittingOptions, wantedLevels } from "../shared/options.js";
import { prepareFit } from "../shared/prepare.js";
import { writeStdout } from "../shared/terminal.js";
import { writeFileAtomically } from "../shared/write-file.js";

export interface TrainOptions extends FittingOptions {
  readonly learn?: string;
  readonly futureFile?: string;
  /** Stdout by default. */
  readonly output?: string;
  /** True with `--gradients`, false with `--no-gradients`. */
  readonly gradients?: boolean;
}

/**
 * `foretell train`.
 *
 * @returns the exit code
 */
export async function train(source: string | undefined, options: TrainOptions): Promise<number> {
  const { output, seed, intervals, feature: features = [] } = options;
  const { model: specs = [defaultModel(options.learn)] } = options;
  if (specs.length > 1) {
    throw new UsageError(
      `a file holds one model, not ${specs.length}`,
      "Train each into a file of its own: run foretell train once for each.",
    );
  }
  const [spec] = withLearning(specs, options.learn) as [string];
  const models = await chooseModels([spec], { ...options, features });
  if (output === undefined && process.stdout.isTTY) {
    throw new UsageError(
      "a model file cannot be shown on a terminal",
      "Name a file: -o sales.foretell.",
    );
  }
  const { talkative, screen, progress, say, wrote, note, warn, interrupted } =
    await openConsole(options);
  const from = chooseSource(source, options);
  claimOutputs(
    { "--output": output },
    { "the data": from, "--join": options.join, "--future-file": options.futureFile },
  );
  const use = { short: "used for training all the same", beyond: false };
  const { panel, horizon } = await prepareFit(from, models, options, use, warn);
  if (talkative) say(dataSummary(panel, screen));
  const interrupt = listenForInterrupt(() =>
    note("stopping with the best so far; Ctrl-C again quits at once"),
  );
  const { signal } = interrupt;
  const levels = wantedLevels(options);
  const warnings = gatherWarnings(warn);
  const [{ label, model }] = warnings.from(models);
  try {
    progress.plan(fittingStages(models));
    const { onFit, onIntervals } = stageListeners(progress);
    onFit?.(label);
    const context = {
      ...{ horizon, seed, levels, signal, warn, ...progress.listeners },
      onIntervals: () => onIntervals?.(label),
    };
    const fitted = await model.fit(panel, context);
    // Without the future columns' values it can only be used with other data.
    const forecasts = knownAhead(panel) < horizon ? undefined : fitted.forecast(horizon);
    if (forecasts) requireFinite(label, forecasts);
    progress.done(trainingSummary({ label, training: fitted.training }));
    const { gradientFlow, selection } = fitted;
    if (selection && talkative) say(selectionSummary(label, selection));
    if (gradientFlow && (options.gradients ?? talkative)) {
      say(`\n${gradientChart(label, gradientFlow, screen)}\n`);
    }
    // Interrupted, models of single series know only the first ones.
    const done = { ...panel, series: panel.series.slice(0, forecasts?.length) };
    const { state } = fitted;
    const bytes = encodeModel({
      version,
      spec,
      horizon,
      seed,
      levels,
      intervals,
      features,
      panel: done,
      state,
    });
    if (output === undefined) await writeStdout(bytes);
    else writeFileAtomically(output, bytes);
    if (output !== undefined) wrote(output);
    return signal.aborted ? ExitCode.interrupted : ExitCode.done;
  } catch (error) {
    if (!signal.aborted || !(error instanceof FitError)) throw error;
    interrupted("interrupted before there was anything to save");
    return ExitCode.interrupted;
  } finally {
    progress.done();
    warnings.say();
    interrupt.stopListening();
  }
}
