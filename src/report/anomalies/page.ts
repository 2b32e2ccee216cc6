import { figureHtml } from "../page/chart.js";
import { htmlPage, section } from "../page/page.js";
import { dated, tableHtml } from "../page/table.js";
import { dataFacts } from "../text/data-summary.js";
import { anomalyColumns } from "./columns.js";
import { anomalyFigure } from "./figure.js";
import type { AnomalyReport } from "./report.js";

/** Anomalies as a page of its own: charts and the table. */
export function anomalyPage(report: AnomalyReport): string {
  const figure = anomalyFigure(report);
  return htmlPage({
    title: figure.title,
    lead: dataFacts(report.panel),
    parts: [
      figureHtml(figure),
      section(
        "Anomalies",
        tableHtml("Anomalies by series and date", dated(anomalyColumns(report), report.panel)),
      ),
    ],
    version: report.version,
  });
}
