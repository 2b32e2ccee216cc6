import { fft, inverseFft, powerOfTwo } from "../numeric/fft.js";
import { quantileOfSorted } from "../numeric/quantile.js";

/** Number of products above which a Fourier transform is faster. */
const MAX_DIRECT_PRODUCTS = 2 ** 25;

/**
 * From this season length on, moving averages are updated from step to step. They are summed anew once a
 * season, so that rounding errors do not add up.
 */
const LONG_SEASON = 256;

/** Autocorrelation of `y` at lags 0 … maxLag, [maxLag + 1]; zeros for a constant. */
export function autocorrelation(y: ArrayLike<number>, maxLag: number): Float64Array {
  const n = y.length;
  let mean = 0;
  for (let t = 0; t < n; t++) mean += y[t] / n;
  const deviations = Float64Array.from(y, (value) => value - mean);
  const r =
    n * maxLag > MAX_DIRECT_PRODUCTS
      ? lagSumsBySpectrum(deviations, maxLag)
      : lagSums(deviations, maxLag);
  const variance = r[0];
  return variance > 0 ? r.map((c) => c / variance) : r;
}

/** Σ_t d_t d_{t−lag} for lags 0 … maxLag. */
function lagSums(d: Float64Array, maxLag: number): Float64Array {
  const sums = new Float64Array(maxLag + 1);
  for (let lag = 0; lag <= maxLag; lag++) {
    let sum = 0;
    for (let t = lag; t < d.length; t++) sum += d[t] * d[t - lag];
    sums[lag] = sum;
  }
  return sums;
}

/**
 * {@link lagSums} from the squared magnitudes of the spectrum. Zeros are appended so that the end does not
 * wrap around to the beginning.
 *
 * @see Wiener (1930), "Generalized harmonic analysis"; Khinchin (1934)
 */
function lagSumsBySpectrum(d: Float64Array, maxLag: number): Float64Array {
  const size = powerOfTwo(d.length + maxLag);
  const re = new Float64Array(size);
  const im = new Float64Array(size);
  re.set(d);
  fft({ re, im });
  for (let k = 0; k < size; k++) re[k] = re[k] * re[k] + im[k] * im[k];
  im.fill(0);
  inverseFft({ re, im });
  return re.slice(0, maxLag + 1);
}

/**
 * The 90 % test of the M competitions: whether the autocorrelation at the season's lag is larger than
 * chance, |r[s]| > 1.645 √((1 + 2 Σ r[k]²) / n) with k = 1 … s − 1. Never for fewer than three seasons.
 *
 * @see Makridakis, Spiliotis & Assimakopoulos (2020), "The M4 Competition", appendix A
 */
export function isSeasonal(y: ArrayLike<number>, season: number): boolean {
  if (season < 2 || y.length < 3 * season) return false;
  const r = autocorrelation(y, season);
  let sum = 0;
  for (let lag = 1; lag < season; lag++) sum += r[lag] * r[lag];
  return Math.abs(r[season]) > 1.645 * Math.sqrt((1 + 2 * sum) / y.length);
}

/**
 * Seasonal indices by classical decomposition: the mean deviation from a centred moving average, for
 * each place in the season. Additive ones are differences that sum to zero, multiplicative ones are
 * ratios whose mean is 1.
 *
 * @param y       at least two seasons; for ratios all positive
 * @param average the mean at each place, or the median, on which a single outlier has no say
 * @returns [season], index 0 belongs to y[0]
 * @see Hyndman & Athanasopoulos (2021), "Forecasting: principles and practice", section 3.4
 */
export function seasonalIndices(
  y: ArrayLike<number>,
  season: number,
  form: "additive" | "multiplicative" = "additive",
  average: "mean" | "median" = "mean",
): Float64Array {
  const ratio = form === "multiplicative";
  const trend = centredAverage(y, season);
  const indices = new Float64Array(season).fill(ratio ? 1 : 0);
  for (let place = 0; place < season; place++) {
    const own: number[] = [];
    for (let t = place; t < y.length; t += season) {
      if (!Number.isNaN(trend[t])) own.push(ratio ? y[t] / trend[t] : y[t] - trend[t]);
    }
    if (own.length > 0) indices[place] = average === "mean" ? meanOf(own) : medianOf(own);
  }
  const mean = indices.reduce((a, b) => a + b, 0) / season;
  return indices.map((index) => (ratio ? index / mean : index - mean));
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function medianOf(values: readonly number[]): number {
  return quantileOfSorted(Float64Array.from(values).sort(), 0.5);
}

/** Moving average over one season around each observation, [n]; NaN at the ends. */
export function centredAverage(y: ArrayLike<number>, season: number): Float64Array {
  const n = y.length;
  const half = season >> 1;
  const even = season % 2 === 0;
  const average = new Float64Array(n).fill(Number.NaN);
  let sum = 0;
  for (let t = half; t < n - half; t++) {
    if (season < LONG_SEASON || (t - half) % season === 0) {
      sum = 0;
      for (let k = -half; k <= half; k++) {
        sum += even && Math.abs(k) === half ? y[t + k] / 2 : y[t + k];
      }
    } else if (even) sum += (y[t + half] + y[t + half - 1] - y[t - half] - y[t - half - 1]) / 2;
    else sum += y[t + half] - y[t - half - 1];
    average[t] = sum / season;
  }
  return average;
}
