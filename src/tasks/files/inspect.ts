import {
  isPicture,
  type PictureFormat,
  type Pieces,
  type TableFormat,
} from "../../report/formats.js";
import { inspectionColumns } from "../../report/inspect/columns.js";
import { inspectionFigure } from "../../report/inspect/figure.js";
import { inspectionPage } from "../../report/inspect/page.js";
import type { InspectionReport } from "../../report/inspect/report.js";
import { writeTable } from "../../report/tables/write.js";
import { renderPicture } from "./render-picture.js";

/** An inspection in the formats that are loaded only where they are asked for. */
export async function inspectionIn(
  format: TableFormat | PictureFormat,
  report: InspectionReport,
): Promise<Pieces> {
  if (!isPicture(format)) return writeTable(format, "inspect", inspectionColumns(report));
  return renderPicture(format, inspectionFigure(report), async () => inspectionPage(report));
}
