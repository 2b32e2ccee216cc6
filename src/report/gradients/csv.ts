import { csvRow } from "../text/csv.js";
import { type GradientsReport, readingsOf } from "./report.js";

/**
 * A row for each model, length, moment of the training and distance from the last step, the farthest
 * first: norms (of states or, as the column `of` says, of inputs), and beside them the numbers of that
 * moment. What there is not, or is infinite, is empty.
 */
export function gradientsCsv(report: GradientsReport, safe = false): string {
  const { header, rows } = gradientRows(report);
  return [header, ...rows].map((row) => csvRow(row, safe)).join("");
}

/** The same table, its header apart. */
export function gradientRows({ runs, gates }: GradientsReport): {
  readonly header: readonly string[];
  readonly rows: readonly (readonly (string | number)[])[];
} {
  const deepest = Math.max(...runs.map(({ trained }) => trained.flow.layers.length));
  const layers = Array.from({ length: deepest }, (_, l) => `layer_${l + 1}`);
  const cells = runs.flatMap(({ trained }) => trained.cell?.gates ?? []);
  const names = gates ? [...new Set(cells.map(({ name }) => name))] : [];
  const header = [
    ...["model", "phase", "steps", "epoch", "distance", "hidden", "cell"],
    ...["decay", "half_life", "reach", "growth", "verdict"],
    ...["spectral_radius", "saturated", "slope", "of"],
    ...layers,
    ...names.map((name) => `gate_${name}`),
  ];
  const rows = runs.flatMap((run) =>
    readingsOf(run).flatMap(({ phase, epoch, flow, cell }) => {
      const { hidden, cell: inner, decay, halfLife, reach, growth, verdict, stride } = flow;
      const fixed = [
        ...[number(decay), number(halfLife), reach, number(growth), verdict],
        ...[number(cell?.spectralRadius), number(cell?.saturated), number(cell?.slope), flow.of],
        ...layers.map((_, l) => number(flow.layers[l]?.norm)),
      ];
      return hidden.map((norm, t) => [
        ...[run.model, phase, run.steps, epoch, (hidden.length - 1 - t) * stride, norm],
        number(inner[t]),
        ...fixed,
        ...names.map((name) => number(mean(cell?.gates.find((g) => g.name === name)?.means[t]))),
      ]);
    }),
  );
  return { header, rows };
}

function number(value: number | undefined): string | number {
  return value !== undefined && Number.isFinite(value) ? value : "";
}

function mean(values: readonly number[] | undefined): number | undefined {
  return values && values.reduce((sum, value) => sum + value, 0) / values.length;
}
