import { add4 } from "./rows";
import { exp4, load4, splat, store4 } from "./math";
import { addTo64, high64, low64, pairSum, sum64 } from "./reduce";

// Rows brought to a common scale.

function rowMaximum(n: i32, x: usize): f32 {
  const end = x + ((<usize>n) << 2);
  const whole = x + ((<usize>(n & ~3)) << 2);
  let best = splat(-Infinity);
  for (; x < whole; x += 16) best = f32x4.max(best, load4(x, 4));
  for (; x < end; x += 4) best = f32x4.max(best, load4(x, 1));
  return max(
    max(f32x4.extract_lane(best, 0), f32x4.extract_lane(best, 1)),
    max(f32x4.extract_lane(best, 2), f32x4.extract_lane(best, 3)),
  );
}

/** eᶻ for z ≤ 0, and exactly 0 where it would no longer be a normal number. */
@inline
function weight4(z: v128): v128 {
  return v128.andnot(exp4(z), f32x4.lt(z, splat(-87.3)));
}

/** y = eˣ / Σ eˣ over rows. */
export function softmaxForward(rows: i32, width: i32, x: usize, y: usize): void {
  const bytes = (<usize>width) << 2;
  const whole = (<usize>(width & ~3)) << 2;
  for (let r = 0; r < rows; r++) {
    const top = splat(rowMaximum(width, x));
    let at: usize = 0;
    for (; at < whole; at += 16) store4(y + at, weight4(f32x4.sub(load4(x + at, 4), top)), 4);
    for (; at < bytes; at += 4) store4(y + at, weight4(f32x4.sub(load4(x + at, 1), top)), 1);
    const factor = splat(<f32>(1 / sum64(width, y)));
    for (at = 0; at < whole; at += 16) store4(y + at, f32x4.mul(load4(y + at, 4), factor), 4);
    for (; at < bytes; at += 4) store4(y + at, f32x4.mul(load4(y + at, 1), factor), 1);
    x += bytes;
    y += bytes;
  }
}

/** Σ a·b in double precision. */
function dot64(n: i32, a: usize, b: usize): f64 {
  const bytes = (<usize>n) << 2;
  const whole = (<usize>(n & ~3)) << 2;
  let even = f64x2.splat(0);
  let odd = f64x2.splat(0);
  let at: usize = 0;
  for (; at < whole; at += 16) {
    const u = v128.load(a + at);
    const v = v128.load(b + at);
    even = f64x2.add(even, f64x2.mul(low64(u), low64(v)));
    odd = f64x2.add(odd, f64x2.mul(high64(u), high64(v)));
  }
  let sum = pairSum(f64x2.add(even, odd));
  for (; at < bytes; at += 4) sum += <f64>load<f32>(a + at) * <f64>load<f32>(b + at);
  return sum;
}

/** dx += y ⊙ (dy − Σ y·dy) over rows. */
export function softmaxBackward(rows: i32, width: i32, y: usize, dy: usize, dx: usize): void {
  const bytes = (<usize>width) << 2;
  const whole = (<usize>(width & ~3)) << 2;
  for (let r = 0; r < rows; r++) {
    const mean = splat(<f32>dot64(width, y, dy));
    let at: usize = 0;
    for (; at < whole; at += 16)
      add4(dx + at, f32x4.mul(load4(y + at, 4), f32x4.sub(load4(dy + at, 4), mean)), 4);
    for (; at < bytes; at += 4)
      add4(dx + at, f32x4.mul(load4(y + at, 1), f32x4.sub(load4(dy + at, 1), mean)), 1);
    y += bytes;
    dy += bytes;
    dx += bytes;
  }
}

/** Σ (x − mean)² */
function spread64(n: i32, x: usize, mean: f64): f64 {
  const end = x + ((<usize>n) << 2);
  const whole = x + ((<usize>(n & ~3)) << 2);
  const centre = f64x2.splat(mean);
  let even = f64x2.splat(0);
  let odd = f64x2.splat(0);
  for (; x < whole; x += 16) {
    const v = v128.load(x);
    const a = f64x2.sub(low64(v), centre);
    const b = f64x2.sub(high64(v), centre);
    even = f64x2.add(even, f64x2.mul(a, a));
    odd = f64x2.add(odd, f64x2.mul(b, b));
  }
  let sum = pairSum(f64x2.add(even, odd));
  for (; x < end; x += 4) {
    const d = <f64>load<f32>(x) - mean;
    sum += d * d;
  }
  return sum;
}

@inline
function normalize4(count: i32, x: usize, mean: v128, factor: v128): v128 {
  return f32x4.mul(f32x4.sub(load4(x, count), mean), factor);
}

@inline
function scaled4(
  count: i32,
  x: usize,
  mean: v128,
  factor: v128,
  gain: usize,
  bias: usize,
  y: usize,
): void {
  const z = normalize4(count, x, mean, factor);
  store4(y, f32x4.add(f32x4.mul(z, load4(gain, count)), load4(bias, count)), count);
}

