import { SolverMethod, SolverOutcome, UnaryFunction } from "../codes";
import { unary, unaryBackward } from "./activation";
import { axpy, copy, fill, scaleShift } from "./elementwise";
import { gemm } from "./gemm";
import { exp4, log4, splat } from "./math";
import { columnSums, fillRows } from "./rows";

// Runge–Kutta solutions of dz/dt = s·(tanh(z·W₁ + b₁)·W₂ + b₂) over t from 0 to 1, z [rows, n]. Each row
// has a length of time s of its own; steps are common to all rows.

/** Slots of a tally, float64. */
const EVALUATIONS: usize = 0;
const ACCEPTED: usize = 8;
const REJECTED: usize = 16;
/** {@link SolverOutcome}: 0 while all is well, else why the first solution broke off. */
const FAILURE: usize = 24;
/** How far through the interval it was then. */
const REACHED: usize = 32;

/** Step, as a share of the interval, below which float32 no longer tells t from t + h. */
const MIN_STEP: f32 = 1e-6;

/** Stages whose slopes make the next state. The pair looks at the slope there, too. */
@inline
function stagesOf(method: i32): i32 {
  return method == SolverMethod.RK4 ? 4 : 6;
}

/** What slope j weighs on the way to stage i; the stage after the last is the next state. */
function weightOf(method: i32, i: i32, j: i32): f32 {
  if (method == SolverMethod.RK4) {
    if (i == 4) return j == 0 || j == 3 ? 1.0 / 6.0 : 1.0 / 3.0;
    return j != i - 1 ? 0 : i == 3 ? 1 : 0.5;
  }
  if (i == 1) return 1.0 / 5.0;
  if (i == 2) return j == 0 ? 3.0 / 40.0 : 9.0 / 40.0;
  if (i == 3) return j == 0 ? 44.0 / 45.0 : j == 1 ? -56.0 / 15.0 : 32.0 / 9.0;
  if (i == 4) {
    if (j == 0) return 19372.0 / 6561.0;
    if (j == 1) return -25360.0 / 2187.0;
    return j == 2 ? 64448.0 / 6561.0 : -212.0 / 729.0;
  }
  if (i == 5) {
    if (j == 0) return 9017.0 / 3168.0;
    if (j == 1) return -355.0 / 33.0;
    if (j == 2) return 46732.0 / 5247.0;
    return j == 3 ? 49.0 / 176.0 : -5103.0 / 18656.0;
  }
  if (j == 0) return 35.0 / 384.0;
  if (j == 1) return 0;
  if (j == 2) return 500.0 / 1113.0;
  if (j == 3) return 125.0 / 192.0;
  return j == 4 ? -2187.0 / 6784.0 : 11.0 / 84.0;
}

/** What slope j weighs in the difference of the two orders. */
function errorWeightOf(j: i32): f32 {
  if (j == 0) return 71.0 / 57600.0;
  if (j == 1) return 0;
  if (j == 2) return -71.0 / 16695.0;
  if (j == 3) return 71.0 / 1920.0;
  if (j == 4) return -17253.0 / 339200.0;
  return j == 5 ? 22.0 / 525.0 : -1.0 / 40.0;
}

@inline
function power(x: f32, exponent: f32): f32 {
  return f32x4.extract_lane(exp4(f32x4.mul(splat(exponent), log4(splat(x)))), 0);
}

// The problem that is being solved; each thread has an instance of its own.
let rows: i32 = 0;
let n: i32 = 0;
let m: i32 = 0;
let inner: usize = 0;
let innerBias: usize = 0;
let outer: usize = 0;
let outerBias: usize = 0;
let spans: usize = 0;
let scratch: usize = 0;
/** Bytes of a state and of the field's hidden units. */
let size: usize = 0;
let hiddenSize: usize = 0;

/** @param field addresses of W₁ [n, m], b₁ [m], W₂ [m, n] and b₂ [n], 32 bits each */
function pose(rows_: i32, n_: i32, m_: i32, field: usize, spans_: usize, scratch_: usize): void {
  rows = rows_;
  n = n_;
  m = m_;
  inner = load<u32>(field);
  innerBias = load<u32>(field, 4);
  outer = load<u32>(field, 8);
  outerBias = load<u32>(field, 12);
  spans = spans_;
  scratch = scratch_;
  size = (<usize>(rows * n)) << 2;
  hiddenSize = (<usize>(rows * m)) << 2;
}

