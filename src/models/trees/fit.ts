import { setImmediate } from "node:timers/promises";
import { suitsLogarithms } from "../../analysis/breaks.js";
import {
  isHeld,
  lengthsOf,
  longestOf,
  panelOf,
  type WidePanel,
} from "../../data/wide/wide-panel.js";
import { FitError } from "../../errors.js";
import type { FitContext, TrainingSummary } from "../model.js";
import { learnStatics } from "../static-encoding.js";
import { meanChange } from "../transforms/log-deseason-scale.js";
import {
  type Boosted,
  type BoostOptions,
  boost,
  type Forest,
  type Guidance,
  importance,
  predict,
} from "./boosting.js";
import {
  type FittedTrees,
  moves,
  type PreparedSeries,
  prepareSeries,
  type Transforms,
} from "./forecast.js";
import type { TreeOptions } from "./regression-tree.js";
import { inputsOf, rowsOf, type Step, startValue, stepsWithin, type TreeShape } from "./samples.js";

/** The options of boosted trees. */
export interface TreesRequest extends TreeOptions {
  readonly lags: readonly number[];
  readonly trees: number;
  readonly rate: number;
  readonly loss: "absolute" | "squared" | "quantile";
  readonly log: "auto" | "yes" | "no";
  readonly deseason: "auto" | "yes" | "no";
}

/** Most samples that trees are grown from, and most in a trial. */
const MAX_SAMPLES = 40_000;
const MAX_TRIAL_SAMPLES = 10_000;
/** Fewest held-back steps that decide when to stop (few series use more origins), and most. */
const MIN_JUDGED_STEPS = 500;
const MAX_JUDGED_STEPS = 20_000;
/** Largest share of a series to hold back for that, and fewest observations to keep for training. */
const MAX_HOLDOUT_SHARE = 0.25;
const MIN_TRAINING_LENGTH = 4;
/** Trees without improvement before growth stops, and number of trees where nothing can be held back. */
const PATIENCE = 20;
const DEFAULT_TREES = 50;
/** Relative gain for which the default is given up. */
const MIN_GAIN = 0.1;
const BINS = 64;

/**
 * Fits trees to a panel. The last observations decide how series are transformed and how many trees to
 * grow; then the trees are grown from all observations. When interrupted, the trees of the last trial are
 * kept.
 *
 * @throws FitError for a lag that no series is long enough for
 */
