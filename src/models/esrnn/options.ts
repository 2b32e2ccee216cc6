import type { OptionSchema, OptionValues } from "../../spec/options.js";
import { trainingOptions } from "../neural/training-options.js";

const { context, epochs, batch, rate, clip, patience, optimizer, schedule, decay } =
  trainingOptions;
const { scope, seeds, log, loss } = trainingOptions;

export const esrnnOptions = {
  hidden: { type: "integer", default: 24, min: 1, max: 4096, summary: "cells of a layer" },
  dilations: {
    type: "integers",
    default: [],
    min: 1,
    max: 100_000,
    summary:
      "steps back to the state that each layer sees, lowest first, such as 1-3-6-12 (default: by season)",
  },
  smoothness: {
    type: "number",
    default: 0.1,
    min: 0,
    max: 1e6,
    summary: "penalty on levels that change course",
  },
  context: { ...context, summary: "steps seen at once; 0 chooses one or two seasons" },
  epochs: { ...epochs, summary: "most passes over the series; 0 chooses 10 to 300" },
  batch: { ...batch, summary: "series for one step of the optimiser; 0 chooses 4 to 32" },
  patience: {
    ...{ ...patience, default: 30, min: 1 },
    summary: "epochs without a better validation loss before training stops",
  },
  ...{ rate, clip, optimizer, schedule, decay, scope, seeds },
  log: {
    ...log,
    summary:
      "smooth logarithms (only where all values are positive); auto: of series with a season",
  },
  loss: { ...loss, default: "mae" },
} as const satisfies OptionSchema;

export type EsrnnChoices = OptionValues<typeof esrnnOptions>;
