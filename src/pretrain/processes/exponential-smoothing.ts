import { exp } from "../../numeric/elementary.js";
import type { Random } from "../../numeric/random.js";
import { chance, logUniform, mostlySmall, pick, seasonProfile, shocks } from "./draws.js";

const BURN_IN = 24;

/**
 * A series of an exponential smoothing model with random components and parameters, additive, or additive
 * in the logarithm so that trend, season and error are multiplicative.
 *
 *   yₜ = ℓₜ₋₁ + φbₜ₋₁ + sₜ₋ₘ + eₜ    ℓₜ = ℓₜ₋₁ + φbₜ₋₁ + αeₜ    bₜ = φbₜ₋₁ + βeₜ    sₜ = sₜ₋ₘ + γeₜ
 *
 * @see Hyndman, Koehler, Ord & Snyder (2008), Forecasting with exponential smoothing, chapter 2
 */
export function exponentialSmoothing(random: Random, length: number, season: number): Float64Array {
  const shock = shocks(random);
  const sigma = logUniform(random, 0.004, 0.3);
  const alpha = pick(random, [
    [() => random.uniform(0.02, 1), 5],
    [() => 1, 1],
    [() => random.uniform(0, 0.1), 1],
  ])();
  const trending = chance(random, 0.65);
  const damped = chance(random, 0.5);
  const beta = trending && chance(random, 0.6) ? alpha * 0.6 * mostlySmall(random) : 0;
  const phi = damped ? random.uniform(0.8, 0.99) : 1;
  const gamma = chance(random, 0.6) ? (1 - alpha) * 0.6 * mostlySmall(random) : 0;
  let level = 0;
  let growth = trending ? (random.normal() * 0.7 + 0.4) * sigma * logUniform(random, 0.03, 1.5) : 0;
  const size = season > 1 && chance(random, 0.85) ? sigma * logUniform(random, 0.2, 12) : 0;
  const profile = seasonProfile(random, season).map((value) => value * size);
  const y = new Float64Array(length);
  const burnIn = damped ? 0 : BURN_IN;
  for (let t = -burnIn; t < length; t++) {
    const error = sigma * shock();
    const phase = (t + burnIn) % season;
    const expected = level + phi * growth;
    if (t >= 0) y[t] = expected + profile[phase] + error;
    level = expected + alpha * error;
    growth = phi * growth + beta * error;
    profile[phase] += gamma * error;
  }
  if (chance(random, 0.55)) return exponential(y, random);
  const offset = random.normal() * 5 * sigma * logUniform(random, 0.3, 30);
  return y.map((value) => value + offset);
}

/** exp(y), of a y that is shrunk where it would leave the range of real series. */
export function exponential(y: Float64Array, random: Random): Float64Array {
  let most = 0;
  for (const value of y) most = Math.max(most, Math.abs(value - y[0]));
  const limit = random.uniform(1, 3.5);
  const shrink = most > limit ? limit / most : 1;
  return y.map((value) => exp((value - y[0]) * shrink));
}
