import { figureHtml } from "../page/chart.js";
import { htmlPage, section } from "../page/page.js";
import { tableHtml } from "../page/table.js";
import { tableOfRows } from "../tables/table.js";
import { dataFacts } from "../text/data-summary.js";
import { wholeStamp } from "../text/timestamp.js";
import { cleanFigure } from "./figure.js";
import { type CleaningReport, changesOf } from "./report.js";

/** What was cleaned as a page of its own: charts and a row a change. */
export function cleanPage(report: CleaningReport): string {
  const figure = cleanFigure(report);
  const changes = tableOfRows(
    ["unique_id", "ds", "was", "now", "why"],
    changesOf(report).map(({ id, ds, was, now, why }) => [
      ...[id, wholeStamp(ds, report.panel.frequency), Number.isNaN(was) ? "" : was, now, why],
    ]),
  );
  return htmlPage({
    title: figure.title,
    lead: dataFacts(report.panel),
    parts: [
      figureHtml(figure),
      section("Changes", tableHtml("Changes by series and date", changes)),
    ],
    version: report.version,
  });
}
