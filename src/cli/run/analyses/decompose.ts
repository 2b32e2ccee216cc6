import { version } from "../../../../package.json";
import { decomposePanel } from "../../../analysis/decomposition.js";
import { sharedSeasons, withSeason } from "../../../analysis/panel-seasonality.js";
import { readPanel } from "../../../data/read/read-panel.js";
import { decompositionColumns } from "../../../report/decompose/columns.js";
import { decompositionJson } from "../../../report/decompose/json.js";
import { decompositionText } from "../../../report/decompose/text.js";
import { dataSummary } from "../../../report/text/data-summary.js";
import { firstFew } from "../../../wording.js";
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
  const { output, window, trendWindow, robust, multiplicative } = options;
  const format = chooseFileFormat(options.format, output, REPORT_FORMATS);
  const from = chooseSource(source, options);
  claimOutputs({ "--output": output }, { "the data": from });
  const console = await openConsole(options);
  const { talkative, screen, say, warn } = console;
  const panel = withSeason(await readPanel(from, dataOptions(options), warn));
  if (talkative && (format !== "table" || output !== undefined)) say(dataSummary(panel, screen));
  const seasons = options.seasons ?? sharedSeasons(panel);
  const series = decomposePanel(panel, {
    seasons,
    window: window === 0 ? "periodic" : window,
    trendWindow,
    robust,
    multiplicative,
  });
  for (const length of seasons) {
    const short = series.filter(({ tooLong }) => tooLong.includes(length));
    if (short.length === 0) continue;
    const who =
      series.length === 1 ? `the series has` : `${short.length} of ${series.length} series have`;
    const names = series.length === 1 ? "" : `: ${firstFew(short.map(({ id }) => id))}`;
    warn(`${who} too few rows for a season of ${length}, which is not taken out${names}`);
  }
  const report = { version, panel, series, multiplicative: multiplicative === true };
  await writeAnalysis(
    {
      name: "decomposition",
      columns: () => decompositionColumns(report),
      text: (appearance) => decompositionText(report, appearance),
      json: () => decompositionJson(report),
      pictures: async () => {
        const { decompositionFigure } = await import("../../../report/decompose/figure.js");
        const { decompositionPage } = await import("../../../report/decompose/page.js");
        return {
          figure: () => decompositionFigure(report),
          page: () => decompositionPage(report),
        };
      },
    },
    format,
    options,
    console,
  );
  return 0;
}
