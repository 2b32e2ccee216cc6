import type { Panel } from "../../data/panel/panel.js";
import { type Arena, withArena } from "../../engine/memory.js";
import { Pauses } from "../../engine/pauses.js";
import { cos } from "../../numeric/elementary.js";
import { Random } from "../../numeric/random.js";
import type { FitContext } from "../model.js";
import { countObserved } from "./adjusted-series.js";
import { forecastInstances, groupedByLength } from "./forecaster.js";
import { describeInstance, type Instance, MAX_CONTEXT, PAST_CHANNELS, PATCH } from "./instance.js";
import { type Batch, Learner } from "./learner.js";
import { type ZeroNetwork, zeroNetwork } from "./network.js";
import type { PretrainedNetwork } from "./pretrained.js";
import { QUANTILES } from "./quantiles.js";

/** Windows that are learned from at most, and held back at most. */
const MAX_TRAINING = 2048;
const MAX_HELD_BACK = 1024;
/** Fewest of either: of fewer nothing can be told. */
const MIN_TRAINING = 24;
const MIN_HELD_BACK = 8;
const STEPS = 160;
const EVALUATE_EVERY = 20;
const RATE = 3e-4;
/** Share of the way from the weights before to those learned: of the two, each forecasts some series better. */
const SHARE = 0.7;
/** Patches of a batch, all windows together, and rows. */
const BATCH_PATCHES = 1536;
const MAX_ROWS = 64;

/** A window of a series and what came after it. */
interface TuningWindow {
  readonly instance: Instance;
  /** As in a {@link Batch}. */
  readonly target: Float32Array;
}

/**
 * Goes on training the network on windows of a panel. The latest windows are held back: the weights that
 * forecast them best are taken, and those from before where no others are better by more than chance,
 * one standard error of the mean difference. What is taken lies between the two (Wortsman et al. 2022,
 * "Robust fine-tuning of zero-shot models").
 *
 * @param part `last`: only the layer that quantiles come from
 * @returns the network as it was where the panel is too short, or nothing helped; says so
 * @throws the signal's reason once it is aborted
 */
export async function tune(
  panel: Panel,
  pretrained: PretrainedNetwork,
  part: "last" | "all",
  { horizon, seed, signal, onProgress, warn }: FitContext,
): Promise<PretrainedNetwork> {
  const { training, heldBack } = windowsOf(panel, horizon, new Random(seed));
  if (training.length < MIN_TRAINING || heldBack.length < MIN_HELD_BACK) {
    warn(
      `zero: there are too few observations that change to tune it with for ${horizon} steps ahead; it forecasts as it is`,
    );
    return pretrained;
  }
  const network = zeroNetwork(pretrained.shape);
  const tuned = await withArena(async (arena) => {
    const learner = new Learner(
      arena,
      network,
      (at) => arena.view(at, network.parameters.size).set(pretrained.weights),
      part === "last" ? network.firstOfLast : 0,
    );
    const judged = () => lossesOf(arena, network, learner.averaged, heldBack);
    const before = judged();
    let best: { gain: number; weights: Float32Array } | undefined;
    const groups = groupedByLength(training, ({ instance }) => instance);
    const random = new Random(seed);
    const pauses = new Pauses();
    let loss = 0;
    for (let step = 1; step <= STEPS; step++) {
      const rate = RATE * 0.5 * (1 + cos((Math.PI * (step - 1)) / STEPS));
      loss += learner.learn(drawBatch(groups, training.length, random), rate);
      if (pauses.due) await pauses.take();
      if (signal?.aborted) break;
      if (step % EVALUATE_EVERY > 0) continue;
      const losses = judged();
      const gain = gainOf(before, losses);
      if (gain > 0 && gain > (best?.gain ?? 0)) best = { gain, weights: learner.averagedWeights };
      onProgress?.({
        epoch: step / EVALUATE_EVERY,
        epochs: STEPS / EVALUATE_EVERY,
        loss: loss / EVALUATE_EVERY,
        validationLoss: losses.reduce((sum, value) => sum + value, 0) / losses.length,
      });
      loss = 0;
    }
    return best?.weights.map((learned, i) => {
      const before = pretrained.weights[i];
      return before + SHARE * (learned - before);
    });
  });
  if (tuned) return { shape: pretrained.shape, weights: tuned };
  warn("zero: tuning did not improve on the held-back windows; it forecasts as it is");
  return pretrained;
}

