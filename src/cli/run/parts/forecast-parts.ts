import type { SeriesFailure } from "../../../bulk/forecast-series.js";
import { makePlan } from "../../../bulk/make-plan.js";
import { partsOfPanel } from "../../../bulk/panel-parts.js";
import type { RowFormat } from "../../../bulk/rows.js";
import { type PartRun, type PartRunner, runParts } from "../../../bulk/run-parts.js";
import { hashOfPanel } from "../../../bulk/table/panel-hash.js";
import type { Panel } from "../../../data/panel/panel.js";
import type { TimePrecision } from "../../../data/time/timestamp.js";
import type { WidePanel } from "../../../data/wide/wide-panel.js";
import { ExitCode, FitError } from "../../../errors.js";
import { inParts } from "../../../queue/in-parts.js";
import { csvRow } from "../../../report/text/csv.js";
import { formatCount } from "../../../report/text/format.js";
import { gatherWarnings } from "../../../tasks/gather-warnings.js";
import { firstFew } from "../../../wording.js";
import { chooseLimits } from "../../shared/choose-limits.js";
import type { Console } from "../../shared/console.js";
import { listenForInterrupt } from "../../shared/interrupt.js";
import { wantedLevels } from "../../shared/options.js";
import { writeFileAtomically } from "../../shared/write-file.js";
import { type ForecastInPartsOptions, interruptedEarly, type PartsFormat } from "./options.js";
import { openSink, type RowSink } from "./row-sink.js";

/** A panel to forecast part by part. */
export interface PartsRequest {
  readonly specs: readonly string[];
  readonly format: PartsFormat;
  readonly horizon: number;
  readonly options: ForecastInPartsOptions;
  /** Others who forecast the parts, and where they are. */
  readonly on?: { readonly run: PartRunner; readonly where: string };
}

/** A panel that is forecast part by part, wherever its series are. */
export interface PanelInParts {
  /** Number of series. */
  readonly series: number;
  /** The panel, or of one that is not held the series that speak for it. */
  readonly panel: Panel;
  /** The whole panel, where `panel` is not all of it. */
  readonly wide?: WidePanel;
  /** Of the dates of the whole panel, where `panel` is not all of it. */
  readonly precision?: TimePrecision;
  /** Hash of all series; only files tell it. */
  data(): string;
  /** Forecasts the series from a place on. Where parts end does not matter to what is written. */
  run(from: number, run: PartRun, deliver: Parameters<PartRunner>[2]): Promise<void>;
}

/** A panel in memory, to be forecast part by part. */
export function partsOfMemory(
  panel: Panel,
  { specs, on }: Pick<PartsRequest, "specs" | "on">,
): PanelInParts {
  return {
    ...{ series: panel.series.length, panel, data: () => hashOfPanel(panel) },
    run(from, run, deliver) {
      const left = { series: panel.series.slice(from) };
      return on
        ? on.run(inParts(left.series, specs), run, deliver)
        : runParts(partsOfPanel(left), run, deliver);
    },
  };
}

/**
 * Forecasts a panel part by part, as `foretell forecast` does where each series is treated for itself: the
 * bytes are those of the whole panel forecast at once.
 *
 * @returns the exit code
 */
