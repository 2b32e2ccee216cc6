import { cos as cosine, exp, log } from "../../numeric/elementary.js";
import type { Random } from "../../numeric/random.js";

/** Uniform in the logarithm, in [low, high). */
export function logUniform(random: Random, low: number, high: number): number {
  return exp(random.uniform(log(low), log(high)));
}

/** The cube of what is uniform in [0, 1). */
export function mostlySmall(random: Random): number {
  const u = random.uniform();
  return u * u * u;
}

/** True with probability p. */
export function chance(random: Random, p: number): boolean {
  return random.uniform() < p;
}

/** One of the items, each as likely as its weight. */
export function pick<T>(random: Random, items: readonly (readonly [item: T, weight: number])[]): T {
  const total = items.reduce((sum, [, weight]) => sum + weight, 0);
  let left = random.uniform(0, total);
  for (const [item, weight] of items) {
    left -= weight;
    if (left < 0) return item;
  }
  return items[items.length - 1][0];
}

/** A draw of mean 0 and variance 1 whose tails are heavier the smaller `freedom` is: Student's t, clipped. */
export function heavyTailed(random: Random, freedom: number): number {
  let square = 0;
  for (let i = 0; i < freedom; i++) square += random.normal() ** 2;
  const t = random.normal() / Math.sqrt(square / freedom);
  const deviation = freedom > 2 ? Math.sqrt(freedom / (freedom - 2)) : 2;
  return Math.min(8, Math.max(-8, t / deviation));
}

/**
 * How shocks are drawn: normal for most series, heavy-tailed for others, and for some of a volatility that
 * wanders (Taylor 1982).
 */
export function shocks(random: Random): () => number {
  const shock = pick(random, [
    [() => random.normal(), 6],
    [() => heavyTailed(random, 5), 2],
    [() => heavyTailed(random, 3), 1],
  ]);
  if (!chance(random, 0.35)) return shock;
  const memory = 1 - logUniform(random, 0.01, 0.3);
  const unrest = Math.sqrt(1 - memory * memory) * random.uniform(0.2, 1);
  let volatility = 0;
  return () => {
    volatility = memory * volatility + unrest * random.normal();
    return shock() * exp(Math.min(2.5, volatility));
  };
}

/** A random season's profile, smooth or jagged, of mean 0 and about size 1, [season]. */
export function seasonProfile(random: Random, season: number): Float64Array {
  const profile = new Float64Array(season);
  if (season === 1) return profile;
  const smooth = random.uniform();
  const harmonics = 1 + random.below(Math.min(6, Math.ceil(season / 2)));
  for (let k = 1; k <= harmonics; k++) {
    const size = random.normal() / k;
    const wave = cosines(2 * Math.PI * (k / season), random.uniform(0, 2 * Math.PI), season);
    for (let t = 0; t < season; t++) profile[t] += smooth * size * wave[t];
  }
  const rough = pick(random, [
    [0, 2],
    [0.3, 2],
    [1, 1],
  ]);
  for (let t = 0; t < season; t++) profile[t] += rough * (1 - smooth) * random.normal();
  if (chance(random, 0.2)) profile[random.below(season)] += random.uniform(-4, 4);
  let [mean, square] = [0, 0];
  for (const value of profile) mean += value / season;
  for (let t = 0; t < season; t++) profile[t] -= mean;
  for (const value of profile) square += (value * value) / season;
  const size = Math.sqrt(square);
  return size > 0 ? profile.map((value) => value / size) : profile;
}

/** cos(phase + ω·t) for t = 0, 1, …, by rotation. */
export function cosines(omega: number, phase: number, length: number): Float64Array {
  const turn = omega % (2 * Math.PI);
  const [c, s] = [cosine(turn), cosine(turn - Math.PI / 2)];
  let [x, y] = [cosine(phase), cosine(phase - Math.PI / 2)];
  const wave = new Float64Array(length);
  for (let t = 0; t < length; t++) {
    wave[t] = x;
    [x, y] = [x * c - y * s, x * s + y * c];
  }
  return wave;
}
