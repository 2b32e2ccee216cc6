import { figureHtml } from "../page/chart.js";
import { htmlPage, section } from "../page/page.js";
import { dated, tableHtml } from "../page/table.js";
import { tableOfRows, type WrittenTable } from "../tables/table.js";
import { dataFacts } from "../text/data-summary.js";
import { decompositionColumns } from "./columns.js";
import { decompositionFigure } from "./figure.js";
import { type DecompositionReport, seasonLengths } from "./report.js";

/** A decomposition as a page of its own: charts, how strong the parts are, and the table. */
export function decompositionPage(report: DecompositionReport): string {
  const figure = decompositionFigure(report);
  return htmlPage({
    title: figure.title,
    lead: dataFacts(report.panel),
    parts: [
      figureHtml(figure),
      section("How strong the parts are", strengthTable("Strengths", report)),
      section(
        "By date",
        tableHtml("Parts by date", dated(decompositionColumns(report), report.panel)),
      ),
    ],
    version: report.version,
  });
}

/** A row a series: the strength of its trend and of each season, as the terminal rounds them. */
export function strengthTable(name: string, report: DecompositionReport): string {
  return tableHtml(name, strengthColumns(report), undefined, { most: 2 });
}

function strengthColumns(report: DecompositionReport): WrittenTable {
  const lengths = seasonLengths(report);
  return tableOfRows(
    ["unique_id", "trend", ...lengths.map((length) => `season-${length}`)],
    report.series.map(({ id, trendStrength, seasons }) => [
      id,
      trendStrength,
      ...lengths.map((length) => seasons.find((one) => one.length === length)?.strength ?? ""),
    ]),
  );
}
