import { describeInstance, PATCH } from "../models/zero/instance.js";
import type { Batch } from "../models/zero/learner.js";
import { Random } from "../numeric/random.js";
import { chance, logUniform, pick } from "./processes/draws.js";
import { syntheticSeries } from "./synthetic-series.js";
import { drawWindow, type TableSource } from "./table-series.js";

const MAX_BACK = 64;
/** Patches back at the first step; up to {@link MAX_BACK} after {@link CURRICULUM_STEPS}. */
const FIRST_BACK = 8;
const CURRICULUM_STEPS = 2000;
/** Patches of a batch, all instances together: long series come in smaller batches. */
const BATCH_PATCHES = 2560;
const MIN_ROWS = 32;
const MAX_ROWS = 160;
/** A series that goes further, in units of its scale, is drawn anew: it would outweigh all others. */
const MAX_TARGET = 40;

/**
 * The batch of a step: the same one whenever it is drawn.
 *
 * @param tables series of which some windows are, besides those that are made up
 */
export function drawBatch(seed: number, step: number, tables?: TableSource): Batch {
  const random = new Random(Math.imul(seed, 0x9e3779b1) ^ Math.imul(step + 1, 0x85ebca6b));
  const progress = Math.min(1, step / CURRICULUM_STEPS);
  const most = FIRST_BACK + (MAX_BACK - FIRST_BACK) * progress;
  const back = Math.max(1, Math.round(logUniform(random, 1.3, most)));
  const wanted = pick(random, [
    [1, 5],
    [2, 4],
    [3, 4],
    [4, 1],
    [6, 2],
    [8, 1],
  ]);
  const ahead = Math.min(wanted, back + 1);
  const rows = Math.min(MAX_ROWS, Math.max(MIN_ROWS, Math.round(BATCH_PATCHES / (back + ahead))));
  const drawn = Array.from({ length: rows }, () => drawInstance(random, back, ahead, tables));
  return {
    back,
    ahead,
    instances: drawn.map(({ instance }) => instance),
    targets: drawn.map(({ target }) => target),
  };
}

function drawInstance(random: Random, back: number, ahead: number, tables?: TableSource) {
  for (;;) {
    const context = (back - 1) * PATCH + 1 + random.below(PATCH);
    if (context < 5) continue;
    const window =
      tables && chance(random, tables.share)
        ? drawWindow(random, tables, context, ahead * PATCH)
        : undefined;
    const { y, season } = window ?? syntheticSeries(random, context, ahead * PATCH);
    const instance = describeInstance(y.subarray(0, context), season, ahead);
    const { base, scale } = instance;
    if (!(scale > 0)) {
      if (chance(random, 0.98)) continue;
    }
    const target = Float32Array.from(base, (value, h) =>
      scale > 0 ? (y[context + h] - value) / scale : 0,
    );
    if (target.every((value) => Math.abs(value) < MAX_TARGET)) return { instance, target };
  }
}
