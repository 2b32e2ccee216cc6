import { setImmediate } from "node:timers/promises";
import type { Panel } from "../../../data/panel.js";
import { FitError } from "../../../errors.js";
import type { FitContext, TrainingSummary } from "../../model.js";
import { meanChange } from "../../neural/adjust.js";
import { type Boosted, type BoostOptions, boost, type Guidance, predict } from "./boosting.js";
import { type Learned, type Preparation, type Prepared, prepare } from "./forecast-panel.js";
import type { TreeOptions } from "./regression-tree.js";
import { rowsOf, type Step, stepsWithin, type TreeShape } from "./samples.js";

/** What a person may say of boosted trees. */
export interface Asked extends TreeOptions {
  readonly lags: readonly number[];
  readonly trees: number;
  readonly rate: number;
  readonly loss: "absolute" | "squared" | "quantile";
  readonly log: "auto" | "yes" | "no";
  readonly deseason: "auto" | "yes" | "no";
}

/** Samples that trees are grown from, and those of trials, at the most. */
const SAMPLES = 40_000;
const TRIAL_SAMPLES = 10_000;
/** Held-back steps that say when to stop; with few series more origins are held back to have as many. */
const JUDGED = 500;
/** Share of a series that may be held back for that, and observations that are left. */
const HELD_SHARE = 0.25;
const LEAST_LEFT = 4;
/** Trees to wait for a better one, and how many there are where nothing can be held back. */
const PATIENCE = 20;
const USUAL_TREES = 50;
/** Share by which a choice must beat the usual one. */
const CLEARLY_BETTER = 0.1;
const BINS = 64;

/**
 * Grows trees for a panel: how its series are prepared and how many trees there are is judged by the last
 * observations, then they are grown from all. Interrupted, those are kept that were judged.
 *
 * @throws FitError for a lag that no series is long enough for
 */
