import type { Figure } from "../pictures/figure.js";
import { leftOut, MAX_PLOTS, seriesPlot } from "../pictures/series-plot.js";
import { sourceName } from "../text/data-summary.js";
import { type AnomalyReport, rowsOf } from "./report.js";
import { summaryOf } from "./summary.js";

/** Series with their intervals and anomalies, those with most of them first. */
export function anomalyFigure(report: AnomalyReport): Figure {
  const { panel, series, level } = report;
  const found = series.map((one, s) => ({ s, rows: rowsOf(one, { ...report, full: false }) }));
  const shown = found
    .sort((a, b) => b.rows.length - a.rows.length || a.s - b.s)
    .slice(0, MAX_PLOTS);
  const left = series.length - shown.length;
  return {
    title: `${sourceName(panel)}: anomalies`,
    description: summaryOf(report),
    plots: shown.map(({ s, rows }) => {
      const plot = seriesPlot(panel.series[s], panel, []);
      const { ds, lo, hi } = series[s];
      return {
        ...plot,
        marks: [
          {
            ...{ kind: "band" as const, x: ds, lo, hi, ink: 0, opacity: 0.2 },
            label: `${level} % interval`,
          },
          ...plot.marks,
          {
            ...{ kind: "dots" as const, ink: 1, label: "anomaly" },
            x: rows.map((row) => row.ds),
            y: rows.map((row) => row.y),
          },
        ],
      };
    }),
    ...leftOut(left),
  };
}
