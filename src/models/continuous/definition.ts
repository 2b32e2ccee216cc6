import type { Panel, Series } from "../../data/panel/from-table.js";
import type { OptionSchema } from "../../spec/options.js";
import type { Model, ModelDefinition } from "../model.js";
import { networkModel } from "../neural/definition.js";
import { linearSkipOption } from "../neural/linear-skip.js";
import { segmentOption } from "./segments.js";

/** Options of every continuous-time model. */
export const stateOptions = {
  hidden: { type: "integer", default: 24, min: 1, max: 4096, summary: "values of the state" },
  ...segmentOption,
  ...linearSkipOption,
} as const satisfies OptionSchema;

/** A model around a network that reads a window in segments, whether or not all of it was observed. */
export function continuousModel<const Own extends OptionSchema>(
  parts: Omit<Parameters<typeof networkModel<Own>>[0], "observing">,
) {
  const definition = networkModel<Own>({ ...parts, observing: true });
  return {
    ...definition,
    missing: true,
    irregular: true,
    create: (chosen) => observing(definition.create(chosen)),
  } satisfies ModelDefinition<typeof definition.options>;
}

/**
 * Lets a network with an observation mask take series with missing values: the last observation is
 * carried forward, so that no window shows what comes after it, and `observed` marks what was missing.
 */
function observing(model: Model): Model {
  return {
    ...model,
    fit: (panel, context) => model.fit(carriedForward(panel), context),
    restore: (state, panel) => model.restore(state, carriedForward(panel)),
    requireState: (state, panel) => model.requireState(state, carriedForward(panel)),
  };
}

function carriedForward(panel: Panel): Panel {
  return { ...panel, series: panel.series.map(carried) };
}

function carried({ observed: _, ...series }: Series): Series {
  if (!series.y.some(Number.isNaN)) return series;
  let last = series.y.find((value) => !Number.isNaN(value)) ?? 0;
  const y = series.y.map((value) => {
    if (!Number.isNaN(value)) last = value;
    return last;
  });
  return { ...series, y, observed: series.y };
}