/** Multiplies each row by its length of time. */
function timed(x: usize): void {
  for (let r = 0; r < rows; r++) {
    scaleShift(n, load<f32>(spans + ((<usize>r) << 2)), 0, x, x);
    x += (<usize>n) << 2;
  }
}

/** k = f(at) */
function slope(at: usize, hidden: usize, k: usize): void {
  fillRows(rows, m, innerBias, hidden);
  gemm(rows, m, n, at, n, 1, inner, m, 1, hidden, m, 1, scratch);
  unary(UnaryFunction.TANH, rows * m, hidden, hidden);
  fillRows(rows, n, outerBias, k);
  gemm(rows, n, m, hidden, m, 1, outer, n, 1, k, n, 1, scratch);
  timed(k);
}

/** pulled = adjoint · ∂f/∂z where `hidden` was computed; the adjoint is left in its length of time. */
function pull(
  hidden: usize,
  adjoint: usize,
  hiddenGrad: usize,
  innerGrad: usize,
  pulled: usize,
): void {
  timed(adjoint);
  fill(rows * m, hiddenGrad, 0);
  fill(rows * m, innerGrad, 0);
  gemm(rows, m, n, adjoint, n, 1, outer, 1, n, hiddenGrad, m, 1, scratch);
  unaryBackward(UnaryFunction.TANH, rows * m, hidden, hidden, hiddenGrad, innerGrad);
  fill(rows * n, pulled, 0);
  gemm(rows, n, m, innerGrad, m, 1, inner, 1, m, pulled, n, 1, scratch);
}

/** to = from + h · Σⱼ weight · changeⱼ of the stages before i */
function toStage(method: i32, i: i32, h: f32, from: usize, changes: usize, to: usize): void {
  copy(rows * n, from, to);
  for (let j = 0; j < i; j++) {
    const weight = weightOf(method, i, j);
    if (weight != 0) axpy(rows * n, h * weight, changes + size * j, to);
  }
}

/**
 * The estimated error of a step in units of what is tolerated: the root mean square of the worst row.
 *
 * @param unit what the absolute tolerance is in
 */
function errorOf(
  h: f32,
  changes: usize,
  before: usize,
  after: usize,
  relative: f32,
  absolute: f32,
  work: usize,
): f32 {
  fill(rows * n, work, 0);
  for (let j = 0; j < 7; j++) axpy(rows * n, h * errorWeightOf(j), changes + size * j, work);
  let worst: f64 = 0;
  let at: usize = 0;
  for (let r = 0; r < rows; r++) {
    let sum: f64 = 0;
    for (let j = 0; j < n; j++) {
      const reach = max<f32>(abs<f32>(load<f32>(before + at)), abs<f32>(load<f32>(after + at)));
      const error = <f64>load<f32>(work + at) / <f64>(absolute + relative * reach);
      sum += error * error;
      at += 4;
    }
    worst = max<f64>(worst, sum / n);
  }
  return <f32>Math.sqrt(worst);
}

/** Factor for the next step after one of this error: proportional to it and to how it changed. */
function growth(error: f32, last: f32): f32 {
  const wanted: f32 = 0.9 * power(max<f32>(error, 1e-8), -0.17) * power(last, 0.04);
  return min<f32>(10, max<f32>(0.2, wanted));
}

/** Factor for another try after a step of too large an error, or one that is no number. */
function shrinkage(error: f32): f32 {
  return error < Infinity ? max<f32>(0.1, 0.9 * power(error, -0.2)) : 0.1;
}

@inline
function count(tally: usize, slot: usize, more: f64): void {
  store<f64>(tally + slot, load<f64>(tally + slot) + more);
}

function fail(tally: usize, why: f64, t: f32): void {
  store<f64>(tally + FAILURE, why);
  store<f64>(tally + REACHED, <f64>t);
}

/**
 * @param maxSteps number of steps of RK4, else the maximum that is tried
 * @param lengths [1 + maxSteps], how many steps were accepted and their lengths; 0 when nobody asks
 * @param states  [room, rows, n], where the accepted steps began, of more steps than there is room for
 *   every second, fourth, … of them; 0 when nobody asks
 * @param room    `maxSteps`, or an even number
 * @param kept    [maxSteps, stages · (n + m), rows], the slopes of every step's stages and the hidden units
 *   there, so that nobody computes them again on the way back; 0 when nobody asks
 * @param tally   see the slots above; added to. Once a solution has failed, all are NaN.
 * @param work    9 states and the hidden units of a field
 */
