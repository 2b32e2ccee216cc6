import { isHeld, panelOf, type WidePanel } from "../../data/wide/wide-panel.js";
import { withArena } from "../../engine/memory.js";
import type { splitWindows } from "../../features/windows.js";
import type { FitContext } from "../model.js";
import { learnStatics } from "../static-encoding.js";
import { meanChange } from "../transforms/log-deseason-scale.js";
import type { NetworkShape } from "./network.js";
import { NetworkTrainer, type WindowModel } from "./network-trainer.js";
import { givenAhead, type Preparation, prepareSamples } from "./samples.js";
import { chooseBudget, MANY_WINDOWS } from "./training-budget.js";

/** Most series that a trial looks at, windows of an optimizer step, and steps that it takes. */
const TRIAL_SERIES = 48;
const TRIAL_BATCH = 32;
const TRIAL_STEPS = 120;
/** Steps where windows are many, of which each step sees others. */
const TRIAL_STEPS_OF_MANY = 60;
/** Relative gain on the validation windows for which the default is given up. */
const MIN_GAIN = 0.1;

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

/**
 * The requested transforms. Those left to `auto` are chosen by short trials, one after the other: the
 * mean absolute error on the validation windows decides, in units of each series' seasonal steps.
 */
export async function chooseTransforms(
  panel: WidePanel,
  model: WindowModel,
  windows: ReturnType<typeof splitWindows>,
  sizes: Pick<NetworkShape, "context" | "horizon" | "interval">,
  fit: FitContext,
): Promise<Preparation> {
  const { options } = model;
  const { horizon, interval } = sizes;
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
  if (open.length === 0 || windows.validation.length === 0) return chosen;

  const every = Math.ceil(panel.series.length / TRIAL_SERIES);
  const places: number[] = [];
  for (let s = 0; s < panel.series.length; s += every) places.push(s);
  const trial = panelOf(panel, places);
  const trialWindows = (from: typeof windows.training) =>
    places.flatMap((place, series) => from.of(place).map(({ cut }) => ({ series, cut })));
  const split = {
    training: trialWindows(windows.training),
    validation: trialWindows(windows.validation),
  };
  if (split.training.length === 0 || split.validation.length === 0) return chosen;
  const batch = options.batch || TRIAL_BATCH;
  const { schedule } = chooseBudget(split.training.length, { ...options, epochs: 1 });
  const steps = split.training.length < MANY_WINDOWS ? TRIAL_STEPS : TRIAL_STEPS_OF_MANY;
  const samples = Math.min(split.training.length, steps * batch);
  const epochs = Math.max(1, Math.min(10, Math.floor((steps * batch) / samples)));
  const budget = { epochs, batch, samples, schedule };
  const statics = isHeld(panel) ? learnStatics(panel) : [];
  const units = trial.series.map(({ y }) => meanChange(y, panel.season));

  const judge = (preparation: Preparation) =>
    withArena(async (arena) => {
      const prepared = prepareSamples(trial, preparation, { interval, statics });
      const { columns, ahead } = prepared;
      const shape = {
        ...{ ...sizes, inputs: 1 + columns, ahead, outputs: 1 },
        ...(model.tellsApart && { series: trial.series.length }),
      };
      const simple = { ...model, options: { ...options, loss: "huber" as const } };
      const trainer = new NetworkTrainer(arena, simple, shape, prepared, []);
      await trainer.train(
        split,
        fit.seed,
        { ...fit, onProgress: () => {}, onBatch: () => {} },
        budget,
      );
      let sum = 0;
      let count = 0;
      const values = prepared.series.map((s) => s.values);
      const add = (row: number, out: Float32Array, level: number, scale: number) => {
        const { series, cut } = split.validation[row];
        const { y } = trial.series[series];
        for (let h = 0; h < Math.min(horizon, y.length - cut); h++) {
          const forecast = prepared.series[series].restore(level + scale * out[h], cut + h);
          sum += Math.abs(forecast - y[cut + h]) / units[series];
          count++;
        }
      };
      const done = await trainer.forwardWithPauses(split.validation, values, add, fit.signal);
      return done ? sum / count : Number.POSITIVE_INFINITY;
    });

  let best = await judge(chosen);
  for (const key of open) {
    if (fit.signal?.aborted) break;
    const other = { ...chosen, [key]: !chosen[key] };
    const error = await judge(other);
    if (error < best * (1 - MIN_GAIN)) {
      chosen = other;
      best = error;
    }
  }
  return chosen;
}
