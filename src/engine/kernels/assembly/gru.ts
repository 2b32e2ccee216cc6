import { gemm, gemmPacked, pack } from "./gemm";
import { load4, sigmoid4, splat, store4, tanh4 } from "./math";
import { add4, columnSums, fillRows, norm } from "./rows";

// Gated recurrent unit over a whole sequence, gates in the order r z n. The reset gate acts after the
// recurrent product of the candidate (Cho et al. 2014 as in cuDNN) or before it (as in the paper).

@inline
function mix(z: v128, n: v128, past: v128): v128 {
  return f32x4.add(n, f32x4.mul(z, f32x4.sub(past, n)));
}

/** r, z, n in place in `x`; h = (1 − z) ⊙ n + z ⊙ h₋. `u` holds h₋·U + b, its candidate part stays. */
@inline
function afterCells(
  count: i32,
  at: usize,
  width: usize,
  x: usize,
  u: usize,
  before: usize,
  h: usize,
): void {
  const xr = x + at;
  const xz = xr + width;
  const xn = xz + width;
  const ur = u + at;
  const uz = ur + width;
  const un = uz + width;
  const r = sigmoid4(f32x4.add(load4(xr, count), load4(ur, count)));
  const z = sigmoid4(f32x4.add(load4(xz, count), load4(uz, count)));
  const n = tanh4(f32x4.add(load4(xn, count), f32x4.mul(r, load4(un, count))));
  store4(xr, r, count);
  store4(xz, z, count);
  store4(xn, n, count);
  store4(h + at, mix(z, n, load4(before + at, count)), count);
}

/** x becomes ∂L/∂(x·W + b), u becomes ∂L/∂(h₋·U + b); the direct part of ∂L/∂h₋ is added. */
@inline
function afterCellsBack(
  count: i32,
  at: usize,
  width: usize,
  x: usize,
  u: usize,
  before: usize,
  dh: usize,
  dbefore: usize,
): void {
  const one = splat(1);
  const xr = x + at;
  const xz = xr + width;
  const xn = xz + width;
  const r = load4(xr, count);
  const z = load4(xz, count);
  const n = load4(xn, count);
  const un = load4(u + at + width * 2, count);
  const d = load4(dh + at, count);
  const past = load4(before + at, count);
  const dn = f32x4.mul(f32x4.mul(d, f32x4.sub(one, z)), f32x4.sub(one, f32x4.mul(n, n)));
  const dz = f32x4.mul(f32x4.mul(d, f32x4.sub(past, n)), f32x4.mul(z, f32x4.sub(one, z)));
  const dr = f32x4.mul(f32x4.mul(dn, un), f32x4.mul(r, f32x4.sub(one, r)));
  add4(dbefore + at, f32x4.mul(d, z), count);
  store4(xr, dr, count);
  store4(xz, dz, count);
  store4(xn, dn, count);
  store4(u + at, dr, count);
  store4(u + at + width, dz, count);
  store4(u + at + width * 2, f32x4.mul(dn, r), count);
}

@inline
function gateCells(
  count: i32,
  at: usize,
  width: usize,
  x: usize,
  before: usize,
  reset: usize,
): void {
  const r = sigmoid4(load4(x + at, count));
  store4(x + at, r, count);
  store4(x + at + width, sigmoid4(load4(x + at + width, count)), count);
  store4(reset + at, f32x4.mul(r, load4(before + at, count)), count);
}

@inline
function candidateCells(
  count: i32,
  at: usize,
  width: usize,
  x: usize,
  before: usize,
  h: usize,
): void {
  const n = tanh4(load4(x + at + width * 2, count));
  store4(x + at + width * 2, n, count);
  store4(h + at, mix(load4(x + at + width, count), n, load4(before + at, count)), count);
}

/** The candidate's and update gate's gradients; the direct part of ∂L/∂h₋ is added. */
@inline
function candidateCellsBack(
  count: i32,
  at: usize,
  width: usize,
  x: usize,
  before: usize,
  dh: usize,
  dbefore: usize,
  dcandidate: usize,
): void {
  const one = splat(1);
  const z = load4(x + at + width, count);
  const n = load4(x + at + width * 2, count);
  const d = load4(dh + at, count);
  const dn = f32x4.mul(f32x4.mul(d, f32x4.sub(one, z)), f32x4.sub(one, f32x4.mul(n, n)));
  const dz = f32x4.mul(
    f32x4.mul(d, f32x4.sub(load4(before + at, count), n)),
    f32x4.mul(z, f32x4.sub(one, z)),
  );
  add4(dbefore + at, f32x4.mul(d, z), count);
  store4(x + at + width, dz, count);
  store4(x + at + width * 2, dn, count);
  store4(dcandidate + at, dn, count);
}

