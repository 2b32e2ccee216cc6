import { historyChart } from "../charts/series-chart.js";
import type { Appearance } from "../text/appearance.js";
import { dataSummary } from "../text/data-summary.js";
import { wrap } from "../text/wrap.js";
import { type CleaningReport, changeLines, changesInWords } from "./report.js";

/** Lines of changes where nobody scrolls, and on a screen. */
const MAX_LINES = 40;
const MAX_LINES_ON_SCREEN = 5;

/** The data in a line, the series with most changes as it is now, and what was changed. */
export function cleanText(report: CleaningReport, appearance: Appearance): string {
  const { panel, series } = report;
  const most = series.reduce((a, b) => (b.changes.length > a.changes.length ? b : a));
  const first = { ...panel.series[series.indexOf(most)], y: most.y };
  const lines = appearance.rows === undefined ? MAX_LINES : MAX_LINES_ON_SCREEN;
  return `${[
    dataSummary(panel, appearance),
    historyChart(first, panel.frequency, panel.season, appearance),
    ...[changesInWords(report), ...changeLines(report, lines)].map((line) =>
      wrap(line, appearance.width),
    ),
  ].join("\n")}\n`;
}
