import { add4 } from "./rows";
import { gemm } from "./gemm";
import { load4 } from "./math";
import { sum64 } from "./reduce";

// Convolution and pooling over the last axis, time. A convolution is one matrix product a sample over its
// unfolded input: row (channel, tap) holds that channel as that tap sees it, zeros beyond the edges.

/** Steps for which tap `shift` (its offset from the step) lies within the input. */
@inline
function first(shift: i32, steps: i32): i32 {
  return min(max(-shift, 0), steps);
}

@inline
function last(shift: i32, time: i32, steps: i32): i32 {
  return max(min(time - shift, steps), first(shift, steps));
}

function unfold(
  channels: i32,
  time: i32,
  steps: i32,
  kernel: i32,
  dilation: i32,
  left: i32,
  x: usize,
  to: usize,
): void {
  const row = (<usize>steps) << 2;
  for (let c = 0; c < channels; c++) {
    for (let j = 0; j < kernel; j++) {
      const shift = j * dilation - left;
      const from = first(shift, steps);
      const until = last(shift, time, steps);
      memory.fill(to, 0, (<usize>from) << 2);
      if (from < until) {
        memory.copy(
          to + ((<usize>from) << 2),
          x + ((<usize>(from + shift)) << 2),
          (<usize>(until - from)) << 2,
        );
      }
      memory.fill(to + ((<usize>until) << 2), 0, (<usize>(steps - until)) << 2);
      to += row;
    }
    x += (<usize>time) << 2;
  }
}

/** The way back of `unfold`: x += every place a value went to. */
function fold(
  channels: i32,
  time: i32,
  steps: i32,
  kernel: i32,
  dilation: i32,
  left: i32,
  from: usize,
  x: usize,
): void {
  const row = (<usize>steps) << 2;
  for (let c = 0; c < channels; c++) {
    for (let j = 0; j < kernel; j++) {
      const shift = j * dilation - left;
      const begin = first(shift, steps);
      const n = last(shift, time, steps) - begin;
      const source = from + ((<usize>begin) << 2);
      const target = x + ((<usize>(begin + shift)) << 2);
      const whole = (<usize>(n & ~3)) << 2;
      const end = (<usize>n) << 2;
      let at: usize = 0;
      for (; at < whole; at += 16) add4(target + at, load4(source + at, 4), 4);
      for (; at < end; at += 4) add4(target + at, load4(source + at, 1), 1);
      from += row;
    }
    x += (<usize>time) << 2;
  }
}

/**
 * y[b, o, t] = bias[o] + Σ over c, j of weight[o, c, j] · x[b, c, t + j·dilation − left]
 *
 * @param steps  length of y in time
 * @param bias   address, or 0 for none
 * @param folded room for [channels · kernel, steps]
 */
export function conv1dForward(
  batch: i32,
  channels: i32,
  time: i32,
  outputs: i32,
  steps: i32,
  kernel: i32,
  dilation: i32,
  left: i32,
  x: usize,
  weight: usize,
  bias: usize,
  y: usize,
  folded: usize,
  scratch: usize,
): void {
  const depth = channels * kernel;
  const sample = (<usize>(channels * time)) << 2;
  const result = (<usize>(outputs * steps)) << 2;
  for (let b = 0; b < batch; b++) {
    for (let o = 0; o < outputs; o++) {
      const start = bias ? load<f32>(bias + ((<usize>o) << 2)) : 0;
      const row = y + ((<usize>(o * steps)) << 2);
      for (let t = 0; t < steps; t++) store<f32>(row + ((<usize>t) << 2), start);
    }
    unfold(channels, time, steps, kernel, dilation, left, x, folded);
    gemm(outputs, steps, depth, weight, depth, 1, folded, steps, 1, y, steps, 1, scratch);
    x += sample;
    y += result;
  }
}

