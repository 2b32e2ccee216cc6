import { add4 } from "./rows";
import { load4, splat, store4 } from "./math";

// Dropout with masks from four interleaved streams of xoshiro128++ (Blackman & Vigna 2019). The state is
// 16 words in memory, four lanes each of a b c d; the 16 words behind it keep the state at the start of the
// last forward pass, from which the way back draws the same mask again.

@inline
function rotate(x: v128, k: i32): v128 {
  return v128.or(i32x4.shl(x, k), i32x4.shr_u(x, 32 - k));
}

/** `factor` where a value is kept, 0 where it is dropped: four of them, from the state at `state`. */
@inline
function mask4(state: usize, threshold: v128, factor: v128): v128 {
  let a = v128.load(state);
  let b = v128.load(state, 16);
  let c = v128.load(state, 32);
  let d = v128.load(state, 48);
  const bits = i32x4.add(rotate(i32x4.add(a, d), 7), a);
  const t = i32x4.shl(b, 9);
  c = v128.xor(c, a);
  d = v128.xor(d, b);
  b = v128.xor(b, c);
  a = v128.xor(a, d);
  v128.store(state, a);
  v128.store(state, b, 16);
  v128.store(state, v128.xor(c, t), 32);
  v128.store(state, rotate(d, 11), 48);
  return v128.and(factor, i32x4.ge_u(bits, threshold));
}

@inline
function put4(back: i32, count: i32, x: usize, mask: v128, y: usize): void {
  const v = f32x4.mul(load4(x, count), mask);
  if (back) add4(y, v, count);
  else store4(y, v, count);
}

@inline
function run(back: i32, n: i32, drop: i32, scale: f32, state: usize, x: usize, y: usize): void {
  const threshold = i32x4.splat(drop);
  const factor = splat(scale);
  const whole = (<usize>(n & ~3)) << 2;
  const end = (<usize>n) << 2;
  let at: usize = 0;
  for (; at < whole; at += 16) put4(back, 4, x + at, mask4(state, threshold, factor), y + at);
  if (at < end) {
    let mask = mask4(state, threshold, factor);
    for (; at < end; at += 4) {
      put4(back, 1, x + at, mask, y + at);
      mask = v128.shuffle<i32>(mask, mask, 1, 2, 3, 0);
    }
  }
}

/** y = x ⊙ mask, where a value is dropped when its 32 random bits are below `drop`, else scaled. */
export function dropoutForward(
  n: i32,
  drop: i32,
  scale: f32,
  state: usize,
  x: usize,
  y: usize,
): void {
  memory.copy(state + 64, state, 64);
  run(0, n, drop, scale, state, x, y);
}

/** dx += dy ⊙ the mask of the last forward pass. */
export function dropoutBackward(
  n: i32,
  drop: i32,
  scale: f32,
  state: usize,
  dy: usize,
  dx: usize,
): void {
  const again = state + 128;
  memory.copy(again, state + 64, 64);
  run(1, n, drop, scale, again, dy, dx);
}
