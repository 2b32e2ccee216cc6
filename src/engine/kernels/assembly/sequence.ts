import { RecurrentCell } from "../codes";
import { gemm, gemmPacked, pack } from "./gemm";
import { lstmRow, lstmRowBack } from "./lstm";
import { lstm97Row, lstm97RowBack } from "./lstm97";
import { rnnRow, rnnRowBack } from "./rnn";
import { columnSums, columnSumsAndProducts, fillRows, fillRowsByOne, norm } from "./rows";
import { slstmRow, slstmRowBack } from "./slstm";

// Recurrence over a whole sequence for cells whose pre-activations are z = x·Wx + h₋·Wh + b.

/**
 * @param width  pre-activations a step: all gates of all cells
 * @param x      [time, batch, input]
 * @param wx     [input, width]; wh [hidden, width]; bias [width]
 * @param extra  lstm: address of peephole weights [3, hidden] or 0; lstm97: cells a block; else 0
 * @param hs, cs [time + 1, batch, hidden]; block 0 holds the initial state, zeros unless `stateful`
 * @param z      [time, batch, width], left activated
 * @param saved  [time, batch, hidden], squashed states; slstm: logarithms of the normaliser
 * @param packed room for wh in panels
 */
export function sequenceForward(
  cell: i32,
  time: i32,
  batch: i32,
  input: i32,
  hidden: i32,
  width: i32,
  x: usize,
  wx: usize,
  wh: usize,
  bias: usize,
  extra: usize,
  hs: usize,
  cs: usize,
  z: usize,
  saved: usize,
  stateful: i32,
  packed: usize,
  scratch: usize,
): void {
  const zRow = (<usize>width) << 2;
  const stateRow = (<usize>hidden) << 2;
  const stateStep = stateRow * batch;
  const inputStep = (<usize>(batch * input)) << 2;
  pack(hidden, width, wh, width, 1, packed);
  for (let t = 0; t < time; t++) {
    if (input == 1) fillRowsByOne(batch, width, bias, x, wx, z);
    else {
      fillRows(batch, width, bias, z);
      gemm(batch, width, input, x, input, 1, wx, width, 1, z, width, 1, scratch);
    }
    if (t || stateful) gemmPacked(batch, width, hidden, hs, packed, z, scratch);
    for (let b = 0; b < batch; b++) {
      const at = stateRow * b;
      const h = hs + stateStep + at;
      const before = cs + at;
      const after = before + stateStep;
      if (cell == RecurrentCell.LSTM) lstmRow(hidden, z, before, after, saved + at, h, extra);
      else if (cell < RecurrentCell.LSTM) rnnRow(cell, hidden, z, h);
      else if (cell >= RecurrentCell.SLSTM)
        slstmRow(
          hidden,
          cell == RecurrentCell.SLSTM_EXPONENTIAL,
          z,
          before,
          after,
          t ? saved - stateStep + at : 0,
          stateful,
          saved + at,
          h,
        );
      else
        lstm97Row(
          hidden,
          <i32>extra,
          cell == RecurrentCell.LSTM97_NARROW,
          z,
          before,
          after,
          saved + at,
          h,
        );
      z += zRow;
    }
    x += inputStep;
    saved += stateStep;
    hs += stateStep;
    cs += stateStep;
  }
}

/**
 * Backpropagation through time. On entry dhs holds the loss's own gradient of every state; on return
 * the total derivative, block 0 that of the initial state. Weight gradients are added to.
 *
 * @param dc       [batch, hidden], gradient of the last cell state; becomes that of the initial one
 * @param z        as left by the forward pass; becomes ∂L/∂z
 * @param dx       [time, batch, input], added to; 0 when not wanted
 * @param dextra   gradient of the peephole weights
 * @param truncate steps after which the gradient is cut; 0 for never
 * @param tap      [2, time], ‖∂L/∂hₜ‖ and ‖∂L/∂cₜ‖; 0 when off
 * @param packed   room for whᵀ in panels
 */
export function sequenceBackward(
  cell: i32,
  time: i32,
  batch: i32,
  input: i32,
  hidden: i32,
  width: i32,
  x: usize,
  wx: usize,
  wh: usize,
  extra: usize,
  hs: usize,
  cs: usize,
  z: usize,
  saved: usize,
  dhs: usize,
  dc: usize,
  dx: usize,
  dwx: usize,
  dwh: usize,
  dbias: usize,
  dextra: usize,
  truncate: i32,
  tap: usize,
  stateful: i32,
  packed: usize,
  scratch: usize,
): void {
  const zRow = (<usize>width) << 2;
  const stateRow = (<usize>hidden) << 2;
  const stateStep = stateRow * batch;
  pack(width, hidden, wh, 1, width, packed);
  // Nothing comes of the last normaliser.
  if (cell >= RecurrentCell.SLSTM) memory.fill(saved + stateStep * (time - 1), 0, stateStep);
  for (let t = time - 1; t >= 0; t--) {
    const zt = z + zRow * batch * t;
    const before = stateStep * t;
    const after = before + stateStep;
    if (tap) store<f32>(tap + ((<usize>t) << 2), norm(batch * hidden, dhs + after));
    for (let b = 0; b < batch; b++) {
      const at = stateRow * b;
      const zb = zt + zRow * b;
      const dh = dhs + after + at;
      const s = saved + before + at;
      if (cell == RecurrentCell.LSTM) {
        lstmRowBack(
          hidden,
          zb,
          cs + before + at,
          cs + after + at,
          s,
          dh,
          dc + at,
          extra,
          dextra,
          tap,
        );
      } else if (cell < RecurrentCell.LSTM) rnnRowBack(cell, hidden, zb, hs + after + at, dh);
      else if (cell >= RecurrentCell.SLSTM)
        slstmRowBack(
          hidden,
          zb,
          cs + before + at,
          cs + after + at,
          s,
          t ? s - stateStep : 0,
          dh,
          dc + at,
          tap,
        );
      else
        lstm97RowBack(
          hidden,
          <i32>extra,
          cell == RecurrentCell.LSTM97_NARROW,
          zb,
          s,
          dh,
          dc + at,
          tap,
        );
    }
    if (tap && cell >= RecurrentCell.LSTM)
      store<f32>(tap + ((<usize>(time + t)) << 2), norm(batch * hidden, saved + before));
    if (truncate && t && (time - t) % truncate == 0) {
      memory.fill(dc, 0, stateStep);
      if (cell >= RecurrentCell.SLSTM) memory.fill(saved + before - stateStep, 0, stateStep);
    } else if (t || stateful) gemmPacked(batch, hidden, width, zt, packed, dhs + before, scratch);
  }
  const rows = time * batch;
  if (input == 1) columnSumsAndProducts(rows, width, x, z, dbias, dwx);
  else {
    gemm(input, width, rows, x, 1, input, z, width, 1, dwx, width, 1, scratch);
    columnSums(rows, width, z, dbias);
  }
  // A zero initial state adds nothing to the recurrent weights' gradient.
  const skip = stateful ? 0 : batch;
  gemm(
    hidden,
    width,
    rows - skip,
    hs + stateRow * skip,
    1,
    hidden,
    z + zRow * skip,
    width,
    1,
    dwh,
    width,
    1,
    scratch,
  );
  if (dx) gemm(rows, input, width, z, width, 1, wx, 1, width, dx, input, 1, scratch);
}
