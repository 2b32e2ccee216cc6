import { figureHtml } from "../page/chart.js";
import { htmlPage, section } from "../page/page.js";
import { tableHtml } from "../page/table.js";
import { tableOfRows } from "../tables/table.js";
import { gradientsFigure } from "./figure.js";
import type { GradientsReport } from "./report.js";

/** Gradient flow as a page of its own. */
export function gradientsPage(report: GradientsReport): string {
  const figure = gradientsFigure(report);
  const rows = report.runs.map(({ label, steps, trained: { flow } }) => [
    ...[label, steps, flow.reach],
    ...[flow.halfLife, flow.growth].map((value) => (Number.isFinite(value) ? value : "never")),
    flow.verdict,
  ]);
  const header = ["model", "steps", "reach", "half-life", "growth", "verdict"];
  return htmlPage({
    title: figure.title,
    parts: [
      figureHtml(figure),
      section(
        "After training",
        tableHtml("How far the gradient reaches", tableOfRows(header, rows)),
      ),
    ],
    version: report.version,
  });
}
