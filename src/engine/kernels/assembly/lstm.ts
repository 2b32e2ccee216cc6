import { gemm, gemmPacked, pack } from "./gemm";
import { add4, columnSums, fillRows, norm } from "./rows";
import { load4, sigmoid4, splat, store4, tanh4 } from "./math";

// Long short-term memory over a whole sequence. Gates lie side by side in the order i f g o.

/** σ σ tanh σ in place, then c = f ⊙ c₋ + i ⊙ g and h = o ⊙ tanh c, for `count` cells from `at`. */
// @ts-ignore: decorator
@inline
function cells(
  count: i32, at: usize, width: usize, z: usize, before: usize, c: usize, squashed: usize, h: usize, peep: usize,
): void {
    const zi = z + at, zf = zi + width, zg = zf + width, zo = zg + width;
    const past = load4(before + at, count);
    let vi = load4(zi, count), vf = load4(zf, count), vo = load4(zo, count);
    if (peep) {
      vi = f32x4.add(vi, f32x4.mul(load4(peep + at, count), past));
      vf = f32x4.add(vf, f32x4.mul(load4(peep + width + at, count), past));
    }
    const i = sigmoid4(vi), f = sigmoid4(vf), g = tanh4(load4(zg, count));
    const state = f32x4.add(f32x4.mul(f, past), f32x4.mul(i, g));
    if (peep) vo = f32x4.add(vo, f32x4.mul(load4(peep + width * 2 + at, count), state));
    const o = sigmoid4(vo), s = tanh4(state);
    store4(zi, i, count);
    store4(zf, f, count);
    store4(zg, g, count);
    store4(zo, o, count);
    store4(c + at, state, count);
    store4(squashed + at, s, count);
    store4(h + at, f32x4.mul(o, s), count);
}

/** One row of gates and states. */
function step(n: i32, z: usize, before: usize, c: usize, squashed: usize, h: usize, peep: usize): void {
  const width = <usize>n << 2, whole = <usize>(n & ~3) << 2;
  let at: usize = 0;
  if (peep) {
    for (; at < whole; at += 16) cells(4, at, width, z, before, c, squashed, h, peep);
    for (; at < width; at += 4) cells(1, at, width, z, before, c, squashed, h, peep);
  } else {
    for (; at < whole; at += 16) cells(4, at, width, z, before, c, squashed, h, 0);
    for (; at < width; at += 4) cells(1, at, width, z, before, c, squashed, h, 0);
  }
}

/**
 * @param x        [time, batch, input]
 * @param wx       [input, 4·hidden]; wh [hidden, 4·hidden]; bias [4·hidden]; peep [3, hidden] or 0
 * @param hs, cs   [time + 1, batch, hidden]; block 0 holds the initial state, zeros unless `stateful`
 * @param gates    [time, batch, 4·hidden], left activated
 * @param squashed [time, batch, hidden], tanh c
 * @param packed   room for wh in panels
 */
export function lstmForward(
  time: i32, batch: i32, input: i32, hidden: i32,
  x: usize, wx: usize, wh: usize, bias: usize, peep: usize,
  hs: usize, cs: usize, gates: usize, squashed: usize, stateful: i32, packed: usize, scratch: usize,
): void {
  const width = hidden * 4;
  const gateRow = <usize>width << 2, stateRow = <usize>hidden << 2;
  const gateStep = gateRow * batch, stateStep = stateRow * batch, inputStep = <usize>(batch * input) << 2;
  pack(hidden, width, wh, width, 1, packed);
  for (let t = 0; t < time; t++) {
    fillRows(batch, width, bias, gates);
    gemm(batch, width, input, x, input, 1, wx, width, 1, gates, width, 1, scratch);
    if (t || stateful) gemmPacked(batch, width, hidden, hs, packed, gates, scratch);
    for (let b = 0; b < batch; b++) {
      const at = stateRow * b;
      step(hidden, gates + gateRow * b, cs + at, cs + stateStep + at, squashed + at, hs + stateStep + at, peep);
    }
    x += inputStep;
    gates += gateStep;
    squashed += stateStep;
    hs += stateStep;
    cs += stateStep;
  }
}

