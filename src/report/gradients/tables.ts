import type { GradientFlow } from "../../engine/gradient-flow.js";
import type { FlowReading } from "../../models/gradient-readings.js";
import { type Appearance, paint } from "../text/appearance.js";
import { type Column, right, table } from "../text/table.js";
import type { FlowRun, GradientsReport } from "./report.js";
import { digits, percent } from "./values.js";

/** How far the gradient reached, and what was recalled, at each length. */
export function lengthTables(runs: readonly FlowRun[], appearance: Appearance): string[] {
  const chalk = paint(appearance);
  const lengths = [...new Set(runs.map(({ steps }) => steps))];
  const labels = [...new Set(runs.map(({ label }) => label))];
  const at = (label: string, steps: number) =>
    runs.find((run) => run.label === label && run.steps === steps);
  const heads = lengths.map((steps) => right(String(steps)));
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

export function numbersTable(
  report: GradientsReport,
  runs: readonly FlowRun[],
  appearance: Appearance,
): string {
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
