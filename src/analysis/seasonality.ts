import { exp, log } from "../numeric/elementary.js";
import { normalQuantile } from "../numeric/normal.js";
import { type NoiseSpectrum, noiseSpectrum, whitened } from "./noise-spectrum.js";

/** A season found in a series. */
export interface Season {
  /** Observations a season. */
  readonly length: number;
  /** Share of the variance of the steps from value to value that repeats with it, from 0 to 1. */
  readonly strength: number;
  /** Evidence in standard deviations: noise of the same colour exceeds it with probability 1 − Φ(z). */
  readonly z: number;
}

export interface SeasonOptions {
  /** Lengths to try; by default all from 2 to a third of the series, at most 400. */
  readonly candidates?: readonly number[];
  /** Most seasons to find; 2 by default. */
  readonly max?: number;
  /** Share of noise series in which a season is found; {@link FALSE_ALARM_RATE} by default. */
  readonly level?: number;
}

/** Share of noise series in which a season is found, by default. */
export const FALSE_ALARM_RATE = 0.05;
/** The same where the length of the season is known: that of the M competitions' test. */
export const KNOWN_SEASON_LEVEL = 0.1;
/** Lengths of seasons that clocks and calendars make: each is likelier than any other length. */
const CALENDAR_LENGTHS = new Set([4, 7, 12, 24, 48, 52, 96, 168, 336, 365]);
const MAX_LENGTH = 400;
/** How many of the longest season are read, from the end. */
const MAX_SEASONS_READ = 10;
/** A divisor that explains this share of what a length explains may be the season itself. */
const MIN_SHARE_OF_DIVISOR = 0.8;
/** A length that holds a shorter one so often is a season of its own, as a week of days is. */
const MIN_MULTIPLE_OF_OWN_SEASON = 7;
/** Ordinates on each side of a frequency that belong to the same, slowly changing season. */
const ORDINATES_BESIDE = 3;

/** A series in which a season is looked for. */
interface Search {
  /** The steps without the seasons found so far. */
  readonly rest: Float64Array;
  /** `rest` whitened, without anything near the frequencies of those seasons. */
  readonly white: Float64Array;
  readonly background: NoiseSpectrum;
  /** Lengths of those seasons. */
  readonly taken: readonly number[];
}

/**
 * The lengths of the seasons of a series, the shortest first. In noise, white or red, some are found with
 * a probability of `level`, half of which goes to the lengths that clocks and calendars make.
 *
 * A season of length p has its power at the frequencies h/p. The power of the steps from value to value,
 * which have no trend, is compared there with that of the noise, I(h/p) / b(h/p), and twice the
 * sum over h is χ² with p − 1 degrees of freedom where there is no season. The length with most
 * evidence is taken, or the shortest divisor of it that says the same, or the customary multiple that
 * says more; what repeats with it is taken out, and the rest searched again. Of two lengths of which one
 * holds the other fewer than seven times, the longer is the season and the shorter its overtone.
 *
 * @param series complete; logarithms are taken where all values are positive; of a series longer than
 *   ten of the longest candidate season, at least 4,000 observations, only the latest ones count
 * @see Brockwell & Davis (1991), section 10.2, for the test; Paulson (1942) for F as normal
 */
