import { counted, firstFew } from "../../wording.js";
import { figureHtml } from "../page/chart.js";
import { htmlPage, section } from "../page/page.js";
import { dated, tableHtml } from "../page/table.js";
import { dataFacts } from "../text/data-summary.js";
import { decimalsOfCounts } from "../text/format.js";
import { forecastColumns } from "./columns.js";
import { forecastFigure } from "./figure.js";
import { type ForecastReport, isCounted } from "./report.js";
import { decimalsOfTotals, totalColumns } from "./total-columns.js";

/** A forecast as a page of its own: charts and the table. */
export function forecastPage(report: ForecastReport): string {
  const figure = forecastFigure(report);
  return htmlPage({
    title: figure.title,
    lead: `${dataFacts(report.whole ?? report.panel)}${report.whole ? `. Shown: ${firstFew(report.panel.series.map(({ id }) => id))}` : ""}`,
    parts: [figureHtml(figure), section("Forecast", ...forecastTables(report))],
    version: report.version,
  });
}

/** The tables of a forecast in a page: by date, with as many decimals as counts are worth, and totals. */
export function forecastTables(report: ForecastReport): string[] {
  const { panel, models, horizon } = report;
  const means = models.flatMap(({ forecasts }) => forecasts.flatMap(({ mean }) => [...mean]));
  const most = panel.series.every(isCounted)
    ? decimalsOfCounts(means, 5)
    : Number.POSITIVE_INFINITY;
  const byDate = dated(forecastColumns(report), panel);
  return [
    ...(models[0]?.totals
      ? [
          tableHtml(
            `Total of ${counted(horizon, "step")}`,
            dated(totalColumns(report), panel),
            100,
            {
              of: () => decimalsOfTotals(report),
            },
          ),
        ]
      : []),
    tableHtml("Forecast by date", byDate, undefined, { most }),
  ];
}
