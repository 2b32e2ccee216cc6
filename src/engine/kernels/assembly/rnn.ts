import { RecurrentCell } from "../codes";
import { load4, sigmoid4, splat, store4, tanh4 } from "./math";

// A layer of plain recurrent units, h = φ(z).

/** 2·tanh(z/2) = 4/(1 + e⁻ᶻ) − 2, the squashing function of the 1997 cell. */
@inline
export function squash4(z: v128): v128 {
  return f32x4.mul(splat(2), tanh4(f32x4.mul(splat(0.5), z)));
}

@inline
function activate(kind: i32, z: v128): v128 {
  if (kind == RecurrentCell.TANH) return tanh4(z);
  if (kind == RecurrentCell.RELU) return f32x4.pmax(z, splat(0));
  if (kind == RecurrentCell.SIGMOID) return sigmoid4(z);
  return squash4(z);
}

/** φ′ from φ's value. */
@inline
function slope(kind: i32, h: v128): v128 {
  const one = splat(1);
  if (kind == RecurrentCell.TANH) return f32x4.sub(one, f32x4.mul(h, h));
  if (kind == RecurrentCell.RELU) return v128.and(one, f32x4.gt(h, splat(0)));
  if (kind == RecurrentCell.SIGMOID) return f32x4.mul(h, f32x4.sub(one, h));
  return f32x4.sub(one, f32x4.mul(splat(0.25), f32x4.mul(h, h)));
}

@inline
function row(kind: i32, n: i32, z: usize, h: usize): void {
  const whole = (<usize>(n & ~3)) << 2;
  const end = (<usize>n) << 2;
  let at: usize = 0;
  for (; at < whole; at += 16) store4(h + at, activate(kind, load4(z + at, 4)), 4);
  for (; at < end; at += 4) store4(h + at, activate(kind, load4(z + at, 1)), 1);
}

@inline
function rowBack(kind: i32, n: i32, z: usize, h: usize, dh: usize): void {
  const whole = (<usize>(n & ~3)) << 2;
  const end = (<usize>n) << 2;
  let at: usize = 0;
  for (; at < whole; at += 16)
    store4(z + at, f32x4.mul(load4(dh + at, 4), slope(kind, load4(h + at, 4))), 4);
  for (; at < end; at += 4)
    store4(z + at, f32x4.mul(load4(dh + at, 1), slope(kind, load4(h + at, 1))), 1);
}

export function rnnRow(kind: i32, n: i32, z: usize, h: usize): void {
  if (kind == RecurrentCell.TANH) row(RecurrentCell.TANH, n, z, h);
  else if (kind == RecurrentCell.RELU) row(RecurrentCell.RELU, n, z, h);
  else if (kind == RecurrentCell.SIGMOID) row(RecurrentCell.SIGMOID, n, z, h);
  else row(RecurrentCell.SCALED_TANH, n, z, h);
}

/** z becomes ∂L/∂z. */
export function rnnRowBack(kind: i32, n: i32, z: usize, h: usize, dh: usize): void {
  if (kind == RecurrentCell.TANH) rowBack(RecurrentCell.TANH, n, z, h, dh);
  else if (kind == RecurrentCell.RELU) rowBack(RecurrentCell.RELU, n, z, h, dh);
  else if (kind == RecurrentCell.SIGMOID) rowBack(RecurrentCell.SIGMOID, n, z, h, dh);
  else rowBack(RecurrentCell.SCALED_TANH, n, z, h, dh);
}
