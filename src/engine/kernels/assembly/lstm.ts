import { load4, sigmoid4, splat, store4, tanh4 } from "./math";
import { add4 } from "./rows";

// Long short-term memory with a forget gate and optional peepholes. Gates lie in the order i f g o.

/** σ σ tanh σ in place, then c = f ⊙ c₋ + i ⊙ g and h = o ⊙ tanh c, for `count` cells from `at`. */
@inline
function cells(
  count: i32,
  at: usize,
  width: usize,
  z: usize,
  before: usize,
  c: usize,
  squashed: usize,
  h: usize,
  peep: usize,
): void {
  const zi = z + at;
  const zf = zi + width;
  const zg = zf + width;
  const zo = zg + width;
  const past = load4(before + at, count);
  let vi = load4(zi, count);
  let vf = load4(zf, count);
  let vo = load4(zo, count);
  if (peep) {
    vi = f32x4.add(vi, f32x4.mul(load4(peep + at, count), past));
    vf = f32x4.add(vf, f32x4.mul(load4(peep + width + at, count), past));
  }
  const i = sigmoid4(vi);
  const f = sigmoid4(vf);
  const g = tanh4(load4(zg, count));
  const state = f32x4.add(f32x4.mul(f, past), f32x4.mul(i, g));
  if (peep) vo = f32x4.add(vo, f32x4.mul(load4(peep + width * 2 + at, count), state));
  const o = sigmoid4(vo);
  const s = tanh4(state);
  store4(zi, i, count);
  store4(zf, f, count);
  store4(zg, g, count);
  store4(zo, o, count);
  store4(c + at, state, count);
  store4(squashed + at, s, count);
  store4(h + at, f32x4.mul(o, s), count);
}

/** One row of gates and states; `squashed` keeps tanh c. */
export function lstmRow(
  n: i32,
  z: usize,
  before: usize,
  c: usize,
  squashed: usize,
  h: usize,
  peep: usize,
): void {
  const width = (<usize>n) << 2;
  const whole = (<usize>(n & ~3)) << 2;
  let at: usize = 0;
  if (peep) {
    for (; at < whole; at += 16) cells(4, at, width, z, before, c, squashed, h, peep);
    for (; at < width; at += 4) cells(1, at, width, z, before, c, squashed, h, peep);
  } else {
    for (; at < whole; at += 16) cells(4, at, width, z, before, c, squashed, h, 0);
    for (; at < width; at += 4) cells(1, at, width, z, before, c, squashed, h, 0);
  }
}

/** Gates become ∂L/∂z in place, dc becomes ∂L/∂c₋; with a tap, squashed becomes ∂L/∂c. */
@inline
function cellsBack(
  count: i32,
  at: usize,
  width: usize,
  z: usize,
  before: usize,
  after: usize,
  squashed: usize,
  dh: usize,
  dc: usize,
  peep: usize,
  dpeep: usize,
  tap: usize,
): void {
  const one = splat(1);
  const zi = z + at;
  const zf = zi + width;
  const zg = zf + width;
  const zo = zg + width;
  const i = load4(zi, count);
  const f = load4(zf, count);
  const g = load4(zg, count);
  const o = load4(zo, count);
  const s = load4(squashed + at, count);
  const past = load4(before + at, count);
  const upper = load4(dh + at, count);
  const dzo = f32x4.mul(f32x4.mul(upper, s), f32x4.mul(o, f32x4.sub(one, o)));
  let d = f32x4.add(
    load4(dc + at, count),
    f32x4.mul(f32x4.mul(upper, o), f32x4.sub(one, f32x4.mul(s, s))),
  );
  if (peep) d = f32x4.add(d, f32x4.mul(load4(peep + width * 2 + at, count), dzo));
  const dzi = f32x4.mul(f32x4.mul(d, g), f32x4.mul(i, f32x4.sub(one, i)));
  const dzf = f32x4.mul(f32x4.mul(d, past), f32x4.mul(f, f32x4.sub(one, f)));
  const dzg = f32x4.mul(f32x4.mul(d, i), f32x4.sub(one, f32x4.mul(g, g)));
  let back = f32x4.mul(d, f);
  if (peep) {
    back = f32x4.add(back, f32x4.mul(load4(peep + at, count), dzi));
    back = f32x4.add(back, f32x4.mul(load4(peep + width + at, count), dzf));
    add4(dpeep + at, f32x4.mul(dzi, past), count);
    add4(dpeep + width + at, f32x4.mul(dzf, past), count);
    add4(dpeep + width * 2 + at, f32x4.mul(dzo, load4(after + at, count)), count);
  }
  store4(zi, dzi, count);
  store4(zf, dzf, count);
  store4(zg, dzg, count);
  store4(zo, dzo, count);
  store4(dc + at, back, count);
  if (tap) store4(squashed + at, d, count);
}

/** Gradients of one row. */
export function lstmRowBack(
  n: i32,
  z: usize,
  before: usize,
  after: usize,
  squashed: usize,
  dh: usize,
  dc: usize,
  peep: usize,
  dpeep: usize,
  tap: usize,
): void {
  const width = (<usize>n) << 2;
  const whole = (<usize>(n & ~3)) << 2;
  let at: usize = 0;
  if (peep) {
    for (; at < whole; at += 16)
      cellsBack(4, at, width, z, before, after, squashed, dh, dc, peep, dpeep, tap);
    for (; at < width; at += 4)
      cellsBack(1, at, width, z, before, after, squashed, dh, dc, peep, dpeep, tap);
  } else {
    for (; at < whole; at += 16)
      cellsBack(4, at, width, z, before, after, squashed, dh, dc, 0, 0, tap);
    for (; at < width; at += 4)
      cellsBack(1, at, width, z, before, after, squashed, dh, dc, 0, 0, tap);
  }
}
