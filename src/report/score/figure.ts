import { counted, firstFew } from "../../wording.js";
import type { Figure } from "../pictures/figure.js";
import { stepsPlot } from "../pictures/steps-plot.js";
import { printable } from "../text/printable.js";
import type { ScoreReport } from "./report.js";

/** Models that are drawn, the best. */
const MAX_MODELS = 6;

/** The errors of earlier forecasts by step ahead. */
export function scoreFigure({ forecasts, actuals, models }: ScoreReport): Figure {
  const shown = models.slice(0, MAX_MODELS);
  const left = models.length - shown.length;
  const [best] = models;
  return {
    title: `${printable(forecasts)} against ${printable(actuals)}`,
    description: best
      ? `The best of ${firstFew(models.map(({ label }) => label))} is ${best.label}.`
      : "",
    plots: [stepsPlot(shown)],
    ...(left > 0 && { notes: [`and ${counted(left, "more model")}`] }),
  };
}
