import { withArena } from "../../engine/memory.js";
import { smallest } from "../../numeric/quickselect.js";
import { Random } from "../../numeric/random.js";
import { binned } from "./bins.js";
import { type Grown, type TreeOptions, treeGrower } from "./regression-tree.js";

/** What is known of each row, and what is to be learned of it. */
export interface Rows {
  readonly features: number;
  /** [rows × features], NaN where missing. */
  readonly values: Float32Array;
  /** [rows] */
  readonly targets: Float64Array;
}

/** e²/2, or max(q·e, (q − 1)·e), of an error e = z − ẑ. */
export type Loss = { readonly kind: "squared" } | { readonly kind: "quantile"; readonly q: number };

export interface BoostOptions extends TreeOptions {
  readonly loss: Loss;
  /** Trees at most. */
  readonly trees: number;
  /** Share of the best step that each leaf takes. */
  readonly rate: number;
  /** Bins of a feature at most, from 2 to 255. */
  readonly bins: number;
  /** Seed for drawing the features of each tree. */
  readonly seed: number;
}

/** Trees, of which the forecast is the sum; plain data. */
export type Forest = {
  readonly features: number;
  /** The forecast without any tree. */
  readonly base: number;
  /** Place of the first node of each tree. */
  readonly roots: Float32Array;
  /**
   * [nodes × 5]: feature, cut, place of the first child in the tree, 1 where missing values go there, and
   * the gain. Values up to the cut go to the first child, others to the one after it. A leaf has the
   * feature −1, and its value in place of the cut.
   */
  readonly nodes: Float32Array;
};

/** Numbers that a node is kept as. */
export const NODE_SIZE = 5;

/** What looks after boosting while it goes on. */
export interface Guidance {
  /** Rows to stop by, and for how many trees to wait until these become better. */
  readonly held?: Rows & { readonly patience: number };
  /** Hears of each tree; false ends with those there are. */
  readonly proceed?: (trees: number, loss: number, heldLoss: number) => Promise<boolean>;
}

export interface Boosted {
  readonly forest: Forest;
  /** Mean loss without any tree and after each: of the rows learned from, and of those held back. */
  readonly losses: readonly number[];
  readonly heldLosses: readonly number[];
}

/**
 * Gradient boosting: each tree is fitted to the negative gradient of the loss; each of its leaves then
 * moves its rows by rate · n/(n + λ) times what is best for them, their mean residual or a quantile of it.
 *
 * With rows held back, the trees after the one that is best for these are dropped.
 *
 * @see Friedman (2001), "Greedy function approximation: a gradient boosting machine", algorithms 1 to 3
 *   and section 5
 */
export function boost(
  rows: Rows,
  options: BoostOptions,
  guidance: Guidance = {},
): Promise<Boosted> {
  const { values, features } = rows;
  return withArena((arena) => {
    const grow = treeGrower(arena, binned(values, features, options.bins), options);
    return boostWith(grow, rows, options, guidance);
  });
}

async function boostWith(
  grow: ReturnType<typeof treeGrower>,
  { features, targets }: Rows,
  options: BoostOptions,
  { held, proceed }: Guidance,
): Promise<Boosted> {
  const { loss, rate, penalty } = options;
  const random = new Random(options.seed);
  const base = targets.length > 0 ? centre(loss, targets.slice()) : 0;
  const fitted = new Float64Array(targets.length).fill(base);
  const heldFitted = new Float64Array(held?.targets.length ?? 0).fill(base);
  const gradient = new Float64Array(targets.length);
  const residuals = new Float64Array(targets.length);
  const losses = [meanLoss(loss, targets, fitted)];
  const heldLosses = held ? [meanLoss(loss, held.targets, heldFitted)] : [];
  const trees: Float32Array[] = [];
  let best = 0;
  while (trees.length < options.trees) {
    for (let i = 0; i < targets.length; i++) {
      gradient[i] = downhill(loss, targets[i] - fitted[i]);
    }
    const grown = grow(gradient, random);
    const { order, leaves } = grown;
    if (leaves.length === 1) break;
    const tree = packed(grown);
    for (const { node, from, to } of leaves) {
      for (let i = from; i < to; i++) residuals[i] = targets[order[i]] - fitted[order[i]];
      const share = (rate * (to - from)) / (to - from + penalty);
      tree[node * NODE_SIZE + 1] = share * centre(loss, residuals.subarray(from, to));
      // As it is kept: in single precision.
      const step = tree[node * NODE_SIZE + 1];
      for (let i = from; i < to; i++) fitted[order[i]] += step;
    }
    trees.push(tree);
    losses.push(meanLoss(loss, targets, fitted));
    if (held) {
      for (let row = 0; row < heldFitted.length; row++) {
        heldFitted[row] += leafValue(tree, 0, held.values, row * features);
      }
      heldLosses.push(meanLoss(loss, held.targets, heldFitted));
      if (heldLosses.at(-1)! < heldLosses[best]) best = trees.length;
      if (trees.length - best >= held.patience) break;
    }
    const heldLoss = heldLosses.at(-1) ?? Number.NaN;
    if (proceed && !(await proceed(trees.length, losses.at(-1)!, heldLoss))) break;
  }
  const kept = held ? trees.slice(0, best) : trees;
  return { forest: forestOf(features, base, kept), losses, heldLosses };
}

