import { existsSync } from "node:fs";
import { version } from "../../../package.json";
import type { Panel } from "../../data/panel/panel.js";
import type { UnusedColumns } from "../../data/roles/unused-columns.js";
import { datasets } from "../../data/source/catalog.js";
import { namesOfList } from "../../data/source/file-list.js";
import { ExitCode, FitError, UsageError } from "../../errors.js";
import { forecastAndJudge } from "../../evaluation/forecast.js";
import { forecastNames, type Naming } from "../../report/forecast/names.js";
import { type ForecastReport, forecastReport } from "../../report/forecast/report.js";
import { showing } from "../../report/forecast/shown.js";
import { writtenCsv } from "../../report/forecast/written.js";
import type { Takes } from "../../report/text/data-notes.js";
import { nearest } from "../../suggest.js";
import { type HierarchyOptions, readingOfHierarchy } from "../../tasks/analyses/hierarchy.js";
import { chooseModels, DEFAULT_MODEL, heldTo } from "../../tasks/choose-models.js";
import { placesOf } from "../../tasks/choose-series.js";
import { gatherWarnings } from "../../tasks/gather-warnings.js";
import { appearanceOfOutput } from "../shared/appearance.js";
import { chooseLimits } from "../shared/choose-limits.js";
import { chooseSource } from "../shared/choose-source.js";
import { claimOutputs } from "../shared/claim-outputs.js";
import { COMMAND_NAMES } from "../shared/command-names.js";
import { type Console, openConsole } from "../shared/console.js";
import { fittingStages, holdoutStages, stageListeners } from "../shared/fitting-stages.js";
import {
  chooseFileFormat,
  type FileFormat,
  REPORT_FORMATS,
} from "../shared/formats/file-format.js";
import { listenForInterrupt } from "../shared/interrupt.js";
import {
  type DistributionOptions,
  type FittingOptions,
  type LimitOptions,
  wantedLevels,
} from "../shared/options.js";
import { writeOutput } from "../shared/output.js";
import { prepareFit } from "../shared/prepare.js";
import { requireIntervals } from "../shared/require-intervals.js";
import { sayFailures } from "../shared/scoring.js";
import type { Pieces } from "../shared/write-file.js";
import { writtenOption } from "../shared/written-option.js";
import type { TableRequest } from "./parts/forecast-table.js";
import {
  canBeInParts,
  isForParts,
  isLargeFile,
  type PartsFormat,
  type PartsOptions,
} from "./parts/options.js";

export interface ForecastOptions
  extends HierarchyOptions,
    FittingOptions,
    DistributionOptions,
    LimitOptions,
    PartsOptions {
  readonly learn?: string;
  readonly futureFile?: string;
  readonly safeCsv?: boolean;
  readonly from?: string;
  readonly format?: FileFormat;
  readonly output?: string;
  /** True with `--gradients`, false with `--no-gradients`. */
  readonly gradients?: boolean;
  readonly diagnostics?: boolean;
  readonly explain?: boolean;
  /** Whose names written columns have. */
  readonly names?: Naming;
  /** Series that are shown and written; models learn from all. */
  readonly series?: string[];
}

/** Whether several files of future values are named, each a future of its own. */
export function hasScenarios({ futureFile }: Pick<ForecastOptions, "futureFile">): boolean {
  return futureFile !== undefined && namesOfList(futureFile) !== undefined;
}

/**
 * `foretell forecast`.
 *
 * @returns the exit code
 */