export function solveForward(
  method: i32,
  rows_: i32,
  n_: i32,
  m_: i32,
  field: usize,
  spans_: usize,
  z: usize,
  out: usize,
  relative: f32,
  absolute: f32,
  maxSteps: i32,
  lengths: usize,
  states: usize,
  room: i32,
  kept: usize,
  tally: usize,
  work: usize,
  scratch_: usize,
): void {
  pose(rows_, n_, m_, field, spans_, scratch_);
  if (load<f64>(tally + FAILURE) != 0) return fill(rows * n, out, NaN);
  const stages = stagesOf(method);
  const at = work + 7 * size;
  const rest = at + size;
  const step = stages * (size + hiddenSize);
  const apart = kept ? hiddenSize : 0;
  let ks = kept ? kept : work;
  let hidden = kept ? kept + stages * size : rest + size;
  let t: f32 = 0;
  let h: f32 = method == SolverMethod.RK4 ? <f32>1 / <f32>maxSteps : 1;
  let last: f32 = 1e-4;
  let accepted = 0;
  let tried = 0;
  let stride = 1;
  copy(rows * n, z, out);
  slope(out, hidden, ks);
  let evaluations: f64 = 1;
  while (t < 1) {
    if (tried++ == maxSteps) {
      fail(tally, SolverOutcome.TOO_MANY_STEPS, t);
      break;
    }
    for (let i = 1; i < stages; i++) {
      toStage(method, i, h, out, ks, at);
      slope(at, hidden + apart * i, ks + size * i);
    }
    toStage(method, stages, h, out, ks, at);
    evaluations += stages - 1;
    let next = h;
    if (method != SolverMethod.RK4) {
      slope(at, hidden, ks + 6 * size);
      evaluations++;
      const error = errorOf(h, ks, out, at, relative, absolute, rest);
      if (!(error <= 1)) {
        count(tally, REJECTED, 1);
        h *= shrinkage(error);
        if (h >= MIN_STEP) continue;
        fail(tally, error < Infinity ? SolverOutcome.STEP_TOO_SMALL : SolverOutcome.NOT_FINITE, t);
        break;
      }
      next = h * growth(error, last);
      last = max<f32>(error, 1e-4);
    }
    if (states && accepted % stride == 0) {
      if (accepted == room * stride) {
        for (let i = 1; i < room / 2; i++) copy(rows * n, states + size * 2 * i, states + size * i);
        stride *= 2;
      }
      copy(rows * n, out, states + size * (accepted / stride));
    }
    accepted++;
    if (lengths) store<f32>(lengths + ((<usize>accepted) << 2), h);
    copy(rows * n, at, out);
    // Equal steps add up to 1 by their number, whatever is rounded on the way.
    t =
      method == SolverMethod.RK4
        ? accepted == maxSteps
          ? 1
          : t + h
        : 1 - t - h < MIN_STEP
          ? 1
          : t + h;
    h = method == SolverMethod.RK4 ? h : min<f32>(next, 1 - t);
    if (method != SolverMethod.RK4) copy(rows * n, ks + 6 * size, ks);
    else if (t < 1) {
      if (kept) {
        ks += step;
        hidden += step;
      }
      slope(out, hidden, ks);
      evaluations++;
    }
  }
  if (lengths) store<f32>(lengths, <f32>accepted);
  count(tally, EVALUATIONS, evaluations);
  count(tally, ACCEPTED, accepted);
  if (load<f64>(tally + FAILURE) != 0) fill(rows * n, out, NaN);
}

// Room for the seven stages on the way back.
let ks: usize = 0;
let places: usize = 0;
let adjoints: usize = 0;
let pulls: usize = 0;
let hiddens: usize = 0;
let innerGrads: usize = 0;
let hiddenGrad: usize = 0;
let state: usize = 0;
let adjoint: usize = 0;
/** The next adjoint, or what a stage weighs. */
let following: usize = 0;
let difference: usize = 0;

function layOut(work: usize): void {
  ks = work;
  places = ks + 7 * size;
  adjoints = places + 7 * size;
  pulls = adjoints + 7 * size;
  state = pulls + 7 * size;
  adjoint = state + size;
  following = adjoint + size;
  difference = following + size;
  hiddens = difference + size;
  innerGrads = hiddens + 7 * hiddenSize;
  hiddenGrad = innerGrads + 7 * hiddenSize;
}

@inline
function slopeAt(i: i32): void {
  slope(places + size * i, hiddens + hiddenSize * i, ks + size * i);
}

