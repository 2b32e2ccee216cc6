import { exp4, load4, log4, sigmoid4, splat, store4, tanh4 } from "./math";

// Scalar LSTM with exponential gating (Beck et al. 2024), state and normaliser merged: r = c/n and
// λ = ln n, the stabiliser included. Gates lie in the order i f g o.

/** ln(1 + eˣ) */
@inline
function softplus4(x: v128): v128 {
  const tail = log4(f32x4.add(splat(1), exp4(f32x4.neg(f32x4.abs(x)))));
  return f32x4.add(f32x4.pmax(x, splat(0)), tail);
}

/** a, ∂ ln f/∂z_f, tanh, σ in place; r = r₋ + a(g − r₋), λ and h = o ⊙ r. */
@inline
function cells(
  count: i32,
  at: usize,
  width: usize,
  exponential: bool,
  z: usize,
  before: usize,
  r: usize,
  normalBefore: usize,
  empty: bool,
  normal: usize,
  h: usize,
): void {
  const zi = z + at;
  const zf = zi + width;
  const zg = zf + width;
  const zo = zg + width;
  const forget = load4(zf, count);
  const logForget = exponential ? forget : f32x4.neg(softplus4(f32x4.neg(forget)));
  const past = load4(before + at, count);
  const kept = normalBefore ? f32x4.add(logForget, load4(normalBefore + at, count)) : logForget;
  const input = load4(zi, count);
  const excess = f32x4.sub(input, kept);
  const a = empty ? splat(1) : sigmoid4(excess);
  const g = tanh4(load4(zg, count));
  const o = sigmoid4(load4(zo, count));
  const state = f32x4.add(past, f32x4.mul(a, f32x4.sub(g, past)));
  store4(zi, a, count);
  store4(zf, exponential ? splat(1) : sigmoid4(f32x4.neg(forget)), count);
  store4(zg, g, count);
  store4(zo, o, count);
  store4(r + at, state, count);
  store4(normal + at, empty ? input : f32x4.add(kept, softplus4(excess)), count);
  store4(h + at, f32x4.mul(o, state), count);
}

/**
 * One row of gates and states.
 *
 * @param normalBefore λ of the step before; 0 at the first step
 * @param stateful     whether the first step follows an initial state, which then counts once
 */
export function slstmRow(
  n: i32,
  exponential: bool,
  z: usize,
  before: usize,
  r: usize,
  normalBefore: usize,
  stateful: i32,
  normal: usize,
  h: usize,
): void {
  const width = (<usize>n) << 2;
  const whole = (<usize>(n & ~3)) << 2;
  // Nothing is stored before the first step: what it brings counts alone.
  const empty = !normalBefore && !stateful;
  let at: usize = 0;
  for (; at < whole; at += 16)
    cells(4, at, width, exponential, z, before, r, normalBefore, empty, normal, h);
  for (; at < width; at += 4)
    cells(1, at, width, exponential, z, before, r, normalBefore, empty, normal, h);
}

/** Gates become ∂L/∂z in place, dr becomes ∂L/∂r₋; λ's places hold ∂L/∂λ. */
@inline
function cellsBack(
  count: i32,
  at: usize,
  width: usize,
  z: usize,
  before: usize,
  after: usize,
  dnormal: usize,
  dnormalBefore: usize,
  dh: usize,
  dr: usize,
  tap: usize,
): void {
  const one = splat(1);
  const zi = z + at;
  const zf = zi + width;
  const zg = zf + width;
  const zo = zg + width;
  const a = load4(zi, count);
  const slope = load4(zf, count);
  const g = load4(zg, count);
  const o = load4(zo, count);
  const past = load4(before + at, count);
  const upper = load4(dh + at, count);
  const dzo = f32x4.mul(
    f32x4.mul(upper, load4(after + at, count)),
    f32x4.mul(o, f32x4.sub(one, o)),
  );
  const d = f32x4.add(load4(dr + at, count), f32x4.mul(upper, o));
  const dzg = f32x4.mul(f32x4.mul(d, a), f32x4.sub(one, f32x4.mul(g, g)));
  const da = f32x4.mul(d, f32x4.sub(g, past));
  const dlambda = load4(dnormal + at, count);
  const dexcess = f32x4.mul(a, f32x4.add(dlambda, f32x4.mul(da, f32x4.sub(one, a))));
  const dkept = f32x4.sub(dlambda, dexcess);
  store4(zi, dexcess, count);
  store4(zf, f32x4.mul(dkept, slope), count);
  store4(zg, dzg, count);
  store4(zo, dzo, count);
  store4(dr + at, f32x4.mul(d, f32x4.sub(one, a)), count);
  if (dnormalBefore) store4(dnormalBefore + at, dkept, count);
  if (tap) store4(dnormal + at, d, count);
}

/** Gradients of one row; `dnormalBefore` is 0 where nothing flows on. */
export function slstmRowBack(
  n: i32,
  z: usize,
  before: usize,
  after: usize,
  dnormal: usize,
  dnormalBefore: usize,
  dh: usize,
  dr: usize,
  tap: usize,
): void {
  const width = (<usize>n) << 2;
  const whole = (<usize>(n & ~3)) << 2;
  let at: usize = 0;
  for (; at < whole; at += 16)
    cellsBack(4, at, width, z, before, after, dnormal, dnormalBefore, dh, dr, tap);
  for (; at < width; at += 4)
    cellsBack(1, at, width, z, before, after, dnormal, dnormalBefore, dh, dr, tap);
}
