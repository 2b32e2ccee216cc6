import { counted } from "../../wording.js";
import { backtestColumns } from "../backtest/columns.js";
import { backtestFigure } from "../backtest/figure.js";
import { partOf } from "../backtest/test-part.js";
import { decompositionFigure } from "../decompose/figure.js";
import { strengthTable } from "../decompose/page.js";
import { forecastFigure } from "../forecast/figure.js";
import { forecastTables } from "../forecast/page.js";
import { inspectionFigure } from "../inspect/figure.js";
import { assumptions, seriesPart } from "../inspect/page.js";
import { figureHtml } from "../page/chart.js";
import { htmlPage, paragraph, preformatted, section } from "../page/page.js";
import { scoresHtml } from "../page/scores.js";
import { dataNotes } from "../text/data-notes.js";
import { dataFacts, sourceName } from "../text/data-summary.js";
import { METRICS } from "../text/metric-columns.js";
import { gradientFigure } from "./gradient-figure.js";
import type { WholeReport } from "./report.js";
import { residualTable } from "./residuals.js";

/** What was found out about a table, on one page of its own. */
export function reportPage(report: WholeReport): string {
  const { inspection, forecast, backtest, decomposition, command } = report;
  const { panel, assumed, unused } = inspection;
  const residuals = residualTable(forecast);
  const gradients = gradientFigure(forecast);
  return htmlPage({
    title: `${sourceName(panel)}: a forecast report`,
    lead: dataFacts(panel),
    parts: [
      section(
        "Forecast",
        figureHtml(forecastFigure(forecast, backtest?.models[0]?.label)),
        ...forecastTables(forecast),
      ),
      backtest
        ? backtestPart(backtest)
        : section(
            "How good past forecasts were",
            paragraph("There are too few observations to hold some back."),
          ),
      section("The data", figureHtml(inspectionFigure({ ...inspection, command }))),
      assumptions([...assumed, ...dataNotes(panel, unused, report.models)]),
      seriesPart({ ...inspection, command }),
      ...(decomposition
        ? [
            section(
              "Trend, seasons and remainder",
              figureHtml(decompositionFigure(decomposition)),
              strengthTable("Strengths, from 0 to 1", decomposition),
            ),
          ]
        : []),
      ...(residuals
        ? [
            section(
              "Residuals",
              paragraph(
                "A small p of Ljung-Box (below 0.05) says that the residuals still hold a pattern; one of Jarque-Bera, that they are not normally distributed.",
              ),
              residuals,
            ),
          ]
        : []),
      ...(gradients ? [section("Gradient flow", figureHtml(gradients))] : []),
      section(
        "To reproduce it",
        paragraph(`foretell ${forecast.version} gives the same numbers on every machine:`),
        preformatted(command),
      ),
    ],
    version: forecast.version,
  });
}

function backtestPart(backtest: NonNullable<WholeReport["backtest"]>): string {
  const { models, folds, rankedBy } = backtest;
  const ranked =
    models.length > 1 && rankedBy ? `, the best model by ${METRICS[rankedBy]} first` : "";
  return section(
    "How good past forecasts were",
    scoresHtml(`Scores on observations held back${ranked}`, backtestColumns(backtest)),
    paragraph(
      `Models forecast ${counted(folds[0].horizon, "step")} ahead: ${partOf(backtest)}. Scores are means.`,
    ),
    paragraph(
      "“in 80%” is the percentage of observations within the 80 % interval: close to 80 is good.",
    ),
    figureHtml(backtestFigure(backtest)),
  );
}
