import type { SolverEffort } from "../../models/model.js";
import { counted } from "../../wording.js";
import { decimalsFor, formatCount, formatNumber } from "../text/format.js";
import { printable } from "../text/printable.js";
import type { ForecastReport } from "./report.js";

/** Inputs of trees that are shown, at most. */
const MAX_INPUTS = 4;

/** A one-line summary of a training. */
export function trainingSummary({
  label,
  training,
}: Pick<ForecastReport["models"][number], "label" | "training">): string {
  if (!training) return "";
  const { epochs, loss, validationLoss, parameters, receptive, importance, solver } = training;
  const digits = (value: number) => formatNumber(value, decimalsFor([value], 3));
  const sight = receptive
    ? `; sees ${formatCount(receptive.field)} steps, its window has ${formatCount(receptive.window)}`
    : "";
  const validation = Number.isNaN(validationLoss) ? "" : `, validation ${digits(validationLoss)}`;
  if (importance) {
    const first = importance.slice(0, MAX_INPUTS);
    const inputs = first.map(
      ({ input, share }) => `${printable(input)} ${Math.round(100 * share)} %`,
    );
    const gain = inputs.length > 0 ? `; gain from ${inputs.join(", ")}` : "";
    return `${label}: ${epochs} trees, loss ${digits(loss)}${validation}${gain}`;
  }
  return `${label}: ${counted(epochs, "epoch")}, loss ${digits(loss)}${validation}, ${formatCount(parameters)} parameters${sight}${describeSolver(solver)}`;
}

/** The solver's steps and evaluations, forward and for the gradient. */
function describeSolver(solver: SolverEffort | undefined): string {
  if (!solver) return "";
  const { evaluations, accepted, rejected } = solver.forward;
  const refused = rejected > 0 ? ` (${formatCount(rejected)} more rejected)` : "";
  return `; solver: ${formatCount(accepted)} steps${refused}, ${formatCount(evaluations)} evaluations and ${formatCount(solver.backward.evaluations)} on the way back`;
}
