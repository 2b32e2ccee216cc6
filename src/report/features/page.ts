import { version } from "../../../package.json";
import type { Panel } from "../../data/panel/from-table.js";
import type { SeriesFeatures } from "../../features/table.js";
import { figureHtml } from "../page/chart.js";
import { htmlPage, section } from "../page/page.js";
import { dated, tableHtml } from "../page/table.js";
import type { WrittenTable } from "../tables/table.js";
import { dataFacts } from "../text/data-summary.js";
import { featuresFigure } from "./figure.js";

/** Features as a page of their own: a chart a column and the first rows of the table. */
export function featuresPage(
  panel: Panel,
  tables: readonly SeriesFeatures[],
  table: WrittenTable,
): string {
  const figure = featuresFigure(panel, tables);
  return htmlPage({
    title: figure.title,
    lead: dataFacts(panel),
    parts: [
      figureHtml(figure),
      section("Features", tableHtml("Features by series and date", dated(table, panel))),
    ],
    version,
  });
}
