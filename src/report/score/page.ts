import { figureHtml } from "../page/chart.js";
import { htmlPage, section } from "../page/page.js";
import { scoresHtml } from "../page/scores.js";
import { scoreColumns } from "./csv.js";
import { scoreFigure } from "./figure.js";
import type { ScoreReport } from "./report.js";

/** Scores of earlier forecasts as a page of its own: the ranking, and errors by step ahead. */
export function scorePage(report: ScoreReport): string {
  const figure = scoreFigure(report);
  return htmlPage({
    title: figure.title,
    lead: figure.description,
    parts: [
      section("Ranking", scoresHtml("Scores, the best model first", scoreColumns(report))),
      section("By step ahead", figureHtml(figure)),
    ],
    version: report.version,
  });
}
