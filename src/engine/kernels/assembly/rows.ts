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
