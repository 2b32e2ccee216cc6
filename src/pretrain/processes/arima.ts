import type { Random } from "../../numeric/random.js";
import { chance, logUniform, pick, shocks } from "./draws.js";
import { exponential } from "./exponential-smoothing.js";

const BURN_IN = 60;

/** A series of a seasonal ARIMA process of random order and parameters, some of them in logarithms. */
export function arimaProcess(random: Random, length: number, season: number): Float64Array {
  const shock = shocks(random);
  const n = length + BURN_IN + season;
  const ar = stablePolynomial(random, pick(random, orders));
  const ma = stablePolynomial(random, pick(random, orders));
  const seasonal = season > 1 && chance(random, 0.75);
  const seasonalAr = seasonal && chance(random, 0.4) ? random.uniform(-0.3, 0.9) : 0;
  const seasonalMa = seasonal && chance(random, 0.6) ? random.uniform(-0.9, 0.3) : 0;
  const errors = Float64Array.from({ length: n }, shock);
  const x = new Float64Array(n);
  const filtered = errors.map(
    (error, t) => error + (t >= season ? seasonalMa * errors[t - season] : 0),
  );
  for (let t = 0; t < n; t++) {
    let value = filtered[t];
    for (let i = 1; i < ma.length && i <= t; i++) value -= ma[i] * filtered[t - i];
    for (let i = 1; i < ar.length && i <= t; i++) value += ar[i] * x[t - i];
    x[t] = value;
  }
  if (seasonalAr !== 0) for (let t = season; t < n; t++) x[t] += seasonalAr * x[t - season];
  if (seasonal && chance(random, 0.6)) integrate(x, season);
  const differences = pick(random, [
    [0, 3],
    [1, 6],
    [2, 1],
  ]);
  const drift = differences === 1 && chance(random, 0.6) ? random.normal() * 0.4 + 0.15 : 0;
  for (let d = 0; d < differences; d++) {
    for (let t = 0; t < n; t++) x[t] += d === 0 ? drift : 0;
    integrate(x, 1);
  }
  const y = x.slice(n - length);
  if (chance(random, 0.45)) {
    const sigma = logUniform(random, 0.005, 0.15);
    return exponential(
      y.map((value) => value * sigma),
      random,
    );
  }
  return y;
}

const orders = [
  [0, 3],
  [1, 4],
  [2, 2],
  [3, 1],
] as const;

function integrate(x: Float64Array, lag: number): void {
  for (let t = lag; t < x.length; t++) x[t] += x[t - lag];
}

/**
 * Coefficients a₁ … aₚ (from index 1) of a stationary autoregression, from partial autocorrelations by the
 * recursion of Durbin and Levinson.
 */
function stablePolynomial(random: Random, order: number): Float64Array {
  let a = new Float64Array(1);
  for (let p = 1; p <= order; p++) {
    const partial = p === 1 ? random.uniform(-0.7, 0.97) : random.uniform(-0.7, 0.7);
    const next = new Float64Array(p + 1);
    for (let i = 1; i < p; i++) next[i] = a[i] - partial * a[p - i];
    next[p] = partial;
    a = next;
  }
  return a;
}