/** @param features of the rows, those of one from `at` on */
export function predict({ base, roots, nodes }: Forest, features: Float32Array, at = 0): number {
  let sum = base;
  for (let k = 0; k < roots.length; k++) sum += leafValue(nodes, roots[k], features, at);
  return sum;
}

/**
 * The share of each feature in the gain of all cuts, [features].
 *
 * @see Breiman, Friedman, Olshen & Stone (1984), "Classification and regression trees", section 5.3
 */
export function importance({ features, nodes }: Forest): Float64Array {
  const gains = new Float64Array(features);
  let total = 0;
  for (let node = 0; node < nodes.length; node += NODE_SIZE) {
    if (nodes[node] < 0) continue;
    gains[nodes[node]] += nodes[node + 4];
    total += nodes[node + 4];
  }
  return total > 0 ? gains.map((gain) => gain / total) : gains;
}

function packed({ nodes }: Grown): Float32Array {
  const tree = new Float32Array(nodes.length * NODE_SIZE);
  nodes.forEach(({ feature, cut, child, missingFirst, gain }, i) => {
    tree.set([feature, cut, child, missingFirst ? 1 : 0, gain], i * NODE_SIZE);
  });
  return tree;
}

function forestOf(features: number, base: number, trees: readonly Float32Array[]): Forest {
  const nodes = new Float32Array(trees.reduce((sum, { length }) => sum + length, 0));
  const roots = new Float32Array(trees.length);
  let end = 0;
  trees.forEach((tree, k) => {
    roots[k] = end / NODE_SIZE;
    nodes.set(tree, end);
    end += tree.length;
  });
  return { features, base, roots, nodes };
}

/** Value of the leaf that a row falls into. */
function leafValue(nodes: Float32Array, root: number, features: Float32Array, at: number): number {
  let node = root * NODE_SIZE;
  for (let f = nodes[node]; f >= 0; f = nodes[node]) {
    const value = features[at + f];
    const first = Number.isNaN(value) ? nodes[node + 3] === 1 : value <= nodes[node + 1];
    node = (root + nodes[node + 2] + (first ? 0 : 1)) * NODE_SIZE;
  }
  return nodes[node + 1];
}

/** Where a forecast should move from, by the negative gradient of the loss with respect to it. */
function downhill(loss: Loss, error: number): number {
  if (loss.kind === "squared") return error;
  return error > 0 ? loss.q : error < 0 ? loss.q - 1 : 0;
}

/** The constant of least loss. The order of the values is lost. */
function centre(loss: Loss, values: Float64Array): number {
  const n = values.length;
  if (loss.kind === "quantile") return smallest(values, Math.min(n - 1, Math.floor(loss.q * n)));
  let sum = 0;
  for (let i = 0; i < n; i++) sum += values[i];
  return sum / n;
}

function meanLoss(loss: Loss, targets: Float64Array, fitted: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < targets.length; i++) {
    const error = targets[i] - fitted[i];
    sum += loss.kind === "squared" ? (error * error) / 2 : error * downhill(loss, error);
  }
  return targets.length > 0 ? sum / targets.length : 0;
}
