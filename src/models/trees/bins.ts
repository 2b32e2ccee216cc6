import { withArena } from "../../engine/memory.js";

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
  return { rows, features, bins, cuts, codes: codesOf(values, cuts, bins) };
}

/** Cuts of a feature that the kernel has room for, and rows that it is given at once. */
const CUT_ROOM = 256;
const MAX_ROWS_AT_ONCE = 8192;

/** The number of cuts below each value, or of bins for a missing one. */
function codesOf(values: Float32Array, cuts: readonly Float32Array[], bins: number): Uint8Array {
  const features = cuts.length;
  const codes = new Uint8Array(values.length);
  const most = MAX_ROWS_AT_ONCE * features;
  return withArena((arena) => {
    const cutsAt = arena.allocate(CUT_ROOM * features);
    const known = arena.view(cutsAt, CUT_ROOM * features).fill(Number.POSITIVE_INFINITY);
    cuts.forEach((own, f) => known.set(own, CUT_ROOM * f));
    const valuesAt = arena.allocate(most);
    const codesAt = arena.allocate(Math.ceil(most / 4));
    const found = new Uint8Array(arena.memory.buffer, codesAt, most);
    for (let from = 0; from < values.length; from += most) {
      const part = values.subarray(from, from + most);
      arena.view(valuesAt, part.length).set(part);
      arena.kernels.binCodes(part.length / features, features, valuesAt, cutsAt, bins, codesAt);
      codes.set(found.subarray(0, part.length), from);
    }
    return codes;
  });
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
