import { PointLoss } from "../codes";

// Mean losses of a forecast p against its target y, and their gradients. With weights w (address 0 for
// none) a mean is Σ w·loss / Σ w, and 0 where all weights are 0.

/** Loss of the error e. Huber (1964): quadratic within ±delta, linear beyond, divided by delta. */
@inline
function loss(kind: i32, e: f32, delta: f32): f64 {
  if (kind == PointLoss.SQUARED) return <f64>e * <f64>e;
  const d = abs(e);
  if (kind == PointLoss.ABSOLUTE) return <f64>d;
  return <f64>(d <= delta ? (d * d * <f32>0.5) / delta : d - delta * <f32>0.5);
}

/** Derivative by e; that of e² is halved, its 2 is part of the common factor. */
@inline
function slope(kind: i32, e: f32, delta: f32): f32 {
  if (kind == PointLoss.SQUARED) return e;
  if (kind == PointLoss.ABSOLUTE) return <f32>(i32(e > 0) - i32(e < 0));
  return min(max(e / delta, <f32>-1), <f32>1);
}

@inline
function weightAt(w: usize, j: i32): f32 {
  return w ? load<f32>(w + ((<usize>j) << 2)) : 1;
}

function totalWeight(n: i32, w: usize): f64 {
  if (!w) return <f64>n;
  let sum: f64 = 0;
  for (let j = 0; j < n; j++) sum += <f64>weightAt(w, j);
  return sum;
}

@inline
function mean(kind: i32, n: i32, delta: f32, p: usize, y: usize, w: usize, out: usize): void {
  let sum: f64 = 0;
  for (let j = 0; j < n; j++) {
    const at = (<usize>j) << 2;
    const weight = weightAt(w, j);
    // What is masked may be missing: 0 · NaN must not count.
    if (weight) sum += <f64>weight * loss(kind, load<f32>(p + at) - load<f32>(y + at), delta);
  }
  const total = totalWeight(n, w);
  store<f32>(out, total ? <f32>(sum / total) : 0);
}

@inline
function meanBack(
  kind: i32,
  n: i32,
  delta: f32,
  p: usize,
  y: usize,
  w: usize,
  dout: usize,
  dp: usize,
): void {
  const total = <f32>totalWeight(n, w);
  if (!total) return;
  const factor = (kind == PointLoss.SQUARED ? load<f32>(dout) * 2 : load<f32>(dout)) / total;
  for (let j = 0; j < n; j++) {
    const at = (<usize>j) << 2;
    const weight = weightAt(w, j);
    if (!weight) continue;
    const e = load<f32>(p + at) - load<f32>(y + at);
    store<f32>(dp + at, load<f32>(dp + at) + factor * weight * slope(kind, e, delta));
  }
}

/** out = mean loss of p − y. Kinds: squared, absolute, Huber. */
export function lossForward(
  kind: i32,
  n: i32,
  delta: f32,
  p: usize,
  y: usize,
  w: usize,
  out: usize,
): void {
  if (kind == PointLoss.SQUARED) mean(PointLoss.SQUARED, n, delta, p, y, w, out);
  else if (kind == PointLoss.ABSOLUTE) mean(PointLoss.ABSOLUTE, n, delta, p, y, w, out);
  else mean(PointLoss.HUBER, n, delta, p, y, w, out);
}

/** dp += ∂loss/∂p · dout. The loss is even: with p and y exchanged it is the target's gradient. */
export function lossBackward(
  kind: i32,
  n: i32,
  delta: f32,
  p: usize,
  y: usize,
  w: usize,
  dout: usize,
  dp: usize,
): void {
  if (kind == PointLoss.SQUARED) meanBack(PointLoss.SQUARED, n, delta, p, y, w, dout, dp);
  else if (kind == PointLoss.ABSOLUTE) meanBack(PointLoss.ABSOLUTE, n, delta, p, y, w, dout, dp);
  else meanBack(PointLoss.HUBER, n, delta, p, y, w, dout, dp);
}

/**
 * Mean over rows and levels of max(q·e, (q − 1)·e) with e = y[row] − p[row, level] (Koenker & Bassett 1978).
 *
 * @param levels address of `count` levels q
 */
export function quantileForward(
  rows: i32,
  count: i32,
  levels: usize,
  p: usize,
  y: usize,
  w: usize,
  out: usize,
): void {
  let sum: f64 = 0;
  for (let r = 0; r < rows; r++) {
    const weight = weightAt(w, r);
    const target = load<f32>(y + ((<usize>r) << 2));
    if (weight) {
      for (let k = 0; k < count; k++) {
        const at = (<usize>k) << 2;
        const q = load<f32>(levels + at);
        const e = target - load<f32>(p + at);
        sum += <f64>weight * <f64>(e > 0 ? q * e : (q - 1) * e);
      }
    }
    p += (<usize>count) << 2;
  }
  const total = totalWeight(rows, w) * <f64>count;
  store<f32>(out, total ? <f32>(sum / total) : 0);
}

/** Adds to the gradients of forecast and target; one at address 0 is not wanted. */
export function quantileBackward(
  rows: i32,
  count: i32,
  levels: usize,
  p: usize,
  y: usize,
  w: usize,
  dout: usize,
  dp: usize,
  dy: usize,
): void {
  const total = <f32>(totalWeight(rows, w) * <f64>count);
  if (!total) return;
  const factor = load<f32>(dout) / total;
  for (let r = 0; r < rows; r++) {
    const weight = weightAt(w, r);
    const target = load<f32>(y + ((<usize>r) << 2));
    if (weight) {
      let sum: f32 = 0;
      for (let k = 0; k < count; k++) {
        const at = (<usize>k) << 2;
        const q = load<f32>(levels + at);
        const e = target - load<f32>(p + at);
        const d = factor * weight * (e > 0 ? q : e < 0 ? q - 1 : e != e ? e : 0);
        sum += d;
        if (dp) store<f32>(dp + at, load<f32>(dp + at) - d);
      }
      if (dy) store<f32>(dy + ((<usize>r) << 2), load<f32>(dy + ((<usize>r) << 2)) + sum);
    }
    p += (<usize>count) << 2;
    if (dp) dp += (<usize>count) << 2;
  }
}
