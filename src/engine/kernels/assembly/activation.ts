import { add4 } from "./rows";
import { density4, exp4, load4, log4, normal4, sigmoid4, splat, store4, tanh4 } from "./math";

// Functions of one variable, value by value. Their numbers are the places in `functions` of ops/elementwise.ts.

const EXP: i32 = 0;
const LOG: i32 = 1;
const SQRT: i32 = 2;
const TANH: i32 = 3;
const SIGMOID: i32 = 4;
const RELU: i32 = 5;
const GELU: i32 = 6;
const SQUARE: i32 = 7;

// @ts-ignore: decorator
@inline
function value(kind: i32, x: v128): v128 {
  if (kind == EXP) return exp4(x);
  if (kind == LOG) return log4(x);
  if (kind == SQRT) return f32x4.sqrt(x);
  if (kind == TANH) return tanh4(x);
  if (kind == SIGMOID) return sigmoid4(x);
  if (kind == RELU) return f32x4.pmax(x, splat(0));
  if (kind == GELU) return f32x4.mul(x, normal4(x));
  return f32x4.mul(x, x);
}

/** The derivative at x, where the value is y. At the kink of relu it is 0. */
// @ts-ignore: decorator
@inline
function slope(kind: i32, x: v128, y: v128): v128 {
  const one = splat(1), zero = splat(0);
  if (kind == EXP) return y;
  if (kind == LOG) return f32x4.div(one, x);
  if (kind == SQRT) return f32x4.div(splat(0.5), y);
  if (kind == TANH) return f32x4.sub(one, f32x4.mul(y, y));
  if (kind == SIGMOID) return f32x4.mul(y, f32x4.sub(one, y));
  if (kind == RELU) return v128.and(one, f32x4.gt(x, zero));
  if (kind == GELU) return f32x4.add(normal4(x), f32x4.mul(x, density4(x)));
  return f32x4.mul(splat(2), x);
}

// @ts-ignore: decorator
@inline
function run(kind: i32, n: i32, x: usize, y: usize): void {
  const whole = <usize>(n & ~3) << 2, end = <usize>n << 2;
  let at: usize = 0;
  for (; at < whole; at += 16) store4(y + at, value(kind, load4(x + at, 4)), 4);
  for (; at < end; at += 4) store4(y + at, value(kind, load4(x + at, 1)), 1);
}

// @ts-ignore: decorator
@inline
function back4(count: i32, kind: i32, x: usize, y: usize, dy: usize, dx: usize): void {
  add4(dx, f32x4.mul(load4(dy, count), slope(kind, load4(x, count), load4(y, count))), count);
}

// @ts-ignore: decorator
@inline
function runBack(kind: i32, n: i32, x: usize, y: usize, dy: usize, dx: usize): void {
  const whole = <usize>(n & ~3) << 2, end = <usize>n << 2;
  let at: usize = 0;
  for (; at < whole; at += 16) back4(4, kind, x + at, y + at, dy + at, dx + at);
  for (; at < end; at += 4) back4(1, kind, x + at, y + at, dy + at, dx + at);
}

/** y = φ(x) */
export function unary(kind: i32, n: i32, x: usize, y: usize): void {
  if (kind == EXP) run(EXP, n, x, y);
  else if (kind == LOG) run(LOG, n, x, y);
  else if (kind == SQRT) run(SQRT, n, x, y);
  else if (kind == TANH) run(TANH, n, x, y);
  else if (kind == SIGMOID) run(SIGMOID, n, x, y);
  else if (kind == RELU) run(RELU, n, x, y);
  else if (kind == GELU) run(GELU, n, x, y);
  else run(SQUARE, n, x, y);
}

/** dx += φ′(x) ⊙ dy */
export function unaryBackward(kind: i32, n: i32, x: usize, y: usize, dy: usize, dx: usize): void {
  if (kind == EXP) runBack(EXP, n, x, y, dy, dx);
  else if (kind == LOG) runBack(LOG, n, x, y, dy, dx);
  else if (kind == SQRT) runBack(SQRT, n, x, y, dy, dx);
  else if (kind == TANH) runBack(TANH, n, x, y, dy, dx);
  else if (kind == SIGMOID) runBack(SIGMOID, n, x, y, dy, dx);
  else if (kind == RELU) runBack(RELU, n, x, y, dy, dx);
  else if (kind == GELU) runBack(GELU, n, x, y, dy, dx);
  else runBack(SQUARE, n, x, y, dy, dx);
}
