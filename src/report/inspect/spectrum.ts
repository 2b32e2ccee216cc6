import type { SeriesInspection } from "../../analysis/inspect.js";
import { periodogram } from "../../analysis/periodogram.js";
import { log } from "../../numeric/elementary.js";
import { plot } from "../charts/plot.js";
import type { Appearance } from "../text/appearance.js";
import { formatNumber } from "../text/format.js";

const ROWS = 8;
/** Decibels below the strongest period that are drawn. */
const MAX_DECIBELS = 60;
/** Smallest share of the power of a band that is shown. */
const MIN_BAND_SHARE = 0.005;

/** The periodogram in decibels, and what stands out of it. */
export function spectrumReport(
  y: Float64Array,
  { spectrum }: SeriesInspection,
  appearance: Appearance,
): string | undefined {
  const chart = periodogramChart(y, appearance);
  if (chart === undefined) return undefined;
  const { plain } = appearance;
  const { periods, bands, entropy, seasons } = spectrum;
  const number = (value: number, decimals: number) => formatNumber(value, decimals, plain);
  const percent = (share: number) =>
    share < 0.005 ? "less than 1 %" : `${number(100 * share, 0)} %`;
  const strongest = periods.map(
    ({ period, share, pValue }) =>
      `${writtenPeriod(period)} (${percent(share)} of the power, ${pValue < 0.001 ? "p < 0.001" : `p = ${number(pValue, 3)}`})`,
  );
  const shares = bands
    .filter(({ share }) => share >= MIN_BAND_SHARE)
    .map(
      ({ shortest, longest, share }) =>
        `${number(100 * share, 0)} % from ${shortest} to ${longest}`,
    );
  const found = seasons.map(
    ({ length, strength, z }) =>
      `${length} (${number(100 * strength, 0)} % of the steps' variance, ${number(z, 1)} standard deviations above chance)`,
  );
  return [
    "spectrum without the trend, decibels by period:",
    chart,
    `periods: ${strongest.length > 0 ? strongest.join(", ") : "none significant at 95 %"}`,
    `power by period: ${shares.join(", ")}`,
    `seasons: ${found.length > 0 ? found.join(", ") : "none significant at 95 %"}`,
    `entropy: ${number(entropy, 2)}, where 0 is a sine and 1 is white noise`,
  ].join("\n");
}

/** The strongest ordinate of each column, from the longest period on the left to 2 on the right. */
function periodogramChart(y: Float64Array, appearance: Appearance): string | undefined {
  const { frequency, power } = periodogram(y);
  const highest = power.reduce((most, p) => Math.max(most, p), 0);
  if (!(highest > 0) || power.length < 4) return undefined;
  const columns = Math.min(power.length, Math.max(10, appearance.width - 12));
  const strongest = Array.from({ length: columns }, (_, column) => {
    const from = Math.floor((column * power.length) / columns);
    const to = Math.floor(((column + 1) * power.length) / columns);
    let best = from;
    for (let k = from + 1; k < to; k++) if (power[k] > power[best]) best = k;
    return best;
  });
  const decibels = (p: number) => (p > 0 ? (10 * log(p / highest)) / Math.LN10 : -MAX_DECIBELS);
  return plot(
    [{ values: strongest.map((k) => Math.max(-MAX_DECIBELS, decibels(power[k]))) }],
    {
      label: (column) => writtenPeriod(1 / frequency[strongest[column]]),
      origin: 0,
      strides: Array.from({ length: columns }, (_, stride) => stride + 1),
    },
    ROWS,
    appearance,
  );
}

/** `12`, `11.8`, `144`: whole where it is whole or long. */
function writtenPeriod(period: number): string {
  const nearly = Math.abs(period - Math.round(period)) < 0.005;
  return formatNumber(period, nearly || period >= 100 ? 0 : period < 10 ? 2 : 1, true);
}
