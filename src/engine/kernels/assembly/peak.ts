/**
 * 48 floating-point operations a round on four lanes: six chains of sums and six of products, as many
 * as keep both kinds of unit busy. What a core can do at best without fused multiply-add.
 */
export function arithmeticPeak(rounds: i32, out: usize): void {
  const x = f32x4.splat(load<f32>(out));
  const y = f32x4.splat(load<f32>(out, 4));
  let a = y;
  let b = y;
  let c = y;
  let d = y;
  let e = y;
  let f = y;
  let p = x;
  let q = x;
  let r = x;
  let s = x;
  let t = x;
  let u = x;
  for (let i = 0; i < rounds; i++) {
    a = f32x4.add(a, y);
    p = f32x4.mul(p, x);
    b = f32x4.add(b, y);
    q = f32x4.mul(q, x);
    c = f32x4.add(c, y);
    r = f32x4.mul(r, x);
    d = f32x4.add(d, y);
    s = f32x4.mul(s, x);
    e = f32x4.add(e, y);
    t = f32x4.mul(t, x);
    f = f32x4.add(f, y);
    u = f32x4.mul(u, x);
  }
  const sums = f32x4.add(f32x4.add(f32x4.add(a, b), f32x4.add(c, d)), f32x4.add(e, f));
  const products = f32x4.add(f32x4.add(f32x4.add(p, q), f32x4.add(r, s)), f32x4.add(t, u));
  v128.store(out, f32x4.add(sums, products));
}
