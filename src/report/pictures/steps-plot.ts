import type { Scores } from "../../evaluation/scores.js";
import type { Plot } from "./figure.js";

/** A model with its scores at each step ahead. */
interface ScoredBySteps {
  readonly label: string;
  readonly scores: { readonly steps: readonly Pick<Scores, "mae" | "mase">[] };
}

/** MASE by step ahead, or MAE where that is not defined. */
export function stepsPlot(models: readonly ScoredBySteps[]): Plot {
  const metric = models.every(({ scores }) =>
    scores.steps.some(({ mase }) => Number.isFinite(mase)),
  )
    ? "mase"
    : "mae";
  return {
    title: `${metric.toUpperCase()} by step ahead`,
    x: { kind: "number", label: "steps ahead" },
    y: { kind: "number", fromZero: true },
    marks: models.map(({ label, scores: { steps } }, ink) => ({
      kind: "line",
      x: steps.map((_, h) => h + 1),
      y: steps.map((step) => step[metric]),
      ink,
      label,
    })),
  };
}
