import { at, lanes, load4, sigmoid4, splat, store4 } from "./math";
import { norm } from "./rows";

// Minimal gated recurrent unit (Feng et al. 2024): its gate sees the input alone, so that all products
// of a sequence are one. A row of z holds the gate's pre-activations and the candidates, [hidden] each.

/**
 * hₜ = hₜ₋₁ + a ⊙ (g − hₜ₋₁) with a = σ(z_a).
 *
 * @param z  [time, batch, 2·hidden]; left with a in place of z_a
 * @param hs [time + 1, batch, hidden], block 0 the initial state
 */
export function mingruForward(time: i32, batch: i32, hidden: i32, z: usize, hs: usize): void {
  const step = at(batch * hidden);
  for (let r = 0; r < time * batch; r++) {
    for (let j = 0, count = 0; j < hidden; j += count) {
      count = lanes(hidden, j);
      const past = load4(hs + at(j), count);
      const a = sigmoid4(load4(z + at(j), count));
      const g = load4(z + at(hidden + j), count);
      store4(z + at(j), a, count);
      store4(hs + step + at(j), f32x4.add(past, f32x4.mul(a, f32x4.sub(g, past))), count);
    }
    z += at(2 * hidden);
    hs += at(hidden);
  }
}

/**
 * Backpropagation through time. On entry dhs holds the loss's own gradient of every state; on return the
 * total derivative, block 0 that of the initial state.
 *
 * @param dz       [time, batch, 2·hidden]
 * @param truncate steps after which the gradient is cut; 0 for never
 * @param tap      [time], ‖∂L/∂hₜ‖; 0 when off
 */
export function mingruBackward(
  time: i32,
  batch: i32,
  hidden: i32,
  z: usize,
  hs: usize,
  dhs: usize,
  dz: usize,
  truncate: i32,
  tap: usize,
): void {
  const step = at(batch * hidden);
  for (let t = time - 1; t >= 0; t--) {
    if (tap) store<f32>(tap + at(t), norm(batch * hidden, dhs + step + at(t * batch * hidden)));
    const cut = truncate && t && (time - t) % truncate == 0;
    for (let b = 0; b < batch; b++) {
      const place = t * batch + b;
      const gate = z + at(2 * place * hidden);
      const dgate = dz + at(2 * place * hidden);
      const past = hs + at(place * hidden);
      const dpast = dhs + at(place * hidden);
      for (let j = 0, count = 0; j < hidden; j += count) {
        count = lanes(hidden, j);
        const a = load4(gate + at(j), count);
        const g = load4(gate + at(hidden + j), count);
        const before = load4(past + at(j), count);
        const upper = load4(dpast + step + at(j), count);
        const change = f32x4.mul(a, f32x4.sub(splat(1), a));
        const opened = f32x4.mul(upper, f32x4.sub(g, before));
        store4(dgate + at(j), f32x4.mul(opened, change), count);
        store4(dgate + at(hidden + j), f32x4.mul(upper, a), count);
        if (cut) continue;
        const kept = f32x4.mul(upper, f32x4.sub(splat(1), a));
        store4(dpast + at(j), f32x4.add(load4(dpast + at(j), count), kept), count);
      }
    }
  }
}
