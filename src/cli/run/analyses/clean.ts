import { version } from "../../../../package.json";
import { cleanPanel } from "../../../analysis/cleaning.js";
import { withSeason } from "../../../analysis/panel-seasonality.js";
import { readPanel } from "../../../data/read/read-panel.js";
import { cleanColumns } from "../../../report/clean/columns.js";
import { cleanJson } from "../../../report/clean/json.js";
import { type CleaningReport, changeLines, changesInWords } from "../../../report/clean/report.js";
import { cleanText } from "../../../report/clean/text.js";
import { chooseSource, dataOptions } from "../../shared/choose-source.js";
import { claimOutputs } from "../../shared/claim-outputs.js";
import { openConsole } from "../../shared/console.js";
import { chooseFileFormat, REPORT_FORMATS } from "../../shared/formats/file-format.js";
import { type AnalysisOptions, writeAnalysis } from "./write-analysis.js";

export interface CleanOptions extends AnalysisOptions {
  readonly only?: "gaps" | "outliers";
  readonly marked?: boolean;
}

/** Changes that are told one by one beside a table. */
const MAX_TOLD = 10;

/**
 * `foretell clean`.
 *
 * @returns the exit code
 */
export async function clean(source: string | undefined, options: CleanOptions): Promise<number> {
  const { output, only, marked } = options;
  const format = chooseFileFormat(options.format, output, REPORT_FORMATS);
  const from = chooseSource(source, options);
  claimOutputs({ "--output": output }, { "the data": from });
  const console = await openConsole(options);
  const { note, warn } = console;
  const reading = { ...dataOptions(options), irregular: "allowed" as const };
  // What becomes of gaps is told below, with the values that fill them.
  const heard = (message: string) => {
    if (options.missing !== undefined || !message.endsWith("interpolated")) warn(message);
  };
  const panel = withSeason(await readPanel(from, reading, heard));
  const series = cleanPanel(panel, { only });
  const report: CleaningReport = { version, panel, series, marked: marked === true };
  if (format !== "table" || output !== undefined) {
    note(changesInWords(report));
    for (const line of changeLines(report, MAX_TOLD)) note(line);
  }
  await writeAnalysis(
    {
      name: "clean",
      columns: () => cleanColumns(report),
      text: (appearance) => cleanText(report, appearance),
      json: () => cleanJson(report),
      pictures: async () => {
        const { cleanFigure } = await import("../../../report/clean/figure.js");
        const { cleanPage } = await import("../../../report/clean/page.js");
        return { figure: () => cleanFigure(report), page: () => cleanPage(report) };
      },
    },
    format,
    options,
    console,
  );
  return 0;
}
