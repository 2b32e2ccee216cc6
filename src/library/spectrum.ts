/**
 * Fourier transform, periodogram, bands and periods that stand out.
 *
 * @module foretell/spectrum
 */

export {
  type Band,
  bandPower,
  type DominantPeriod,
  dominantPeriods,
  octaves,
  periodogram,
  type Spectrum,
  welch,
} from "../analysis/periodogram.js";
export { type Complex, fft, inverseFft } from "../numeric/fft.js";
