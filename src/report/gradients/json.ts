import type { Activation } from "../../engine/recurrent/sequence.js";
import type { FlowReading } from "../../models/gradient-readings.js";
import { largestDerivative } from "../charts/derivative-chart.js";
import { gradientAdvice } from "../charts/gradient-chart.js";
import type { DocumentOf } from "../text/document.js";
import { toJson } from "../text/json.js";
import type { FlowRun, GradientsReport } from "./report.js";
import type { gradientsSchema } from "./schema.js";

/**
 * One document, schema `foretell/gradients@1`: `cells` holds what was seen before and after training,
 * `training` what the norms did meanwhile. Norms stand oldest step first. A half-life that is infinite
 * is null. Every layer has its norm, its name and its norms over its own steps.
 */
export function gradientsJson(report: GradientsReport): string {
  const { version, source, seed, comparison, runs } = report;
  const document: DocumentOf<typeof gradientsSchema> = {
    schema: "foretell/gradients@1",
    version,
    source,
    seed,
    ...(comparison === "activations" && {
      activations: runs.map(({ label }) => ({
        activation: label,
        largestDerivative: largestDerivative[label as Activation],
      })),
    }),
    cells: runs.flatMap((run) =>
      [run.initial, run.trained].map((reading) => cell(run, reading, report.gates)),
    ),
    training: runs.map(({ model, steps, summary, training }) => ({
      model,
      steps,
      epochs: summary.epochs,
      loss: summary.loss,
      validationLoss: summary.validationLoss,
      parameters: summary.parameters,
      ...(summary.recalled !== undefined && { recalled: summary.recalled }),
      norms: training.map(({ epoch, flow }) => ({ epoch, hidden: flow.hidden, cell: flow.cell })),
    })),
  };
  return `${toJson(document, 2)}\n`;
}

function cell(
  { model, steps }: FlowRun,
  { phase, epoch, flow, cell }: FlowReading,
  gates: boolean,
) {
  const { of, stride, hidden, cell: inner, decay, halfLife, reach, growth, verdict } = flow;
  return {
    model,
    phase,
    steps,
    epoch,
    of,
    stride,
    hidden,
    cell: inner,
    decay,
    halfLife,
    reach,
    growth,
    verdict,
    advice: gradientAdvice(flow),
    layers: flow.layers.map(({ norm }) => norm),
    layerNames: flow.layers.map(({ name }) => name),
    layerSteps: flow.layers.map(({ steps }) => steps),
    ...(cell && {
      spectralRadius: cell.spectralRadius,
      saturated: cell.saturated,
      slope: cell.slope,
      ...(gates && { gates: Object.fromEntries(cell.gates.map((g) => [g.name, g.means])) }),
    }),
  };
}