@inline
function pullAt(i: i32): void {
  const place = hiddenSize * i;
  pull(hiddens + place, adjoints + size * i, hiddenGrad, innerGrads + place, pulls + size * i);
}

/** Adds what stage i says of the weights, `weight` times. */
function learn(i: i32, weight: f32, gradients: usize): void {
  const dInner: usize = load<u32>(gradients);
  const dInnerBias: usize = load<u32>(gradients, 4);
  const dOuter: usize = load<u32>(gradients, 8);
  const dOuterBias: usize = load<u32>(gradients, 12);
  const adjoint = adjoints + size * i;
  const bent = innerGrads + hiddenSize * i;
  scaleShift(rows * n, weight, 0, adjoint, following);
  scaleShift(rows * m, weight, 0, bent, hiddenGrad);
  if (dOuter)
    gemm(m, n, rows, hiddens + hiddenSize * i, 1, m, following, n, 1, dOuter, n, 1, scratch);
  if (dOuterBias) columnSums(rows, n, following, dOuterBias);
  if (dInner) gemm(n, m, rows, places + size * i, 1, n, hiddenGrad, m, 1, dInner, m, 1, scratch);
  if (dInnerBias) columnSums(rows, m, hiddenGrad, dInnerBias);
}

function largest(x: usize): f32 {
  let largest: f32 = 0;
  for (let at: usize = 0; at < size; at += 4)
    largest = max<f32>(largest, abs<f32>(load<f32>(x + at)));
  return largest;
}

/** Length of an accepted step. */
@inline
function lengthOf(lengths: usize, step: i32): f32 {
  return load<f32>(lengths + ((<usize>(step + 1)) << 2));
}

/** The state after a step from another one, as `solveForward` found it. */
function advance(method: i32, h: f32, from: usize, to: usize): void {
  const stages = stagesOf(method);
  slope(from, hiddens, ks);
  for (let i = 1; i < stages; i++) {
    toStage(method, i, h, from, ks, places);
    slope(places, hiddens, ks + size * i);
  }
  toStage(method, stages, h, from, ks, to);
}

/**
 * Back through what each accepted step did, the last one first; its length counts as given. Where not
 * every step's beginning was kept, those between are found again from the one before.
 *
 * @returns looks at the field's slope
 */
function backThrough(
  method: i32,
  lengths: usize,
  states: usize,
  room: i32,
  replay: usize,
  kept: usize,
  gradients: usize,
): f64 {
  const stages = stagesOf(method);
  const accepted = <i32>load<f32>(lengths);
  let stride = 1;
  while (stride * room < accepted) stride *= 2;
  let evaluations: f64 = 0;
  for (let step = accepted - 1; step >= 0; step--) {
    const h = lengthOf(lengths, step);
    const since = step % stride;
    const start = states + size * (step / stride);
    const from = since == 0 ? start : replay + size * since;
    if (since > 0 && (step == accepted - 1 || since == stride - 1)) {
      let at = start;
      for (let i = 1; i <= since; i++) {
        const next = replay + size * i;
        advance(method, lengthOf(lengths, step - since + i - 1), at, next);
        at = next;
      }
      evaluations += since * stages;
    }
    if (kept) {
      ks = kept + stages * (size + hiddenSize) * step;
      hiddens = ks + stages * size;
    }
    for (let i = 0; i < stages; i++) {
      toStage(method, i, h, from, ks, places + size * i);
      if (!kept) slopeAt(i);
    }
    for (let i = stages - 1; i >= 0; i--) {
      const own = adjoints + size * i;
      scaleShift(rows * n, h * weightOf(method, stages, i), 0, adjoint, own);
      for (let j = i + 1; j < stages; j++) {
        const weight = weightOf(method, j, i);
        if (weight != 0) axpy(rows * n, h * weight, pulls + size * j, own);
      }
      pullAt(i);
      learn(i, 1, gradients);
    }
    for (let i = 0; i < stages; i++) axpy(rows * n, 1, pulls + size * i, adjoint);
  }
  return kept ? 0 : evaluations + accepted * stages;
}

