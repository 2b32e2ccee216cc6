import { log } from "../../numeric/elementary.js";
import type { Random } from "../../numeric/random.js";
import { chance, cosines, logUniform, pick } from "./draws.js";

/** Draws a frequency, in radians a step, from the spectral density of a stationary kernel. */
type Spectrum = () => number;

/** Waves that stand for one kernel. */
const WAVES = 16;

/**
 * A draw of a Gaussian process whose kernel is composed of random ones by sums and products.
 *
 * Stationary kernels are drawn by their spectra, which takes time in proportion to the length: the
 * spectrum of a sum is the mixture of spectra, that of a product their convolution, so that its
 * frequencies are sums of frequencies.
 *
 * @see Ansari et al. (2024), Chronos, section 4.2 (KernelSynth); Rahimi & Recht (2007) for the waves
 */
export function kernelSynthesis(random: Random, length: number, season: number): Float64Array {
  const y = new Float64Array(length);
  const terms = 1 + random.below(4);
  for (let i = 0; i < terms; i++) {
    let spectrum = kernel(random, length, season);
    while (chance(random, 0.35)) {
      const [a, b] = [spectrum, kernel(random, length, season)];
      spectrum = () => a() + b();
    }
    const size = logUniform(random, 0.1, 1) * Math.sqrt(2 / WAVES);
    const drawn = new Float64Array(length);
    for (let k = 0; k < WAVES; k++) {
      const wave = cosines(spectrum(), random.uniform(0, 2 * Math.PI), length);
      for (let t = 0; t < length; t++) drawn[t] += size * wave[t];
    }
    const linear = chance(random, 0.2);
    for (let t = 0; t < length; t++) y[t] += drawn[t] * (linear ? (2 * t) / length : 1);
  }
  if (chance(random, 0.4)) {
    const slope = random.normal() * 2;
    for (let t = 0; t < length; t++) y[t] += (slope * t) / length;
  }
  const noise = logUniform(random, 0.003, 0.5);
  for (let t = 0; t < length; t++) y[t] += noise * random.normal();
  return y;
}

function kernel(random: Random, length: number, season: number): Spectrum {
  const scale = logUniform(random, 2, Math.max(4, length / 2));
  return pick<Spectrum>(random, [
    // Squared exponential: a normal density. Rational quadratic: a mixture of such.
    [() => random.normal() / scale, 3],
    [() => (random.normal() / scale) * Math.sqrt(-log(1 - random.uniform())), 2],
    // Matérn 1/2, the Ornstein–Uhlenbeck process: a Cauchy density.
    [() => clip(random.normal() / (random.normal() || 1) / scale), 2],
    // Periodic: harmonics of the season whose weights fall off.
    [
      harmonics(random, season > 1 ? season : logUniform(random, 3, length / 2)),
      season > 1 ? 5 : 1,
    ],
  ]);
}

function harmonics(random: Random, period: number): Spectrum {
  const decay = random.uniform(0.2, 0.8);
  return () => {
    let k = 1;
    while (k < period / 2 - 1 && random.uniform() < decay) k++;
    return (2 * Math.PI * k) / period;
  };
}

function clip(omega: number): number {
  return Math.min(Math.PI, Math.max(-Math.PI, omega));
}
