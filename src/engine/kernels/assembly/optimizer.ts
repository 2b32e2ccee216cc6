import { load4, splat, store4 } from "./math";

// @ts-ignore: decorator
@inline
function adamLanes(
  count: i32, at: usize, w: usize, g: usize, m: usize, v: usize,
  rate: f32, beta1: f32, beta2: f32, epsilon: f32, decay: f32, scale: f32,
): void {
  const weight = load4(w + at, count);
  const gradient = f32x4.add(f32x4.mul(load4(g + at, count), splat(scale)), f32x4.mul(weight, splat(decay)));
  const first = f32x4.add(f32x4.mul(load4(m + at, count), splat(beta1)), f32x4.mul(gradient, splat(1 - beta1)));
  const second = f32x4.add(
    f32x4.mul(load4(v + at, count), splat(beta2)),
    f32x4.mul(f32x4.mul(gradient, gradient), splat(1 - beta2)),
  );
  store4(m + at, first, count);
  store4(v + at, second, count);
  const step = f32x4.div(f32x4.mul(first, splat(rate)), f32x4.add(f32x4.sqrt(second), splat(epsilon)));
  store4(w + at, f32x4.sub(weight, step), count);
}

/** Adam (Kingma & Ba 2015, section 2, last paragraph: bias corrections folded into rate and epsilon). */
export function adam(
  n: i32, w: usize, g: usize, m: usize, v: usize,
  rate: f32, beta1: f32, beta2: f32, epsilon: f32, decay: f32, scale: f32,
): void {
  const whole = <usize>(n & ~3) << 2, end = <usize>n << 2;
  let at: usize = 0;
  for (; at < whole; at += 16) adamLanes(4, at, w, g, m, v, rate, beta1, beta2, epsilon, decay, scale);
  for (; at < end; at += 4) adamLanes(1, at, w, g, m, v, rate, beta1, beta2, epsilon, decay, scale);
}
