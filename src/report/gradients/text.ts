import type { GradientFlow } from "../../engine/gradient-flow.js";
import type { Activation } from "../../engine/recurrent/sequence.js";
import type { FlowReading } from "../../models/gradient-readings.js";
import { derivativeChart, largestDerivative } from "../charts/derivative-chart.js";
import { type Curve, fanChart } from "../charts/fan-chart.js";
import { gradientAdvice, normOverTime, verdictColor, wrap } from "../charts/gradient-chart.js";
import { type HeatRow, heatmap, SHADES, shadeLegend } from "../charts/heatmap.js";
import type { Axis } from "../charts/plot.js";
import { beside, drawingsAcross, shareOf } from "../charts/side-by-side.js";
import { type Appearance, paint } from "../text/appearance.js";
import { dataSummary } from "../text/data-summary.js";
import { decimalsFor, formatNumber } from "../text/format.js";
import { type Column, table } from "../text/table.js";
import type { FlowRun, GradientsReport } from "./report.js";

/** Narrowest chart and heat map that are worth having beside another one. */
const MIN_CHART_WIDTH = 58;
const MIN_MAP_WIDTH = 27;
/** Rows of a heat map. */
const MAP_ROWS = 9;

/**
 * The whole picture for a person: what was learned, the gradient's share that is left at each distance
 * before and after training, its numbers, how it changed while training went on, and what to do.
 * Of several lengths the longest is drawn.
 */
export function gradientsReport(report: GradientsReport, appearance: Appearance): string {
  const steps = Math.max(...report.runs.map((run) => run.steps));
  const drawn = report.runs.filter((run) => run.steps === steps);
  const lengths = new Set(report.runs.map((run) => run.steps));
  const parts = [
    heading(report, drawn[0], appearance),
    ...(report.comparison === "activations" ? [derivativePart(drawn, appearance)] : []),
    ...timeCharts(drawn, appearance),
    ...depthCharts(drawn, appearance),
    ...(lengths.size > 1 ? lengthTables(report.runs, appearance) : []),
    numbersTable(report, drawn, appearance),
    epochMaps(drawn, appearance),
    ...layerMaps(drawn, appearance),
    ...(report.gates ? gateMaps(drawn, appearance) : []),
    verdicts(drawn, appearance),
  ];
  return `${parts.join("\n\n")}\n`;
}

function heading(report: GradientsReport, run: FlowRun, appearance: Appearance): string {
  const { panel } = report;
  if (panel) return `${dataSummary(panel, appearance)}\nwindows of ${run.steps} steps`;
  const title = paint(appearance).bold("long-lag task");
  const text = `long-lag task: a number shown at the first of ${run.steps} steps is to be told after the last, with noise between`;
  return wrap(text, appearance.width).replace("long-lag task", title);
}

/** Steps back from the last. */
function distanceAxis(steps: number): Axis {
  return {
    label: (point) => String(point - steps + 1),
    origin: steps - 1,
    strides: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000],
  };
}

/** Of the states, and of the inputs of those networks that have none. */
function normsOverTime(runs: readonly FlowRun[], plain: boolean): string {
  const stateless = runs.filter(({ trained }) => trained.flow.of === "inputs");
  if (stateless.length === runs.length) return normOverTime("inputs", plain);
  const states = normOverTime("states", plain);
  if (stateless.length === 0) return states;
  const names = stateless.map(({ label }) => label).join(" and ");
  return `${states} (of ${names} ${normOverTime("inputs", plain)})`;
}

/** Norms that lie some steps apart, each for all the steps it stands for; the last ones end together. */
function overSteps(norms: readonly number[], stride: number, steps: number): readonly number[] {
  if (stride === 1 || norms.length === 0) return norms;
  return Array.from({ length: steps }, (_, t) => {
    const back = Math.floor((steps - 1 - t) / stride);
    return norms[norms.length - 1 - back];
  });
}

/**
 * Norms of the states' gradients, or of the inputs' where there are no states, and of the inner states'
 * where some cell has them.
 */
