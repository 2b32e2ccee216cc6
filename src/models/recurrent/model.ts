import { add, affine } from "../../engine/ops.js";
import { Parameters, uniform, zeros } from "../../engine/parameters.js";
import type { OptionSchema, OptionValues } from "../../spec.js";
import type { ModelDefinition } from "../model.js";
import { type TrainingChoices, trainingOptions } from "../neural/training-options.js";
import { fitWindows, type Network, type NetworkShape } from "../neural/window-forecaster.js";
import type { Cell } from "./cell.js";

const networkOptions = {
  hidden: { type: "integer", default: 32, min: 1, max: 4096, summary: "cells of a layer" },
} as const satisfies OptionSchema;

type NetworkOptions = OptionValues<typeof networkOptions>;

/**
 * A recurrent forecaster around a kind of cell. The last state, through a linear head, gives all steps
 * ahead at once; a linear path from the window runs beside it, so that the cells learn only what is
 * not linear.
 */
export function recurrentModel<const Own extends OptionSchema>({
  name,
  summary,
  options: own,
  cell,
}: {
  name: string;
  summary: string;
  options: Own;
  cell: (chosen: OptionValues<Own>) => Cell;
}) {
  const options = { ...networkOptions, ...own, ...trainingOptions };
  return {
    name,
    summary,
    options,
    create: (chosen) => ({
      name,
      fit(panel, context) {
        const kind = cell(chosen as OptionValues<Own>);
        const build = (shape: NetworkShape) => network(shape, kind, chosen as NetworkOptions);
        return fitWindows(panel, build, chosen as TrainingChoices, context);
      },
    }),
  } satisfies ModelDefinition<typeof options>;
}

function network(
  { context, horizon }: NetworkShape,
  cell: Cell,
  { hidden }: NetworkOptions,
): Network {
  const parameters = new Parameters();
  const layer = cell.declare(parameters, "layer1", 1, hidden);
  const head = parameters.add("head.weight", [hidden, horizon], uniform(1 / Math.sqrt(hidden)));
  const headBias = parameters.add("head.bias", [horizon], zeros);
  const linear = parameters.add("linear.weight", [context, horizon], zeros);
  const linearBias = parameters.add("linear.bias", [horizon], zeros);
  return {
    parameters,
    forward(tape, steps, window, tap) {
      const use = tape.parameter.bind(tape);
      const { last, tap: norms } = layer.run(tape, steps, { tap });
      const bent = affine(tape, last, use(head), use(headBias));
      const straight = affine(tape, window, use(linear), use(linearBias));
      return { forecast: add(tape, bent, straight), tap: norms };
    },
  };
}
