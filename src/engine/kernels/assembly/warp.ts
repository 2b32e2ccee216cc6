// Dynamic time warping in double precision. Cells on one anti-diagonal do not depend on each other, so
// two are computed at a time.

const SQUARED: i32 = 0;

@inline
function at(address: usize, i: i32): usize {
  return address + ((<usize>i) << 3);
}

@inline
function pairCost(kind: i32, a: usize, b: usize): v128 {
  const gap = f64x2.sub(v128.load(a), v128.load(b));
  return kind == SQUARED ? f64x2.mul(gap, gap) : f64x2.abs(gap);
}

/** Cost of two neighbouring cells of an anti-diagonal, summed over dimensions. */
@inline
function cost(kind: i32, dims: i32, a: usize, strideA: usize, b: usize, strideB: usize): v128 {
  let sum = pairCost(kind, a, b);
  for (let d = 1; d < dims; d++) {
    a += strideA;
    b += strideB;
    sum = f64x2.add(sum, pairCost(kind, a, b));
  }
  return sum;
}

/** Two neighbouring cells from those above, beside and across. */
@inline
function pair(
  kind: i32,
  dims: i32,
  a: usize,
  strideA: usize,
  b: usize,
  strideB: usize,
  last: usize,
  before: usize,
): v128 {
  const nearest = f64x2.pmin(v128.load(last), v128.load(last, 8));
  const best = f64x2.pmin(nearest, v128.load(before));
  return f64x2.add(best, cost(kind, dims, a, strideA, b, strideB));
}

@inline
function diagonal(
  kind: i32,
  dims: i32,
  bounded: bool,
  low: i32,
  high: i32,
  a: usize,
  strideA: usize,
  b: usize,
  strideB: usize,
  before: usize,
  last: usize,
  next: usize,
): f64 {
  let lowest = f64x2.splat(Infinity);
  // Addresses of the cells one row above, so that all loads of a cell are a constant apart.
  let p = at(last, low - 1);
  let q = at(before, low - 1);
  let r = at(next, low);
  a = at(a, low);
  b = at(b, low);
  let i = low;
  for (; i < high - 2; i += 4) {
    const first = pair(kind, dims, a, strideA, b, strideB, p, q);
    const second = pair(kind, dims, a + 16, strideA, b + 16, strideB, p + 16, q + 16);
    v128.store(r, first);
    v128.store(r, second, 16);
    if (bounded) lowest = f64x2.pmin(f64x2.pmin(lowest, first), second);
    a += 32;
    b += 32;
    p += 32;
    q += 32;
    r += 32;
  }
  for (; i <= high; i += 2) {
    const value = pair(kind, dims, a, strideA, b, strideB, p, q);
    v128.store(r, value);
    if (bounded) lowest = f64x2.pmin(lowest, value);
    a += 16;
    b += 16;
    p += 16;
    q += 16;
    r += 16;
  }
  // One cell too many may have been written.
  store<f64>(at(next, low - 1), Infinity);
  store<f64>(at(next, high + 1), Infinity);
  return min(f64x2.extract_lane(lowest, 0), f64x2.extract_lane(lowest, 1));
}

@inline
function sweep(
  kind: i32,
  dims: i32,
  bounded: bool,
  n: i32,
  m: i32,
  a: usize,
  b: usize,
  from: usize,
  to: usize,
  work: usize,
  bound: f64,
): f64 {
  const strideA = (<usize>(n + 1)) << 3;
  const strideB = (<usize>(m + 1)) << 3;
  const row = (<usize>(n + 4)) << 3;
  let before = work + 16;
  let last = before + row;
  let next = last + row;
  for (let i = -1; i <= n + 1; i++) {
    store<f64>(at(before, i), Infinity);
    store<f64>(at(last, i), Infinity);
  }
  // Before the first cell the cost is 0.
  store<f64>(at(before, -1), 0);
  let low = 0;
  let high = -1;
  let lowest: f64 = 0;
  for (let k = 0; k <= n + m - 2; k++) {
    while (low < n - 1 && low + load<i32>(to + ((<usize>low) << 2)) < k) low++;
    while (high < n - 1 && high + 1 + load<i32>(from + ((<usize>(high + 1)) << 2)) <= k) high++;
    const now = diagonal(
      kind,
      dims,
      bounded,
      low,
      high,
      a,
      strideA,
      at(b, m - 1 - k),
      strideB,
      before,
      last,
      next,
    );
    // A path crosses at lowest one of two neighbouring anti-diagonals.
    if (bounded) {
      if (min(now, lowest) > bound) return Infinity;
      lowest = now;
    }
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
  kind: i32,
  dims: i32,
  n: i32,
  m: i32,
  a: usize,
  b: usize,
  from: usize,
  to: usize,
  work: usize,
  bound: f64,
): f64 {
  if (kind == SQUARED && dims == 1) {
    return bound == Infinity
      ? sweep(SQUARED, 1, false, n, m, a, b, from, to, work, bound)
      : sweep(SQUARED, 1, true, n, m, a, b, from, to, work, bound);
  }
  return kind == SQUARED
    ? sweep(SQUARED, dims, true, n, m, a, b, from, to, work, bound)
    : sweep(1, dims, true, n, m, a, b, from, to, work, bound);
}
