import { firstFew } from "../../wording.js";
import { figureHtml } from "../page/chart.js";
import { htmlPage, section } from "../page/page.js";
import { dated, tableHtml } from "../page/table.js";
import { dataFacts } from "../text/data-summary.js";
import { forecastColumns } from "./columns.js";
import { forecastFigure } from "./figure.js";
import type { ForecastReport } from "./report.js";

/** A forecast as a page of its own: charts and the table. */
export function forecastPage(report: ForecastReport): string {
  const figure = forecastFigure(report);
  return htmlPage({
    title: figure.title,
    lead: `${dataFacts(report.whole ?? report.panel)}${report.whole ? `. Shown: ${firstFew(report.panel.series.map(({ id }) => id))}` : ""}`,
    parts: [
      figureHtml(figure),
      section(
        "Forecast",
        tableHtml("Forecast by date", dated(forecastColumns(report), report.panel)),
      ),
    ],
    version: report.version,
  });
}
