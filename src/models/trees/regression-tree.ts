import type { Arena } from "../../engine/memory.js";
import type { Random } from "../../numeric/random.js";
import type { Binned } from "./bins.js";
import { type Histogram, takeAway } from "./histogram.js";
import { leafRows } from "./leaf-rows.js";
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
 * @param arena where rows are counted, as long as trees are grown
 * @see Ke et al. (2017), "LightGBM: a highly efficient gradient boosting decision tree", section 2.1
 */
export function treeGrower(
  arena: Arena,
  binned: Binned,
  options: TreeOptions,
): (targets: Float64Array, random: Random) => Grown {
  const { rows, features, cuts } = binned;
  const { leaves: most, share } = options;
  const { order, targets, looked, histograms, countRows, partition } = leafRows(arena, binned, {
    histograms: most,
    looked: Math.max(1, Math.ceil(share * features)),
  });
  const drawn = Uint32Array.from({ length: features }, (_, f) => f);

  return (given, random) => {
    targets.set(given);
    if (looked.length < features) random.shuffle(drawn);
    looked.set(drawn.slice(0, looked.length).sort());
    const leafOf = (part: Omit<Leaf, "split">): Leaf => {
      const rows = { n: part.to - part.from, sum: part.sum };
      return { ...part, split: bestSplit(part.histogram, binned, looked, rows, options) };
    };
    let sum = 0;
    for (let i = 0; i < rows; i++) {
      order[i] = i;
      sum += targets[i];
    }
    const nodes = [LEAF];
    const leaves = [
      leafOf({ node: 0, from: 0, to: rows, sum, histogram: countRows(histograms[0], 0, rows) }),
    ];
    while (leaves.length < most) {
      const place = mostGain(leaves);
      const { node, from, to, sum, split, histogram: rest } = leaves[place];
      if (!(split.gain > 0)) break;
      const { feature, code, missingFirst, gain } = split;
      const middle = partition(split, from, to);
      const child = nodes.length;
      // No cut is above the last bin: all values there are go to the first child.
      const cut = cuts[feature][code] ?? Number.POSITIVE_INFINITY;
      nodes[node] = { feature, cut, child, missingFirst, gain };
      nodes.push(LEAF, LEAF);
      const firstIsSmaller = middle - from <= to - middle;
      const own = histograms[leaves.length];
      const smaller = firstIsSmaller ? countRows(own, from, middle) : countRows(own, middle, to);
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
