import { version } from "../../../../package.json";
import { sharedSeasons, withSeason } from "../../../analysis/panel-seasonality.js";
import type { Panel } from "../../../data/panel/panel.js";
import { ExitCode, UsageError } from "../../../errors.js";
import { findAnomalies } from "../../../evaluation/anomalies.js";
import { anomalyColumns } from "../../../report/anomalies/columns.js";
import { anomalyJson } from "../../../report/anomalies/json.js";
import { countsOf } from "../../../report/anomalies/report.js";
import { summaryOf } from "../../../report/anomalies/summary.js";
import { anomalyText } from "../../../report/anomalies/text.js";
import { dataSummary } from "../../../report/text/data-summary.js";
import { wrap } from "../../../report/text/wrap.js";
import { type ChosenModel, chooseModels } from "../../../tasks/choose-models.js";
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
  readonly seed: number;
}

/** Longest season that exponential smoothing has an index for each step of. */
const MAX_ETS_SEASON = 24;

/**
 * `foretell anomalies`.
 *
 * @returns the exit code
 */
export async function anomalies(
  source: string | undefined,
  options: AnomaliesOptions,
): Promise<number> {
  const { output, level, last, seed, threads, join } = options;
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
  const { panel: read } = await readForModels([from], chosen, reading, {}, warn);
  const panel = withSeason(read);
  const beside = format !== "table" || output !== undefined;
  if (talkative && beside) say(dataSummary(panel, screen));
  const warnings = gatherWarnings(warn);
  const [model] = warnings.from(spec === undefined ? await fittingModel(panel, threads) : chosen);
  progress.start(`fitting ${model.label}`);
  try {
    const series = await findAnomalies(panel, model, { seed, warn, ...progress.listeners }, level);
    progress.done();
    warnings.say();
    const full = options.full === true;
    const report = { version, panel, series, model: model.label, level, last, full };
    if (talkative && beside) say(wrap(summaryOf(report), screen.width));
    await writeAnalysis(
      {
        name: "anomalies",
        columns: () => anomalyColumns(report),
        text: (appearance) => anomalyText(report, appearance),
        json: () => anomalyJson(report),
        pictures: async () => {
          const { anomalyFigure } = await import("../../../report/anomalies/figure.js");
          const { anomalyPage } = await import("../../../report/anomalies/page.js");
          return { figure: () => anomalyFigure(report), page: () => anomalyPage(report) };
        },
      },
      format,
      options,
      console,
    );
    const failed = options.fail === true && countsOf(report).anomalies > 0;
    return failed ? ExitCode.regression : ExitCode.done;
  } finally {
    progress.done();
  }
}

/** Exponential smoothing, or of a long season or several the model that takes them out first. */
async function fittingModel(panel: Panel, threads: number): Promise<ChosenModel[]> {
  const seasons = sharedSeasons(panel);
  const long = seasons.length > 1 || panel.season > MAX_ETS_SEASON;
  return chooseModels([long ? `mstl:seasons=${seasons.join("-")}` : "ets"], { threads });
}
