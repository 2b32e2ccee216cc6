import { stl } from "../../analysis/stl.js";
import type { Panel } from "../../data/panel/from-table.js";
import type { Figure, Plot } from "../pictures/figure.js";
import { thinned } from "../pictures/series-plot.js";

/** Trend, season and remainder of the first series; nothing where there is no season to take out. */
export function decompositionFigure({
  series,
  season,
  irregular,
  frequency,
}: Panel): Figure | undefined {
  const [first] = series;
  if (irregular || season < 2 || first.y.length < 2 * season + 1) return undefined;
  const { trend, seasonal, remainder } = stl(first.y, season);
  const plot = (title: string, values: Float64Array): Plot => {
    const { at, y } = thinned(first.ds, values);
    return {
      title,
      x: { kind: frequency.unit === "index" ? "number" : "time" },
      y: { kind: "number" },
      marks: [{ kind: "line", x: at, y, ink: "history" }],
    };
  };
  return {
    title: `${first.id}: trend, season and remainder`,
    description: `${first.id} as the sum of a trend, a season of ${season} and what remains (STL).`,
    plots: [
      plot("Observed", first.y),
      plot("Trend", trend),
      plot(`Season of ${season}`, seasonal),
      plot("Remainder", remainder),
    ],
  };
}
