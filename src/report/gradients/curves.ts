import type { GradientFlow } from "../../engine/gradient-flow.js";
import type { Activation } from "../../engine/recurrent/sequence.js";
import { derivativeChart, largestDerivative } from "../charts/derivative-chart.js";
import { type Curve, fanChart } from "../charts/fan-chart.js";
import { normOverTime } from "../charts/gradient-chart.js";
import type { Axis } from "../charts/plot.js";
import { beside, shareOf } from "../charts/side-by-side.js";
import { type Appearance, paint } from "../text/appearance.js";
import { type Column, table } from "../text/table.js";
import { wrap } from "../text/wrap.js";
import type { FlowRun } from "./report.js";
import { digits, distanceAxis, overSteps } from "./values.js";

/** Narrowest chart that is worth having beside another one. */
const MIN_CHART_WIDTH = 58;

/** Gradient norms by step: of the states, or of the inputs for networks without states. */
function normsOverTime(runs: readonly FlowRun[], plain: boolean): string {
  const stateless = runs.filter(({ trained }) => trained.flow.of === "inputs");
  if (stateless.length === runs.length) return normOverTime("inputs", plain);
  const states = normOverTime("states", plain);
  if (stateless.length === 0) return states;
  const names = stateless.map(({ label }) => label).join(" and ");
  return `${states} (of ${names} ${normOverTime("inputs", plain)})`;
}

/**
 * Norms of the states' gradients, or of the inputs' where there are no states, and of the inner states'
 * where some cell has them.
 */
export function timeCharts(runs: readonly FlowRun[], appearance: Appearance): string[] {
  const { plain } = appearance;
  const chart = (state: "hidden" | "cell") => {
    const norm =
      state === "hidden" ? normsOverTime(runs, plain) : plain ? "|dL/dc(t)|" : "‖∂L/∂cₜ‖";
    const what = `${norm} by steps back, as a share of the last step's`;
    const curves = (phase: "initial" | "trained"): Curve[] =>
      runs.map((run) => ({
        label: run.label,
        values: overSteps(run[phase].flow[state], run[phase].flow.stride, run.steps),
      }));
    return pairOfCharts(what, curves, distanceAxis(runs[0].steps), appearance);
  };
  const inner = runs.some(({ trained }) => trained.flow.cell.length > 0);
  return [chart("hidden"), ...(inner ? [chart("cell")] : [])];
}

/** Norms by layer, in one chart for all networks of the same depth; none of those of one layer. */
export function depthCharts(runs: readonly FlowRun[], appearance: Appearance): string[] {
  const depthOf = ({ trained }: FlowRun) => trained.flow.layers.length;
  const depths = [...new Set(runs.map(depthOf))].filter((layers) => layers > 1);
  return depths.map((depth) =>
    depthChart(
      runs.filter((run) => depthOf(run) === depth),
      depth,
      appearance,
    ),
  );
}

function depthChart(runs: readonly FlowRun[], layers: number, appearance: Appearance): string {
  const chalk = paint(appearance);
  const norm = appearance.plain ? "|dL/dy|" : "‖∂L/∂y‖";
  const what = `${norm} by layer, as a share of the top layer's`;
  const curves = (phase: "initial" | "trained"): Curve[] =>
    runs.map((run) => ({
      label: run.label,
      values: run[phase].flow.layers.map(({ norm }) => norm),
    }));
  const axis = { label: (l: number) => String(l + 1), origin: layers - 1, strides: [1, 2, 5, 10] };
  const shares = runs.map(({ label, initial, trained }) => {
    const [before, after] = [initial, trained].map(({ flow }) => digits(atTheBottom(flow)));
    const text = `${label}: the lowest of ${layers} layers gets ${before} of the top layer's gradient before training, ${after} after`;
    return wrap(text, appearance.width).replace(label, chalk.bold(label));
  });
  return [pairOfCharts(what, curves, axis, appearance), ...shares].join("\n");
}

/** The lowest layer's gradient as a share of the top layer's. */
function atTheBottom({ layers }: GradientFlow): number {
  return layers[0].norm / layers[layers.length - 1].norm;
}

/** Before and after training, side by side where there is room. */
function pairOfCharts(
  what: string,
  curves: (phase: "initial" | "trained") => Curve[],
  axis: Axis,
  appearance: Appearance,
): string {
  const chalk = paint(appearance);
  const across = appearance.width >= 2 * MIN_CHART_WIDTH ? 2 : 1;
  const each = across === 2 ? shareOf(appearance.width, 2) : appearance.width;
  const charts = [
    ["before training", curves("initial")] as const,
    ["after training", curves("trained")] as const,
  ].map(
    ([title, lines]) =>
      `${chalk.bold(title)}  ${fanChart(lines, axis, { ...appearance, width: each })}`,
  );
  return `${chalk.bold(wrap(what, appearance.width))}\n\n${beside(charts, each, appearance.width)}`;
}

export function derivativePart(runs: readonly FlowRun[], appearance: Appearance): string {
  const chalk = paint(appearance);
  const activations = runs.map(({ label }) => label as Activation);
  const prime = appearance.plain ? "phi'(z)" : "φ′(z)";
  const rows = runs.map(({ label, initial, trained }) => [
    label,
    largestDerivative[label as Activation].toFixed(2),
    initial.cell!.slope.toFixed(3),
    trained.cell!.slope.toFixed(3),
  ]);
  const columns: Column[] = [
    { title: "activation" },
    { title: `largest ${prime}`, align: "right" },
    { title: "mean before", align: "right" },
    { title: "mean after training", align: "right" },
  ];
  return [
    chalk.bold(`derivative ${prime}, by which (and by the weights) each step back multiplies`),
    derivativeChart(activations, appearance),
    table(columns, rows, appearance),
  ].join("\n");
}
