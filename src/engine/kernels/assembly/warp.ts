// Dynamic time warping in double precision. Cells on one anti-diagonal do not depend on each other, so
// two are computed at a time.

const SQUARED: i32 = 0;

// @ts-ignore: decorator
@inline
function at(address: usize, i: i32): usize {
  return address + (<usize>i << 3);
}

/** Cost of two neighbouring cells of an anti-diagonal, summed over dimensions. */
// @ts-ignore: decorator
@inline
function cost(kind: i32, dims: i32, a: usize, strideA: usize, b: usize, strideB: usize): v128 {
  let sum = f64x2.splat(0);
  for (let d = 0; d < dims; d++) {
    const gap = f64x2.sub(v128.load(a), v128.load(b));
    sum = f64x2.add(sum, kind == SQUARED ? f64x2.mul(gap, gap) : f64x2.abs(gap));
    a += strideA;
    b += strideB;
  }
  return sum;
}

// @ts-ignore: decorator
@inline
function diagonal(
  kind: i32, dims: i32, low: i32, high: i32, a: usize, strideA: usize, b: usize, strideB: usize,
  before: usize, last: usize, next: usize,
): f64 {
  let least = f64x2.splat(Infinity);
  for (let i = low; i <= high; i += 2) {
    const up = v128.load(at(last, i - 1)), left = v128.load(at(last, i));
    const best = f64x2.pmin(f64x2.pmin(up, left), v128.load(at(before, i - 1)));
    const value = f64x2.add(best, cost(kind, dims, at(a, i), strideA, at(b, i), strideB));
    v128.store(at(next, i), value);
    least = f64x2.pmin(least, value);
  }
  // One cell too many may have been written.
  store<f64>(at(next, low - 1), Infinity);
  store<f64>(at(next, high + 1), Infinity);
  return min(f64x2.extract_lane(least, 0), f64x2.extract_lane(least, 1));
}

// @ts-ignore: decorator
@inline
function sweep(
  kind: i32, dims: i32, n: i32, m: i32, a: usize, b: usize, from: usize, to: usize, work: usize, bound: f64,
): f64 {
  const strideA = <usize>(n + 1) << 3, strideB = <usize>(m + 1) << 3, row = <usize>(n + 4) << 3;
  let before = work + 16, last = before + row, next = last + row;
  for (let i = -1; i <= n + 1; i++) {
    store<f64>(at(before, i), Infinity);
    store<f64>(at(last, i), Infinity);
  }
  // Before the first cell the cost is 0.
  store<f64>(at(before, -1), 0);
  let low = 0, high = -1, least: f64 = 0;
  for (let k = 0; k <= n + m - 2; k++) {
    while (low < n - 1 && low + load<i32>(to + (<usize>low << 2)) < k) low++;
    while (high < n - 1 && high + 1 + load<i32>(from + (<usize>(high + 1) << 2)) <= k) high++;
    const now = diagonal(
      kind, dims, low, high, a, strideA, at(b, m - 1 - k), strideB, before, last, next,
    );
    // A path crosses at least one of two neighbouring anti-diagonals.
    if (min(now, least) > bound) return Infinity;
    least = now;
    const free = before;
    before = last;
    last = next;
    next = free;
  }
  return load<f64>(at(last, n - 1));
}

/**
 * Least cost of a warping path within a window.
 *
 * @param kind  0 squared, 1 absolute differences
 * @param a     [dims × (n + 1)] doubles, the last of each row unused
 * @param b     [dims × (m + 1)], each row from the last value to the first
 * @param from  [n] first column of each row in the window, never decreasing; 32-bit integers
 * @param to    [n] last column, never decreasing
 * @param work  3n + 16 doubles
 * @param bound gives up, with Infinity, once no path costs less or as much
 */
export function warp(
  kind: i32, dims: i32, n: i32, m: i32, a: usize, b: usize, from: usize, to: usize, work: usize, bound: f64,
): f64 {
  if (kind == SQUARED) {
    return dims == 1
      ? sweep(SQUARED, 1, n, m, a, b, from, to, work, bound)
      : sweep(SQUARED, dims, n, m, a, b, from, to, work, bound);
  }
  return sweep(1, dims, n, m, a, b, from, to, work, bound);
}