export async function forecastInParts(
  given: PanelInParts,
  request: PartsRequest,
  console: Console,
): Promise<number> {
  const { panel, precision } = given;
  const { format, horizon, specs, options, on } = request;
  const { errors, strict, shard, seed, threads, quantiles, intervals } = options;
  const { talkative, progress, say, tell, note, warn, interrupted } = console;
  const warnings = gatherWarnings(warn);
  const interrupt = listenForInterrupt(() => note("stopping; Ctrl-C again quits at once"));
  const { signal } = interrupt;
  const all = given.series;
  let sink: RowSink | undefined;
  try {
    progress.start("learning what all series have in common");
    const settings = {
      ...{ specs, horizon, levels: wantedLevels(options), seed, intervals, threads, signal },
      ...(quantiles && { quantiles }),
      limits: chooseLimits(options),
      safe: options.safeCsv === true,
      warn: (message: string) => warnings.hear(specs[0]!, message),
      listeners: progress.listeners,
    };
    const plan = await makePlan(panel, settings, precision, given.wide);
    progress.done();
    const rowFormat: RowFormat = format === "parquet" ? "binary" : format;
    sink = openSink(plan, rowFormat, given.data, options, note);
    let { series } = sink.done;
    const started = { at: performance.now(), series };
    const what = shard ? `shard ${shard.index} of ${shard.of}` : "forecasting";
    progress.start(on ? `${what} on ${on.where}` : what);
    const forgets: (() => Promise<void>)[] = [];
    const forgetAllBut = async (count: number) => {
      while (forgets.length > count) await forgets.shift()!();
    };
    const deliver: Parameters<PartRunner>[2] = async (answer, forget) => {
      const [failure] = answer.failures;
      if (strict && failure) throw strictError(failure);
      await sink!.append(answer);
      if (forget) forgets.push(forget);
      await forgetAllBut(sink!.unsafe());
      for (const { message, label } of answer.warnings) warnings.hear(label, message);
      series += answer.series;
      progress.listeners.onSeries?.({ done: series, all });
    };
    const task = { plan, format: rowFormat, ...(shard && { shard }) };
    await given.run(series, { task, threads, signal }, deliver);
    progress.done();
    warnings.say();
    if (series < all) {
      interrupted(
        `interrupted after ${formatCount(series)} of ${formatCount(all)} series${sink.stop()}`,
      );
      await forgetAllBut(sink.unsafe());
      return ExitCode.interrupted;
    }
    const { failures } = sink;
    await sink.finish();
    await forgetAllBut(0);
    if (errors !== undefined) {
      writeErrors(errors, failures, options.safeCsv === true);
      console.wrote(errors);
    }
    if (signal.aborted) note("all series were forecast before it could stop");
    if (failures.length > 0) tell(describeFailures(failures, all, errors));
    if (talkative) {
      const seconds = (performance.now() - started.at) / 1000;
      const rate = Math.round((series - started.series) / seconds);
      say(`${formatCount(series)} series forecast, ${formatCount(rate)} a second`);
    }
    if (options.output !== undefined) console.wrote(options.output);
    return failures.length > 0 ? ExitCode.fit : ExitCode.done;
  } catch (error) {
    progress.done();
    warnings.say();
    if (signal.aborted) {
      interrupted(interruptedEarly(options));
      return ExitCode.interrupted;
    }
    const left = sink?.stop();
    if (left) {
      const { series } = sink!.done;
      note(`stopped after ${formatCount(series)} of ${formatCount(all)} series${left}`);
    }
    throw error;
  } finally {
    progress.done();
    interrupt.stopListening();
  }
}

function strictError({ id, model, message }: SeriesFailure): FitError {
  return new FitError(
    `series "${id}"${model ? ` by ${model}` : ""}: ${message}`,
    "Leave --strict out to forecast the others; --errors FILE lists those that fail.",
  );
}

function describeFailures(
  failures: readonly SeriesFailure[],
  all: number,
  errors: string | undefined,
): string {
  const names = firstFew(failures.map(({ id }) => id));
  const [{ message }] = failures as [SeriesFailure];
  const where =
    errors === undefined ? "--errors FILE lists them all." : `${errors} lists them all.`;
  return `${failures.length} of ${all} series could not be forecast: ${names}. The first because ${message}. ${where}`;
}

function writeErrors(file: string, failures: readonly SeriesFailure[], safe: boolean): void {
  const rows = failures.map(({ id, model, message }) => csvRow([id, model, message], safe));
  writeFileAtomically(file, [csvRow(["unique_id", "model", "error"]), ...rows].join(""));
}
