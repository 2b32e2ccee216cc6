// Elementary functions on four float32 lanes, built from + - * / alone so that every machine gives
// the same bits. Range reduction after Cody & Waite (1980); the logarithm's polynomial is that of
// Moshier's Cephes (logf), the others were fitted by reweighted least squares to the stated ranges.

@inline
export function splat(x: f32): v128 {
  return f32x4.splat(x);
}

@inline
function madd(a: v128, b: v128, c: f32): v128 {
  return f32x4.add(f32x4.mul(a, b), splat(c));
}

/**
 * eˣ = 2ⁿ·eʳ with n = round(x / ln 2); the polynomial is minimax for |r| ≤ ln 2 / 2. Saturates at the
 * smallest normal float32 and at 1.7e38 instead of 0 and inf. NaN stays NaN.
 */
@inline
export function exp4(x: v128): v128 {
  x = f32x4.pmin(f32x4.pmax(x, splat(-87.3365)), splat(88.0296));
  // Adding 1.5·2²³ rounds to an integer and leaves it in the low bits of the sum.
  const shifted = f32x4.add(f32x4.mul(x, splat(1.44269504088896341)), splat(12582912));
  const n = f32x4.sub(shifted, splat(12582912));
  let r = f32x4.sub(x, f32x4.mul(n, splat(0.693359375)));
  r = f32x4.sub(r, f32x4.mul(n, splat(-2.1219444e-4)));
  let p = madd(r, splat(8.312476871e-3), 4.18902729e-2);
  p = madd(p, r, 1.66671154e-1);
  p = madd(p, r, 4.999923072e-1);
  p = f32x4.add(f32x4.mul(p, f32x4.mul(r, r)), f32x4.add(r, splat(1)));
  return v128.bitselect(x, i32x4.add(p, i32x4.shl(shifted, 23)), f32x4.ne(x, x));
}

/** σ(x) = 1 / (1 + e⁻ˣ). */
@inline
export function sigmoid4(x: v128): v128 {
  return f32x4.div(splat(1), f32x4.add(splat(1), exp4(f32x4.neg(x))));
}

/**
 * tanh(x) = 2t/(1 + t²) with t = tanh(x/2) ≈ n/d, hence 2nd/(d² + n²): doubling damps the error of t.
 * n = x·P(x²) and d = Q(x²) are minimax for |x| ≤ 9.1, beyond which the result rounds to ±1.
 */
@inline
export function tanh4(x: v128): v128 {
  x = f32x4.pmin(f32x4.pmax(x, splat(-9.1)), splat(9.1));
  const z = f32x4.mul(x, x);
  let p = madd(z, splat(-2.6725615498435218e-8), 3.043686410819646e-5);
  p = madd(p, z, 0.011336023919284344);
  const n = f32x4.mul(x, madd(p, z, 0.40045586228370667));
  const d = madd(madd(z, splat(8.379039936698973e-4), 0.08941459655761719), z, 0.8009117245674133);
  const nd = f32x4.mul(n, d);
  const y = f32x4.div(f32x4.add(nd, nd), f32x4.add(f32x4.mul(n, n), f32x4.mul(d, d)));
  return f32x4.pmin(f32x4.pmax(y, splat(-1)), splat(1));
}

/** ln x; NaN below 0, −∞ at 0. Subnormal numbers count as 0. */
@inline
export function log4(x: v128): v128 {
  const subnormal = f32x4.lt(x, splat(1.17549435e-38));
  const bits = x;
  let e = f32x4.convert_i32x4_s(i32x4.sub(i32x4.shr_u(bits, 23), i32x4.splat(126)));
  let m = v128.or(v128.and(bits, i32x4.splat(0x007fffff)), splat(0.5));
  const low = f32x4.lt(m, splat(0.707106781186547524));
  e = f32x4.sub(e, v128.and(splat(1), low));
  m = f32x4.sub(f32x4.add(m, v128.and(m, low)), splat(1));
  const z = f32x4.mul(m, m);
  let p = madd(m, splat(7.0376836292e-2), -1.151461031e-1);
  p = madd(p, m, 1.167699874e-1);
  p = madd(p, m, -1.2420140846e-1);
  p = madd(p, m, 1.4249322787e-1);
  p = madd(p, m, -1.6668057665e-1);
  p = madd(p, m, 2.0000714765e-1);
  p = madd(p, m, -2.4999993993e-1);
  p = madd(p, m, 3.3333331174e-1);
  let y = f32x4.mul(f32x4.mul(p, m), z);
  y = f32x4.add(y, f32x4.mul(e, splat(-2.1219444e-4)));
  y = f32x4.sub(y, f32x4.mul(z, splat(0.5)));
  y = f32x4.add(f32x4.add(m, y), f32x4.mul(e, splat(0.693359375)));
  y = v128.bitselect(splat(-Infinity), y, subnormal);
  y = v128.bitselect(splat(NaN), y, f32x4.lt(x, splat(0)));
  return v128.bitselect(x, y, v128.or(f32x4.eq(x, splat(Infinity)), f32x4.ne(x, x)));
}

/** The standard normal density e^(−x²/2)/√(2π). */
@inline
export function density4(x: v128): v128 {
  return f32x4.mul(splat(0.3989422804014327), exp4(f32x4.mul(splat(-0.5), f32x4.mul(x, x))));
}

/**
 * The standard normal distribution Φ(x) = (1 + erf(x/√2))/2. Its tail beyond |x| is e^(−x²/2)·t·P(t)
 * with t = 1/(1 + 0.21·|x|), so that small values keep their relative precision.
 */
@inline
export function normal4(x: v128): v128 {
  const t = f32x4.div(splat(1), madd(f32x4.abs(x), splat(0.21), 1));
  let p = madd(t, splat(-7.165923833556505e-2), 2.836030110592822e-1);
  p = madd(p, t, -3.302838379420372e-1);
  p = madd(p, t, 3.494368115801089e-1);
  p = madd(p, t, -9.395083902381585e-2);
  p = madd(p, t, 1.2488415439509429e-1);
  p = madd(p, t, 6.918907651046771e-2);
  p = madd(p, t, 8.50693224200932e-2);
  p = madd(p, t, 8.37115460692973e-2);
  const tail = f32x4.mul(f32x4.mul(p, t), exp4(f32x4.mul(splat(-0.5), f32x4.mul(x, x))));
  return v128.bitselect(tail, f32x4.sub(splat(1), tail), f32x4.lt(x, splat(0)));
}

/** Bytes that so many floats take. */
@inline
export function at(index: i32): usize {
  return (<usize>index) << 2;
}

// Rows end where four lanes no longer fit: the rest runs through the same code one lane at a time.

@inline
export function lanes(n: i32, j: i32): i32 {
  return n - j >= 4 ? 4 : 1;
}

@inline
export function load4(at: usize, count: i32): v128 {
  return count == 4 ? v128.load(at) : v128.load_splat<f32>(at);
}

@inline
export function store4(at: usize, value: v128, count: i32): void {
  if (count == 4) v128.store(at, value);
  else v128.store_lane<f32>(at, value, 0);
}