export function detectSeasons(series: ArrayLike<number>, options: SeasonOptions = {}): Season[] {
  const { max = 2, level = FALSE_ALARM_RATE } = options;
  const longest = (options.candidates ?? []).reduce((a, b) => Math.max(a, b), MAX_LENGTH);
  const y = Array.prototype.slice.call(series, -MAX_SEASONS_READ * longest) as number[];
  const n = y.length - 1;
  const everyLength = () =>
    Array.from(
      { length: Math.max(0, Math.min(MAX_LENGTH, Math.floor(n / 3)) - 1) },
      (_, i) => i + 2,
    );
  const candidates = (options.candidates ?? everyLength()).filter((p) => p >= 2 && 2 * p <= n);
  if (candidates.length === 0 || isStraight(y)) return [];
  const thresholds = thresholdsOf(candidates, level);
  const steps = stepsOf(y);
  const whole = squares(steps);
  const background = noiseSpectrum(steps);
  const found: Season[] = [];
  let rest = steps;
  while (found.length < max && squares(rest) > 1e-9 * whole) {
    const taken = found.map(({ length }) => length);
    const search = searchOf(rest, background, taken);
    let best = { length: 0, beyond: 0 };
    candidates.forEach((length, i) => {
      const beyond = evidenceOf(search, length) - thresholds[i];
      if (beyond > best.beyond) best = { length, beyond };
    });
    if (best.length === 0) break;
    const part = shortest(search, best.length, candidates, normalQuantile(1 - level));
    const length = wholeSeason(search, part, candidates, level);
    const without = withoutMeans(rest, length);
    let strength = (squares(rest) - squares(without)) / whole;
    // The evidence looks at whole seasons only: over all observations nothing may be explained.
    if (!(strength > 0)) break;
    let z = evidenceOf(search, length);
    const overtone = found.findIndex(
      (season) =>
        length % season.length === 0 && length < MIN_MULTIPLE_OF_OWN_SEASON * season.length,
    );
    if (overtone >= 0) {
      const [part] = found.splice(overtone, 1) as [Season];
      z = Math.max(z, part.z);
      strength += part.strength;
    }
    found.push({ length, strength, z });
    rest = without;
  }
  return found.sort((a, b) => a.length - b.length);
}

/**
 * Whether a series repeats itself with a given season: the test of {@link detectSeasons} for this length
 * alone. It finds a season in a tenth of all series without one, random walks and trends included, where
 * the autocorrelation test of the M competitions finds one in nearly every long walk and misses the
 * strongest seasons of fewer than four cycles.
 *
 * @param y complete
 * @returns false for fewer than three seasons
 */
export function hasSeason(y: ArrayLike<number>, season: number): boolean {
  if (season < 2 || y.length < 3 * season) return false;
  return detectSeasons(y, { candidates: [season], max: 1, level: KNOWN_SEASON_LEVEL }).length > 0;
}

/** Deviation from a straight line, as a share of its steps, that is only rounding or the last digit of a sensor. */
const MAX_ROUNDING = 1e-6;

/** Whether all steps are the same: the logarithms of a line bend, which would pass for a season. */
function isStraight(y: readonly number[]): boolean {
  const step = (y[y.length - 1] - y[0]) / (y.length - 1);
  return y.every((value, t) => {
    const rounding = MAX_ROUNDING * Math.abs(step) + 4 * Number.EPSILON * Math.abs(value);
    return t === 0 || Math.abs(value - y[t - 1] - step) <= rounding;
  });
}

/** Evidence that each length needs so that, over all of them, the false alarm rate is `level`. */
function thresholdsOf(candidates: readonly number[], level: number): number[] {
  const customary = candidates.filter((length) => CALENDAR_LENGTHS.has(length)).length;
  const others = candidates.length - customary;
  const kinds = customary > 0 && others > 0 ? 2 : 1;
  return candidates.map((length) =>
    normalQuantile(1 - level / (kinds * (CALENDAR_LENGTHS.has(length) ? customary : others))),
  );
}

/**
 * The shortest divisor of a season's length that explains most of what the length does, provided that the
 * length is a season of its own beside it, or only the divisor is a calendar length, or the divisor leaves
 * only noise; else the length itself.
 *
 * @param z evidence above which it is not noise
 */
function shortest(
  search: Search,
  length: number,
  candidates: readonly number[],
  z: number,
): number {
  const { rest, background, taken } = search;
  const before = squares(rest);
  const enough = MIN_SHARE_OF_DIVISOR * (before - squares(withoutMeans(rest, length)));
  const divisor = candidates.find((part) => {
    if (part >= length || length % part !== 0) return false;
    const without = withoutMeans(rest, part);
    return (
      before - squares(without) >= enough &&
      (length >= MIN_MULTIPLE_OF_OWN_SEASON * part ||
        (CALENDAR_LENGTHS.has(part) && !CALENDAR_LENGTHS.has(length)) ||
        evidenceOf(searchOf(without, background, [...taken, part]), length) < z)
    );
  });
  return divisor ?? length;
}