/** The reset gate's gradient from that of r ⊙ h₋. */
@inline
function gateCellsBack(
  count: i32,
  at: usize,
  x: usize,
  before: usize,
  dreset: usize,
  dbefore: usize,
): void {
  const r = load4(x + at, count);
  const d = load4(dreset + at, count);
  add4(dbefore + at, f32x4.mul(d, r), count);
  store4(
    x + at,
    f32x4.mul(f32x4.mul(d, load4(before + at, count)), f32x4.mul(r, f32x4.sub(splat(1), r))),
    count,
  );
}

/**
 * Reset after: n = tanh(x·Wₙ + b + r ⊙ (h₋·Uₙ + c)).
 *
 * @param x, wx [time, batch, input], [input, 3·hidden]; wh [hidden, 3·hidden]; bias, biasH [3·hidden]
 * @param hs    [time + 1, batch, hidden], block 0 the initial state
 * @param gx    [time, batch, 3·hidden], left activated; gh the same, left as h₋·U + c
 */
export function gruForward(
  time: i32,
  batch: i32,
  input: i32,
  hidden: i32,
  x: usize,
  wx: usize,
  wh: usize,
  bias: usize,
  biasH: usize,
  hs: usize,
  gx: usize,
  gh: usize,
  packed: usize,
  scratch: usize,
): void {
  const width = 3 * hidden;
  const row = (<usize>width) << 2;
  const stateRow = (<usize>hidden) << 2;
  const whole = (<usize>(hidden & ~3)) << 2;
  const stateStep = stateRow * batch;
  pack(hidden, width, wh, width, 1, packed);
  for (let t = 0; t < time; t++) {
    fillRows(batch, width, bias, gx);
    fillRows(batch, width, biasH, gh);
    gemm(batch, width, input, x, input, 1, wx, width, 1, gx, width, 1, scratch);
    gemmPacked(batch, width, hidden, hs, packed, gh, scratch);
    for (let b = 0; b < batch; b++) {
      const before = hs + stateRow * b;
      const h = before + stateStep;
      let at: usize = 0;
      for (; at < whole; at += 16) afterCells(4, at, stateRow, gx, gh, before, h);
      for (; at < stateRow; at += 4) afterCells(1, at, stateRow, gx, gh, before, h);
      gx += row;
      gh += row;
    }
    x += (<usize>(batch * input)) << 2;
    hs += stateStep;
  }
}

/** Backpropagation through time, conventions as in sequence.ts. */
export function gruBackward(
  time: i32,
  batch: i32,
  input: i32,
  hidden: i32,
  x: usize,
  wx: usize,
  wh: usize,
  hs: usize,
  gx: usize,
  gh: usize,
  dhs: usize,
  dx: usize,
  dwx: usize,
  dwh: usize,
  dbias: usize,
  dbiasH: usize,
  truncate: i32,
  tap: usize,
  packed: usize,
  scratch: usize,
): void {
  const width = 3 * hidden;
  const row = (<usize>width) << 2;
  const stateRow = (<usize>hidden) << 2;
  const whole = (<usize>(hidden & ~3)) << 2;
  const stateStep = stateRow * batch;
  // Where the gradient is cut, what would flow on goes here.
  const discarded = scratch;
  pack(width, hidden, wh, 1, width, packed);
  for (let t = time - 1; t >= 0; t--) {
    const cut = truncate != 0 && t != 0 && (time - t) % truncate == 0;
    const before = hs + stateStep * t;
    const dbefore = dhs + stateStep * t;
    if (tap) store<f32>(tap + ((<usize>t) << 2), norm(batch * hidden, dbefore + stateStep));
    for (let b = 0; b < batch; b++) {
      const xb = gx + row * (t * batch + b);
      const ub = gh + row * (t * batch + b);
      const hb = before + stateRow * b;
      const dh = dbefore + stateStep + stateRow * b;
      const db = cut ? discarded : dbefore + stateRow * b;
      let at: usize = 0;
      for (; at < whole; at += 16) afterCellsBack(4, at, stateRow, xb, ub, hb, dh, db);
      for (; at < stateRow; at += 4) afterCellsBack(1, at, stateRow, xb, ub, hb, dh, db);
    }
    if (!cut) gemmPacked(batch, hidden, width, gh + row * (t * batch), packed, dbefore, scratch);
  }
  const rows = time * batch;
  gemm(input, width, rows, x, 1, input, gx, width, 1, dwx, width, 1, scratch);
  gemm(hidden, width, rows, hs, 1, hidden, gh, width, 1, dwh, width, 1, scratch);
  columnSums(rows, width, gx, dbias);
  columnSums(rows, width, gh, dbiasH);
  if (dx) gemm(rows, input, width, gx, width, 1, wx, 1, width, dx, input, 1, scratch);
}

/**
 * Reset before: n = tanh(x·Wₙ + b + (r ⊙ h₋)·Uₙ).
 *
 * @param gx    [time, batch, 3·hidden], left activated
 * @param reset [time, batch, hidden], r ⊙ h₋
 */
