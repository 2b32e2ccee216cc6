// Regression trees: which bin each value falls into, and sums over the rows of a leaf by bin.

/** Cuts that one feature has room for. */
const CUTS: i32 = 256;

/**
 * The number of cuts below each value.
 *
 * @param values  [rows × features] floats, NaN where missing
 * @param cuts    [features × 256] floats, ascending; infinite beyond the last
 * @param missing code of a missing value
 * @param codes   [rows × features] bytes
 */
export function binCodes(
  rows: i32,
  features: i32,
  values: usize,
  cuts: usize,
  missing: i32,
  codes: usize,
): void {
  for (let row = 0; row < rows; row++) {
    let own = cuts;
    for (let f = 0; f < features; f++) {
      const value = load<f32>(values);
      let at = own;
      // Without branches, as values fall on either side of a cut as often.
      for (let step: usize = CUTS << 1; step >= 4; step >>= 1) {
        at += load<f32>(at + step - 4) < value ? step : 0;
      }
      const code = <i32>((at - own) >> 2);
      store<u8>(codes, <u8>select<i32>(missing, code, value != value));
      values += 4;
      codes++;
      own += (<usize>CUTS) << 2;
    }
  }
}

@inline
function count(cell: usize, both: v128): void {
  v128.store(cell, f64x2.add(v128.load(cell), both));
}

/**
 * Adds the targets of some rows, and their number, to the bins that they fall into.
 *
 * @param order     [n] 32-bit places of rows
 * @param codes     [rows × features] bytes
 * @param targets   [rows] doubles
 * @param looked    [lookedCount] 32-bit places of features
 * @param width     bins of a feature
 * @param histogram [features × width × 2] doubles
 */
export function countBins(
  n: i32,
  order: usize,
  features: i32,
  codes: usize,
  targets: usize,
  lookedCount: i32,
  looked: usize,
  width: i32,
  histogram: usize,
): void {
  const end = order + ((<usize>n) << 2);
  const stride = (<usize>width) << 4;
  const last = looked + ((<usize>lookedCount) << 2);
  const all = lookedCount == features;
  for (; order < end; order += 4) {
    const row = <usize>load<u32>(order);
    const both = f64x2.replace_lane(f64x2.splat(1), 0, load<f64>(targets + (row << 3)));
    const own = codes + row * features;
    if (all) {
      let to = histogram;
      for (let f: usize = 0; f < <usize>features; f++) {
        count(to + ((<usize>load<u8>(own + f)) << 4), both);
        to += stride;
      }
    } else {
      for (let k = looked; k < last; k += 4) {
        const f = <usize>load<u32>(k);
        count(histogram + f * stride + ((<usize>load<u8>(own + f)) << 4), both);
      }
    }
  }
}

/**
 * Brings the rows whose code is up to one, or missing where these go first, before the others, each in
 * their order.
 *
 * @param order [n] 32-bit places of rows
 * @param codes of the feature, from that of the first row on; the next row's is `features` bytes farther
 * @param aside room for as many rows
 * @returns     how many come first
 */
export function partRows(
  n: i32,
  order: usize,
  features: i32,
  codes: usize,
  code: i32,
  missing: i32,
  missingFirst: i32,
  aside: usize,
): i32 {
  const end = order + ((<usize>n) << 2);
  let first = order;
  let second = aside;
  for (let at = order; at < end; at += 4) {
    const row = load<u32>(at);
    const own = <i32>load<u8>(codes + <usize>row * features);
    const goesFirst = <usize>select<i32>(missingFirst, <i32>(own <= code), own == missing);
    // Written to both sides, and written over on one: quicker than to ask.
    store<u32>(first, row);
    store<u32>(second, row);
    first += goesFirst << 2;
    second += (1 - goesFirst) << 2;
  }
  memory.copy(first, aside, second - aside);
  return <i32>((first - order) >> 2);
}