/** Mean difference of losses less its standard error: what is gained beyond chance. */
function gainOf(before: readonly number[], after: readonly number[]): number {
  const gains = before.map((loss, i) => loss - after[i]);
  const mean = gains.reduce((sum, gain) => sum + gain, 0) / gains.length;
  const square = gains.reduce((sum, gain) => sum + (gain - mean) ** 2, 0);
  return mean - Math.sqrt(square / (gains.length - 1) / gains.length);
}

/**
 * Windows of a panel, each as far back as the network reads. Held back are the last `horizon` steps of
 * each series, of few series several such spans; windows to learn from end before them.
 */
function windowsOf(panel: Panel, horizon: number, random: Random) {
  const { season } = panel;
  const all = panel.series.filter(({ y }) => y.length >= season + 2 * horizon);
  const series = all.length > MAX_HELD_BACK ? drawn(all, MAX_HELD_BACK, random) : all;
  const spans = Math.ceil(MIN_HELD_BACK / Math.max(1, series.length));
  const each = Math.max(1, Math.floor(MAX_TRAINING / Math.max(1, series.length)));
  const training: TuningWindow[] = [];
  const heldBack: TuningWindow[] = [];
  for (const { y } of series) {
    for (let span = 1; span <= spans; span++) {
      add(heldBack, windowAt(y, y.length - span * horizon, season, horizon));
    }
    const last = y.length - (spans + 1) * horizon;
    const first = Math.min(last, Math.max(season + 1, PATCH));
    const stride = Math.max(1, Math.ceil((last - first + 1) / each));
    for (let origin = last; origin >= first; origin -= stride) {
      add(training, windowAt(y, origin, season, horizon));
    }
  }
  return { training, heldBack };
}

function add(windows: TuningWindow[], window: TuningWindow | undefined): void {
  if (window) windows.push(window);
}

function drawn<T>(items: readonly T[], count: number, random: Random): T[] {
  const left = [...items];
  return Array.from({ length: count }, (_, i) => {
    const place = i + random.below(left.length - i);
    [left[i], left[place]] = [left[place], left[i]];
    return left[i];
  });
}

/** @returns nothing where the window has too few observations, no changes, or nothing after it */
function windowAt(
  y: Float64Array,
  origin: number,
  season: number,
  horizon: number,
): TuningWindow | undefined {
  const context = y.subarray(Math.max(0, origin - MAX_CONTEXT), Math.max(0, origin));
  const after = y.subarray(origin, origin + horizon);
  if (countObserved(context) < PATCH || after.every(Number.isNaN)) return undefined;
  const instance = describeInstance(context, season, Math.ceil(horizon / PATCH));
  const { base, scale } = instance;
  if (!(scale > 0)) return undefined;
  const target = Float32Array.from(base, (value, h) =>
    h < horizon ? (after[h] - value) / scale : Number.NaN,
  );
  return { instance, target };
}

/** Windows of one group, drawn as often as it has windows. */
function drawBatch(groups: readonly TuningWindow[][], count: number, random: Random): Batch {
  let place = random.below(count);
  const group = groups.find((windows) => {
    place -= windows.length;
    return place < 0;
  })!;
  const [{ instance, target }] = group;
  const back = instance.past.length / (PATCH * PAST_CHANNELS);
  const ahead = target.length / PATCH;
  const rows = Math.min(MAX_ROWS, Math.max(1, Math.floor(BATCH_PATCHES / (back + ahead))));
  const chosen = Array.from({ length: rows }, () => group[random.below(group.length)]);
  return {
    back,
    ahead,
    instances: chosen.map((window) => window.instance),
    targets: chosen.map((window) => window.target),
  };
}

/** Mean pinball loss of each window, in units of its scale. */
function lossesOf(
  arena: Arena,
  network: ZeroNetwork,
  weights: number,
  windows: readonly TuningWindow[],
): number[] {
  const instances = windows.map(({ instance }) => instance);
  return forecastInstances(arena, network, weights, instances).map((quantiles, i) => {
    const { instance, target } = windows[i];
    let sum = 0;
    let count = 0;
    target.forEach((value, h) => {
      if (Number.isNaN(value)) return;
      QUANTILES.forEach((q, k) => {
        const known = (quantiles[h * QUANTILES.length + k] - instance.base[h]) / instance.scale;
        const error = value - known;
        sum += error > 0 ? q * error : (q - 1) * error;
      });
      count += QUANTILES.length;
    });
    return sum / count;
  });
}
