import { optimizerNames } from "../../engine/optimizer.js";
import type { OptionSchema, OptionValues } from "../../spec/options.js";
import { scheduleChoices } from "./training-budget.js";

const autoYesNo = ["auto", "yes", "no"] as const;

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
    default: 0,
    min: 0,
    max: 1_000_000,
    summary: "most passes over the windows; 0 chooses up to 200, fewer where windows are many",
  },
  batch: {
    type: "integer",
    default: 0,
    min: 0,
    max: 65_536,
    summary: "windows for one step of the optimiser; 0 chooses 32 to 128 by their number",
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
    default: 0,
    min: 0,
    max: 1_000_000,
    summary:
      "epochs without a better validation loss before training stops; 0 chooses 6, or none where windows are many",
  },
  optimizer: {
    type: "choice",
    default: "adam",
    choices: optimizerNames,
    summary: "the optimiser",
  },
  schedule: {
    type: "choice",
    default: "auto",
    choices: scheduleChoices,
    summary:
      "how the learning rate changes while training; auto lets it fall where windows are many",
  },
  decay: {
    type: "number",
    default: 0,
    min: 0,
    max: 1e6,
    summary: "penalty on the size of weights",
  },
  loss: {
    type: "choice",
    default: "huber",
    choices: ["huber", "mae", "mse", "quantile"],
    summary: "loss that training minimises; quantile gives intervals at the requested levels",
  },
  scope: {
    type: "choice",
    default: "global",
    choices: ["global", "local"],
    summary: "one network for all series of a panel, or one for each",
  },
  seeds: {
    type: "integer",
    default: 1,
    min: 1,
    max: 1000,
    summary: "networks from different seeds whose forecasts are averaged",
  },
  log: {
    type: "choice",
    default: "auto",
    choices: autoYesNo,
    summary: "learn logarithms (only where all values are positive)",
  },
  deseason: {
    type: "choice",
    default: "auto",
    choices: autoYesNo,
    summary: "take the season out first (only where a test finds one)",
  },
  difference: {
    type: "choice",
    default: "auto",
    choices: autoYesNo,
    summary: "see steps from value to value instead of distances from the last",
  },
  unit: {
    type: "choice",
    default: "change",
    choices: ["change", "own"],
    summary: "scale each series by its mean change, or leave values that are scaled already",
  },
  "window-scale": {
    type: "choice",
    default: "auto",
    choices: autoYesNo,
    summary: "see each window in units of its own spread",
  },
} as const satisfies OptionSchema;

export type TrainingSchema = typeof trainingOptions;
export type TrainingChoices = OptionValues<TrainingSchema>;

/**
 * @param of           whose outputs are dropped
 * @param defaultShare share by default
 */
export function dropoutOption(of: string, defaultShare = 0) {
  return {
    type: "number",
    default: defaultShare,
    min: 0,
    max: 0.95,
    summary: `share of ${of} outputs set to 0 while training`,
  } as const;
}
