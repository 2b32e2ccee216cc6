import { withSeason } from "../../../analysis/panel-seasonality.js";
import { readPanel } from "../../../data/read/read-panel.js";
import { dataSummary } from "../../../report/text/data-summary.js";
import { decompositionAnalysis, decompositionOf } from "../../../tasks/analyses/decompose.js";
import { chosenAlone } from "../../../tasks/choose-series.js";
import { chooseSource, dataOptions } from "../../shared/choose-source.js";
import { claimOutputs } from "../../shared/claim-outputs.js";
import { openConsole } from "../../shared/console.js";
import { chooseFileFormat, REPORT_FORMATS } from "../../shared/formats/file-format.js";
import { type AnalysisOptions, writeAnalysis } from "./write-analysis.js";

export interface DecomposeOptions extends AnalysisOptions {
  readonly seasons?: number[];
  /** Seasons over which a season is smoothed; 0 for all of them. */
  readonly window: number;
  readonly trendWindow?: number;
  readonly robust?: boolean;
  readonly multiplicative?: boolean;
  /** Series that are shown and written. */
  readonly series?: string[];
}

/**
 * `foretell decompose`.
 *
 * @returns the exit code
 */
export async function decompose(
  source: string | undefined,
  options: DecomposeOptions,
): Promise<number> {
  const { output, seasons, window, trendWindow, robust, multiplicative } = options;
  const format = chooseFileFormat(options.format, output, REPORT_FORMATS);
  const from = chooseSource(source, options);
  claimOutputs({ "--output": output }, { "the data": from });
  const console = await openConsole(options);
  const { talkative, screen, say, warn } = console;
  const whole = withSeason(await readPanel(from, dataOptions(options), warn));
  const { panel } = chosenAlone(whole, [], options.series);
  if (talkative && (format !== "table" || output !== undefined)) say(dataSummary(panel, screen));
  const how = { seasons, trendWindow, robust, multiplicative };
  const report = decompositionOf(
    panel,
    { ...how, window: window === 0 ? "periodic" : window },
    warn,
  );
  await writeAnalysis(decompositionAnalysis(report), format, options, console);
  return 0;
}
