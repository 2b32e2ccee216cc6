import { optimizerNames } from "../../engine/optimizer.js";
import { scheduleNames } from "../../engine/schedule.js";
import type { OptionSchema, OptionValues } from "../../spec.js";

/** Options of every model that is trained on windows. */
export const trainingOptions = {
  context: {
    type: "integer",
    default: 0,
    min: 0,
    max: 100_000,
    summary: "input window in steps; 0 chooses by season and length",
  },
  epochs: {
    type: "integer",
    default: 200,
    min: 1,
    max: 1_000_000,
    summary: "most passes over the windows",
  },
  batch: {
    type: "integer",
    default: 32,
    min: 1,
    max: 65_536,
    summary: "windows for one step of the optimiser",
  },
  rate: { type: "number", default: 0.005, min: 1e-9, max: 10, summary: "learning rate" },
  clip: {
    type: "number",
    default: 1,
    min: 1e-9,
    max: 1e9,
    summary: "largest norm of the gradient",
  },
  patience: {
    type: "integer",
    default: 30,
    min: 1,
    max: 1_000_000,
    summary: "epochs without a better validation loss before training stops",
  },
  optimizer: {
    type: "choice",
    default: "adam",
    choices: optimizerNames,
    summary: "how weights follow their gradients",
  },
  schedule: {
    type: "choice",
    default: "constant",
    choices: scheduleNames,
    summary: "how the learning rate changes while training",
  },
  decay: {
    type: "number",
    default: 0,
    min: 0,
    max: 1e6,
    summary: "penalty on the size of weights",
  },
} as const satisfies OptionSchema;

export type TrainingChoices = OptionValues<typeof trainingOptions>;
