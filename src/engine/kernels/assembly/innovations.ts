// The recursion of exact innovations, which takes most of the time of ARIMA. A module of its own, small
// enough to be compiled for one series.

@inline
function at(address: usize, i: i32): usize {
  return address + ((<usize>i) << 3);
}

/**
 * As `innovations` of the ARIMA models, to the bit, until the variance has settled.
 *
 * @param n        observations
 * @param r        size of the state
 * @param count    columns
 * @param lagCount how many coefficients are not zero
 * @param settling steps in a row at which the variance is 1 before it counts as settled
 * @param lags     [lagCount] 32-bit integers, places of those coefficients
 * @param phi      doubles
 * @param gain     [r + 2] doubles, the autocovariances and a 0; overwritten
 * @param l        [r + 2] doubles of room, zero
 * @param states   [count × (r + 2)] doubles of room, zero
 * @param columns  [count × n] doubles
 * @param out      [count × n] doubles
 * @param products doubles out, products of variances whose logarithms add up
 * @returns        steps made, and 2³² times how many products there are
 */
export function innovations(
  n: i32,
  r: i32,
  count: i32,
  lagCount: i32,
  settling: i32,
  tolerance: f64,
  lags: usize,
  phi: usize,
  gain: usize,
  l: usize,
  states: usize,
  columns: usize,
  out: usize,
  products: usize,
): f64 {
  for (let i = 0; i < r; i++) store<f64>(at(l, i), load<f64>(at(gain, i + 1)));
  let f = load<f64>(gain);
  let m: f64 = -1 / f;
  let product: f64 = 1;
  let full = 0;
  let settled = 0;
  let t = 0;
  for (; t < n && settled <= settling; t++) {
    product *= f;
    if (product > 1e200) {
      store<f64>(at(products, full++), product);
      product = 1;
    }
    const scale: f64 = 1 / sqrt(f);
    let state = states;
    let place = at(0, t);
    for (let c = 0; c < count; c++) {
      const v = load<f64>(columns + place) - load<f64>(state);
      store<f64>(out + place, v * scale);
      const weight = v / f;
      let last: f64 = 0;
      for (let k = 0; k < lagCount; k++) {
        const lag = load<i32>(lags + ((<usize>k) << 2));
        last += load<f64>(at(phi, lag)) * load<f64>(at(state, r - 1 - lag));
      }
      store<f64>(at(state, r), last);
      const weights = f64x2.splat(weight);
      for (let i = 0; i < r; i += 2) {
        const here = at(state, i);
        const moved = f64x2.mul(v128.load(at(gain, i), 8), weights);
        v128.store(here, f64x2.add(v128.load(here, 8), moved));
      }
      state = at(state, r + 2);
      place += at(0, n);
    }
    const first = load<f64>(l);
    const slope = m * first;
    m += (slope * slope) / f;
    f += slope * first;
    settled = f - 1 < tolerance ? settled + 1 : 0;
    if (f < 1) f = 1;
    const share = f64x2.splat(first / f);
    const slopes = f64x2.splat(slope);
    let last: f64 = 0;
    for (let k = 0; k < lagCount; k++) {
      const lag = load<i32>(lags + ((<usize>k) << 2));
      last += load<f64>(at(phi, lag)) * load<f64>(at(l, r - 1 - lag));
    }
    store<f64>(at(l, r), last);
    for (let i = 0; i < r; i += 2) {
      const gains = at(gain, i);
      const here = at(l, i);
      const moved = v128.load(here, 8);
      const changed = f64x2.add(v128.load(gains, 8), f64x2.mul(slopes, moved));
      v128.store(gains, changed, 8);
      v128.store(here, f64x2.sub(moved, f64x2.mul(share, changed)));
    }
  }
  store<f64>(at(products, full++), product);
  return <f64>t + 4294967296 * <f64>full;
}
