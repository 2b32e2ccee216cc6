import type { FeatureData, FeatureFamily } from "./feature.js";
import { rollingWave, turnOf } from "./rolling-fourier.js";
import { shiftOption, trailing, windowLength, windowOption } from "./rolling-window.js";

const DEFAULT_WINDOW = 16;

const options = {
  k: { type: "integer", summary: "frequencies, from the lowest on", default: 3, min: 1, max: 500 },
  window: windowOption("looked at", DEFAULT_WINDOW),
  shift: shiftOption,
} as const;

/**
 * `fft:k=3`: the spectrum of the window before each row, as it rolls on. For frequencies j = 1 … k
 *
 *   fft_cos_j = 2/w Σᵢ y[t − 1 − i]·cos(2πij/w)     fft_sin_j = 2/w Σᵢ y[t − 1 − i]·sin(2πij/w)
 *
 * with i from 0 to w − 1 (and 1/w at half a cycle a step): the amplitudes of waves, their phase counted
 * back from the row.
 */
export const fourier: FeatureFamily<typeof options> = {
  name: "fft",
  summary: "cosine and sine amplitudes of the window before each row",
  options,
  create({ k, window, shift }) {
    const lengthIn = ({ season }: FeatureData) => windowLength(window, season, DEFAULT_WINDOW);
    return {
      misfit(data) {
        const length = lengthIn(data);
        const n = data.y.length;
        if (length > n) {
          return {
            message: `a window of ${length} is longer than the series, which has ${n} observations`,
            hint: `Use a window of at most ${n}: fft:k=${Math.max(1, Math.min(k, n >> 1))},window=${n}.`,
          };
        }
        if (2 * k <= length) return undefined;
        const wider = 2 * k <= n ? `, or window=${2 * k} and longer` : "";
        return {
          message: `a window of ${length} has fewer than ${k} frequencies`,
          hint:
            length > 1
              ? `Use k from 1 to ${length >> 1}${wider}.`
              : `Use a window of at least ${2 * k}.`,
        };
      },
      columns(data) {
        const length = lengthIn(data);
        const turn = turnOf(length);
        return Array.from({ length: k }, (_, i) => i + 1).flatMap((j) => {
          const half = 2 * j === length;
          const { cosine, sine } = rollingWave(data.y, turn, j);
          const amplitude = (name: string, sums: Float64Array) =>
            trailing(
              name,
              data,
              shift,
              length,
              (end) => ((half ? 1 : 2) / length) * sums[end - length],
            );
          // The sine of half a cycle a step is zero everywhere.
          return half
            ? [amplitude(`fft_cos_${j}`, cosine)]
            : [amplitude(`fft_cos_${j}`, cosine), amplitude(`fft_sin_${j}`, sine)];
        });
      },
    };
  },
};
