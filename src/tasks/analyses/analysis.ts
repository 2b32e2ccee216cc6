import {
  isPicture,
  type PictureFormat,
  type Pieces,
  type TableFormat,
} from "../../report/formats.js";
import type { Figure } from "../../report/pictures/figure.js";
import type { WrittenTable } from "../../report/tables/table.js";
import { tableCsv } from "../../report/tables/text-tables.js";
import type { Appearance } from "../../report/text/appearance.js";
import { type Written, written } from "../written.js";

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

/** An analysis as a result of the library. */
export function writtenAnalysis(analysis: Analysis): Written {
  return written({
    csv: () => [...tableCsv(analysis.columns())].join(""),
    json: () => analysis.json(),
    text: (appearance) => analysis.text(appearance),
    table: () => analysis.columns(),
    file: (format) => analysisIn(format, analysis),
  });
}

/** An analysis in the formats that are loaded only where they are asked for. */
export async function analysisIn(
  format: TableFormat | PictureFormat,
  analysis: Analysis,
  safe?: boolean,
): Promise<Pieces> {
  if (isPicture(format)) {
    const { renderPicture } = await import("../files/render-picture.js");
    const { figure, page } = await analysis.pictures();
    return renderPicture(format, figure(), async () => page());
  }
  const { writeTable } = await import("../../report/tables/write.js");
  return writeTable(format, analysis.name, analysis.columns(), safe);
}