/** Adds to the gradients; one at address 0 is not wanted. */
export function conv1dBackward(
  batch: i32,
  channels: i32,
  time: i32,
  outputs: i32,
  steps: i32,
  kernel: i32,
  dilation: i32,
  left: i32,
  x: usize,
  weight: usize,
  dy: usize,
  dx: usize,
  dweight: usize,
  dbias: usize,
  folded: usize,
  scratch: usize,
): void {
  const depth = channels * kernel;
  const sample = (<usize>(channels * time)) << 2;
  const result = (<usize>(outputs * steps)) << 2;
  if (dbias) {
    for (let o = 0; o < outputs; o++) {
      let sum: f64 = 0;
      for (let b = 0; b < batch; b++)
        sum += sum64(steps, dy + <usize>b * result + ((<usize>(o * steps)) << 2));
      const at = dbias + ((<usize>o) << 2);
      store<f32>(at, load<f32>(at) + <f32>sum);
    }
  }
  for (let b = 0; b < batch; b++) {
    if (dweight) {
      unfold(channels, time, steps, kernel, dilation, left, x, folded);
      gemm(outputs, depth, steps, dy, steps, 1, folded, 1, steps, dweight, depth, 1, scratch);
    }
    if (dx) {
      gemm(depth, steps, outputs, weight, 1, depth, dy, steps, 1, folded, steps, 0, scratch);
      fold(channels, time, steps, kernel, dilation, left, folded, dx);
      dx += sample;
    }
    x += sample;
    dy += result;
  }
}

/** Place of the largest of `size` values; the first of several, a NaN before all. */
@inline
function largest(size: i32, x: usize): usize {
  let best = x;
  let top = load<f32>(x);
  for (let k = 1; k < size; k++) {
    const at = x + ((<usize>k) << 2);
    const value = load<f32>(at);
    if (value > top || (value != value && top == top)) {
      top = value;
      best = at;
    }
  }
  return best;
}

/** y[r, t] = max of x[r, t·stride … t·stride + size) */
export function maxPoolForward(
  rows: i32,
  time: i32,
  steps: i32,
  size: i32,
  stride: i32,
  x: usize,
  y: usize,
): void {
  for (let r = 0; r < rows; r++) {
    for (let t = 0; t < steps; t++) {
      store<f32>(y, load<f32>(largest(size, x + ((<usize>(t * stride)) << 2))));
      y += 4;
    }
    x += (<usize>time) << 2;
  }
}

export function maxPoolBackward(
  rows: i32,
  time: i32,
  steps: i32,
  size: i32,
  stride: i32,
  x: usize,
  dy: usize,
  dx: usize,
): void {
  const shift = dx - x;
  for (let r = 0; r < rows; r++) {
    for (let t = 0; t < steps; t++) {
      const at = largest(size, x + ((<usize>(t * stride)) << 2)) + shift;
      store<f32>(at, load<f32>(at) + load<f32>(dy));
      dy += 4;
    }
    x += (<usize>time) << 2;
  }
}

/** y[r, t] = mean of x[r, t·stride … t·stride + size) */
export function averagePoolForward(
  rows: i32,
  time: i32,
  steps: i32,
  size: i32,
  stride: i32,
  x: usize,
  y: usize,
): void {
  for (let r = 0; r < rows; r++) {
    for (let t = 0; t < steps; t++) {
      store<f32>(y, <f32>(sum64(size, x + ((<usize>(t * stride)) << 2)) / <f64>size));
      y += 4;
    }
    x += (<usize>time) << 2;
  }
}

export function averagePoolBackward(
  rows: i32,
  time: i32,
  steps: i32,
  size: i32,
  stride: i32,
  dy: usize,
  dx: usize,
): void {
  for (let r = 0; r < rows; r++) {
    for (let t = 0; t < steps; t++) {
      const share = load<f32>(dy) / <f32>size;
      for (let k = 0; k < size; k++) {
        const at = dx + ((<usize>(t * stride + k)) << 2);
        store<f32>(at, load<f32>(at) + share);
      }
      dy += 4;
    }
    dx += (<usize>time) << 2;
  }
}
