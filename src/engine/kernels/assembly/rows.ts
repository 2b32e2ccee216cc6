import { lanes, load4, splat, store4 } from "./math";

// Row-major matrices: copying, transposing, summing. Sums run in rising order in fixed lanes.

@inline
export function add4(at: usize, value: v128, count: i32): void {
  store4(at, f32x4.add(load4(at, count), value), count);
}

/** Every one of `rows` rows of `to` becomes a copy of `row`. */
export function fillRows(rows: i32, width: i32, row: usize, to: usize): void {
  const bytes = (<usize>width) << 2;
  for (let r = 0; r < rows; r++) {
    memory.copy(to, row, bytes);
    to += bytes;
  }
}

@inline
function columns(count: i32, rows: i32, width: usize, from: usize, sums: usize): void {
  let sum = load4(sums, count);
  for (let r = 0; r < rows; r++) {
    sum = f32x4.add(sum, load4(from, count));
    from += width;
  }
  store4(sums, sum, count);
}

/** sums[j] += Σᵣ from[r, j]. */
export function columnSums(rows: i32, width: i32, from: usize, sums: usize): void {
  const bytes = (<usize>width) << 2;
  const whole = (<usize>(width & ~3)) << 2;
  // Sixteen rows at a time: the block stays in the first-level cache while its columns are walked.
  for (let r = 0; r < rows; r += 16) {
    const block = min(16, rows - r);
    let at: usize = 0;
    for (; at < whole; at += 16) columns(4, block, bytes, from + at, sums + at);
    for (; at < bytes; at += 4) columns(1, block, bytes, from + at, sums + at);
    from += bytes * block;
  }
}

@inline
function outer(
  count: i32,
  rows: i32,
  width: usize,
  x: usize,
  from: usize,
  sums: usize,
  products: usize,
): void {
  let sum = load4(sums, count);
  let product = load4(products, count);
  for (let r = 0; r < rows; r++) {
    const value = load4(from, count);
    sum = f32x4.add(sum, value);
    product = f32x4.add(f32x4.mul(v128.load_splat<f32>(x), value), product);
    from += width;
    x += 4;
  }
  store4(sums, sum, count);
  store4(products, product, count);
}

/** {@link columnSums}, and products[j] += Σᵣ x[r]·from[r, j] on the same way. */
export function columnSumsAndProducts(
  rows: i32,
  width: i32,
  x: usize,
  from: usize,
  sums: usize,
  products: usize,
): void {
  const bytes = (<usize>width) << 2;
  const whole = (<usize>(width & ~3)) << 2;
  for (let r = 0; r < rows; r += 16) {
    const block = min(16, rows - r);
    let at: usize = 0;
    for (; at < whole; at += 16) outer(4, block, bytes, x, from + at, sums + at, products + at);
    for (; at < bytes; at += 4) outer(1, block, bytes, x, from + at, sums + at, products + at);
    from += bytes * block;
    x += (<usize>block) << 2;
  }
}

/** to[r, j] = row[j] + x[r]·factors[j]. */
export function fillRowsByOne(
  rows: i32,
  width: i32,
  row: usize,
  x: usize,
  factors: usize,
  to: usize,
): void {
  const bytes = (<usize>width) << 2;
  const whole = (<usize>(width & ~3)) << 2;
  for (let r = 0; r < rows; r++) {
    const value = v128.load_splat<f32>(x);
    let at: usize = 0;
    for (; at < whole; at += 16) {
      const product = f32x4.mul(value, v128.load(factors + at));
      v128.store(to + at, f32x4.add(product, v128.load(row + at)));
    }
    for (; at < bytes; at += 4)
      store<f32>(to + at, load<f32>(x) * load<f32>(factors + at) + load<f32>(row + at));
    x += 4;
    to += bytes;
  }
}

/** to[j, r] = from[r, j]. */
export function transpose(rows: i32, width: i32, from: usize, to: usize): void {
  for (let r = 0; r < rows; r++) {
    for (let j = 0; j < width; j++) {
      store<f32>(
        to + ((<usize>(j * rows + r)) << 2),
        load<f32>(from + ((<usize>(r * width + j)) << 2)),
      );
    }
  }
}

/** Σ x², in double precision. */
export function sumOfSquares(n: i32, x: usize): f64 {
  let even = f64x2.splat(0);
  let odd = f64x2.splat(0);
  let j = 0;
  for (; j + 4 <= n; j += 4) {
    const v = v128.load(x + ((<usize>j) << 2));
    const low = f64x2.promote_low_f32x4(v);
    const high = f64x2.promote_low_f32x4(v128.shuffle<i64>(v, v, 1, 0));
    even = f64x2.add(even, f64x2.mul(low, low));
    odd = f64x2.add(odd, f64x2.mul(high, high));
  }
  const sums = f64x2.add(even, odd);
  let sum = f64x2.extract_lane(sums, 0) + f64x2.extract_lane(sums, 1);
  for (; j < n; j++) {
    const v = <f64>load<f32>(x + ((<usize>j) << 2));
    sum += v * v;
  }
  return sum;
}

/** ‖x‖₂ */
export function norm(n: i32, x: usize): f32 {
  return <f32>Math.sqrt(sumOfSquares(n, x));
}
