import type { Figure, Plot } from "../pictures/figure.js";
import { leftOut, MAX_PLOTS, seriesPlot } from "../pictures/series-plot.js";
import { dataFacts, sourceName } from "../text/data-summary.js";
import type { InspectionReport } from "./report.js";

/** Lags that are drawn, at the most. */
const MAX_LAGS = 60;

/** All observations of each series, and the autocorrelation of the first. */
export function inspectionFigure({ panel, series }: InspectionReport): Figure {
  const shown = panel.series.slice(0, MAX_PLOTS - 1);
  const left = panel.series.length - shown.length;
  const lags = autocorrelationPlot(series[0], panel.season);
  return {
    title: `${sourceName(panel)}: the data`,
    description: dataFacts(panel),
    plots: [
      ...shown.map((one, s) => {
        const plot = seriesPlot(one, panel, []);
        const { outliers } = series[s];
        if (outliers.length === 0) return plot;
        const dots = {
          kind: "dots" as const,
          x: outliers.map(({ ds }) => ds),
          y: outliers.map(({ y }) => y),
          ink: 1,
          label: "far from its neighbours",
        };
        return { ...plot, marks: [...plot.marks, dots] };
      }),
      ...(lags ? [lags] : []),
    ],
    ...leftOut(left),
  };
}

/** Bars by lag with the bounds of chance; none where there are too few lags. */
function autocorrelationPlot(
  { id, acf, recent }: InspectionReport["series"][number],
  season: number,
): Plot | undefined {
  if (acf.length < 3) return undefined;
  const values = Array.from(acf).slice(1, 1 + Math.max(MAX_LAGS, Math.min(2 * season, 400)));
  const bound = 1.96 / Math.sqrt(recent);
  return {
    title: `Autocorrelation of ${id}`,
    x: { kind: "number", label: "lag" },
    y: { kind: "number", fromZero: true },
    marks: [
      { kind: "bars", x: values.map((_, k) => k + 1), y: values, ink: 0, label: "autocorrelation" },
      { kind: "level", y: bound, ink: "muted", label: "significant at 95 %" },
      { kind: "level", y: -bound, ink: "muted" },
    ],
  };
}
