import { withSeason } from "../../../analysis/panel-seasonality.js";
import { unusedIn } from "../../../data/roles/unused-columns.js";
import { ExitCode, UsageError } from "../../../errors.js";
import { countsOf } from "../../../report/anomalies/report.js";
import { summaryOf } from "../../../report/anomalies/summary.js";
import { dataSummary } from "../../../report/text/data-summary.js";
import { printable } from "../../../report/text/printable.js";
import { wrap } from "../../../report/text/wrap.js";
import { anomaliesOf, anomalyAnalysis, expectingModel } from "../../../tasks/analyses/anomalies.js";
import { chooseModels } from "../../../tasks/choose-models.js";
import { chosenAlone, placesOf } from "../../../tasks/choose-series.js";
import { gatherWarnings } from "../../../tasks/gather-warnings.js";
import { readForModels } from "../../../tasks/prepare.js";
import { chooseSource, dataOptions } from "../../shared/choose-source.js";
import { claimOutputs } from "../../shared/claim-outputs.js";
import { openConsole } from "../../shared/console.js";
import { chooseFileFormat, REPORT_FORMATS } from "../../shared/formats/file-format.js";
import type { JoinedOptions, ThreadOptions } from "../../shared/options.js";
import { type AnalysisOptions, writeAnalysis } from "./write-analysis.js";

export interface AnomaliesOptions extends AnalysisOptions, JoinedOptions, ThreadOptions {
  readonly model?: string[];
  readonly level: number;
  readonly last?: number;
  readonly full?: boolean;
  readonly fail?: boolean;
  /** Series that are shown and written; models learn from all. */
  readonly series?: string[];
  readonly seed: number;
}

/**
 * `foretell anomalies`.
 *
 * @returns the exit code
 */
export async function anomalies(
  source: string | undefined,
  options: AnomaliesOptions,
): Promise<number> {
  const { output, level, last, full, seed, threads, join } = options;
  const { model: [spec, ...others] = [] } = options;
  if (others.length > 0) {
    throw new UsageError(
      `anomalies are found with one model, not ${others.length + 1}`,
      "Name the one that forecasts these data best: foretell backtest compares them.",
    );
  }
  const format = chooseFileFormat(options.format, output, REPORT_FORMATS);
  const from = chooseSource(source, options);
  claimOutputs({ "--output": output }, { "the data": from, "--join": join });
  const console = await openConsole(options);
  const { talkative, screen, progress, say, warn } = console;
  const chosen = await chooseModels([spec ?? "ets"], { threads });
  const reading = { ...dataOptions(options), join };
  const given = await readForModels([from], chosen, reading, {}, warn);
  const { panel: read } = given;
  const { ahead, past } = unusedIn(given.tables[0], given.reading, read);
  const unused = [...ahead.map(({ column }) => column), ...past].map((name) => printable(name));
  const panel = withSeason(read);
  if (options.series) placesOf(panel, options.series);
  const beside = format !== "table" || output !== undefined;
  if (talkative && beside) say(dataSummary(panel, screen));
  const warnings = gatherWarnings(warn);
  const [model] = warnings.from(spec === undefined ? await expectingModel(panel, threads) : chosen);
  progress.start(`fitting ${model.label}`);
  try {
    const context = { seed, warn, ...progress.listeners };
    const whole = await anomaliesOf(panel, model, context, { level, last, full: full === true });
    const { panel: shown, each } = chosenAlone(panel, whole.series, options.series);
    const report = { ...whole, panel: shown, series: each, unused };
    progress.done();
    warnings.say();
    if (talkative && beside) say(wrap(summaryOf(report), screen.width));
    await writeAnalysis(anomalyAnalysis(report), format, options, console);
    const failed = options.fail === true && countsOf(report).anomalies > 0;
    return failed ? ExitCode.regression : ExitCode.done;
  } finally {
    progress.done();
  }
}
