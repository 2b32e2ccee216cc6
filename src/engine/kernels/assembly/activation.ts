import { UnaryFunction } from "../codes";
import { add4 } from "./rows";
import { density4, exp4, load4, log4, normal4, sigmoid4, splat, store4, tanh4 } from "./math";

// Functions of one variable, value by value.

@inline
function value(kind: i32, x: v128): v128 {
  if (kind == UnaryFunction.EXP) return exp4(x);
  if (kind == UnaryFunction.LOG) return log4(x);
  if (kind == UnaryFunction.SQRT) return f32x4.sqrt(x);
  if (kind == UnaryFunction.TANH) return tanh4(x);
  if (kind == UnaryFunction.SIGMOID) return sigmoid4(x);
  if (kind == UnaryFunction.RELU) return f32x4.pmax(x, splat(0));
  if (kind == UnaryFunction.GELU) return f32x4.mul(x, normal4(x));
  return f32x4.mul(x, x);
}

/** The derivative at x, where the value is y. At the kink of relu it is 0. */
@inline
function slope(kind: i32, x: v128, y: v128): v128 {
  const one = splat(1);
  const zero = splat(0);
  if (kind == UnaryFunction.EXP) return y;
  if (kind == UnaryFunction.LOG) return f32x4.div(one, x);
  if (kind == UnaryFunction.SQRT) return f32x4.div(splat(0.5), y);
  if (kind == UnaryFunction.TANH) return f32x4.sub(one, f32x4.mul(y, y));
  if (kind == UnaryFunction.SIGMOID) return f32x4.mul(y, f32x4.sub(one, y));
  if (kind == UnaryFunction.RELU) return v128.and(one, f32x4.gt(x, zero));
  if (kind == UnaryFunction.GELU) return f32x4.add(normal4(x), f32x4.mul(x, density4(x)));
  return f32x4.mul(splat(2), x);
}

@inline
function run(kind: i32, n: i32, x: usize, y: usize): void {
  const whole = (<usize>(n & ~3)) << 2;
  const end = (<usize>n) << 2;
  let at: usize = 0;
  for (; at < whole; at += 16) store4(y + at, value(kind, load4(x + at, 4)), 4);
  for (; at < end; at += 4) store4(y + at, value(kind, load4(x + at, 1)), 1);
}

@inline
function back4(count: i32, kind: i32, x: usize, y: usize, dy: usize, dx: usize): void {
  add4(dx, f32x4.mul(load4(dy, count), slope(kind, load4(x, count), load4(y, count))), count);
}

@inline
function runBack(kind: i32, n: i32, x: usize, y: usize, dy: usize, dx: usize): void {
  const whole = (<usize>(n & ~3)) << 2;
  const end = (<usize>n) << 2;
  let at: usize = 0;
  for (; at < whole; at += 16) back4(4, kind, x + at, y + at, dy + at, dx + at);
  for (; at < end; at += 4) back4(1, kind, x + at, y + at, dy + at, dx + at);
}

/** y = φ(x) */
export function unary(kind: i32, n: i32, x: usize, y: usize): void {
  if (kind == UnaryFunction.EXP) run(UnaryFunction.EXP, n, x, y);
  else if (kind == UnaryFunction.LOG) run(UnaryFunction.LOG, n, x, y);
  else if (kind == UnaryFunction.SQRT) run(UnaryFunction.SQRT, n, x, y);
  else if (kind == UnaryFunction.TANH) run(UnaryFunction.TANH, n, x, y);
  else if (kind == UnaryFunction.SIGMOID) run(UnaryFunction.SIGMOID, n, x, y);
  else if (kind == UnaryFunction.RELU) run(UnaryFunction.RELU, n, x, y);
  else if (kind == UnaryFunction.GELU) run(UnaryFunction.GELU, n, x, y);
  else run(UnaryFunction.SQUARE, n, x, y);
}

/** dx += φ′(x) ⊙ dy */
export function unaryBackward(kind: i32, n: i32, x: usize, y: usize, dy: usize, dx: usize): void {
  if (kind == UnaryFunction.EXP) runBack(UnaryFunction.EXP, n, x, y, dy, dx);
  else if (kind == UnaryFunction.LOG) runBack(UnaryFunction.LOG, n, x, y, dy, dx);
  else if (kind == UnaryFunction.SQRT) runBack(UnaryFunction.SQRT, n, x, y, dy, dx);
  else if (kind == UnaryFunction.TANH) runBack(UnaryFunction.TANH, n, x, y, dy, dx);
  else if (kind == UnaryFunction.SIGMOID) runBack(UnaryFunction.SIGMOID, n, x, y, dy, dx);
  else if (kind == UnaryFunction.RELU) runBack(UnaryFunction.RELU, n, x, y, dy, dx);
  else if (kind == UnaryFunction.GELU) runBack(UnaryFunction.GELU, n, x, y, dy, dx);
  else runBack(UnaryFunction.SQUARE, n, x, y, dy, dx);
}
