import {
  isPicture,
  type PictureFormat,
  type Pieces,
  type TableFormat,
} from "../../report/formats.js";
import { scoreColumns } from "../../report/score/csv.js";
import { scoreFigure } from "../../report/score/figure.js";
import { scorePage } from "../../report/score/page.js";
import type { ScoreReport } from "../../report/score/report.js";
import { writeTable } from "../../report/tables/write.js";
import { renderPicture } from "./render-picture.js";

/** Scores of earlier forecasts in the formats that are loaded only where they are asked for. */
export async function scoreIn(
  format: TableFormat | PictureFormat,
  report: ScoreReport,
  safe?: boolean,
): Promise<Pieces> {
  if (isPicture(format)) {
    return renderPicture(format, scoreFigure(report), async () => scorePage(report));
  }
  return writeTable(format, "scores", scoreColumns(report), safe);
}
