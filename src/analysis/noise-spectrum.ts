import { cos, exp, log } from "../numeric/elementary.js";
import { fft, inverseFft } from "../numeric/fft.js";
import { periodogram } from "./periodogram.js";
import { exchange } from "./sorted-window.js";

/** The power that the noise of a series has by frequency. */
export interface NoiseSpectrum {
  /** At k/n cycles a step, k = 1 … ⌊n/2⌋; never 0. */
  readonly power: Float64Array;
  /** Ordinates of the periodogram that the power at one frequency is taken from. */
  readonly around: number;
}

/** Passes in which ordinates that stand out lose their pull on the colour. */
const ROBUST_PASSES = 5;
/** How far below and above the colour, in logarithms, an ordinate still pulls with its whole distance. */
const MAX_PULL_DOWN = 3;
const MAX_PULL_UP = 1;

/**
 * The power around each frequency, whatever single frequencies stand out: the colour of the noise
 * times the running median of what it leaves.
 *
 * @param x complete, at least two values
 */
export function noiseSpectrum(x: Float64Array): NoiseSpectrum {
  const { power } = periodogram(x);
  const m = power.length;
  const reach = Math.max(4, Math.round(m / 5));
  const around = Math.min(m, 2 * reach + 1);
  const least = squares(x) / x.length / 1e9;
  const colour = colourOf(power.map((p) => Math.max(p, least)));
  const flat = power.map((p, k) => p / colour[k]);
  // The ordinates around, sorted; one leaves and one comes with each step.
  const sorted = flat.slice(0, around).sort();
  let from = 0;
  const level = flat.map((_, k) => {
    for (const to = Math.max(0, Math.min(k - reach, m - around)); from < to; from++) {
      exchange(sorted, flat[from], flat[from + around]);
    }
    // The median of an exponential variable is ln 2 of its mean.
    return Math.max(least, (colour[k] * sorted[around >> 1]) / Math.LN2);
  });
  return { power: level, around };
}

/**
 * A series whose noise is made white, of variance 1: each frequency is divided by the root of its
 * background.
 *
 * @param x      as long as the series that the background is of
 * @param silent frequencies, in cycles a step, that are taken out
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
 * in which b = 1 is the difference of white noise, and c a memory of the last value. Least squares of
 * the logarithms, where none pulls much harder than an ordinate of noise would.
 *
 * @param power at k/n, above 0
 * @see Geweke & Porter-Hudak (1983) for b; Bloomfield (1973) for c
 */
function colourOf(power: Float64Array): Float64Array {
  const cosine = power.map((_, k) => cos((Math.PI * (k + 1)) / (power.length + 0.5)));
  const basis = orthonormal([power.map(() => 1), cosine.map((c) => log(2 - 2 * c)), cosine]);
  const logs = power.map(log);
  let fit = logs;
  for (let pass = 0; pass < ROBUST_PASSES; pass++) {
    const held = logs.map(
      (value, k) => fit[k] + Math.max(-MAX_PULL_DOWN, Math.min(MAX_PULL_UP, value - fit[k])),
    );
    fit = held.map(() => 0);
    for (const unit of basis) {
      const along = dot(held, unit);
      for (let k = 0; k < fit.length; k++) fit[k] += along * unit[k];
    }
  }
  return fit.map(exp);
}

/** Gram and Schmidt's: vectors of length 1 that span the same; what adds nothing is left out. */
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
