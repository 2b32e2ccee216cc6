import type { Random } from "../../numeric/random.js";
import type { Binned } from "./bins.js";
import { countRows, emptyHistogram, type Histogram, takeAway } from "./histogram.js";
import { bestSplit, type Split, type SplitOptions } from "./split.js";

export interface TreeOptions extends SplitOptions {
  /** Leaves at most. */
  readonly leaves: number;
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
  /** Sum of its rows' targets. */
  readonly sum: number;
  readonly histogram: Histogram;
  readonly split: Split;
}

const LEAF: TreeNode = { feature: -1, cut: 0, child: 0, missingFirst: false, gain: 0 };

/**
 * Grows regression trees on the same rows, leaf by leaf, always where the gain of the {@link bestSplit} is
 * largest. Of two children the histogram of the smaller one is counted; the other's is what it leaves of
 * their parent's.
 *
 * @see Ke et al. (2017), "LightGBM: a highly efficient gradient boosting decision tree", section 2.1
 */
export function treeGrower(
  binned: Binned,
  options: TreeOptions,
): (targets: Float64Array, random: Random) => Grown {
  const { rows, features, cuts } = binned;
  const { leaves: most, share } = options;
  const histograms = Array.from({ length: most }, () => emptyHistogram(binned));
  const order = new Uint32Array(rows);
  const aside = new Uint32Array(rows);
  const drawn = Uint32Array.from({ length: features }, (_, f) => f);
  const count = Math.max(1, Math.ceil(share * features));

  return (targets, random) => {
    if (count < features) random.shuffle(drawn);
    const looked = drawn.slice(0, count).sort();
    const leafOf = (part: Omit<Leaf, "split">): Leaf => {
      const rows = { n: part.to - part.from, sum: part.sum };
      return { ...part, split: bestSplit(part.histogram, binned, looked, rows, options) };
    };
    const counted = (histogram: Histogram, from: number, to: number): Histogram => {
      countRows(histogram, binned, looked, targets, order.subarray(from, to));
      return histogram;
    };
    let sum = 0;
    for (let i = 0; i < rows; i++) {
      order[i] = i;
      sum += targets[i];
    }
    const nodes = [LEAF];
    const leaves = [
      leafOf({ node: 0, from: 0, to: rows, sum, histogram: counted(histograms[0], 0, rows) }),
    ];
    while (leaves.length < most) {
      const place = mostGain(leaves);
      const { node, from, to, sum, split, histogram: rest } = leaves[place];
      if (!(split.gain > 0)) break;
      const { feature, code, missingFirst, gain } = split;
      const middle = partition(binned, split, order, aside, from, to);
      const child = nodes.length;
      // No cut is above the last bin: all values there are go to the first child.
      const cut = cuts[feature][code] ?? Number.POSITIVE_INFINITY;
      nodes[node] = { feature, cut, child, missingFirst, gain };
      nodes.push(LEAF, LEAF);
      const firstIsSmaller = middle - from <= to - middle;
      const own = histograms[leaves.length];
      const smaller = firstIsSmaller ? counted(own, from, middle) : counted(own, middle, to);
      takeAway(rest, smaller);
      leaves[place] = leafOf({
        node: child,
        from,
        to: middle,
        sum: split.sum,
        histogram: firstIsSmaller ? smaller : rest,
      });
      leaves.push(
        leafOf({
          node: child + 1,
          from: middle,
          to,
          sum: sum - split.sum,
          histogram: firstIsSmaller ? rest : smaller,
        }),
      );
    }
    return { nodes, leaves, order };
  };
}

function mostGain(leaves: readonly Leaf[]): number {
  let place = 0;
  for (let i = 1; i < leaves.length; i++) {
    if (leaves[i].split.gain > leaves[place].split.gain) place = i;
  }
  return place;
}

/**
 * Brings the rows of the first child before those of the second, each in their order.
 *
 * @param aside room for as many rows
 * @returns     where those of the second begin
 */
function partition(
  { features, bins, codes }: Binned,
  { feature, code, missingFirst }: Split,
  order: Uint32Array,
  aside: Uint32Array,
  from: number,
  to: number,
): number {
  let middle = from;
  let second = 0;
  for (let i = from; i < to; i++) {
    const row = order[i];
    const own = codes[row * features + feature];
    if (own === bins ? missingFirst : own <= code) order[middle++] = row;
    else aside[second++] = row;
  }
  order.set(aside.subarray(0, second), middle);
  return middle;
}
