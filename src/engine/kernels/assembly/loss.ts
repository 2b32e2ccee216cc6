// Mean losses of a forecast against its target, and their gradients.

/** (1/n) Σ (p − y)² */
export function mseForward(n: i32, p: usize, y: usize, out: usize): void {
  let sum: f64 = 0;
  for (let j = 0; j < n; j++) {
    const at = (<usize>j) << 2;
    const d = <f64>(load<f32>(p + at) - load<f32>(y + at));
    sum += d * d;
  }
  store<f32>(out, <f32>(sum / <f64>n));
}

/** dp += (2/n) (p − y) · dout */
export function mseBackward(n: i32, p: usize, y: usize, dout: usize, dp: usize): void {
  const factor = (load<f32>(dout) * 2) / <f32>n;
  for (let j = 0; j < n; j++) {
    const at = (<usize>j) << 2;
    store<f32>(dp + at, load<f32>(dp + at) + factor * (load<f32>(p + at) - load<f32>(y + at)));
  }
}

/** (1/n) Σ huber(p − y): quadratic within ±delta, linear beyond (Huber 1964), divided by delta. */
export function huberForward(n: i32, delta: f32, p: usize, y: usize, out: usize): void {
  let sum: f64 = 0;
  for (let j = 0; j < n; j++) {
    const at = (<usize>j) << 2;
    const d = abs(load<f32>(p + at) - load<f32>(y + at));
    sum += <f64>(d <= delta ? (d * d * <f32>0.5) / delta : d - delta * <f32>0.5);
  }
  store<f32>(out, <f32>(sum / <f64>n));
}

/** dp += clamp((p − y) / delta, −1, 1) · dout / n */
export function huberBackward(
  n: i32,
  delta: f32,
  p: usize,
  y: usize,
  dout: usize,
  dp: usize,
): void {
  const factor = load<f32>(dout) / <f32>n;
  for (let j = 0; j < n; j++) {
    const at = (<usize>j) << 2;
    const d = (load<f32>(p + at) - load<f32>(y + at)) / delta;
    store<f32>(dp + at, load<f32>(dp + at) + factor * min(max(d, <f32>-1), <f32>1));
  }
}
