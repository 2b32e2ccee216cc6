import { inspectionColumns } from "../../../report/inspect/columns.js";
import { inspectionFigure } from "../../../report/inspect/figure.js";
import { inspectionPage } from "../../../report/inspect/page.js";
import type { InspectionReport } from "../../../report/inspect/report.js";
import { writeTable } from "../../../report/tables/write.js";
import {
  isPicture,
  type PictureFormat,
  type TableFormat,
} from "../../shared/formats/file-format.js";
import { renderPicture } from "../../shared/formats/render-picture.js";
import type { Pieces } from "../../shared/write-file.js";

/** An inspection in the formats that are loaded only where they are asked for. */
export async function inspectionIn(
  format: TableFormat | PictureFormat,
  report: InspectionReport,
): Promise<Pieces> {
  if (!isPicture(format)) return writeTable(format, "inspect", inspectionColumns(report));
  return renderPicture(format, inspectionFigure(report), async () => inspectionPage(report));
}
