import type { PartOutcome } from "../../bulk/forecast-part.js";
import { makePlan, modelOfAll } from "../../bulk/make-plan.js";
import { csvHeader } from "../../bulk/rows.js";
import { ExitCode, UsageError } from "../../errors.js";
import type { Forget } from "../../queue/distribute.js";
import { openExchange } from "../../queue/exchange.js";
import { queueName, thisProgram } from "../../queue/fingerprint.js";
import { forecastParts } from "../../queue/forecast-parts.js";
import { inParts } from "../../queue/in-parts.js";
import { announce } from "../../queue/programs.js";
import { chooseModels } from "../../tasks/choose-models.js";
import { counted, firstFew } from "../../wording.js";
import { chooseLimits } from "../shared/choose-limits.js";
import { chooseSource } from "../shared/choose-source.js";
import { claimOutputs } from "../shared/claim-outputs.js";
import { openConsole } from "../shared/console.js";
import { chooseFileFormat } from "../shared/formats/file-format.js";
import { listenForInterrupt } from "../shared/interrupt.js";
import { defaultModel } from "../shared/learning-rule.js";
import { wantedLevels } from "../shared/options.js";
import { writeOutput } from "../shared/output.js";
import { prepareFit } from "../shared/prepare.js";
import { openConnection } from "../shared/queue-connection.js";
import { requireIntervals } from "../shared/require-intervals.js";
import type { ForecastOptions } from "./forecast.js";

/**
 * `foretell forecast --on`: the series of a panel forecast by workers on other machines.
 *
 * @returns the exit code
 */
export async function forecastOn(
  source: string | undefined,
  options: ForecastOptions,
): Promise<number> {
  const { output, seed, quantiles, feature = [], dataAt, threads } = options;
  const specs = options.model ?? [defaultModel(options.learn)];
  const limits = chooseLimits(options);
  requireIntervals(options);
  requireWhatPartsCan(options);
  const format = chooseFileFormat(options.format ?? (output ? undefined : "csv"), output, ["csv"]);
  const models = await chooseModels(specs, { ...options, features: feature, limits });
  await requireSeriesForThemselves(specs, { intervals: options.intervals, limits });

  const { progress, say, note, warn } = await openConsole(options);
  const told = (text: string) => note(`foretell: ${text}`);
  const exchange = dataAt === undefined ? undefined : openExchange(dataAt);
  const connection = openConnection(options.on, told, warn);
  const from = chooseSource(source, options);
  claimOutputs(
    { "--output": output },
    { "the data": from, "--join": options.join, "--future-file": options.futureFile },
  );
  const queue = await connection.open(queueName(thisProgram()));
  const interrupt = listenForInterrupt(() =>
    told("stopping; Ctrl-C again quits at once. What was sent stays with the workers"),
  );
  const { signal } = interrupt;
  const failures: PartOutcome["failures"][number][] = [];
  try {
    await announce(queue);
    const use = { short: "forecast like the others", beyond: true };
    const { panel, horizon } = await prepareFit(from, models, options, use, warn);
    const plan = await makePlan(panel, {
      ...{ specs, horizon, levels: wantedLevels(options), seed, threads, signal, warn, limits },
      ...{ intervals: options.intervals, safe: options.safeCsv === true },
      ...(quantiles && { quantiles }),
    });
    progress.start(`forecasting on ${connection.address.shown}`);
    const outcomes = forecastParts(queue, plan, inParts(panel.series, specs), {
      ...{ connection, exchange, signal },
      listeners: {
        onNoWorkers: (others) =>
          told(
            `no worker of this version waits there${others && `, but ${others}`}: start foretell worker --on with the same address`,
          ),
        onDivided: (series, { reason, tries }) =>
          warn(
            `a part of ${counted(series, "series", String(series))} failed ${counted(tries, "time")} (${reason}): its series are tried one by one`,
          ),
      },
    });
    const rows = [csvHeader(plan)];
    let done = 0;
    const forgets: Forget[] = [];
    for await (const { outcome, forget } of outcomes) {
      forgets.push(forget);
      rows.push(...outcome.rows);
      failures.push(...outcome.failures);
      for (const { message } of outcome.warnings) warn(message);
      done += outcome.rows.length;
      progress.listeners.onSeries?.({ done, all: panel.series.length });
    }
    progress.done();
    if (signal.aborted) return ExitCode.interrupted;
    await writeOutput(rows.join(""), output, format);
    await Promise.all(forgets.map((forget) => forget()));
    for (const { id, model, message } of failures.slice(0, 5)) {
      say(`foretell: ${model && `${model}: `}series ${id}: ${message}`);
    }
    return failures.length > 0 ? ExitCode.fit : ExitCode.done;
  } finally {
    progress.done();
    interrupt.stopListening();
    await queue.close();
  }
}

function requireWhatPartsCan(options: ForecastOptions): void {
  if (options.format !== undefined && options.format !== "csv") {
    throw new UsageError(`with --on the result is csv, not ${options.format}`);
  }
  const without = [
    ...(options.samples ? ["--samples"] : []),
    ...(options.feature?.length ? ["--feature"] : []),
    ...(options.learn ? ["--learn"] : []),
    ...(options.gradients ? ["--gradients"] : []),
    ...(options.diagnostics ? ["--diagnostics"] : []),
    ...(options.explain ? ["--explain"] : []),
    ...(options.resume ? ["--resume"] : []),
    ...(options.errors !== undefined ? ["--errors"] : []),
    ...(options.strict ? ["--strict"] : []),
    ...(options.shard ? ["--shard"] : []),
  ];
  if (without.length === 0) return;
  throw new UsageError(`${firstFew(without)} cannot be used with --on`, "Leave out one of them.");
}

async function requireSeriesForThemselves(
  specs: readonly string[],
  settings: Pick<ForecastOptions, "intervals"> & { limits: ReturnType<typeof chooseLimits> },
): Promise<void> {
  const label = await modelOfAll({ specs, ...settings });
  if (label === undefined) return;
  throw new UsageError(
    `${label} learns from all series together, so that its work cannot be divided by series`,
    "Forecast on one machine without --on, or choose models that treat each series for itself: -m theta, ets, arima and others.",
  );
}
