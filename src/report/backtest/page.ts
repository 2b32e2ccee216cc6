import { figureHtml } from "../page/chart.js";
import { htmlPage, section } from "../page/page.js";
import { scoresHtml } from "../page/scores.js";
import { dataFacts } from "../text/data-summary.js";
import { backtestColumns } from "./columns.js";
import { backtestFigure } from "./figure.js";
import { type BacktestReport, dataOf } from "./report.js";

/** A backtest as a page of its own: the ranking, then charts. */
export function backtestPage(report: BacktestReport): string {
  const figure = backtestFigure(report);
  return htmlPage({
    title: figure.title,
    lead: dataFacts(dataOf(report)),
    parts: [
      section("Ranking", scoresHtml("Scores, the best model first", backtestColumns(report))),
      section("Forecasts of the folds", figureHtml(figure)),
    ],
    version: report.version,
  });
}
