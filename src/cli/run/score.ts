import { readColumns } from "../../data/read/read-table.js";
import { scoreCsv } from "../../report/score/csv.js";
import { scoreJson } from "../../report/score/json.js";
import { ALL_METRICS, describeUndefined, type ScoreReport } from "../../report/score/report.js";
import { scoreTable } from "../../report/score/text.js";
import type { Metric } from "../../report/text/metric-columns.js";
import { scoresOf } from "../../tasks/analyses/score.js";
import { appearanceOfOutput } from "../shared/appearance.js";
import { dataOptions, requireOneStdin } from "../shared/choose-source.js";
import { claimOutputs } from "../shared/claim-outputs.js";
import { openConsole } from "../shared/console.js";
import {
  chooseFileFormat,
  type FileFormat,
  REPORT_FORMATS,
} from "../shared/formats/file-format.js";
import type { DataOptions, GlobalOptions } from "../shared/options.js";
import { writeOutput } from "../shared/output.js";
import type { Pieces } from "../shared/write-file.js";

export interface ScoreOptions extends DataOptions, GlobalOptions {
  readonly history?: string;
  readonly columns?: string[];
  readonly metrics?: Metric[];
  readonly rank?: Metric;
  readonly perSeries?: boolean;
  readonly perStep?: boolean;
  readonly format?: FileFormat;
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
  const { history, output } = options;
  const format = chooseFileFormat(options.format, output, REPORT_FORMATS);
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
  await writeOutput(await write(report, format, options), output, format, console);
  return 0;
}

async function write(
  report: ScoreReport,
  format: FileFormat,
  options: ScoreOptions,
): Promise<Pieces> {
  switch (format) {
    case "csv":
      return scoreCsv(report, options.safeCsv);
    case "json":
      return scoreJson(report);
    case "table":
      return scoreTable(report, appearanceOfOutput(options));
    default: {
      const { scoreIn } = await import("../../tasks/files/score.js");
      return scoreIn(format, report, options.safeCsv);
    }
  }
}
