import { log } from "../../numeric/elementary.js";
import type { Figure, Plot } from "../pictures/figure.js";
import type { FlowRun, GradientsReport } from "./report.js";
import { overSteps } from "./values.js";

/** Shares below this many decades are drawn there: nobody tells them apart. */
const MIN_DECADE = -12;

/** What is left of the gradient by steps back, before and after training. */
export function gradientsFigure({ source, runs }: GradientsReport): Figure {
  const inner = runs.some(({ trained }) => trained.flow.cell.length > 0);
  return {
    title: `${source}: gradient flow through time`,
    description: runs
      .map(
        ({ label, trained: { flow } }) =>
          `${label}: ${flow.verdict}, reaching ${flow.reach} steps back.`,
      )
      .join(" "),
    plots: [
      flowPlot(runs, "initial", "hidden"),
      flowPlot(runs, "trained", "hidden"),
      ...(inner ? [flowPlot(runs, "initial", "cell"), flowPlot(runs, "trained", "cell")] : []),
    ],
  };
}

function flowPlot(
  runs: readonly FlowRun[],
  phase: "initial" | "trained",
  state: "hidden" | "cell",
): Plot {
  const lengths = new Set(runs.map(({ steps }) => steps));
  const what = state === "cell" ? "inner states" : "states";
  return {
    title: `Gradient of ${what} ${phase === "initial" ? "before" : "after"} training`,
    x: { kind: "number", label: "steps from the last" },
    y: { kind: "decades", label: "share of the last step's norm" },
    marks: runs.flatMap(({ label, steps, [phase]: { flow } }, ink) => {
      const norms = overSteps(flow[state], flow.stride, steps);
      const last = norms[norms.length - 1] ?? 0;
      if (!(last > 0)) return [];
      return {
        kind: "line" as const,
        x: norms.map((_, t) => t - norms.length + 1),
        y: norms.map((norm) => Math.max(MIN_DECADE, log(norm / last) / Math.LN10)),
        ink,
        label: lengths.size > 1 ? `${label}, ${steps} steps` : label,
      };
    }),
  };
}
