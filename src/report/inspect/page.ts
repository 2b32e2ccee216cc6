import { figureHtml } from "../page/chart.js";
import { htmlPage, list, paragraph, section } from "../page/page.js";
import { tableHtml } from "../page/table.js";
import { dataNotes } from "../text/data-notes.js";
import { dataFacts, sourceName } from "../text/data-summary.js";
import { inspectionColumns } from "./columns.js";
import { inspectionFigure } from "./figure.js";
import type { InspectionReport } from "./report.js";

/** What the data are, as a page of its own. */
export function inspectionPage(report: InspectionReport): string {
  return htmlPage({
    title: `${sourceName(report.panel)}: the data`,
    lead: dataFacts(report.panel),
    parts: [
      assumptions([...report.assumed, ...dataNotes(report.panel, report.unused)]),
      figureHtml(inspectionFigure(report)),
      seriesPart(report),
    ],
    version: report.version,
  });
}

/** What the reader had to assume, or that it assumed nothing. */
export function assumptions(assumed: readonly string[]): string {
  return section(
    "What was assumed",
    assumed.length > 0 ? list(assumed) : paragraph("Nothing: the table was read as it is written."),
  );
}

/** A row a series, whose dates include those that no row of the file has. */
export function seriesPart(report: InspectionReport): string {
  const { frequency, irregular } = report.panel;
  const table = inspectionColumns(report);
  const columns = table.columns.map((column) =>
    column.name === "rows" && !irregular && frequency.unit !== "index"
      ? { ...column, name: "dates" }
      : column,
  );
  return section("Series", tableHtml("Series", { ...table, columns }));
}
