import { load4, splat, store4 } from "./math";

/** y = value */
export function fill(n: i32, y: usize, value: f32): void {
  const whole = (<usize>(n & ~3)) << 2;
  const end = (<usize>n) << 2;
  let at: usize = 0;
  for (; at < whole; at += 16) store4(y + at, splat(value), 4);
  for (; at < end; at += 4) store4(y + at, splat(value), 1);
}

export function copy(n: i32, x: usize, y: usize): void {
  memory.copy(y, x, (<usize>n) << 2);
}

/** y += a·x */
export function axpy(n: i32, a: f32, x: usize, y: usize): void {
  const whole = (<usize>(n & ~3)) << 2;
  const end = (<usize>n) << 2;
  let at: usize = 0;
  for (; at < whole; at += 16)
    store4(y + at, f32x4.add(load4(y + at, 4), f32x4.mul(splat(a), load4(x + at, 4))), 4);
  for (; at < end; at += 4)
    store4(y + at, f32x4.add(load4(y + at, 1), f32x4.mul(splat(a), load4(x + at, 1))), 1);
}

/** y = a·x + b */
export function scaleShift(n: i32, a: f32, b: f32, x: usize, y: usize): void {
  const whole = (<usize>(n & ~3)) << 2;
  const end = (<usize>n) << 2;
  let at: usize = 0;
  for (; at < whole; at += 16)
    store4(y + at, f32x4.add(f32x4.mul(splat(a), load4(x + at, 4)), splat(b)), 4);
  for (; at < end; at += 4)
    store4(y + at, f32x4.add(f32x4.mul(splat(a), load4(x + at, 1)), splat(b)), 1);
}