export async function fitTrees(
  panel: WidePanel,
  requested: TreesRequest,
  context: FitContext,
): Promise<{ learned: FittedTrees; training: TrainingSummary }> {
  const { series, season } = panel;
  const { horizon, seed, signal } = context;
  const statics = isHeld(panel) ? learnStatics(panel) : [];
  const first = series.at(0);
  const baseShape: Omit<TreeShape, "deseason"> = {
    horizon,
    season,
    seasons: seasonsFor(panel),
    lags: lagsFor(panel, requested.lags),
    past: [...(first?.past?.keys() ?? [])],
    future: [...(first?.future?.keys() ?? [])],
    ...(statics.length > 0 && { statics }),
  };
  const { leaves, least, penalty, share, rate } = requested;
  const options: BoostOptions = {
    leaves,
    least,
    penalty,
    share,
    rate,
    seed,
    bins: BINS,
    trees: requested.trees,
    loss: requested.loss === "squared" ? { kind: "squared" } : { kind: "quantile", q: 0.5 },
  };
  const known = knownLengths(panel, context);
  // Constant series are forecast without trees.
  const judged = judgedSteps(panel, known, horizon).filter(({ series: s }) =>
    moves(series.at(s)!.y, known[s]),
  );
  const moving = movingLengths(panel, known);
  const judge = async (preparation: Transforms, max: number) => {
    const shape = { ...baseShape, ...preparation };
    const prepared = prepareEach(panel, shape, preparation, known);
    const steps = stepsWithin(moving, horizon, max);
    const held = { ...rowsOf(shape, prepared, judged), patience: PATIENCE };
    const proceed = proceedIn(context, options.trees);
    const boosted = await boost(rowsOf(shape, prepared, steps), options, { held, proceed });
    return {
      boosted,
      error: meanError(boosted, panel, shape, prepared, known, judged, held.values),
    };
  };

  let [preparation, ...others] = candidateTransforms(panel, requested) as [
    Transforms,
    ...Transforms[],
  ];
  let stopped: Boosted | undefined;
  if (judged.length > 0) {
    const baseline = await judge(preparation, others.length > 0 ? MAX_TRIAL_SAMPLES : MAX_SAMPLES);
    stopped = baseline.boosted;
    let lowest = (1 - MIN_GAIN) * baseline.error;
    for (const other of others) {
      if (signal?.aborted) break;
      const { boosted, error } = await judge(other, MAX_TRIAL_SAMPLES);
      if (error >= lowest || signal?.aborted) continue;
      lowest = error;
      stopped = boosted;
      preparation = other;
    }
    if (others.length > 0 && !signal?.aborted) {
      stopped = (await judge(preparation, MAX_SAMPLES)).boosted;
    }
  }
  const trees = stopped?.forest.roots.length ?? Math.min(DEFAULT_TREES, requested.trees);
  const shape = { ...baseShape, ...preparation };
  const lengths = Array.from(lengthsOf(panel));
  const prepared = prepareEach(panel, shape, preparation, lengths);
  const movingWhole = movingLengths(panel, lengths);
  const rows = rowsOf(shape, prepared, stepsWithin(movingWhole, horizon, MAX_SAMPLES));
  if (rows.targets.length === 0 && movingWhole.some((length) => length > 0)) {
    context.warn(
      `boosted-trees: no series is long enough to train on ${horizon} steps ahead: forecasts repeat the last value`,
    );
  }
  const grow = (loss: BoostOptions["loss"]) =>
    boost(rows, { ...options, loss, trees }, { proceed: proceedIn(context, trees) });
  const grown = await grow(options.loss);
  const middle = signal?.aborted && stopped ? stopped : grown;
  const ends: Forest[] = [];
  const asksForEnds = requested.loss === "quantile" ? (context.levels ?? [80, 95]) : [];
  for (const level of asksForEnds) {
    for (const q of [0.5 - level / 200, 0.5 + level / 200]) {
      if (!signal?.aborted) ends.push((await grow({ kind: "quantile", q })).forest);
    }
  }
  const unfinished = asksForEnds.length > 0 && signal?.aborted === true;
  if (unfinished)
    context.warn("boosted-trees: interrupted before intervals were learned: no intervals");
  const levels = unfinished ? [] : [...asksForEnds];
  const forests = [middle.forest, ...(unfinished ? [] : ends)];
  return {
    learned: { ...shape, levels, forests },
    training: {
      epochs: middle.forest.roots.length,
      loss: middle.losses[middle.forest.roots.length],
      validationLoss: stopped ? Math.min(...stopped.heldLosses) : Number.NaN,
      parameters: middle.forest.nodes.length,
      importance: importanceOf(shape, middle),
    },
  };
}

function importanceOf(
  shape: TreeShape,
  { forest }: Boosted,
): Required<TrainingSummary>["importance"] {
  const shares = importance(forest);
  return inputsOf(shape)
    .map((input, f) => ({ input, share: shares[f] }))
    .filter(({ share }) => share > 0)
    .sort((a, b) => b.share - a.share);
}

/** Ctrl-C is heard between two trees only if the event loop has its turn. */
function proceedIn(
  { signal, onProgress }: FitContext,
  trees: number,
): Required<Guidance>["proceed"] {
  return async (epoch, loss, validationLoss) => {
    onProgress?.({ epoch, epochs: trees, loss, validationLoss });
    await setImmediate();
    return !signal?.aborted;
  };
}

/** The requested lags, else those of a season: at least 12 and at most 24 where the series are long enough. */
function lagsFor(panel: WidePanel, requested: readonly number[]): number[] {
  const { season } = panel;
  const longest = longestOf(panel);
  const explicit = [...new Set(requested.filter((lag) => lag > 1))].sort((a, b) => a - b);
  if (requested.some((lag) => lag > 0)) {
    const maxLag = explicit.at(-1) ?? 1;
    if (maxLag < longest) return explicit;
    throw new FitError(
      `boosted-trees: lag ${maxLag} is longer than the longest series, which has ${longest} observations`,
      longest > 1 ? `Use lags from 1 to ${longest - 1}.` : "Add observations.",
    );
  }
  const count = Math.min(Math.max(12, Math.min(season, 24)), Math.floor(longest / 2));
  return Array.from({ length: count }, (_, i) => i + 2);
}

