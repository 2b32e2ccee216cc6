import type { DecomposedSeries } from "../../analysis/decomposition.js";
import type { Figure, Plot } from "../pictures/figure.js";
import { axesOf, leftOut, MAX_PLOTS, thinned } from "../pictures/series-plot.js";
import { sourceName } from "../text/data-summary.js";
import { type DecompositionReport, formOf } from "./report.js";

/** What was observed over its trend, each season and the remainder, of as many series as there is room for. */
export function decompositionFigure(report: DecompositionReport): Figure {
  const { panel, series } = report;
  const first = plotsOf(series[0], report);
  const shown = Math.max(1, Math.floor(MAX_PLOTS / first.length));
  const left = series.length - shown;
  return {
    title: `${sourceName(panel)}: trend, seasons and remainder`,
    description: `${series[0].id} as ${formOf(report)} (${methodOf(series[0])}).`,
    plots: [first, ...series.slice(1, shown).map((one) => plotsOf(one, report))].flat(),
    ...leftOut(left),
  };
}

function methodOf({ seasons }: DecomposedSeries): string {
  return ["local lines", "STL"][seasons.length] ?? "MSTL";
}

function plotsOf(one: DecomposedSeries, { panel, series }: DecompositionReport): Plot[] {
  const whose = series.length > 1 ? `${one.id}: ` : "";
  const axes = axesOf(panel);
  const line = (values: Float64Array, ink: "history" | number, label?: string) => {
    const { at, y } = thinned(one.ds, values);
    return { kind: "line" as const, x: at, y, ink, ...(label && { label }) };
  };
  const plot = (title: string, values: Float64Array): Plot => ({
    title: `${whose}${title}`,
    ...axes,
    marks: [line(values, "history")],
  });
  return [
    {
      title: `${whose}observed and trend`,
      ...axes,
      marks: [line(one.y, "history", "observed"), line(one.trend, 0, "trend")],
    },
    ...one.seasons.map(({ length, values }) => plot(`season of ${length}`, values)),
    plot("remainder", one.remainder),
  ];
}
