import type { Figure } from "../../../report/pictures/figure.js";
import type { WrittenTable } from "../../../report/tables/table.js";
import type { Appearance } from "../../../report/text/appearance.js";
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

/** What an analysis found, in every form that it may be written in. */
export interface Analysis {
  /** Of the sheet, where there are sheets. */
  readonly name: string;
  columns(): WrittenTable;
  text(appearance: Appearance): string;
  json(): string;
  /** What makes pictures and pages, loaded only where it is asked for. */
  pictures(): Promise<{ readonly figure: () => Figure; readonly page: () => string }>;
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
    case "svg":
    case "png":
    case "html": {
      const { renderPicture } = await import("../../../tasks/files/render-picture.js");
      const { figure, page } = await analysis.pictures();
      return writeOutput(
        await renderPicture(format, figure(), async () => page()),
        output,
        format,
        console,
      );
    }
    default: {
      const { writeTable } = await import("../../../report/tables/write.js");
      const table = await writeTable(format, analysis.name, analysis.columns(), safeCsv);
      return writeOutput(table, output, format, console);
    }
  }
}