/** As many seasons as a third of the longest series has, from 2 to 7; none without a season. */
function seasonsFor(panel: WidePanel): number {
  const { season } = panel;
  if (season < 2) return 0;
  const longest = longestOf(panel);
  return Math.max(2, Math.min(7, Math.floor(longest / 3 / season)));
}

/** Number of training observations of each series while the rest decides; all of short series. */
function knownLengths(panel: WidePanel, { horizon, holdout: held }: FitContext): number[] {
  const origins = Math.ceil(MIN_JUDGED_STEPS / (panel.series.length * horizon));
  return Array.from(lengthsOf(panel), (length) => {
    const preferred = Math.min(horizon + origins - 1, Math.floor(MAX_HOLDOUT_SHARE * length));
    const remaining = length - (held ?? Math.max(horizon, preferred));
    return remaining >= MIN_TRAINING_LENGTH ? remaining : length;
  });
}

/** All steps from each held-back origin; of many origins, evenly spaced ones. */
function judgedSteps(panel: WidePanel, known: readonly number[], horizon: number): Step[] {
  const lengths = lengthsOf(panel);
  const counts = known.map((cut, s) => Math.max(0, lengths[s] - horizon - cut + 1));
  const all = counts.reduce((sum, count) => sum + count, 0);
  const every = Math.ceil((all * horizon) / MAX_JUDGED_STEPS);
  const steps: Step[] = [];
  let place = 0;
  known.forEach((from, series) => {
    for (let cut = from; cut < from + counts[series]; cut++) {
      if (place++ % every > 0) continue;
      for (let ahead = 1; ahead <= horizon; ahead++) steps.push({ series, cut, ahead });
    }
  });
  return steps;
}

/** Observations of each series to learn from: none of one that does not change. */
function movingLengths({ series }: WidePanel, known: readonly number[]): number[] {
  return known.map((length, s) => (moves(series.at(s)!.y, length) ? length : 0));
}

/** Series as they are prepared, one after the other where they are not held. */
function prepareEach(
  panel: WidePanel,
  shape: TreeShape,
  transforms: Transforms,
  known: readonly number[],
): { at(place: number): PreparedSeries | undefined } {
  if (isHeld(panel)) return prepareSeries(panel, shape, transforms, known);
  let last: { readonly place: number; readonly one: PreparedSeries } | undefined;
  return {
    at(place) {
      if (last?.place !== place) {
        const [one] = prepareSeries(panelOf(panel, [place]), shape, transforms, [known[place]]);
        last = { place, one };
      }
      return last.one;
    },
  };
}

/** The transforms to try, the default first; only those that make a difference. */
function candidateTransforms(
  { series, season }: WidePanel,
  { log, deseason }: TreesRequest,
): Transforms[] {
  let positive = false;
  for (let s = 0; s < series.length && !positive; s++) positive = suitsLogarithms(series.at(s)!.y);
  const logs = log === "auto" ? (positive ? [true, false] : [false]) : [log === "yes"];
  const seasons = season < 2 ? [false] : deseason === "auto" ? [true, false] : [deseason === "yes"];
  return logs.flatMap((log) => seasons.map((deseason) => ({ log, deseason })));
}

/** Mean absolute error of steps in units of the series' mean change over a season. */
function meanError(
  { forest }: Boosted,
  { series, season }: WidePanel,
  shape: TreeShape,
  prepared: { at(place: number): PreparedSeries | undefined },
  known: readonly number[],
  steps: readonly Step[],
  features: Float32Array,
): number {
  let sum = 0;
  let of = -1;
  let y: Float64Array = new Float64Array();
  let unit = 1;
  steps.forEach(({ series: s, cut, ahead }, row) => {
    if (s !== of) {
      of = s;
      y = series.at(s)!.y;
      unit = meanChange(y.subarray(0, known[s]), season);
    }
    const { values, restore } = prepared.at(s)!;
    const way = Math.sqrt(ahead) * predict(forest, features, row * forest.features);
    const forecast = restore(startValue(shape, values, cut, ahead) + way, cut - 1 + ahead);
    sum += Math.abs(forecast - y[cut - 1 + ahead]) / unit;
  });
  return sum / steps.length;
}
