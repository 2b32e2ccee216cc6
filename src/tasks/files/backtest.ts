import { backtestColumns } from "../../report/backtest/columns.js";
import { backtestFigure } from "../../report/backtest/figure.js";
import { backtestPage } from "../../report/backtest/page.js";
import type { BacktestReport } from "../../report/backtest/report.js";
import {
  isPicture,
  type PictureFormat,
  type Pieces,
  type TableFormat,
} from "../../report/formats.js";
import { writeTable } from "../../report/tables/write.js";
import { renderPicture } from "./render-picture.js";

/** Scores in the formats that are loaded only where they are asked for. */
export async function backtestIn(
  format: TableFormat | PictureFormat,
  report: BacktestReport,
  safe?: boolean,
): Promise<Pieces> {
  if (isPicture(format)) {
    return renderPicture(format, backtestFigure(report), async () => backtestPage(report));
  }
  return writeTable(format, "backtest", backtestColumns(report), safe);
}
