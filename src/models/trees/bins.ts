/** Features, by the bin that each value falls into. */
export interface Binned {
  readonly rows: number;
  readonly features: number;
  /** Bins of a feature at most, and the code of a missing value. */
  readonly bins: number;
  /** Ascending cuts of each feature: the code of a value is the number of cuts below it. */
  readonly cuts: readonly Float32Array[];
  /** [rows × features] */
  readonly codes: Uint8Array;
}

/** Most rows that cuts are learned from; of more, evenly spaced ones. */
const MAX_CUT_ROWS = 50_000;

/**
 * Bins that hold about as many rows each, or one for each value where these are not more. Cuts lie halfway
 * between neighbouring values.
 *
 * @param values [rows × features], NaN where missing
 * @param bins   from 2 to 255
 */
export function binned(values: Float32Array, features: number, bins: number): Binned {
  const rows = values.length / features;
  const every = Math.max(1, Math.floor(rows / MAX_CUT_ROWS));
  const column = new Float32Array(Math.ceil(rows / every));
  const cuts = Array.from({ length: features }, (_, f) => {
    for (let i = 0; i < column.length; i++) column[i] = values[i * every * features + f];
    // NaN comes last.
    column.sort();
    let known = column.length;
    while (known > 0 && Number.isNaN(column[known - 1])) known--;
    return cutsOf(column.subarray(0, known), bins);
  });
  const codes = new Uint8Array(rows * features);
  for (let row = 0; row < rows; row++) {
    for (let f = 0; f < features; f++) {
      const value = values[row * features + f];
      codes[row * features + f] = Number.isNaN(value) ? bins : countBelow(cuts[f], value);
    }
  }
  return { rows, features, bins, cuts, codes };
}

function cutsOf(sorted: Float32Array, bins: number): Float32Array {
  const changes: number[] = [];
  for (let i = 1; i < sorted.length; i++) if (sorted[i] > sorted[i - 1]) changes.push(i);
  const each = changes.length < bins;
  const cuts: number[] = [];
  let from = 0;
  for (const at of changes) {
    if (cuts.length === bins - 1) break;
    // What is left is shared by the bins that are left.
    if (!each && at - from < (sorted.length - from) / (bins - cuts.length)) continue;
    const below = sorted[at - 1];
    const middle = Math.fround((below + sorted[at]) / 2);
    cuts.push(middle < sorted[at] ? middle : below);
    from = at;
  }
  return Float32Array.from(cuts);
}

function countBelow(ascending: Float32Array, value: number): number {
  let from = 0;
  let to = ascending.length;
  while (from < to) {
    const middle = (from + to) >> 1;
    if (ascending[middle] < value) from = middle + 1;
    else to = middle;
  }
  return from;
}