/** Gates become ∂L/∂z in place, dc becomes ∂L/∂c₋; with a tap, squashed becomes ∂L/∂c. */
// @ts-ignore: decorator
@inline
function cellsBack(
  count: i32, at: usize, width: usize, z: usize, before: usize, after: usize, squashed: usize,
  dh: usize, dc: usize, peep: usize, dpeep: usize, tap: usize,
): void {
  const one = splat(1);
    const zi = z + at, zf = zi + width, zg = zf + width, zo = zg + width;
    const i = load4(zi, count), f = load4(zf, count), g = load4(zg, count), o = load4(zo, count);
    const s = load4(squashed + at, count), past = load4(before + at, count), upper = load4(dh + at, count);
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
function stepBack(
  n: i32, z: usize, before: usize, after: usize, squashed: usize, dh: usize, dc: usize,
  peep: usize, dpeep: usize, tap: usize,
): void {
  const width = <usize>n << 2, whole = <usize>(n & ~3) << 2;
  let at: usize = 0;
  if (peep) {
    for (; at < whole; at += 16) cellsBack(4, at, width, z, before, after, squashed, dh, dc, peep, dpeep, tap);
    for (; at < width; at += 4) cellsBack(1, at, width, z, before, after, squashed, dh, dc, peep, dpeep, tap);
  } else {
    for (; at < whole; at += 16) cellsBack(4, at, width, z, before, after, squashed, dh, dc, 0, 0, tap);
    for (; at < width; at += 4) cellsBack(1, at, width, z, before, after, squashed, dh, dc, 0, 0, tap);
  }
}

/**
 * Backpropagation through time. On entry dhs holds the loss's own gradient of every state; on return
 * the total derivative, block 0 that of the initial state. Weight gradients are added to.
 *
 * @param dc       [batch, hidden], gradient of the last cell state; becomes that of the initial one
 * @param gates    as left by the forward pass; becomes ∂L/∂z
 * @param packed   room for whᵀ in panels
 * @param dx       [time, batch, input], added to; 0 when not wanted
 * @param truncate steps after which the gradient is cut; 0 for never
 * @param tap      [2, time], ‖∂L/∂hₜ‖ and ‖∂L/∂cₜ‖; 0 when off
 */
export function lstmBackward(
  time: i32, batch: i32, input: i32, hidden: i32,
  x: usize, wx: usize, wh: usize, peep: usize, hs: usize, cs: usize, gates: usize, squashed: usize,
  dhs: usize, dc: usize, dx: usize, dwx: usize, dwh: usize, dbias: usize, dpeep: usize,
  truncate: i32, tap: usize, stateful: i32, packed: usize, scratch: usize,
): void {
  const width = hidden * 4;
  const gateRow = <usize>width << 2, stateRow = <usize>hidden << 2;
  const gateStep = gateRow * batch, stateStep = stateRow * batch;
  pack(width, hidden, wh, 1, width, packed);
  for (let t = time - 1; t >= 0; t--) {
    const z = gates + gateStep * t, before = stateStep * t, after = before + stateStep;
    if (tap) store<f32>(tap + (<usize>t << 2), norm(batch * hidden, dhs + after));
    for (let b = 0; b < batch; b++) {
      const at = stateRow * b;
      stepBack(
        hidden, z + gateRow * b, cs + before + at, cs + after + at, squashed + before + at,
        dhs + after + at, dc + at, peep, dpeep, tap,
      );
    }
    if (tap) store<f32>(tap + (<usize>(time + t) << 2), norm(batch * hidden, squashed + before));
    if (truncate && t && (time - t) % truncate == 0) memory.fill(dc, 0, stateStep);
    else if (t || stateful) gemmPacked(batch, hidden, width, z, packed, dhs + before, scratch);
  }
  const rows = time * batch;
  gemm(input, width, rows, x, 1, input, gates, width, 1, dwx, width, 1, scratch);
  // A zero initial state adds nothing to the recurrent weights' gradient.
  const skip = stateful ? 0 : batch;
  gemm(
    hidden, width, rows - skip, hs + stateRow * skip, 1, hidden, gates + gateRow * skip, width, 1,
    dwh, width, 1, scratch,
  );
  columnSums(rows, width, gates, dbias);
  if (dx) gemm(rows, input, width, gates, width, 1, wx, 1, width, dx, input, 1, scratch);
}
