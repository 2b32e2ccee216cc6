import type { DecomposedSeries } from "../../analysis/decomposition.js";
import type { Figure, Plot } from "../pictures/figure.js";
import { MAX_PLOTS, thinned } from "../pictures/series-plot.js";
import { sourceName } from "../text/data-summary.js";
import { formatCount } from "../text/format.js";
import { type DecompositionReport, formOf } from "./report.js";

/** What was observed over its trend, each season and the remainder, of as many series as there is room for. */
export function decompositionFigure(report: DecompositionReport): Figure {
  const { panel, series } = report;
  const all = series.map((one) => plotsOf(one, report));
  const shown = Math.max(1, Math.floor(MAX_PLOTS / all[0].length));
  const left = series.length - shown;
  return {
    title: `${sourceName(panel)}: trend, seasons and remainder`,
    description: `${series[0].id} as ${formOf(report)} (${methodOf(series[0])}).`,
    plots: all.slice(0, shown).flat(),
    ...(left > 0 && { notes: [`and ${formatCount(left)} more series`] }),
  };
}

function methodOf({ seasons }: DecomposedSeries): string {
  return ["local lines", "STL"][seasons.length] ?? "MSTL";
}

function plotsOf(one: DecomposedSeries, { panel, series }: DecompositionReport): Plot[] {
  const whose = series.length > 1 ? `${one.id}: ` : "";
  const axes = {
    x: { kind: panel.frequency.unit === "index" ? ("number" as const) : ("time" as const) },
    y: { kind: "number" as const },
  };
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
