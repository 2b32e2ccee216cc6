import { load4 } from "./math";

// Sums in double precision, rounded to single once at the end.

@inline
export function low64(v: v128): v128 {
  return f64x2.promote_low_f32x4(v);
}

@inline
export function high64(v: v128): v128 {
  return f64x2.promote_low_f32x4(v128.shuffle<i64>(v, v, 1, 0));
}

@inline
export function pairSum(sums: v128): f64 {
  return f64x2.extract_lane(sums, 0) + f64x2.extract_lane(sums, 1);
}

/** Σ x */
export function sum64(n: i32, x: usize): f64 {
  const end = x + ((<usize>n) << 2);
  const whole = x + ((<usize>(n & ~3)) << 2);
  let even = f64x2.splat(0);
  let odd = f64x2.splat(0);
  for (; x < whole; x += 16) {
    const v = v128.load(x);
    even = f64x2.add(even, low64(v));
    odd = f64x2.add(odd, high64(v));
  }
  let sum = pairSum(f64x2.add(even, odd));
  for (; x < end; x += 4) sum += <f64>load<f32>(x);
  return sum;
}

/** Adds four values, or one, to double-precision sums. */
@inline
export function addTo64(sums: usize, v: v128, lanes: i32): void {
  if (lanes == 4) {
    v128.store(sums, f64x2.add(v128.load(sums), low64(v)));
    v128.store(sums, f64x2.add(v128.load(sums, 16), high64(v)), 16);
  } else {
    store<f64>(sums, load<f64>(sums) + <f64>f32x4.extract_lane(v, 0));
  }
}

/** sums += x, walking axes as in strided.ts. Operands: x, sums (0 bytes on an axis that is summed). */
function addAxes(axes: i32, axis: usize, x: usize, sums: usize): void {
  const n = load<i32>(axis);
  const stepX = <usize>load<i32>(axis, 4);
  const stepSums = <usize>load<i32>(axis, 8);
  if (axes > 1) {
    for (let i = 0; i < n; i++) {
      addAxes(axes - 1, axis + 12, x, sums);
      x += stepX;
      sums += stepSums;
    }
  } else if (stepSums == 0) {
    store<f64>(sums, load<f64>(sums) + sum64(n, x));
  } else {
    const whole = n & ~3;
    let j = 0;
    for (; j < whole; j += 4) addTo64(sums + ((<usize>j) << 3), load4(x + ((<usize>j) << 2), 4), 4);
    for (; j < n; j++) addTo64(sums + ((<usize>j) << 3), load4(x + ((<usize>j) << 2), 1), 1);
  }
}

/** out = or += scale · Σ x over some axes of a tensor in one piece; `sums` has room for `size` doubles. */
export function reduce(
  axes: i32,
  axis: usize,
  x: usize,
  size: i32,
  sums: usize,
  out: usize,
  accumulate: i32,
  scale: f64,
): void {
  memory.fill(sums, 0, (<usize>size) << 3);
  addAxes(axes, axis, x, sums);
  for (let j = 0; j < size; j++) {
    const at = out + ((<usize>j) << 2);
    const sum = <f32>(scale * load<f64>(sums + ((<usize>j) << 3)));
    store<f32>(at, accumulate ? load<f32>(at) + sum : sum);
  }
}
