import { version } from "../../../package.json";
import { knownAhead } from "../../data/panel/exogenous.js";
import { ExitCode, FitError, UsageError } from "../../errors.js";
import { isModelError, type ModelFailure } from "../../evaluation/forecast.js";
import type { SavedModel } from "../../models/file/model-file.js";
import { encodeModels } from "../../models/file/several.js";
import { requireFinite } from "../../models/validated.js";
import { gradientChart } from "../../report/charts/gradient-chart.js";
import { selectionSummary } from "../../report/forecast/selection.js";
import { trainingSummary } from "../../report/forecast/training.js";
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
import { sayFailures } from "../shared/scoring.js";
import { writeStdout } from "../shared/terminal.js";
import { writeFileAtomically } from "../shared/write-file.js";
import { requireReadableSize } from "./parts/model-file-size.js";

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
  const learning = withLearning(specs, options.learn);
  const models = await chooseModels(learning, { ...options, features });
  if (output === undefined && process.stdout.isTTY) {
    throw new UsageError(
      "a model file cannot be shown on a terminal",
      "Name a file: -o sales.foretell.",
    );
  }
  const console = await openConsole(options);
  const { talkative, screen, progress, say, wrote, note, warn, fail, interrupted } = console;
  const from = chooseSource(source, options);
  claimOutputs(
    { "--output": output },
    { "the data": from, "--join": options.join, "--future-file": options.futureFile },
  );
  const use = { short: "used for training all the same", beyond: false };
  const { panel, horizon } = await prepareFit(from, models, options, use, warn);
  requireReadableSize(panel);
  if (talkative) say(dataSummary(panel, screen));
  const interrupt = listenForInterrupt(() =>
    note("stopping with the best so far; Ctrl-C again quits at once"),
  );
  const { signal } = interrupt;
  const levels = wantedLevels(options);
  const warnings = gatherWarnings(warn);
  const saved: SavedModel[] = [];
  const failures: ModelFailure[] = [];
  // Interrupted, models of single series know only the first ones.
  let done = panel;
  try {
    progress.plan(fittingStages(models));
    const { onFit, onIntervals } = stageListeners(progress);
    for (const [m, { label, model, exogenous }] of warnings.from(models).entries()) {
      const skip = () => warn(`interrupted: ${label} is not in the file`);
      if (signal.aborted && saved.length > 0) {
        skip();
        continue;
      }
      onFit?.(label);
      try {
        const fitted = await model.fit(panel, {
          ...{ horizon, seed, levels, signal, warn, ...progress.listeners },
          onIntervals: () => onIntervals?.(label),
        });
        // Without the future columns' values it can only be used with other data.
        const forecasts = knownAhead(panel) < horizon ? undefined : fitted.forecast(horizon);
        if (forecasts) requireFinite(label, forecasts);
        const count = forecasts?.length ?? panel.series.length;
        if (count < panel.series.length && saved.length > 0) {
          skip();
          continue;
        }
        progress.done(trainingSummary({ label, training: fitted.training }));
        const { gradientFlow, selection, state } = fitted;
        if (selection && talkative) say(selectionSummary(label, selection));
        if (gradientFlow && (options.gradients ?? talkative)) {
          say(`\n${gradientChart(label, gradientFlow, screen)}\n`);
        }
        done = { ...panel, series: panel.series.slice(0, count) };
        const settings = { version, horizon, seed, levels, intervals, panel: done };
        const own = exogenous ? features : [];
        saved.push({ ...settings, spec: learning[m]!, features: own, state });
      } catch (error) {
        if (!isModelError(error)) throw error;
        if (!signal.aborted) failures.push({ label, error });
        else if (saved.length > 0) skip();
        else throw error;
      }
    }
    if (saved.length === 0) throw failures[0]!.error;
    progress.done();
    warnings.say();
    sayFailures(failures, fail);
    // All of them with one panel, which the first may have been the only one to know in part.
    const bytes = encodeModels(saved.map((one) => ({ ...one, panel: done })));
    if (output === undefined) await writeStdout(bytes);
    else writeFileAtomically(output, bytes);
    if (output !== undefined) wrote(output);
    if (failures.length > 0) return ExitCode.fit;
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