/** Integrates state and adjoint from the end to the start. */
function backInTime(
  method: i32,
  relative: f32,
  absolute: f32,
  maxSteps: i32,
  gradients: usize,
  tally: usize,
): void {
  const stages = stagesOf(method);
  // The adjoint is as small as the loss makes it: its absolute tolerance is in units of what arrived.
  const unit = largest(adjoint);
  if (unit == 0) return;
  let t: f32 = 0;
  let h: f32 = method == SolverMethod.RK4 ? <f32>1 / <f32>maxSteps : 1;
  let last: f32 = 1e-4;
  let accepted = 0;
  let tried = 0;
  let evaluations: f64 = 1;
  copy(rows * n, state, places);
  copy(rows * n, adjoint, adjoints);
  slopeAt(0);
  pullAt(0);
  while (t < 1) {
    if (tried++ == maxSteps) {
      fail(tally, SolverOutcome.TOO_MANY_STEPS, 1 - t);
      break;
    }
    // The stage after the last is the next state, where the pair looks as well.
    for (let i = 1; i <= stages; i++) {
      toStage(method, i, -h, state, ks, places + size * i);
      toStage(method, i, h, adjoint, pulls, adjoints + size * i);
      if (i == stages) {
        copy(rows * n, adjoints + size * i, following);
        if (method == SolverMethod.RK4) break;
      }
      slopeAt(i);
      pullAt(i);
      evaluations++;
    }
    let next = h;
    const reached = places + size * stages;
    if (method != SolverMethod.RK4) {
      // `following` holds the next adjoint, which `pullAt` has put in its length of time.
      const own = errorOf(h, ks, state, reached, relative, absolute, difference);
      const other = errorOf(h, pulls, adjoint, following, relative, absolute * unit, difference);
      const error = own != own || other != other ? <f32>NaN : max<f32>(own, other);
      if (!(error <= 1)) {
        count(tally, REJECTED, 1);
        h *= shrinkage(error);
        if (h >= MIN_STEP) continue;
        fail(
          tally,
          error < Infinity ? SolverOutcome.STEP_TOO_SMALL : SolverOutcome.NOT_FINITE,
          1 - t,
        );
        break;
      }
      next = h * growth(error, last);
      last = max<f32>(error, 1e-4);
    }
    copy(rows * n, reached, state);
    copy(rows * n, following, adjoint);
    for (let i = 0; i < stages; i++) {
      const weight = weightOf(method, stages, i);
      if (weight != 0) learn(i, h * weight, gradients);
    }
    accepted++;
    t =
      method == SolverMethod.RK4
        ? accepted == maxSteps
          ? 1
          : t + h
        : 1 - t - h < MIN_STEP
          ? 1
          : t + h;
    h = method == SolverMethod.RK4 ? h : min<f32>(next, 1 - t);
    if (t >= 1) break;
    copy(rows * n, state, places);
    copy(rows * n, adjoint, adjoints);
    if (method == SolverMethod.RK4) {
      slopeAt(0);
      pullAt(0);
      evaluations++;
    } else {
      copy(rows * n, ks + 6 * size, ks);
      copy(rows * n, pulls + 6 * size, pulls);
      timed(adjoints);
      copy(rows * m, hiddens + 6 * hiddenSize, hiddens);
      copy(rows * m, innerGrads + 6 * hiddenSize, innerGrads);
    }
  }
  count(tally, EVALUATIONS, evaluations);
  count(tally, ACCEPTED, accepted);
}

/**
 * Adds ∂L/∂z to `dz` and to the gradients of the field.
 *
 * @param out       [rows, n], the solution, and its gradient `dout`
 * @param states    as the way there left them; 0 for the adjoint way
 * @param room      likewise
 * @param replay    room for the states between two that were kept; 0 where all are
 * @param kept      likewise; 0 where stages have to be computed again
 * @param gradients addresses as in `field`, 0 where nobody asks
 * @param tally     of the way back
 * @param work      32 states and the hidden units of 15 fields
 */
export function solveBackward(
  method: i32,
  rows_: i32,
  n_: i32,
  m_: i32,
  field: usize,
  spans_: usize,
  out: usize,
  dout: usize,
  dz: usize,
  gradients: usize,
  relative: f32,
  absolute: f32,
  maxSteps: i32,
  lengths: usize,
  states: usize,
  room: i32,
  kept: usize,
  replay: usize,
  tally: usize,
  work: usize,
  scratch_: usize,
): void {
  pose(rows_, n_, m_, field, spans_, scratch_);
  layOut(work);
  copy(rows * n, dout, adjoint);
  if (states) {
    const looks = backThrough(method, lengths, states, room, replay, kept, gradients);
    count(tally, EVALUATIONS, looks);
  } else {
    copy(rows * n, out, state);
    backInTime(method, relative, absolute, maxSteps, gradients, tally);
  }
  if (dz) axpy(rows * n, 1, adjoint, dz);
}