export function gruBeforeForward(
  time: i32,
  batch: i32,
  input: i32,
  hidden: i32,
  x: usize,
  wx: usize,
  wh: usize,
  bias: usize,
  hs: usize,
  gx: usize,
  reset: usize,
  scratch: usize,
): void {
  const width = 3 * hidden;
  const row = (<usize>width) << 2;
  const stateRow = (<usize>hidden) << 2;
  const whole = (<usize>(hidden & ~3)) << 2;
  const stateStep = stateRow * batch;
  for (let t = 0; t < time; t++) {
    fillRows(batch, width, bias, gx);
    gemm(batch, width, input, x, input, 1, wx, width, 1, gx, width, 1, scratch);
    gemm(batch, 2 * hidden, hidden, hs, hidden, 1, wh, width, 1, gx, width, 1, scratch);
    for (let b = 0; b < batch; b++) {
      const xb = gx + row * b;
      const before = hs + stateRow * b;
      const rb = reset + stateRow * b;
      let at: usize = 0;
      for (; at < whole; at += 16) gateCells(4, at, stateRow, xb, before, rb);
      for (; at < stateRow; at += 4) gateCells(1, at, stateRow, xb, before, rb);
    }
    gemm(
      batch,
      hidden,
      hidden,
      reset,
      hidden,
      1,
      wh + stateRow * 2,
      width,
      1,
      gx + stateRow * 2,
      width,
      1,
      scratch,
    );
    for (let b = 0; b < batch; b++) {
      const xb = gx + row * b;
      const before = hs + stateRow * b;
      const h = before + stateStep;
      let at: usize = 0;
      for (; at < whole; at += 16) candidateCells(4, at, stateRow, xb, before, h);
      for (; at < stateRow; at += 4) candidateCells(1, at, stateRow, xb, before, h);
    }
    x += (<usize>(batch * input)) << 2;
    hs += stateStep;
    gx += row * batch;
    reset += stateStep;
  }
}

/** @param work [2, batch, hidden] */
export function gruBeforeBackward(
  time: i32,
  batch: i32,
  input: i32,
  hidden: i32,
  x: usize,
  wx: usize,
  wh: usize,
  hs: usize,
  gx: usize,
  reset: usize,
  dhs: usize,
  dx: usize,
  dwx: usize,
  dwh: usize,
  dbias: usize,
  truncate: i32,
  tap: usize,
  work: usize,
  scratch: usize,
): void {
  const width = 3 * hidden;
  const row = (<usize>width) << 2;
  const stateRow = (<usize>hidden) << 2;
  const whole = (<usize>(hidden & ~3)) << 2;
  const stateStep = stateRow * batch;
  const dcandidate = work;
  const dreset = work + stateStep;
  const discarded = scratch;
  for (let t = time - 1; t >= 0; t--) {
    const cut = truncate != 0 && t != 0 && (time - t) % truncate == 0;
    const before = hs + stateStep * t;
    const dbefore = dhs + stateStep * t;
    const xt = gx + row * (t * batch);
    if (tap) store<f32>(tap + ((<usize>t) << 2), norm(batch * hidden, dbefore + stateStep));
    for (let b = 0; b < batch; b++) {
      const s = stateRow * b;
      const db = cut ? discarded : dbefore + s;
      let at: usize = 0;
      for (; at < whole; at += 16) {
        candidateCellsBack(
          4,
          at,
          stateRow,
          xt + row * b,
          before + s,
          dbefore + stateStep + s,
          db,
          dcandidate + s,
        );
      }
      for (; at < stateRow; at += 4) {
        candidateCellsBack(
          1,
          at,
          stateRow,
          xt + row * b,
          before + s,
          dbefore + stateStep + s,
          db,
          dcandidate + s,
        );
      }
    }
    gemm(
      batch,
      hidden,
      hidden,
      dcandidate,
      hidden,
      1,
      wh + stateRow * 2,
      1,
      width,
      dreset,
      hidden,
      0,
      scratch,
    );
    for (let b = 0; b < batch; b++) {
      const s = stateRow * b;
      const db = cut ? discarded : dbefore + s;
      let at: usize = 0;
      for (; at < whole; at += 16) gateCellsBack(4, at, xt + row * b, before + s, dreset + s, db);
      for (; at < stateRow; at += 4) gateCellsBack(1, at, xt + row * b, before + s, dreset + s, db);
    }
    if (!cut)
      gemm(batch, hidden, 2 * hidden, xt, width, 1, wh, 1, width, dbefore, hidden, 1, scratch);
  }
  const rows = time * batch;
  gemm(input, width, rows, x, 1, input, gx, width, 1, dwx, width, 1, scratch);
  gemm(hidden, 2 * hidden, rows, hs, 1, hidden, gx, width, 1, dwh, width, 1, scratch);
  gemm(
    hidden,
    hidden,
    rows,
    reset,
    1,
    hidden,
    gx + stateRow * 2,
    width,
    1,
    dwh + stateRow * 2,
    width,
    1,
    scratch,
  );
  columnSums(rows, width, gx, dbias);
  if (dx) gemm(rows, input, width, gx, width, 1, wx, 1, width, dx, input, 1, scratch);
}