function timeCharts(runs: readonly FlowRun[], appearance: Appearance): string[] {
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
function depthCharts(runs: readonly FlowRun[], appearance: Appearance): string[] {
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

function derivativePart(runs: readonly FlowRun[], appearance: Appearance): string {
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

/** How far the gradient reached, and what was recalled, at each length. */
function lengthTables(runs: readonly FlowRun[], appearance: Appearance): string[] {
  const chalk = paint(appearance);
  const lengths = [...new Set(runs.map(({ steps }) => steps))];
  const labels = [...new Set(runs.map(({ label }) => label))];
  const at = (label: string, steps: number) =>
    runs.find((run) => run.label === label && run.steps === steps);
  const heads = lengths.map((steps): Column => ({ title: String(steps), align: "right" }));
  const cells = (label: string, cell: (run: FlowRun) => string) =>
    lengths.map((steps) => {
      const run = at(label, steps);
      return run ? cell(run) : appearance.plain ? "-" : "–";
    });
  const reachRows = labels.flatMap((label) => [
    [label, "before", ...cells(label, (run) => describeReach(run.initial.flow))],
    ["", "after", ...cells(label, (run) => describeReach(run.trained.flow))],
  ]);
  const parts = [
    `${chalk.bold("steps back until less than 1/1000 of the gradient is left")}, by length of the window\n${table([{ title: "model" }, { title: "training" }, ...heads], reachRows, appearance)}`,
  ];
  if (runs.every(({ summary }) => summary.recalled !== undefined)) {
    const rows = labels.map((label) => [
      label,
      ...cells(label, ({ summary }) => percent(summary.recalled!)),
    ]);
    parts.push(
      `${chalk.bold("recalled after training")}, share of the variance by length of the window\n${table([{ title: "model" }, ...heads], rows, appearance)}`,
    );
  }
  return parts;
}

function numbersTable(
  report: GradientsReport,
  runs: readonly FlowRun[],
  appearance: Appearance,
): string {
  const right = (title: string): Column => ({ title, align: "right" });
  const columns: Column[] = [
    { title: report.comparison === "cells" ? "model" : report.comparison.slice(0, -1) },
    { title: "training" },
    ...["decay", "half-life", "reach", "growth", appearance.plain ? "rho(J)" : "ρ(J)"].map(right),
    right("saturated"),
  ];
  const dash = appearance.plain ? "-" : "–";
  const row = (name: string, when: string, { flow, cell }: FlowReading) => [
    name,
    when,
    digits(flow.decay),
    Number.isFinite(flow.halfLife) ? digits(flow.halfLife) : dash,
    describeReach(flow),
    digits(flow.growth),
    cell ? digits(cell.spectralRadius) : dash,
    cell ? percent(cell.saturated) : dash,
  ];
  const rows = runs.flatMap(({ label, initial, trained }) => [
    row(label, "before", initial),
    row("", "after", trained),
  ]);
  return table(columns, rows, appearance);
}

/** Steps back until the gradient is lost, or `all` of the window. */
function describeReach({ reach, hidden, stride }: GradientFlow): string {
  return reach >= hidden.length * stride ? "all" : String(reach);
}

/** Shades of a share of the last step's norm; blank is what counts as lost. */
const SHARES = [1e-3, 1e-2, 1e-1, 1 / 3] as const;

function shadeOfShare(share: number): number {
  let shade = 0;
  for (const least of SHARES) if (share >= least) shade++;
  return shade;
}

/** Time by epoch: one map a model. */
function epochMaps(runs: readonly FlowRun[], appearance: Appearance): string {
  const chalk = paint(appearance);
  const each = widthOfMaps(runs.length, appearance.width);
  const maps = runs.map((run) => {
    const rows = spread([run.initial, ...run.training], MAP_ROWS).map(
      ({ epoch, flow }): HeatRow => ({
        label: String(epoch),
        values: overSteps(relative(flow.hidden), flow.stride, run.steps),
      }),
    );
    const map = heatmap(rows, distanceAxis(run.steps), shadeOfShare, {
      ...appearance,
      width: each,
    });
    return `${chalk.bold(run.label)}\n${map}`;
  });
  const what = chalk.bold("while training: epoch (down) by steps back");
  const legend = shadeLegend(["from 1/3", "1/10", "1/100", "1/1000", "lost"], appearance);
  return `${what}\n${legend}\n\n${beside(maps, each, appearance.width)}`;
}

function widthOfMaps(count: number, width: number): number {
  const bands = Math.ceil(count / drawingsAcross(MIN_MAP_WIDTH, width));
  return shareOf(width, Math.ceil(count / bands));
}

/** Shares of the last step's norm. */
function relative(hidden: readonly number[]): number[] {
  const last = hidden[hidden.length - 1];
  return hidden.map((norm) => (last > 0 ? norm / last : 0));
}

/** At most `count` of the items, evenly spread, with the first and the last. */
function spread<T>(items: readonly T[], count: number): T[] {
  if (items.length <= count) return [...items];
  return Array.from(
    { length: count },
    (_, i) => items[Math.round((i * (items.length - 1)) / (count - 1))]!,
  );
}

/** Layer by time of those networks that have several layers with time: the way back from top to bottom. */
function layerMaps(runs: readonly FlowRun[], appearance: Appearance): string[] {
  const chalk = paint(appearance);
  const timed = runs
    .map((run) => ({
      run,
      layers: run.trained.flow.layers.filter(({ steps }) => steps.length > 1),
    }))
    .filter(({ layers }) => layers.length > 1);
  if (timed.length === 0) return [];
  const each = widthOfMaps(timed.length, appearance.width);
  const maps = timed.map(({ run, layers }) => {
    const largest = Math.max(...layers.flatMap(({ steps }) => steps));
    const rows = spread([...layers].reverse(), MAP_ROWS).map(({ name, steps }): HeatRow => {
      const at = (t: number) => steps[Math.floor((t * steps.length) / run.steps)] / largest;
      return { label: name, values: Array.from({ length: run.steps }, (_, t) => at(t)) };
    });
    const map = heatmap(rows, distanceAxis(run.steps), shadeOfShare, {
      ...appearance,
      width: each,
    });
    return `${chalk.bold(run.label)}\n${map}`;
  });
  const what = chalk.bold("after training: layer (the top one first) by steps back");
  const legend = shadeLegend(["from 1/3 of the largest", "1/10", "1/100", "1/1000"], appearance);
  return [`${what}\n${legend}\n\n${beside(maps, each, appearance.width)}`];
}

/** Gates of the trained cells over the window: one map a gate, its cells from the most to the least open. */
function gateMaps(runs: readonly FlowRun[], appearance: Appearance): string[] {
  const chalk = paint(appearance);
  const each = widthOfMaps(4, appearance.width);
  const maps = runs.flatMap((run) =>
    (run.trained.cell?.gates ?? []).map(({ name, means }) => {
      const cells = means[0].map((_, i) => means.map((step) => Math.abs(step[i])));
      const total = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0);
      const sorted = cells.sort((a, b) => total(b) - total(a));
      const largest = Math.max(1, ...sorted.flat());
      const shade = (value: number) => Math.min(SHADES - 1, Math.floor((value / largest) * SHADES));
      const rows = spread(sorted, MAP_ROWS - 1).map((values) => ({ label: "", values }));
      const map = heatmap(rows, distanceAxis(run.steps), shade, { ...appearance, width: each });
      return `${chalk.bold(run.label)} ${GATES[name] ?? name}\n${map}`;
    }),
  );
  if (maps.length === 0) return [];
  const what = chalk.bold("gates after training: cells, the most open on top, by steps back");
  const legend = shadeLegend(["open, from 0.8", "0.6", "0.4", "0.2", "closed"], appearance);
  return [`${what}\n${legend}\n\n${beside(maps, each, appearance.width)}`];
}

const GATES: Readonly<Record<string, string>> = {
  i: "input gate",
  f: "forget gate",
  o: "output gate",
  r: "reset gate",
  z: "update gate",
  h: "units, without their sign",
};

function verdicts(runs: readonly FlowRun[], appearance: Appearance): string {
  const chalk = paint(appearance);
  return runs
    .map(({ label, trained: { flow }, summary: { recalled } }) => {
      const remembered = recalled === undefined ? "" : ` ${describeRecalled(recalled)}`;
      const verdict = flow.hidden.some((norm) => norm > 0) ? `${flow.verdict}: ` : "";
      const sentence = `${label}: ${verdict}${gradientAdvice(flow)}${remembered}`;
      return wrap(sentence, appearance.width)
        .replace(`${label}: `, `${chalk.bold(label)}: `)
        .replace(flow.verdict, (verdict) => chalk[verdictColor[flow.verdict]](verdict));
    })
    .join("\n");
}

/** A network that latches into one of two states remembers the number's sign, three quarters of it. */
function describeRecalled(recalled: number): string {
  const sign = recalled > 0.5 && recalled < 0.85 ? " (its sign alone makes 75 %)" : "";
  return `${percent(recalled)} of the number's variance is recalled${sign}.`;
}

function digits(value: number): string {
  if (value >= 1000) return value.toExponential(1).replace("+", "");
  return value > 0 && value < 0.01
    ? value.toExponential(0)
    : formatNumber(value, Math.min(3, decimalsFor([value], 3)));
}

function percent(share: number): string {
  return `${formatNumber(100 * share, 0)} %`;
}
