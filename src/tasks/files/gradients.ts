import {
  isPicture,
  type PictureFormat,
  type Pieces,
  type TableFormat,
} from "../../report/formats.js";
import { gradientRows } from "../../report/gradients/csv.js";
import { gradientsFigure } from "../../report/gradients/figure.js";
import { gradientsPage } from "../../report/gradients/page.js";
import type { GradientsReport } from "../../report/gradients/report.js";
import { tableOfRows } from "../../report/tables/table.js";
import { writeTable } from "../../report/tables/write.js";
import { renderPicture } from "./render-picture.js";

/** Gradient flow in the formats that are loaded only where they are asked for. */
export async function gradientsIn(
  format: TableFormat | PictureFormat,
  report: GradientsReport,
  safe?: boolean,
): Promise<Pieces> {
  if (isPicture(format)) {
    return renderPicture(format, gradientsFigure(report), async () => gradientsPage(report));
  }
  const { header, rows } = gradientRows(report);
  return writeTable(format, "gradients", tableOfRows(header, rows), safe);
}
