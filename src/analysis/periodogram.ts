import { cos, exp, log } from "../numeric/elementary.js";
import { fft } from "../numeric/fft.js";

/** Power by frequency, from the lowest frequency above 0 up to half a cycle a step. */
export interface Spectrum {
  /** Cycles a step. */
  readonly frequency: Float64Array;
  readonly power: Float64Array;
}

/**
 * The raw periodogram of the series less its straight line, I(k/n) = |X[k]|² / n for k = 1 … ⌊n/2⌋.
 *
 * @example
 * const wave = Float64Array.from({ length: 48 }, (_, t) => Math.sin((2 * Math.PI * t) / 12));
 * const { frequency, power } = periodogram(wave);
 * frequency[power.indexOf(Math.max(...power))]; // 1 / 12
 *
 * @param y complete, without missing values
 * @see Brockwell & Davis (1991), "Time Series: Theory and Methods", section 10.1
 */
export function periodogram(y: ArrayLike<number>): Spectrum {
  const n = y.length;
  const re = detrended(y);
  const im = new Float64Array(n);
  fft({ re, im });
  const half = n >> 1;
  const frequency = new Float64Array(half);
  const power = new Float64Array(half);
  for (let k = 1; k <= half; k++) {
    frequency[k - 1] = k / n;
    power[k - 1] = (re[k] * re[k] + im[k] * im[k]) / n;
  }
  return { frequency, power };
}

/**
 * Welch's estimate: the mean periodogram of half-overlapping pieces, each under a Hann window and
 * scaled so that white noise of variance σ² has power σ² at every frequency.
 *
 * @example
 * const { series } = await readPanel("sunspot-year");
 * const { frequency, power } = welch(series[0].y, 128);
 *
 * @param length of a piece, from 4 to the series' length
 * @throws RangeError for a length beyond that
 * @see Welch (1967)
 */
export function welch(y: ArrayLike<number>, length: number): Spectrum {
  const n = y.length;
  if (!(length >= 4 && length <= n)) {
    throw new RangeError(`a piece of ${length} does not fit into ${n} observations`);
  }
  const taper = hann(length);
  const energy = taper.reduce((sum, w) => sum + w * w, 0);
  const half = length >> 1;
  const power = new Float64Array(half);
  const step = Math.max(1, length >> 1);
  let pieces = 0;
  for (let from = 0; from + length <= n; from += step) {
    const re = detrended(Array.from({ length }, (_, t) => y[from + t])).map((v, t) => v * taper[t]);
    const im = new Float64Array(length);
    fft({ re, im });
    for (let k = 1; k <= half; k++) power[k - 1] += (re[k] * re[k] + im[k] * im[k]) / energy;
    pieces++;
  }
  return {
    frequency: Float64Array.from({ length: half }, (_, k) => (k + 1) / length),
    power: power.map((p) => p / pieces),
  };
}

/** ½ − ½·cos(2πt/n) */
function hann(n: number): Float64Array {
  return Float64Array.from({ length: n }, (_, t) => 0.5 - 0.5 * cos((2 * Math.PI * t) / n));
}

/** A period that stands out in the spectrum. */
export interface DominantPeriod {
  /** Steps. */
  readonly period: number;
  readonly power: number;
  /** Share of the variance about the straight line, from 0 to 1. */
  readonly share: number;
  /** Probability of so large a share in white noise. */
  readonly pValue: number;
}

/**
 * The frequencies with most power, each tested by Fisher's g: the share of the largest ordinate is
 * compared with that of the largest of m exponential variables. Each one found is taken out before the
 * next is tested (Siegel's and Whittle's extension).
 *
 *   P(g > x) = Σⱼ (−1)^(j−1) · C(m, j) · (1 − jx)^(m−1),  j = 1 … ⌊1/x⌋
 *
 * with m = ⌊(n − 1)/2⌋. Half a cycle a step has a cosine only: its power counts half, as in the
 * variance, which noise seldom makes the largest.
 *
 * @example
 * const wave = Float64Array.from({ length: 48 }, (_, t) => Math.sin((2 * Math.PI * t) / 12));
 * dominantPeriods(wave)[0].period; // 12
 *
 * @param max   number of periods, at most
 * @param level largest p-value of a period
 * @see Fisher (1929); Whittle (1952)
 */