export async function forecast(
  source: string | undefined,
  options: ForecastOptions,
): Promise<number> {
  const { output, seed, quantiles, samples, feature: features = [] } = options;
  const specs = await specsFor(options);
  const limits = chooseLimits(options);
  requireIntervals(options);
  const reading = readingOfHierarchy({ ...options, features }, writtenOption);
  const chosen = await chooseModels(specs, {
    ...options,
    features,
    ...heldTo(limits, options.hierarchy !== undefined),
  });
  const asked = options.format ?? (options.on !== undefined && !output ? "csv" : undefined);
  const format = chooseFileFormat(asked, output, REPORT_FORMATS);
  const inParts = canBeInParts(chosen, format, options);

  const console = await openConsole(options);
  const { talkative, screen, progress, say, note, warn, fail, interrupted } = console;
  const use = {
    ...{ short: "forecast without a hold-out", beyond: true },
    judges: (series: number) => !(inParts && isForParts(chosen, series, options)),
  };
  const from = chooseSource(source, options);
  claimOutputs(
    { "--output": output, "--errors": options.errors },
    { "the data": from, "--join": options.join, "--future-file": options.futureFile },
  );
  if (options.on !== undefined) {
    const { withWorkers } = await import("./with-workers.js");
    const { partsOnWorkers } = await import("./parts/on-workers.js");
    const { forecastInParts, partsOfMemory } = await import("./parts/forecast-parts.js");
    return withWorkers(options, console, async (workers) => {
      const on = { run: partsOnWorkers(workers, console), where: workers.where };
      const given = { specs, models: chosen, format: format as PartsFormat, options, on };
      const code = await forecastUnheld(from, given, console);
      if (code !== undefined) return code;
      const { panel, horizon } = await prepareFit(from, chosen, options, use, warn);
      isForParts(chosen, panel.series.length, options);
      const request = { ...given, horizon };
      return forecastInParts(partsOfMemory(panel, request), request, console);
    });
  }
  if (inParts) {
    const request = { specs, models: chosen, format: format as PartsFormat, options };
    const code = await forecastUnheld(from, request, console);
    if (code !== undefined) return code;
  }
  const { panel: read, horizon, unused } = await prepareFit(from, chosen, reading, use, warn);
  const { panel, models } = options.hierarchy
    ? (await import("../../tasks/analyses/into-hierarchy.js")).intoHierarchy(
        ...([read, chosen, options, limits] as const),
      )
    : { panel: read, models: chosen };
  const names = forecastNames(panel, options.names);
  // A table on stdout holds the summary, the metrics and the charts itself.
  const beside = format !== "table" || output !== undefined;
  const places = options.series && placesOf(panel, options.series);
  if (talkative && beside) {
    const { dataSummary } = await import("../../report/text/data-summary.js");
    say(dataSummary(panel, screen));
  }
  if (inParts && isForParts(chosen, panel.series.length, options)) {
    const { forecastInParts, partsOfMemory } = await import("./parts/forecast-parts.js");
    const request = { specs, format: format as PartsFormat, horizon, options };
    return forecastInParts(partsOfMemory(panel, request), request, console);
  }
  // Sums have no columns that could be used.
  const isNoted = !options.hierarchy && !options.quiet && (talkative || format === "table");
  const notes = isNoted ? await notesFor(read, unused(), models, options.series) : [];
  const interrupt = listenForInterrupt(() =>
    note("stopping with the best so far; Ctrl-C again quits at once"),
  );
  const { signal } = interrupt;
  const levels = wantedLevels(options);
  const warnings = gatherWarnings(warn);
  const judged = format === "csv" ? talkative : !(format === "table" && options.quiet);
  progress.plan([...fittingStages(models), ...(judged ? holdoutStages(models) : [])]);
  try {
    const outcome = await forecastAndJudge(
      panel,
      warnings.from(models),
      { horizon, seed, levels, signal, warn },
      {
        ...{ judged, diagnosed: format !== "csv" },
        ...{ quantiles, samples, limits, total: options.total ? levels : undefined },
        addsUp: options.hierarchy !== undefined,
      },
      stageListeners(progress),
    );
    const report = forecastReport(outcome, {
      ...{ version, horizon, seed, levels, quantiles, samples },
      explained: options.explain === true,
      ...{ notes, names },
      ...(options.hierarchy && { addsUp: true }),
    });
    warnings.say();
    sayFailures(report.failures, fail);
    const data = await render(report, format, options, places);
    if (talkative && beside) {
      const { forecastNotes, selectionParts } = await words();
      const { holdoutTable } = await import("../../report/forecast/holdout.js");
      for (const part of selectionParts(report, screen)) say(part);
      const metrics = holdoutTable(report, screen);
      if (metrics) say(metrics);
      for (const sentence of forecastNotes(report)) say(sentence);
    }
    if (options.gradients && beside) {
      const charts = (await words()).gradientCharts(report, screen);
      if (charts.length > 0) say(charts.join("\n\n"));
      else warn("none of the models is a network: there is no gradient flow to show");
    }
    await writeOutput(data, output, format, console);
    if (signal.aborted) return ExitCode.interrupted;
    return report.failures.length > 0 ? ExitCode.fit : ExitCode.done;
  } catch (error) {
    if (!signal.aborted || !(error instanceof FitError)) throw error;
    interrupted("interrupted before there was anything to forecast from");
    return ExitCode.interrupted;
  } finally {
    progress.done();
    warnings.say();
    interrupt.stopListening();
  }
}

