import type { Panel } from "../../data/panel/from-table.js";
import { isHeld, longestOf, panelOf, type WidePanel } from "../../data/wide/wide-panel.js";
import { withArena } from "../../engine/memory.js";
import { Pauses } from "../../engine/pauses.js";
import type { Window } from "../../features/windows.js";
import { seenAgain } from "../intervals/past-errors.js";
import type { FitContext } from "../model.js";
import { learnStatics } from "../static-encoding.js";
import { meanChange } from "../transforms/log-deseason-scale.js";
import { chooseContext } from "./choose-context.js";
import { forecastLinearly, isQuickLinearly } from "./linear-trial.js";
import type { NetworkShape } from "./network.js";
import { evenly, NetworkTrainer, type WindowModel } from "./network-trainer.js";
import { givenAhead, type Preparation, prepareSamples } from "./samples.js";
import { chooseBudget, MANY_WINDOWS } from "./training-budget.js";
import { trainingWindows } from "./training-windows.js";

/** Most series that a trial looks at, windows of an optimizer step, and steps that it takes. */
const TRIAL_SERIES = 48;
const TRIAL_BATCH = 32;
const TRIAL_STEPS = 120;
/** Steps where windows are many, of which each step sees others. */
const TRIAL_STEPS_OF_MANY = 60;
/** Most windows that a trial is judged by. */
const MAX_TRIAL_JUDGED = 512;
/** Relative gain on the validation windows for which the default is given up. */
const MIN_GAIN = 0.1;

/** Transforms that a regression tells apart: steps and scaled windows are all the same to it. */
const LINEAR_KEYS: readonly (keyof Preparation)[] = ["log", "deseason"];

const defaults: Preparation = {
  log: true,
  deseason: true,
  difference: false,
  windowScale: false,
  seasonUnit: false,
  centred: false,
  ownUnit: false,
  columnEffects: false,
};

/** The transforms for a panel, and what of it was looked at. */
export interface Choice {
  readonly preparation: Preparation;
  readonly seen: WidePanel;
}

/**
 * The requested transforms. Those left to `auto` are chosen by short trials, one after the other: the
 * mean absolute error on the validation windows decides, in units of each series' seasonal steps. Where
 * windows are few, a linear regression is tried instead of the network, which would learn little of them in
 * short.
 *
 * Where windows are many, trials look at no more than intervals and hold-out may, so that these need no
 * trials of their own. Of a short series the latest observations say too much to be left out.
 *
 * @param sizes of the network, whose window may be shorter in the trials
 */
