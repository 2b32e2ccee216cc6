import { changeLines, changesInWords } from "../../../report/clean/report.js";
import { cleaningAnalysis, cleaningOf, panelForCleaning } from "../../../tasks/analyses/clean.js";
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
  const panel = await panelForCleaning(from, dataOptions(options), warn);
  const report = cleaningOf(panel, { only, marked });
  if (format !== "table" || output !== undefined) {
    note(changesInWords(report));
    for (const line of changeLines(report, MAX_TOLD)) note(line);
  }
  await writeAnalysis(cleaningAnalysis(report), format, options, console);
  return 0;
}
