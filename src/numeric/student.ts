import { exp, log } from "./elementary.js";
import { normalQuantile } from "./normal.js";

/**
 * Distribution function of Student's t with `freedom` degrees, by the incomplete beta function.
 *
 * @see Abramowitz & Stegun (1964), "Handbook of mathematical functions", 26.7.1 and 26.5.27
 */
export function studentCdf(t: number, freedom: number): number {
  const tail = incompleteBeta(freedom / (freedom + t * t), freedom / 2, 0.5) / 2;
  return t > 0 ? 1 - tail : tail;
}

/** Most quantiles that are kept: series of a panel have few lengths, and intervals few levels. */
const MAX_KEPT = 1000;
const kept = new Map<number, Map<number, number>>();

/**
 * The value that Student's t with `freedom` degrees stays below with a probability from 1/2 to below 1.
 * The distribution function is concave there, so that Newton's steps from the normal quantile, which is
 * never larger, come nearer from one side.
 */
export function studentQuantile(probability: number, freedom: number): number {
  let quantiles = kept.get(freedom);
  if (quantiles === undefined || quantiles.size >= MAX_KEPT) {
    if (kept.size >= MAX_KEPT) kept.clear();
    quantiles = new Map();
    kept.set(freedom, quantiles);
  }
  let quantile = quantiles.get(probability);
  if (quantile === undefined) {
    quantile = findQuantile(probability, freedom);
    quantiles.set(probability, quantile);
  }
  return quantile;
}

function findQuantile(probability: number, freedom: number): number {
  const constant =
    logGamma((freedom + 1) / 2) - logGamma(freedom / 2) - 0.5 * log(freedom * Math.PI);
  let t = normalQuantile(probability);
  for (let turn = 0; turn < 100; turn++) {
    const density = exp(constant - ((freedom + 1) / 2) * log(1 + (t * t) / freedom));
    const step = (probability - studentCdf(t, freedom)) / density;
    t += step;
    if (!(step > 1e-12 * t)) break;
  }
  return t;
}

/**
 * Regularised incomplete beta function I(x; a, b), by its continued fraction after Lentz, to 1e-14.
 *
 * @see Abramowitz & Stegun (1964), 26.5.8
 */
function incompleteBeta(x: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  // The fraction converges fast on this side of the mean.
  if (x > (a + 1) / (a + b + 2)) return 1 - incompleteBeta(1 - x, b, a);
  const front = exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * log(x) + b * log(1 - x)) / a;
  let c = 1;
  let d = 1 / awayFromZero(1 - ((a + b) * x) / (a + 1));
  let value = d;
  for (let m = 1; m <= 500; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / awayFromZero(1 + even * d);
    c = awayFromZero(1 + even / c);
    value *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / awayFromZero(1 + odd * d);
    c = awayFromZero(1 + odd / c);
    value *= d * c;
    if (Math.abs(d * c - 1) < 1e-15) break;
  }
  return front * value;
}

function awayFromZero(value: number): number {
  return Math.abs(value) < 1e-300 ? 1e-300 : value;
}

/** ln Γ(x) for x > 0, by Stirling's series after stepping up to where it is exact. */
function logGamma(x: number): number {
  let shift = 1;
  let z = x;
  for (; z < 15; z++) shift *= z;
  const square = 1 / (z * z);
  const series =
    (1 / 12 - square * (1 / 360 - square * (1 / 1260 - square * (1 / 1680 - square / 1188)))) / z;
  return (z - 0.5) * log(z) - z + 0.5 * log(2 * Math.PI) + series - log(shift);
}