export async function chooseTransforms(
  whole: WidePanel,
  model: WindowModel,
  { horizon, interval }: Pick<NetworkShape, "horizon" | "interval">,
  fit: FitContext,
): Promise<Choice> {
  const { options } = model;
  const { sizes, windows, panel } = trialWindows(whole, model, horizon, fit);
  const requested = {
    log: options.log,
    deseason: options.deseason,
    difference: options.difference,
    windowScale: options["window-scale"],
    seasonUnit: panel.series.length > 1 ? "yes" : "no",
    centred: model.centred ? "yes" : "no",
    ownUnit: options.unit === "own" ? "yes" : "no",
    columnEffects: givenAhead(panel.series.at(0)!, panel).length > 0 ? "yes" : "no",
  };
  let chosen = { ...defaults };
  const open: (keyof Preparation)[] = [];
  for (const key of Object.keys(defaults) as (keyof Preparation)[]) {
    if (requested[key] === "auto") open.push(key);
    else chosen = { ...chosen, [key]: requested[key] === "yes" };
  }
  if (open.length === 0 || windows.validation.length === 0)
    return { preparation: chosen, seen: panel };

  const every = Math.ceil(panel.series.length / TRIAL_SERIES);
  const places: number[] = [];
  for (let s = 0; s < panel.series.length; s += every) places.push(s);
  const trial = panelOf(panel, places);
  const windowsOf = (from: typeof windows.training): Window[] =>
    places.flatMap((place, series) => from.of(place).map(({ cut }) => ({ series, cut })));
  const training = windowsOf(windows.training);
  const validation = evenly(windowsOf(windows.validation), MAX_TRIAL_JUDGED);
  if (training.length === 0 || validation.length === 0) return { preparation: chosen, seen: panel };
  const batch = options.batch || TRIAL_BATCH;
  const { schedule } = chooseBudget(training.length, { ...options, epochs: 1 });
  const steps = training.length < MANY_WINDOWS ? TRIAL_STEPS : TRIAL_STEPS_OF_MANY;
  const samples = Math.min(training.length, steps * batch);
  const epochs = Math.max(1, Math.min(10, Math.floor((steps * batch) / samples)));
  const budget = { epochs, batch, samples, schedule, patience: epochs };
  const statics = isHeld(panel) ? learnStatics(panel) : [];
  const few = windows.training.length < MANY_WINDOWS;
  const isLinear =
    few && isQuickLinearly({ ...sizes, inputs: 1, ahead: aheadOf(trial), outputs: 1 });
  const pauses = new Pauses();
  const units = trial.series.map(({ y }) => meanChange(y, panel.season));

  const judge = async (preparation: Preparation): Promise<number> => {
    const prepared = prepareSamples(trial, preparation, { interval, statics });
    const { columns, ahead } = prepared;
    const shape = {
      ...{ ...sizes, inputs: 1 + columns, ahead, outputs: 1 },
      ...(interval !== undefined && { interval }),
      ...(model.tellsApart && { series: trial.series.length }),
    };
    let sum = 0;
    let count = 0;
    const add = (row: number, out: ArrayLike<number>, level: number, scale: number) => {
      const { series, cut } = validation[row];
      const { y } = trial.series[series];
      for (let h = 0; h < Math.min(horizon, y.length - cut); h++) {
        const forecast = prepared.series[series].restore(level + scale * out[h], cut + h);
        sum += Math.abs(forecast - y[cut + h]) / units[series];
        count++;
      }
    };
    if (isLinear) {
      forecastLinearly(prepared, shape, training, validation, add);
      if (pauses.due) await pauses.take();
      return sum / count;
    }
    return withArena(async (arena) => {
      const simple = { ...model, options: { ...options, loss: "huber" as const } };
      const trainer = new NetworkTrainer(arena, simple, shape, prepared, []);
      await trainer.train(
        // One epoch is the best one, however it is judged.
        { training, validation: epochs > 1 ? validation : [] },
        fit.seed,
        { ...fit, onProgress: () => {}, onBatch: () => {} },
        budget,
      );
      const values = prepared.series.map((s) => s.values);
      const done = await trainer.forwardWithPauses(validation, values, add, fit.signal);
      return done ? sum / count : Number.POSITIVE_INFINITY;
    });
  };

  let best = await judge(chosen);
  for (const key of open) {
    if (isLinear && !LINEAR_KEYS.includes(key)) continue;
    if (fit.signal?.aborted) break;
    const other = { ...chosen, [key]: !chosen[key] };
    const error = await judge(other);
    if (error < best * (1 - MIN_GAIN)) {
      chosen = other;
      best = error;
    }
  }
  return { preparation: chosen, seen: panel };
}

function aheadOf({ series: [first] }: Panel): number {
  return first?.future?.size ?? 0;
}

/** What trials look at, and their windows of it. */
function trialWindows(
  whole: WidePanel,
  { options }: WindowModel,
  horizon: number,
  fit: Pick<FitContext, "horizon" | "holdout">,
) {
  const splitOf = (panel: WidePanel) => {
    const sizes = {
      context: chooseContext(longestOf(panel), panel, horizon, options.context),
      horizon,
    };
    return { panel, sizes, windows: trainingWindows(panel, sizes, fit.holdout) };
  };
  const early = seenAgain(whole, fit.horizon);
  if (early && options.context <= longestOf(early) - horizon) {
    const split = splitOf(early);
    if (split.windows.training.length >= MANY_WINDOWS) return split;
  }
  return splitOf(whole);
}
