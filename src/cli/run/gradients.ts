import { version } from "../../../package.json";
import { withSeason } from "../../analysis/panel-seasonality.js";
import type { Panel } from "../../data/panel/from-table.js";
import { readPanel } from "../../data/read/read-panel.js";
import { ExitCode, FitError } from "../../errors.js";
import type { FlowReading } from "../../models/gradient-readings.js";
import type { FitContext } from "../../models/model.js";
import { learnLongLag } from "../../models/recurrent/long-lag-task.js";
import { gradientsCsv } from "../../report/gradients/csv.js";
import { gradientsJson } from "../../report/gradients/json.js";
import type { FlowRun, GradientsReport } from "../../report/gradients/report.js";
import { gradientsReport } from "../../report/gradients/text.js";
import { chooseHorizon } from "../../tasks/choose-horizon.js";
import { appearanceOfOutput } from "../shared/appearance.js";
import { chooseSource, dataOptions, stdinIsPiped } from "../shared/choose-source.js";
import { claimOutputs } from "../shared/claim-outputs.js";
import { openConsole } from "../shared/console.js";
import {
  chooseFileFormat,
  type FileFormat,
  REPORT_FORMATS,
} from "../shared/formats/file-format.js";
import { listenForInterrupt } from "../shared/interrupt.js";
import { writeOutput } from "../shared/output.js";
import type { Pieces } from "../shared/write-file.js";
import { type GradientsOptions, type TrackedModel, trackedModels } from "./gradient-models.js";

/** The synthetic task's name in reports, its usual length and how long a network may take to learn it. */
const TASK = "long-lag";
const DEFAULT_STEPS = 50;
/** Depth is looked at over a short window, as every layer costs a pass over it. */
const DEEP_STEPS = 10;
const DEFAULT_EPOCHS = 24;

/**
 * `foretell gradients`.
 *
 * @returns the exit code
 */
export async function gradients(
  source: string | undefined,
  options: GradientsOptions,
): Promise<number> {
  const { output, seed } = options;
  const { comparison, tracked } = trackedModels(options);
  const format = chooseFileFormat(options.format, output, REPORT_FORMATS);
  const console = await openConsole(options);
  const { progress, note, warn, interrupted } = console;
  const irregular = tracked.every(({ definition }) => definition.irregular);
  const reading = { ...dataOptions(options), ...(irregular && { irregular: "allowed" as const }) };
  const onTaskOnly = source === undefined && !stdinIsPiped();
  const from = onTaskOnly ? undefined : chooseSource(source, options);
  claimOutputs({ "--output": output }, { "the data": from });
  const panel = from === undefined ? undefined : withSeason(await readPanel(from, reading, warn));
  const defaultSteps = comparison === "connections" ? DEEP_STEPS : DEFAULT_STEPS;
  const learn = panel ? onPanel(panel, options, warn) : onTask(defaultSteps);

  const interrupt = listenForInterrupt(() =>
    note("stopping with what there is; Ctrl-C again quits at once"),
  );
  const { signal } = interrupt;
  try {
    const runs: FlowRun[] = [];
    for (const steps of options.steps ?? [undefined]) {
      for (const model of tracked) {
        if (signal.aborted && runs.length > 0) break;
        progress.start(
          `training ${model.label}${steps === undefined ? "" : ` over ${steps} steps`}`,
        );
        const context = { seed, signal, warn, ...progress.listeners };
        runs.push(await watchRun(model, (onFlow) => learn(model, steps, { ...context, onFlow })));
        progress.done();
      }
    }
    const report: GradientsReport = {
      version,
      source: panel?.source ?? TASK,
      panel,
      seed,
      comparison,
      gates: options.gates === true,
      runs,
    };
    const data = await write(report, format, options);
    await writeOutput(data, output, format, console);
    return signal.aborted ? ExitCode.interrupted : ExitCode.done;
  } catch (error) {
    if (!signal.aborted || !(error instanceof FitError)) throw error;
    interrupted("interrupted before there was anything to show");
    return ExitCode.interrupted;
  } finally {
    progress.done();
    interrupt.stopListening();
  }
}

type Learning = Omit<FitContext, "horizon" | "levels">;

/** Trains a model, over windows of so many steps if their length is given. */
type Learn = (
  model: TrackedModel,
  steps: number | undefined,
  context: Learning,
) => Promise<FlowRun["summary"]>;

function onTask(defaultSteps: number): Learn {
  return ({ network, options, names }, steps, context) => {
    const epochs = names("epochs") ? options.epochs : DEFAULT_EPOCHS;
    const length =
      steps ?? (names("context") && options.context > 1 ? options.context : defaultSteps);
    return learnLongLag(network, { ...options, epochs }, length, context);
  };
}

function onPanel(
  panel: Panel,
  { horizon: requested }: GradientsOptions,
  warn: (m: string) => void,
): Learn {
  const short = "used as far as they go";
  const horizon = chooseHorizon(panel, requested, { short, beyond: false, heldBack: true }, warn);
  return async ({ definition, options }, steps, context) => {
    const chosen = { ...options, ...(steps !== undefined && { context: steps }) };
    const fitted = await definition.create(chosen).fit(panel, { ...context, horizon });
    return fitted.training!;
  };
}

/** Runs a training and gathers the norms of its gradients. */
async function watchRun(
  { model, label }: TrackedModel,
  learn: (onFlow: (reading: FlowReading) => void) => Promise<FlowRun["summary"]>,
): Promise<FlowRun> {
  const readings: FlowReading[] = [];
  const summary = await learn((reading) => readings.push(reading));
  const [initial] = readings;
  const trained = readings.at(-1)!;
  return {
    model,
    label,
    steps: trained.steps,
    initial: initial,
    training: readings.slice(1, -1),
    trained,
    summary,
  };
}

async function write(
  report: GradientsReport,
  format: FileFormat,
  options: GradientsOptions,
): Promise<Pieces> {
  switch (format) {
    case "csv":
      return gradientsCsv(report, options.safeCsv);
    case "json":
      return gradientsJson(report);
    case "table":
      return gradientsReport(report, appearanceOfOutput(options));
    default: {
      const { gradientsIn } = await import("../../tasks/files/gradients.js");
      return gradientsIn(format, report, options.safeCsv);
    }
  }
}
