import { forecastPicture } from "../../report/forecast/figure.js";
import { forecastPage } from "../../report/forecast/page.js";
import type { ForecastReport } from "../../report/forecast/report.js";
import { hasTotals, writtenColumns } from "../../report/forecast/written.js";
import {
  isPicture,
  type PictureFormat,
  type Pieces,
  type TableFormat,
} from "../../report/formats.js";
import { writeTable } from "../../report/tables/write.js";
import { renderPicture } from "./render-picture.js";

/** A forecast in the formats that are loaded only where they are asked for. */
export async function forecastIn(
  format: TableFormat | PictureFormat,
  report: ForecastReport,
  safe?: boolean,
): Promise<Pieces> {
  if (!isPicture(format)) {
    const name = hasTotals(report) ? "totals" : "forecast";
    return writeTable(format, name, writtenColumns(report), safe);
  }
  return renderPicture(format, forecastPicture(report), async () => forecastPage(report));
}
