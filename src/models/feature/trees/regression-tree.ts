import type { Random } from "../../../engine/random.js";
import type { Binned } from "./bins.js";

export interface TreeOptions {
  /** Leaves at most. */
  readonly leaves: number;
  /** Rows of a leaf at least. */
  readonly least: number;
  /** λ: a leaf is drawn to zero as if by so many rows. */
  readonly penalty: number;
  /** Share of the features that a tree may look at, drawn anew for each. */
  readonly share: number;
}

export interface TreeNode {
  /** −1 of a leaf. */
  readonly feature: number;
  /** Values up to it go to the first child. */
  readonly cut: number;
  /** Place of the first child; the second one follows. */
  readonly child: number;
  /** Whether missing values go to the first child. */
  readonly missingFirst: boolean;
  readonly gain: number;
}

/** A tree, root first, and which rows are in each leaf: `order` from `from` to `to`. */
export interface Grown {
  readonly nodes: readonly TreeNode[];
  readonly leaves: readonly { readonly node: number; readonly from: number; readonly to: number }[];
  readonly order: Uint32Array;
}

/** A leaf as long as it may be split. */
interface Leaf {
  readonly node: number;
  readonly from: number;
  readonly to: number;
  /** Of the targets of its rows. */
  readonly sum: number;
  /** [features × (bins + 1) × 2]: sum and number of the rows of each bin, the missing ones last. */
  readonly histogram: Float64Array;
  readonly split: Split;
}

interface Split {
  gain: number;
  feature: number;
  /** Codes up to it go to the first child. */
  code: number;
  missingFirst: boolean;
  /** Of the targets of the first child. */
  sum: number;
}

const LEAF: TreeNode = { feature: -1, cut: 0, child: 0, missingFirst: false, gain: 0 };

/**
 * Grows regression trees on the same rows, leaf by leaf, always where the gain is largest:
 *
 *   gain = S₁²/(n₁ + λ) + S₂²/(n₂ + λ) − S²/(n + λ)      S the sum of the targets of n rows
 *
 * over the cuts between bins of each feature, with missing values on the side where they gain more, or
 * with more rows where none is missing. Of two children the histogram of the smaller one is counted; the
 * other's is what it leaves of their parent's.
 *
 * @see Chen & Guestrin (2016), "XGBoost: a scalable tree boosting system", equation 7 and algorithm 3;
 *   Ke et al. (2017), "LightGBM: a highly efficient gradient boosting decision tree", section 2.1
 */
export function treeGrower(
  { rows, features, bins, cuts, codes }: Binned,
  { leaves: most, least, penalty, share }: TreeOptions,
): (targets: Float64Array, random: Random) => Grown {
  const width = 2 * (bins + 1);
  const histograms = Array.from({ length: most }, () => new Float64Array(features * width));
  const order = new Uint32Array(rows);
  const aside = new Uint32Array(rows);
  const drawn = Uint32Array.from({ length: features }, (_, f) => f);
  const count = Math.max(1, Math.ceil(share * features));

  return (targets, random) => {
    if (count < features) random.shuffle(drawn);
    const looked = drawn.slice(0, count).sort();
    let sum = 0;
    for (let i = 0; i < rows; i++) {
      order[i] = i;
      sum += targets[i]!;
    }
    const whole = { node: 0, from: 0, to: rows, sum, histogram: histograms[0]! };
    countRows(whole.histogram, 0, rows);
    const nodes = [LEAF];
    const leaves: Leaf[] = [{ ...whole, split: bestSplit(whole) }];
    while (leaves.length < most) {
      let place = 0;
      for (let i = 1; i < leaves.length; i++) {
        if (leaves[i]!.split.gain > leaves[place]!.split.gain) place = i;
      }
      const { node, from, to, sum, split, histogram: rest } = leaves[place]!;
      if (!(split.gain > 0)) break;
      const { feature, code, missingFirst, gain } = split;
      const middle = partition(from, to, split);
      const child = nodes.length;
      // No cut is above the last bin: all values there are go to the first child.
      const cut = cuts[feature]![code] ?? Number.POSITIVE_INFINITY;
      nodes[node] = { feature, cut, child, missingFirst, gain };
      nodes.push(LEAF, LEAF);
      const counted = histograms[leaves.length]!;
      const firstIsSmaller = middle - from <= to - middle;
      if (firstIsSmaller) countRows(counted, from, middle);
      else countRows(counted, middle, to);
      for (let i = 0; i < rest.length; i++) rest[i]! -= counted[i]!;
      const first = {
        node: child,
        from,
        to: middle,
        sum: split.sum,
        histogram: firstIsSmaller ? counted : rest,
      };
      const second = {
        node: child + 1,
        from: middle,
        to,
        sum: sum - split.sum,
        histogram: firstIsSmaller ? rest : counted,
      };
      leaves[place] = { ...first, split: bestSplit(first) };
      leaves.push({ ...second, split: bestSplit(second) });
    }
    return { nodes, leaves, order };

    function countRows(histogram: Float64Array, from: number, to: number): void {
      histogram.fill(0);
      for (let i = from; i < to; i++) {
        const row = order[i]!;
        const target = targets[row]!;
        for (let k = 0; k < count; k++) {
          const f = looked[k]!;
          const at = f * width + 2 * codes[row * features + f]!;
          histogram[at]! += target;
          histogram[at + 1]! += 1;
        }
      }
    }

    function bestSplit({ from, to, sum, histogram }: Omit<Leaf, "split">): Split {
      const n = to - from;
      const best = { gain: 0, feature: -1, code: 0, missingFirst: false, sum: 0 };
      const before = (sum * sum) / (n + penalty);
      const consider = (
        feature: number,
        code: number,
        missingFirst: boolean,
        first: number,
        size: number,
      ) => {
        if (size < least || n - size < least) return;
        const second = sum - first;
        const gain =
          (first * first) / (size + penalty) + (second * second) / (n - size + penalty) - before;
        if (!(gain > best.gain)) return;
        best.gain = gain;
        best.feature = feature;
        best.code = code;
        best.missingFirst = missingFirst;
        best.sum = first;
      };
      for (let k = 0; k < count; k++) {
        const f = looked[k]!;
        const start = f * width;
        const last = cuts[f]!.length;
        const missingSum = histogram[start + 2 * bins]!;
        const missing = histogram[start + 2 * bins + 1]!;
        let first = 0;
        let size = 0;
        for (let code = 0; code < last; code++) {
          first += histogram[start + 2 * code]!;
          size += histogram[start + 2 * code + 1]!;
          if (missing === 0) consider(f, code, 2 * size >= n, first, size);
          else {
            consider(f, code, false, first, size);
            consider(f, code, true, first + missingSum, size + missing);
          }
        }
        if (missing > 0) consider(f, last, false, sum - missingSum, n - missing);
      }
      return best;
    }

    /** Brings the rows of the first child before those of the second, each in their order. */
    function partition(from: number, to: number, { feature, code, missingFirst }: Split): number {
      let middle = from;
      let second = 0;
      for (let i = from; i < to; i++) {
        const row = order[i]!;
        const own = codes[row * features + feature]!;
        if (own === bins ? missingFirst : own <= code) order[middle++] = row;
        else aside[second++] = row;
      }
      order.set(aside.subarray(0, second), middle);
      return middle;
    }
  };
}
