import { cos, exp, log } from "../numeric/elementary.js";
import { fft, inverseFft } from "../numeric/fft.js";
import { periodogram } from "./periodogram.js";
import { exchange } from "./sorted-window.js";

/** The power that the noise of a series has by frequency. */
export interface NoiseSpectrum {
  /** At k/n cycles a step, k = 1 … ⌊n/2⌋; never 0. */
  readonly power: Float64Array;
  /** Ordinates of the periodogram from which the power at one frequency is estimated. */
  readonly around: number;
}

/** Passes of the robust regression, in which ordinates that stand out lose their pull. */
const ROBUST_PASSES = 5;
/** Log distance below and above the fit up to which an ordinate pulls with its whole distance. */
const MAX_PULL_DOWN = 3;
const MAX_PULL_UP = 1;

/**
 * The power of the noise around each frequency, robust to single frequencies that stand out: a smooth
 * spectrum times the running median of the periodogram relative to it.
 *
 * @param x complete, at minPower two values
 */
export function noiseSpectrum(x: Float64Array): NoiseSpectrum {
  const { power } = periodogram(x);
  const m = power.length;
  const reach = Math.max(4, Math.round(m / 5));
  const around = Math.min(m, 2 * reach + 1);
  const minPower = squares(x) / x.length / 1e9;
  const color = noiseColor(power.map((p) => Math.max(p, minPower)));
  const flat = power.map((p, k) => p / color[k]);
  // The surrounding ordinates, kept sorted while the window moves on by one.
  const sorted = flat.slice(0, around).sort();
  let from = 0;
  const level = flat.map((_, k) => {
    for (const to = Math.max(0, Math.min(k - reach, m - around)); from < to; from++) {
      exchange(sorted, flat[from], flat[from + around]);
    }
    // The median of an exponential variable is ln 2 of its mean.
    return Math.max(minPower, (color[k] * sorted[around >> 1]) / Math.LN2);
  });
  return { power: level, around };
}

/**
 * The series with its noise made white, of variance 1: each frequency is divided by the root of the noise
 * power there.
 *
 * @param x      as long as the series of the spectrum
 * @param silent whether to take a frequency, in cycles a step, out altogether
 */
export function whitened(
  x: Float64Array,
  { power }: NoiseSpectrum,
  silent: (frequency: number) => boolean,
): Float64Array {
  const n = x.length;
  const [re, im] = [Float64Array.from(x), new Float64Array(n)];
  fft({ re, im });
  [re[0], im[0]] = [0, 0];
  for (let k = 1; 2 * k <= n; k++) {
    const factor = silent(k / n) ? 0 : 1 / Math.sqrt(power[k - 1]);
    for (const place of 2 * k < n ? [k, n - k] : [k]) {
      re[place] *= factor;
      im[place] *= factor;
    }
  }
  inverseFft({ re, im });
  return re;
}

/**
 * A smooth spectrum through a periodogram,
 *
 *   log f(ω) = a + b·log(2 − 2cos ω) + c·cos ω
 *
 * where b = 1 is the difference of white noise and c a memory of the last value. By least squares of the
 * logarithms, in which no ordinate pulls much harder than one of noise would.
 *
 * @param power at k/n, above 0
 * @see Geweke & Porter-Hudak (1983) for b; Bloomfield (1973) for c
 */
function noiseColor(power: Float64Array): Float64Array {
  const cosine = power.map((_, k) => cos((Math.PI * (k + 1)) / (power.length + 0.5)));
  const basis = orthonormal([power.map(() => 1), cosine.map((c) => log(2 - 2 * c)), cosine]);
  const logs = power.map(log);
  let fit = logs;
  for (let pass = 0; pass < ROBUST_PASSES; pass++) {
    const clipped = logs.map(
      (value, k) => fit[k] + Math.max(-MAX_PULL_DOWN, Math.min(MAX_PULL_UP, value - fit[k])),
    );
    fit = clipped.map(() => 0);
    for (const unit of basis) {
      const along = dot(clipped, unit);
      for (let k = 0; k < fit.length; k++) fit[k] += along * unit[k];
    }
  }
  return fit.map(exp);
}

/** Gram-Schmidt: unit vectors that span the same space; dependent ones are left out. */
function orthonormal(vectors: readonly Float64Array[]): Float64Array[] {
  const basis: Float64Array[] = [];
  for (const vector of vectors) {
    const rest = Float64Array.from(vector);
    for (const unit of basis) {
      const along = dot(rest, unit);
      for (let k = 0; k < rest.length; k++) rest[k] -= along * unit[k];
    }
    const length = Math.sqrt(squares(rest));
    if (length > 1e-9) basis.push(rest.map((value) => value / length));
  }
  return basis;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let k = 0; k < a.length; k++) sum += a[k] * b[k];
  return sum;
}

const squares = (x: Float64Array) => dot(x, x);
