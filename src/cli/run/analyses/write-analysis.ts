import { type Analysis, analysisIn } from "../../../tasks/analyses/analysis.js";
import { appearanceOfOutput } from "../../shared/appearance.js";
import type { Console } from "../../shared/console.js";
import type { FileFormat } from "../../shared/formats/file-format.js";
import type { DataOptions, GlobalOptions } from "../../shared/options.js";
import { writeOutput } from "../../shared/output.js";

/** The data that an analysis reads, and how what it finds is written. */
export interface AnalysisOptions extends DataOptions, GlobalOptions {
  readonly format?: FileFormat;
  readonly output?: string;
  readonly safeCsv?: boolean;
}

export async function writeAnalysis(
  analysis: Analysis,
  format: FileFormat,
  options: AnalysisOptions,
  console: Pick<Console, "wrote">,
): Promise<void> {
  const { output, safeCsv } = options;
  switch (format) {
    case "table":
      return writeOutput(analysis.text(appearanceOfOutput(options)), output, format, console);
    case "json":
      return writeOutput(analysis.json(), output, format, console);
    default:
      return writeOutput(await analysisIn(format, analysis, safeCsv), output, format, console);
  }
}