export async function learn(
  panel: Panel,
  asked: Asked,
  context: FitContext,
): Promise<{ learned: Learned; training: TrainingSummary }> {
  const { series, season } = panel;
  const { horizon, seed, signal } = context;
  const shape: TreeShape = {
    horizon,
    season,
    lags: lagsFor(panel, asked.lags),
    past: [...(series[0]?.past?.keys() ?? [])],
    future: [...(series[0]?.future?.keys() ?? [])],
  };
  const { leaves, least, penalty, share, rate } = asked;
  const options: BoostOptions = {
    ...{ leaves, least, penalty, share, rate, seed, bins: BINS, trees: asked.trees },
    loss: asked.loss === "squared" ? { kind: "squared" } : { kind: "quantile", q: 0.5 },
  };
  const known = knownLengths(panel, context);
  const judged = judgedSteps(panel, known, horizon);
  const judge = async (preparation: Preparation, most: number) => {
    const prepared = prepare(panel, shape, preparation, known);
    const steps = learnable(prepared, known, horizon, most);
    const held = { ...rowsOf(shape, prepared, judged), patience: PATIENCE };
    const boosted = await boost(rowsOf(shape, prepared, steps), options, {
      ...{ held, proceed: proceedIn(context, options.trees) },
    });
    return { boosted, error: meanError(boosted, panel, prepared, known, judged, held.values) };
  };

  const [usual, ...others] = preparationsFor(panel, asked);
  let preparation = usual!;
  if (judged.length > 0 && others.length > 0) {
    let lowest = (1 - CLEARLY_BETTER) * (await judge(preparation, TRIAL_SAMPLES)).error;
    for (const other of others) {
      if (signal?.aborted) break;
      const { error } = await judge(other, TRIAL_SAMPLES);
      if (error >= lowest) continue;
      lowest = error;
      preparation = other;
    }
  }

  const stopped = judged.length > 0 ? (await judge(preparation, SAMPLES)).boosted : undefined;
  const trees = stopped?.forest.roots.length ?? Math.min(USUAL_TREES, asked.trees);
  const lengths = series.map(({ y }) => y.length);
  const prepared = prepare(panel, shape, preparation);
  const rows = rowsOf(shape, prepared, learnable(prepared, lengths, horizon, SAMPLES));
  if (rows.targets.length === 0 && prepared.some(({ moves }) => moves)) {
    context.warn(
      `boosted-trees: no series is long enough to learn ${horizon} steps ahead from: the last level is kept`,
    );
  }
  const grow = (loss: BoostOptions["loss"], guidance: Guidance) =>
    boost(rows, { ...options, loss, trees }, guidance);
  const middle =
    signal?.aborted && stopped
      ? stopped
      : await grow(options.loss, { proceed: proceedIn(context, trees) });
  const levels = asked.loss === "quantile" ? [...(context.levels ?? [80, 95])] : [];
  const forests = [middle.forest];
  for (const level of levels) {
    for (const q of [0.5 - level / 200, 0.5 + level / 200]) {
      forests.push((await grow({ kind: "quantile", q }, {})).forest);
    }
  }
  return {
    learned: { ...shape, ...preparation, levels, forests },
    training: {
      epochs: middle.forest.roots.length,
      loss: middle.losses.at(-1)!,
      validationLoss: stopped ? Math.min(...stopped.heldLosses) : Number.NaN,
      parameters: middle.forest.nodes.length,
    },
  };
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

/** Lags as told, else those of a season, at least 12 and at most 24 where the series are long enough. */
function lagsFor({ series, season }: Panel, asked: readonly number[]): number[] {
  const longest = series.reduce((most, { y }) => Math.max(most, y.length), 0);
  const told = [...new Set(asked.filter((lag) => lag > 1))].sort((a, b) => a - b);
  if (asked.some((lag) => lag > 0)) {
    const farthest = told.at(-1) ?? 1;
    if (farthest < longest) return told;
    throw new FitError(
      `boosted-trees: a lag of ${farthest} reaches beyond ${longest} observations`,
      longest > 1 ? `Lags from 1 to ${longest - 1} fit.` : "Give more of the past.",
    );
  }
  const count = Math.min(Math.max(12, Math.min(season, 24)), Math.floor(longest / 2));
  return Array.from({ length: count }, (_, i) => i + 2);
}

/** How many observations of each series may be learned from while the others judge: all of short ones. */
function knownLengths({ series }: Panel, { horizon, held }: FitContext): number[] {
  const origins = Math.ceil(JUDGED / (series.length * horizon));
  return series.map(({ y: { length } }) => {
    const many = Math.min(horizon + origins - 1, Math.floor(HELD_SHARE * length));
    const left = length - (held ?? Math.max(horizon, many));
    return left >= LEAST_LEFT ? left : length;
  });
}

/** Every step from each origin among the held-back observations. */
function judgedSteps({ series }: Panel, known: readonly number[], horizon: number): Step[] {
  return series.flatMap(({ y }, s) => {
    const origins = Math.max(0, y.length - horizon - known[s]! + 1);
    return Array.from({ length: origins * horizon }, (_, i) => ({
      series: s,
      cut: known[s]! + Math.floor(i / horizon),
      ahead: 1 + (i % horizon),
    }));
  });
}

function learnable(
  prepared: readonly Prepared[],
  known: readonly number[],
  horizon: number,
  most: number,
): Step[] {
  const lengths = prepared.map(({ moves }, s) => (moves ? known[s]! : 0));
  return stepsWithin(lengths, horizon, most);
}

/** What was left open, the usual first; nothing is open that makes no difference. */
function preparationsFor({ series, season }: Panel, { log, deseason }: Asked): Preparation[] {
  const positive = series.some(({ y }) => y.every((value) => value > 0));
  const logs = log === "auto" ? (positive ? [true, false] : [false]) : [log === "yes"];
  const seasons = season < 2 ? [false] : deseason === "auto" ? [true, false] : [deseason === "yes"];
  return logs.flatMap((log) => seasons.map((deseason) => ({ log, deseason })));
}

/** Mean absolute error of steps in units of the series' mean change over a season. */
function meanError(
  { forest }: Boosted,
  { series, season }: Panel,
  prepared: readonly Prepared[],
  known: readonly number[],
  steps: readonly Step[],
  features: Float32Array,
): number {
  let sum = 0;
  steps.forEach(({ series: s, cut, ahead }, row) => {
    const { y } = series[s]!;
    const { values, restore, moves } = prepared[s]!;
    const way = moves ? Math.sqrt(ahead) * predict(forest, features, row * forest.features) : 0;
    const forecast = restore(values[cut - 1]! + way, cut - 1 + ahead);
    const unit = meanChange(y.subarray(0, known[s]), season);
    sum += Math.abs(forecast - y[cut - 1 + ahead]!) / unit;
  });
  return sum / steps.length;
}