/**
 * The season of which a length is only an overtone, as a quarter may be of a year: the multiple among the
 * calendar lengths that explains much more and still repeats when the overtone is taken out.
 *
 * @param level false alarm rate over all multiples
 */
function wholeSeason(
  search: Search,
  length: number,
  candidates: readonly number[],
  level: number,
): number {
  const multiples = candidates.filter(
    (candidate) =>
      candidate > length &&
      candidate < MIN_MULTIPLE_OF_OWN_SEASON * length &&
      candidate % length === 0 &&
      CALENDAR_LENGTHS.has(candidate),
  );
  if (multiples.length === 0) return length;
  const { rest, background, taken } = search;
  const before = squares(rest);
  const explained = (p: number) => before - squares(withoutMeans(rest, p));
  const without = searchOf(withoutMeans(rest, length), background, [...taken, length]);
  let best = length;
  let highest = normalQuantile(1 - level / multiples.length);
  for (const multiple of multiples) {
    const evidence = evidenceOf(without, multiple);
    if (evidence > highest && explained(length) < MIN_SHARE_OF_DIVISOR * explained(multiple)) {
      [best, highest] = [multiple, evidence];
    }
  }
  return best;
}

function searchOf(rest: Float64Array, background: NoiseSpectrum, taken: readonly number[]): Search {
  const white = whitened(rest, background, (frequency) => isBeside(frequency, taken, rest.length));
  return { rest, white, background, taken };
}

/**
 * Standard deviations by which the power at the multiples of 1/p exceeds the background; multiples
 * beside those of seasons that were taken out do not count.
 */
function evidenceOf({ white, background, taken }: Search, p: number): number {
  // Whole seasons only, so that the frequencies are those of a transform, and the power at all of them
  // is that of the sums over the places in the season.
  const rows = Math.floor(white.length / p);
  const first = white.length - rows * p;
  const sums = new Float64Array(p);
  for (let row = 0, t = first; row < rows; row++) {
    for (let place = 0; place < p; place++, t++) sums[place] += white[t];
  }
  const mean = sums.reduce((total, sum) => total + sum, 0) / p;
  let power = 0;
  for (const sum of sums) power += ((sum - mean) * (sum - mean)) / rows;
  let freedom = 0;
  let multiples = 0;
  for (let h = 1; 2 * h <= p; h++) {
    if (isBeside(h / p, taken, white.length)) continue;
    // Half a cycle a step has a cosine only: one degree of freedom instead of two.
    freedom += 2 * h === p ? 1 : 2;
    multiples++;
  }
  if (freedom === 0) return 0;
  // The background is an estimate too, and averaged over the frequencies.
  const behind = Math.min(background.power.length, background.around * multiples);
  const [above, below] = [2 / (9 * freedom), 2 / (9 * behind)];
  const root = cubeRoot(power / freedom);
  return (root * (1 - below) - (1 - above)) / Math.sqrt(root * root * below + above);
}

/** Whether a frequency, in cycles a step, is near one of these seasons, or is one. */
function isBeside(frequency: number, seasons: readonly number[], n: number): boolean {
  return seasons.some((length) => {
    const cycles = frequency * length;
    return Math.abs(cycles - Math.round(cycles)) * n < ORDINATES_BESIDE * length;
  });
}

function withoutMeans(x: Float64Array, length: number): Float64Array {
  const sums = new Float64Array(length);
  const counts = new Float64Array(length);
  x.forEach((value, t) => {
    sums[t % length] += value;
    counts[t % length]++;
  });
  return x.map((value, t) => value - sums[t % length] / counts[t % length]);
}

/** Differences of the values or, where all are positive, of their logarithms, less their mean. */
function stepsOf(y: ArrayLike<number>): Float64Array {
  const n = y.length;
  const positive = Array.prototype.every.call(y, (value: number) => value > 0);
  const z = Float64Array.from({ length: n }, (_, t) => (positive ? log(y[t]) : y[t]));
  const steps = Float64Array.from({ length: Math.max(0, n - 1) }, (_, t) => z[t + 1] - z[t]);
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