/** Specs of the models: recurrent ones where a rule of learning is chosen, which loads them. */
async function specsFor({ model, learn }: ForecastOptions): Promise<readonly string[]> {
  if (learn === undefined) return model ?? [DEFAULT_MODEL];
  const { defaultModel, withLearning } = await import("../shared/learning-rule.js");
  return withLearning(model ?? [defaultModel(learn)], learn);
}

/** What people read: tables and charts, which a pipe does without. */
function words() {
  return import("../../report/forecast/text.js");
}

/** Forecasts a large table without holding it; undefined where it must be read as a whole. */
async function forecastUnheld(
  path: string,
  request: TableRequest,
  console: Console,
): Promise<number | undefined> {
  if (!isLargeFile(path)) return undefined;
  const { forecastTable } = await import("./parts/forecast-table.js");
  return forecastTable(path, request, console);
}

/** What to say of the data, or the series that are shown, to a person who forecasts them with these models. */
async function notesFor(
  panel: Panel,
  unused: UnusedColumns,
  models: readonly (Takes & { readonly label: string })[],
  shown?: readonly string[],
): Promise<string[]> {
  const { endsEarlyNote, mostlyZeroNote, seasonNote, unusedNote } = await import(
    "../../report/text/data-notes.js"
  );
  const made = models.some(({ label }) => /^(?:auto|croston)\b/.test(label));
  return [
    unusedNote(unused, panel, models),
    seasonNote(panel),
    endsEarlyNote(panel, shown),
    made ? undefined : mostlyZeroNote(panel, shown),
  ].filter((note) => note !== undefined);
}

/**
 * The report as it is printed or saved.
 *
 * @param places of the series that a person chose
 */
export async function render(
  whole: ForecastReport,
  format: FileFormat,
  options: ForecastOptions,
  places?: readonly number[],
): Promise<Pieces> {
  const report = places ? showing(whole, places) : whole;
  switch (format) {
    case "csv":
      return writtenCsv(report, options.safeCsv);
    case "json": {
      const { forecastJson } = await import("../../report/forecast/json.js");
      return forecastJson(report);
    }
    case "table":
      return (await words()).terminalReport(report, appearanceOfOutput(options), {
        diagnostics: options.diagnostics === true,
        gradients: options.gradients !== false,
        quiet: options.quiet === true,
      });
    default: {
      const { forecastIn } = await import("../../tasks/files/forecast.js");
      return forecastIn(format, report, options.safeCsv);
    }
  }
}

/** What other programs call it. */
const COMMANDS_BY_OTHER_NAMES: Readonly<Record<string, string>> = {
  ...{ plot: "forecast, which draws a chart", chart: "forecast, which draws a chart" },
  ...{ predict: "forecast", fit: "train", evaluate: "backtest", compare: "backtest" },
  ...{ describe: "inspect", summary: "inspect", list: "models" },
};

/**
 * `foretell forcast` is rather a mistyped command than a file.
 *
 * @throws UsageError with the command that was meant
 */
export function checkCommand(source: string): void {
  if (!/^[a-z]+$/i.test(source) || existsSync(source)) return;
  const names = datasets().map(({ name }) => name);
  const known = COMMANDS_BY_OTHER_NAMES[source.toLowerCase()];
  if (known !== undefined) {
    throw new UsageError(
      `there is no command, file or dataset "${source}"`,
      `Try foretell ${known}.`,
    );
  }
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
