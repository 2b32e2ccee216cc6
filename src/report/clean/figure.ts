import type { Figure } from "../pictures/figure.js";
import { leftOut, MAX_PLOTS, seriesPlot, thinned } from "../pictures/series-plot.js";
import { sourceName } from "../text/data-summary.js";
import { type CleaningReport, changesInWords } from "./report.js";

/** What was observed and what stands in its place, of the series with most changes. */
export function cleanFigure(report: CleaningReport): Figure {
  const { panel, series } = report;
  const shown = [...series.keys()]
    .sort((a, b) => series[b].changes.length - series[a].changes.length || a - b)
    .slice(0, MAX_PLOTS);
  const left = series.length - shown.length;
  return {
    title: `${sourceName(panel)}: cleaned`,
    description: `${changesInWords(report)}.`,
    plots: shown.map((s) => {
      const { ds, y, changes } = series[s];
      const clean = thinned(ds, y);
      const plot = seriesPlot(panel.series[s], panel, []);
      return {
        ...plot,
        marks: [
          ...plot.marks,
          { kind: "line" as const, x: clean.at, y: clean.y, ink: 0, label: "cleaned" },
          {
            ...{ kind: "dots" as const, ink: 1, label: "changed" },
            x: changes.map(({ at }) => ds[at]),
            y: changes.map(({ now }) => now),
          },
        ],
      };
    }),
    ...leftOut(left),
  };
}
