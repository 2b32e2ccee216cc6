import type { Panel } from "../../data/panel/from-table.js";
import { chooseContext } from "../neural/choose-context.js";
import type { TrainingBudget } from "../neural/training-budget.js";
import type { EsrnnShape } from "./network.js";
import type { EsrnnChoices } from "./options.js";

/** Latest steps of a series that are smoothed, and seasons where these are long. */
const MAX_STEPS = 500;
const MAX_SEASONS = 4;
/**
 * Steps that the network sees at once: a season, or two from months on, within these bounds. Found on M1, as
 * the number of steps of the optimiser.
 */
const MIN_WINDOW = 4;
const MAX_WINDOW = 48;
const TWO_SEASONS_FROM = 12;
/** Series and steps of a batch together, and series of it. */
const BATCH_VALUES = 8192;
const MIN_BATCH = 4;
const MAX_BATCH = 32;
/** Steps of the optimiser, as more of them learn what came last by heart, and passes over the series. */
const TRAINING_STEPS = 120;
const MIN_EPOCHS = 10;
const MAX_EPOCHS = 300;

/** What the data decide of a network's sizes. */
export type DataSizes = Pick<EsrnnShape, "steps" | "window" | "horizon" | "season"> & {
  readonly quantiles: readonly number[];
  readonly ids: readonly string[];
};

/**
 * @throws UsageError when no series holds the requested window and the horizon
 */
export function chooseSizes(
  panel: Panel,
  horizon: number,
  { context }: EsrnnChoices,
): Pick<DataSizes, "steps" | "window" | "horizon" | "season"> {
  const { season } = panel;
  const longest = panel.series.reduce((most, { y }) => Math.max(most, y.length), 0);
  const allowed = chooseContext(longest, panel, horizon, context);
  const seen = season < TWO_SEASONS_FROM ? season : 2 * season;
  const preferred = Math.min(MAX_WINDOW, Math.max(MIN_WINDOW, seen));
  return {
    steps: Math.min(longest, Math.max(MAX_STEPS, MAX_SEASONS * season)),
    window: context > 0 ? allowed : Math.min(allowed, preferred),
    horizon,
    season,
  };
}

export function shapeOf(
  { steps, window, horizon, season, quantiles, ids }: DataSizes,
  { hidden, dilations }: EsrnnChoices,
): EsrnnShape & { readonly context: number } {
  const chosen = dilations.length > 0 ? dilations : dilationsFor(season);
  return {
    ...{ steps, window, horizon, season, hidden, context: steps },
    dilations: chosen,
    outputs: Math.max(1, quantiles.length),
    series: ids.length,
  };
}

/** A quarter, a half and a whole of the season back, as Smyl's of months are. */
function dilationsFor(season: number): number[] {
  if (season < 4) return [1, 2, 4];
  return [...new Set([1, Math.round(season / 4), Math.round(season / 2), season])];
}

/** Few steps of the optimiser, in passes whose learning rate falls to 0. */
export function budgetOf(
  series: number,
  steps: number,
  { batch: wanted, epochs, schedule }: EsrnnChoices,
): Omit<TrainingBudget, "patience"> {
  const fitting = Math.floor(BATCH_VALUES / steps);
  const batch = wanted || Math.min(MAX_BATCH, Math.max(MIN_BATCH, fitting));
  const passes = Math.round(TRAINING_STEPS / Math.ceil(series / batch));
  return {
    epochs: epochs || Math.min(MAX_EPOCHS, Math.max(MIN_EPOCHS, passes)),
    batch,
    samples: series,
    schedule: schedule === "auto" ? "cosine" : schedule,
  };
}
