import { log } from "../../numeric/elementary.js";
import type { ForecastReport } from "../forecast/report.js";
import type { Figure } from "../pictures/figure.js";

/** Shares below this many decades are drawn there. */
const MIN_DECADE = -12;

/** What is left of the gradient by steps back, in the networks that were fitted; nothing where none was. */
export function gradientFigure({ models }: ForecastReport): Figure | undefined {
  const flows = models.flatMap(({ label, gradientFlow }) => {
    const last = gradientFlow?.hidden.at(-1) ?? 0;
    return gradientFlow && last > 0 ? [{ label, flow: gradientFlow, last }] : [];
  });
  if (flows.length === 0) return undefined;
  return {
    title: "Gradient flow through time",
    description: flows
      .map(({ label, flow }) => `${label}: ${flow.verdict}, reaching ${flow.reach} steps back.`)
      .join(" "),
    plots: [
      {
        title: "Gradient by steps from the last",
        x: { kind: "number", label: "steps from the last" },
        y: { kind: "decades", label: "share of the last step's norm" },
        marks: flows.map(({ label, flow: { hidden, stride }, last }, ink) => ({
          kind: "line",
          x: hidden.map((_, t) => (t - hidden.length + 1) * stride),
          y: hidden.map((norm) => Math.max(MIN_DECADE, log(norm / last) / Math.LN10)),
          ink,
          label,
        })),
      },
    ],
  };
}
