import { load4, splat, store4 } from "./math";

// One step of each optimiser over the whole weight vector. `scale` multiplies the gradient first,
// `decay` adds an L2 penalty to it.

@inline
function penalized(count: i32, w: usize, g: usize, scale: f32, decay: f32): v128 {
  return f32x4.add(
    f32x4.mul(load4(g, count), splat(scale)),
    f32x4.mul(load4(w, count), splat(decay)),
  );
}

@inline
function average(old: v128, now: v128, beta: f32): v128 {
  return f32x4.add(f32x4.mul(old, splat(beta)), f32x4.mul(now, splat(1 - beta)));
}

@inline
function adamLanes(
  count: i32,
  at: usize,
  w: usize,
  g: usize,
  m: usize,
  v: usize,
  rate: f32,
  beta1: f32,
  beta2: f32,
  epsilon: f32,
  decay: f32,
  shrink: f32,
  scale: f32,
): void {
  const gradient = penalized(count, w + at, g + at, scale, decay);
  const first = average(load4(m + at, count), gradient, beta1);
  const second = average(load4(v + at, count), f32x4.mul(gradient, gradient), beta2);
  store4(m + at, first, count);
  store4(v + at, second, count);
  const step = f32x4.div(
    f32x4.mul(first, splat(rate)),
    f32x4.add(f32x4.sqrt(second), splat(epsilon)),
  );
  store4(w + at, f32x4.sub(f32x4.mul(load4(w + at, count), splat(shrink)), step), count);
}

/**
 * Adam (Kingma & Ba 2015, section 2, last paragraph: bias corrections folded into rate and epsilon);
 * AdamW (Loshchilov & Hutter 2019) with `shrink` = 1 − rate·decay below 1.
 */
export function adam(
  n: i32,
  w: usize,
  g: usize,
  m: usize,
  v: usize,
  rate: f32,
  beta1: f32,
  beta2: f32,
  epsilon: f32,
  decay: f32,
  shrink: f32,
  scale: f32,
): void {
  const whole = (<usize>(n & ~3)) << 2;
  const end = (<usize>n) << 2;
  let at: usize = 0;
  for (; at < whole; at += 16)
    adamLanes(4, at, w, g, m, v, rate, beta1, beta2, epsilon, decay, shrink, scale);
  for (; at < end; at += 4)
    adamLanes(1, at, w, g, m, v, rate, beta1, beta2, epsilon, decay, shrink, scale);
}

@inline
function sgdLanes(
  count: i32,
  at: usize,
  w: usize,
  g: usize,
  m: usize,
  rate: f32,
  momentum: f32,
  decay: f32,
  scale: f32,
): void {
  const gradient = penalized(count, w + at, g + at, scale, decay);
  const velocity = f32x4.add(f32x4.mul(load4(m + at, count), splat(momentum)), gradient);
  store4(m + at, velocity, count);
  store4(w + at, f32x4.sub(load4(w + at, count), f32x4.mul(velocity, splat(rate))), count);
}

/** Gradient descent with momentum: v = momentum·v + g; w −= rate·v. */
export function sgd(
  n: i32,
  w: usize,
  g: usize,
  m: usize,
  rate: f32,
  momentum: f32,
  decay: f32,
  scale: f32,
): void {
  const whole = (<usize>(n & ~3)) << 2;
  const end = (<usize>n) << 2;
  let at: usize = 0;
  for (; at < whole; at += 16) sgdLanes(4, at, w, g, m, rate, momentum, decay, scale);
  for (; at < end; at += 4) sgdLanes(1, at, w, g, m, rate, momentum, decay, scale);
}

@inline
function rmspropLanes(
  count: i32,
  at: usize,
  w: usize,
  g: usize,
  v: usize,
  rate: f32,
  rho: f32,
  epsilon: f32,
  decay: f32,
  scale: f32,
): void {
  const gradient = penalized(count, w + at, g + at, scale, decay);
  const second = average(load4(v + at, count), f32x4.mul(gradient, gradient), rho);
  store4(v + at, second, count);
  const step = f32x4.div(
    f32x4.mul(gradient, splat(rate)),
    f32x4.add(f32x4.sqrt(second), splat(epsilon)),
  );
  store4(w + at, f32x4.sub(load4(w + at, count), step), count);
}

/** RMSprop (Hinton 2012, lecture 6e): v = ρ·v + (1 − ρ)·g²; w −= rate·g/(√v + ε). */
export function rmsprop(
  n: i32,
  w: usize,
  g: usize,
  v: usize,
  rate: f32,
  rho: f32,
  epsilon: f32,
  decay: f32,
  scale: f32,
): void {
  const whole = (<usize>(n & ~3)) << 2;
  const end = (<usize>n) << 2;
  let at: usize = 0;
  for (; at < whole; at += 16) rmspropLanes(4, at, w, g, v, rate, rho, epsilon, decay, scale);
  for (; at < end; at += 4) rmspropLanes(1, at, w, g, v, rate, rho, epsilon, decay, scale);
}

/** g = clamp(g, ±limit) */
export function clampValues(n: i32, g: usize, limit: f32): void {
  for (let j = 0; j < n; j++) {
    const at = g + ((<usize>j) << 2);
    store<f32>(at, min(max(load<f32>(at), -limit), limit));
  }
}