/** y = gain ⊙ (x − mean)/√(variance + epsilon) + bias over rows; `moments` keeps mean and factor of each. */
export function layerNormForward(
  rows: i32,
  width: i32,
  epsilon: f64,
  x: usize,
  gain: usize,
  bias: usize,
  moments: usize,
  y: usize,
): void {
  const bytes = (<usize>width) << 2;
  const whole = (<usize>(width & ~3)) << 2;
  for (let r = 0; r < rows; r++) {
    const mean = sum64(width, x) / <f64>width;
    const factor = 1 / Math.sqrt(spread64(width, x, mean) / <f64>width + epsilon);
    store<f32>(moments, <f32>mean);
    store<f32>(moments, <f32>factor, 4);
    const mean4 = splat(<f32>mean);
    const factor4 = splat(<f32>factor);
    let at: usize = 0;
    for (; at < whole; at += 16) scaled4(4, x + at, mean4, factor4, gain + at, bias + at, y + at);
    for (; at < bytes; at += 4) scaled4(1, x + at, mean4, factor4, gain + at, bias + at, y + at);
    moments += 8;
    x += bytes;
    y += bytes;
  }
}

/** Adds one row's part to the gradients of gain and bias. */
@inline
function shares4(
  count: i32,
  x: usize,
  mean: v128,
  factor: v128,
  dy: usize,
  dgain: usize,
  dbias: usize,
): void {
  const d = load4(dy, count);
  addTo64(dgain, f32x4.mul(d, normalize4(count, x, mean, factor)), count);
  addTo64(dbias, d, count);
}

/** dy ⊙ gain to `g` and its product with the normalised row to `gz`. */
@inline
function products4(
  count: i32,
  x: usize,
  mean: v128,
  factor: v128,
  gain: usize,
  dy: usize,
  g: usize,
  gz: usize,
): void {
  const d = f32x4.mul(load4(dy, count), load4(gain, count));
  store4(g, d, count);
  store4(gz, f32x4.mul(d, normalize4(count, x, mean, factor)), count);
}

@inline
function back4(
  count: i32,
  x: usize,
  mean: v128,
  factor: v128,
  g: usize,
  a: v128,
  b: v128,
  dx: usize,
): void {
  const z = normalize4(count, x, mean, factor);
  add4(dx, f32x4.mul(factor, f32x4.sub(f32x4.sub(load4(g, count), a), f32x4.mul(z, b))), count);
}

/**
 * With z the normalised row and g = dy ⊙ gain: dx += factor · (g − mean(g) − z·mean(g ⊙ z)),
 * dgain += Σ dy ⊙ z, dbias += Σ dy over rows. A gradient at address 0 is not wanted.
 *
 * @param work 6·width floats
 */
export function layerNormBackward(
  rows: i32,
  width: i32,
  x: usize,
  gain: usize,
  moments: usize,
  dy: usize,
  dx: usize,
  dgain: usize,
  dbias: usize,
  work: usize,
): void {
  const bytes = (<usize>width) << 2;
  const whole = (<usize>(width & ~3)) << 2;
  const gainSums = work;
  const biasSums = work + bytes * 2;
  const g = work + bytes * 4;
  const gz = work + bytes * 5;
  memory.fill(work, 0, bytes * 4);
  for (let r = 0; r < rows; r++) {
    const mean = splat(load<f32>(moments));
    const factor = splat(load<f32>(moments, 4));
    let at: usize = 0;
    if (dgain || dbias) {
      for (; at < whole; at += 16)
        shares4(4, x + at, mean, factor, dy + at, gainSums + at * 2, biasSums + at * 2);
      for (; at < bytes; at += 4)
        shares4(1, x + at, mean, factor, dy + at, gainSums + at * 2, biasSums + at * 2);
    }
    if (dx) {
      for (at = 0; at < whole; at += 16)
        products4(4, x + at, mean, factor, gain + at, dy + at, g + at, gz + at);
      for (; at < bytes; at += 4)
        products4(1, x + at, mean, factor, gain + at, dy + at, g + at, gz + at);
      const a = splat(<f32>(sum64(width, g) / <f64>width));
      const b = splat(<f32>(sum64(width, gz) / <f64>width));
      for (at = 0; at < whole; at += 16) back4(4, x + at, mean, factor, g + at, a, b, dx + at);
      for (; at < bytes; at += 4) back4(1, x + at, mean, factor, g + at, a, b, dx + at);
      dx += bytes;
    }
    moments += 8;
    x += bytes;
    dy += bytes;
  }
  if (dgain) addRounded(width, gainSums, dgain);
  if (dbias) addRounded(width, biasSums, dbias);
}

function addRounded(n: i32, sums: usize, out: usize): void {
  for (let j = 0; j < n; j++) {
    const at = out + ((<usize>j) << 2);
    store<f32>(at, load<f32>(at) + <f32>load<f64>(sums + ((<usize>j) << 3)));
  }
}
