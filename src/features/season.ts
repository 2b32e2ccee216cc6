import { fft } from "../engine/fft.js";
import { exp, log } from "../engine/float64.js";
import { normalQuantile } from "../engine/normal.js";
import { periodogram } from "./spectrum.js";

/** A season found in a series. */
export interface Season {
  /** Observations a season. */
  readonly length: number;
  /** Share of the variance of the steps from value to value that repeats with it, from 0 to 1. */
  readonly strength: number;
  /** Evidence in standard deviations: what noise of the same colour exceeds with 1 − Φ(z). */
  readonly z: number;
}

export interface SeasonOptions {
  /** Lengths to look at; all from 2 to a third of the series, at most 400, by default. */
  readonly candidates?: readonly number[];
  /** Seasons wanted at most. */
  readonly most?: number;
  /** Share of noise in which a season is found. */
  readonly level?: number;
}

const LONGEST = 400;
/** Longest seasons that are looked at. */
const LATEST = 10;
/** Share of what a season explains from which one of its divisors counts as the season itself. */
const MOST_OF_IT = 0.8;

/**
 * The lengths of the seasons of a series, the shortest first; none in noise, white or red, but for a
 * share of `level`.
 *
 * A season of length p has its power at the frequencies h/p. Of the steps from value to value, which
 * know no trend, the power there is compared with that of the neighbourhood, I(h/p) / b(h/p), and
 * twice the sum over h is χ² with p − 1 degrees of freedom where there is no season. The length with
 * most evidence is taken, or the shortest divisor of it that explains most of the same; what repeats
 * with it is taken out, and the rest searched again.
 *
 * @param series complete; logarithms are taken where all values are positive; of a series longer than
 *   ten of the longest season asked for, at least 4,000 observations, only the latest ones count
 * @see Brockwell & Davis (1991), section 10.2, for the test; Paulson (1942) for F as normal
 */
export function detectSeasons(series: ArrayLike<number>, options: SeasonOptions = {}): Season[] {
  const { most = 2, level = 0.05 } = options;
  const longest = (options.candidates ?? []).reduce((a, b) => Math.max(a, b), LONGEST);
  const y = Array.prototype.slice.call(series, -LATEST * longest) as number[];
  const n = y.length - 1;
  const everyLength = () =>
    Array.from({ length: Math.max(0, Math.min(LONGEST, Math.floor(n / 3)) - 1) }, (_, i) => i + 2);
  const candidates = (options.candidates ?? everyLength()).filter((p) => p >= 2 && 2 * p <= n);
  const steps = stepsOf(y);
  const whole = squares(steps);
  const found: Season[] = [];
  let rest = steps;
  while (found.length < most && candidates.length > 0 && squares(rest) > 1e-9 * whole) {
    const background = backgroundOf(rest);
    let best = { length: 0, z: normalQuantile(1 - level / candidates.length) };
    for (const length of candidates) {
      const z = evidenceOf(rest, length, background);
      if (z > best.z) best = { length, z };
    }
    if (best.length === 0) break;
    const before = squares(rest);
    const explained = (length: number) => before - squares(withoutMeans(rest, length));
    const enough = MOST_OF_IT * explained(best.length);
    // The evidence looks at whole seasons only: over all observations nothing may be explained.
    if (!(enough > 0)) break;
    const part = candidates.find(
      (length) => best.length % length === 0 && explained(length) >= enough,
    )!;
    found.push({
      length: part,
      z: evidenceOf(rest, part, background),
      strength: explained(part) / whole,
    });
    rest = withoutMeans(rest, part);
  }
  return found.sort((a, b) => a.length - b.length);
}

/** Standard deviations by which the power at the multiples of 1/p exceeds the background. */
function evidenceOf(x: Float64Array, p: number, background: Background): number {
  // Whole seasons only, so that the frequencies are those of a transform.
  const rows = Math.floor(x.length / p);
  const first = x.length - rows * p;
  const re = new Float64Array(p);
  const im = new Float64Array(p);
  for (let t = first; t < x.length; t++) re[(t - first) % p]! += x[t]!;
  fft({ re, im });
  let sum = 0;
  for (let h = 1; 2 * h <= p; h++) {
    const power = (re[h]! * re[h]! + im[h]! * im[h]!) / (rows * p) / background.at(h / p);
    // Half a cycle a step has a cosine only: one degree of freedom instead of two.
    sum += 2 * h === p ? power : 2 * power;
  }
  // The background is an estimate too, and averaged over the frequencies.
  const [above, below] = [2 / (9 * (p - 1)), 2 / (9 * 3 * background.ordinates)];
  const root = cubeRoot(sum / (p - 1));
  return (root * (1 - below) - (1 - above)) / Math.sqrt(root * root * below + above);
}

interface Background {
  /** Ordinates of the periodogram that the level at a frequency is taken from. */
  readonly ordinates: number;
  at(frequency: number): number;
}

/** The power around a frequency, whatever single frequencies stand out: a running median. */
function backgroundOf(x: Float64Array): Background {
  const { power } = periodogram(x);
  const m = power.length;
  const reach = Math.max(4, Math.round(m / 5));
  const ordinates = Math.min(m, 2 * reach + 1);
  const least = squares(x) / x.length / 1e9;
  // The ordinates around, sorted; one leaves and one comes with each step.
  const around = power.slice(0, ordinates).sort();
  let from = 0;
  const level = power.map((_, k) => {
    for (const to = Math.max(0, Math.min(k - reach, m - ordinates)); from < to; from++) {
      const gone = placeIn(around, power[from]!, ordinates);
      around.copyWithin(gone, gone + 1);
      const come = placeIn(around, power[from + ordinates]!, ordinates - 1);
      around.copyWithin(come + 1, come, ordinates - 1);
      around[come] = power[from + ordinates]!;
    }
    // The median of an exponential variable is ln 2 of its mean.
    return Math.max(least, around[ordinates >> 1]! / Math.LN2);
  });
  return {
    ordinates,
    at: (frequency) => level[Math.max(0, Math.min(m - 1, Math.round(frequency * x.length) - 1))]!,
  };
}

/** Where the first of `length` sorted values stands that is not below `value`. */
function placeIn(sorted: Float64Array, value: number, length: number): number {
  let [low, high] = [0, length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

function withoutMeans(x: Float64Array, length: number): Float64Array {
  const sums = new Float64Array(length);
  const counts = new Float64Array(length);
  x.forEach((value, t) => {
    sums[t % length]! += value;
    counts[t % length]!++;
  });
  return x.map((value, t) => value - sums[t % length]! / counts[t % length]!);
}

/** Differences of the values or, where all are positive, of their logarithms, less their mean. */
function stepsOf(y: ArrayLike<number>): Float64Array {
  const n = y.length;
  const positive = Array.prototype.every.call(y, (value: number) => value > 0);
  const z = Float64Array.from({ length: n }, (_, t) => (positive ? log(y[t]!) : y[t]!));
  const steps = Float64Array.from({ length: Math.max(0, n - 1) }, (_, t) => z[t + 1]! - z[t]!);
  const mean = steps.reduce((sum, step) => sum + step, 0) / (steps.length || 1);
  return steps.map((step) => step - mean);
}

function squares(x: Float64Array): number {
  let sum = 0;
  for (const value of x) sum += value * value;
  return sum;
}

function cubeRoot(x: number): number {
  return x > 0 ? exp(log(x) / 3) : 0;
}