export function dominantPeriods(y: ArrayLike<number>, max = 3, level = 0.05): DominantPeriod[] {
  const n = y.length;
  const { frequency, power } = periodogram(y);
  const parts = power.map((p, k) => (2 * (k + 1) === n ? p / 2 : p));
  const total = parts.reduce((sum, part) => sum + part, 0);
  const left = Array.from(parts.keys()).sort((a, b) => parts[b] - parts[a]);
  const found: DominantPeriod[] = [];
  let rest = total;
  for (const [i, k] of left.slice(0, max).entries()) {
    const g = rest > 0 ? parts[k] / rest : 0;
    const pValue = fisherTail(g, ((n - 1) >> 1) - i);
    if (!(pValue <= level)) break;
    found.push({
      period: 1 / frequency[k],
      power: power[k],
      share: parts[k] / total,
      pValue,
    });
    rest -= parts[k];
  }
  return found;
}

/** P(g > x) for the largest of m ordinates, summed from the first term, which is the largest. */
function fisherTail(x: number, m: number): number {
  if (!(x > 0)) return 1;
  if (m < 2) return 1;
  let sum = 0;
  let logBinomial = 0;
  for (let j = 1; j <= m && j * x < 1; j++) {
    logBinomial += log((m - j + 1) / j);
    const term = exp(logBinomial + (m - 1) * log(1 - j * x));
    // Terms alternate and, where the tail is small, fall; large ones cancel and mean no evidence.
    if (term > 1e8) return 1;
    sum += j % 2 ? term : -term;
    if (term < 1e-18) break;
  }
  return Math.min(1, Math.max(0, sum));
}

/** Entropy of the spectrum relative to that of white noise: 0 for a sine, 1 for white noise. */
export function spectralEntropy({ power }: Spectrum): number {
  const total = power.reduce((sum, p) => sum + p, 0);
  if (!(total > 0) || power.length < 2) return 1;
  let entropy = 0;
  for (const p of power) {
    const share = p / total;
    if (share > 0) entropy -= share * log(share);
  }
  return entropy / log(power.length);
}

/**
 * Share of the power whose periods lie in a band.
 *
 * @example
 * const wave = Float64Array.from({ length: 48 }, (_, t) => Math.sin((2 * Math.PI * t) / 12));
 * bandPower(periodogram(wave), 10, 14) > 0.9; // true
 *
 * @param shortest, longest periods in steps, both included
 */
export function bandPower(
  { frequency, power }: Spectrum,
  shortest: number,
  longest: number,
): number {
  let inside = 0;
  let total = 0;
  power.forEach((p, k) => {
    total += p;
    const period = 1 / frequency[k];
    if (period >= shortest * (1 - 1e-12) && period <= longest * (1 + 1e-12)) inside += p;
  });
  return total > 0 ? inside / total : 0;
}

/** Share of the power in a band of periods. */
export interface Band {
  /** Periods in steps, the longest included. */
  readonly shortest: number;
  readonly longest: number;
  readonly share: number;
}

/**
 * The power by octaves of periods, from 2 to 4 steps, to 8, … up to the longest there is.
 *
 * @example
 * const wave = Float64Array.from({ length: 48 }, (_, t) => Math.sin((2 * Math.PI * t) / 12));
 * octaves(periodogram(wave)).map(({ shortest }) => shortest); // [2, 4, 8, 16, 32]
 */
export function octaves(spectrum: Spectrum): Band[] {
  const all = 1 / (spectrum.frequency[0] ?? 1);
  const bands: Band[] = [];
  let below = 0;
  for (let shortest = 2; shortest < all; shortest *= 2) {
    const longest = 2 * shortest;
    const upTo = bandPower(spectrum, 2, longest);
    bands.push({ shortest, longest, share: upTo - below });
    below = upTo;
  }
  return bands;
}

/** The series less its least-squares straight line. */
export function detrended(y: ArrayLike<number>): Float64Array {
  const n = y.length;
  const middle = (n - 1) / 2;
  let mean = 0;
  for (let t = 0; t < n; t++) mean += y[t] / n;
  let slope = 0;
  let spread = 0;
  for (let t = 0; t < n; t++) {
    slope += (t - middle) * (y[t] - mean);
    spread += (t - middle) * (t - middle);
  }
  slope = spread > 0 ? slope / spread : 0;
  return Float64Array.from({ length: n }, (_, t) => y[t] - mean - slope * (t - middle));
}
