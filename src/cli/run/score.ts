import { readColumns } from "../../data/read/read-table.js";
import { scoreCsv } from "../../report/score/csv.js";
import { scoreJson } from "../../report/score/json.js";
import { ALL_METRICS, describeUndefined } from "../../report/score/report.js";
import { scoreTable } from "../../report/score/text.js";
import type { Metric } from "../../report/text/metric-columns.js";
import { scoresOf } from "../../tasks/analyses/score.js";
import { appearanceOfOutput } from "../shared/appearance.js";
import { dataOptions, requireOneStdin } from "../shared/choose-source.js";
import { claimOutputs } from "../shared/claim-outputs.js";
import { openConsole } from "../shared/console.js";
import type { DataOptions, Format, GlobalOptions } from "../shared/options.js";
import { chooseFormat, writeOutput } from "../shared/output.js";

export interface ScoreOptions extends DataOptions, GlobalOptions {
  readonly history?: string;
  readonly columns?: string[];
  readonly metrics?: Metric[];
  readonly rank?: Metric;
  readonly perSeries?: boolean;
  readonly perStep?: boolean;
  readonly format?: Format;
  readonly output?: string;
  readonly safeCsv?: boolean;
}

/**
 * `foretell score`.
 *
 * @returns the exit code
 */
export async function score(
  forecasts: string,
  actuals: string,
  options: ScoreOptions,
): Promise<number> {
  const { history, output, safeCsv } = options;
  const format = chooseFormat(options.format, output);
  claimOutputs(
    { "--output": output },
    { "the forecasts": forecasts, "the actuals": actuals, "--history": history },
  );
  requireOneStdin(forecasts, { test: actuals });
  const console = await openConsole(options);
  const { warn } = console;
  const reading = dataOptions(options);
  const { target: _, ...shared } = reading;
  const made = await readColumns(forecasts, shared, warn);
  const came = await readColumns(actuals, reading, warn);
  const before = history === undefined ? undefined : await readColumns(history, reading, warn);
  const report = scoresOf(
    { forecasts: made, actuals: came, history: before },
    reading,
    options,
    warn,
  );
  if (format === "csv") describeUndefined(report, options.metrics ?? ALL_METRICS).forEach(warn);
  const text =
    format === "json"
      ? scoreJson(report)
      : format === "csv"
        ? scoreCsv(report, safeCsv)
        : scoreTable(report, appearanceOfOutput(options));
  await writeOutput(text, output, format, console);
  return 0;
}
