import type { FeatureData, FeatureFamily } from "./feature.js";
import { shiftOption, trailing, windowLength, windowOption } from "./trailing.js";
import { type Match, subsequenceSearch } from "./warp/search.js";

const WITHOUT_SEASON = 12;

const options = {
  k: { type: "integer", summary: "neighbours", default: 5, min: 1, max: 100 },
  window: windowOption("compared", WITHOUT_SEASON),
  shift: shiftOption,
} as const;

/**
 * `dtw:k=5`: the earlier windows most like the one before a row under dynamic time warping, the nearest
 * first: their distance, `dtw_distance_1`, and what followed them, `dtw_next_1`, brought to the level and
 * spread of the row's own window. What followed is itself known before the row.
 */
export const analogue: FeatureFamily<typeof options> = {
  name: "dtw",
  summary: "distances of the most similar earlier windows, and what followed them",
  options,
  create({ k, window, shift }) {
    const lengthIn = ({ season }: FeatureData) => windowLength(window, season, WITHOUT_SEASON);
    return {
      misfit(data) {
        const length = lengthIn(data);
        const n = data.y.length;
        const most = n - shift - 1;
        const hint = most > 1 ? `Windows from 2 to ${most} fit.` : "Give more of the past.";
        if (length < 2) return { message: `a window of ${length} has no course to compare`, hint };
        if (length <= most) return undefined;
        return {
          message: `no window of ${length} with what followed it comes before another in ${n} observations`,
          hint,
        };
      },
      columns(data) {
        const { y } = data;
        const length = lengthIn(data);
        const search = subsequenceSearch(y, length, { count: k });
        const found = new Map<number, Match[]>();
        const matches = (end: number) => {
          let known = found.get(end);
          if (!known) {
            // What was like the window one step before goes on being like it, mostly.
            const likely = found.get(end - 1)?.map(({ start }) => start + 1);
            known = search(y.subarray(end - length, end), { end: end - shift, likely });
            found.set(end, known);
          }
          return known;
        };
        const neighbours = Array.from({ length: k }, (_, i) => i);
        return [
          ...neighbours.map((i) =>
            trailing(
              `dtw_distance_${i + 1}`,
              data,
              shift,
              length,
              (end) => matches(end)[i]?.distance ?? Number.NaN,
            ),
          ),
          ...neighbours.map((i) => {
            const next = (end: number) => {
              const match = matches(end)[i];
              if (!match) return Number.NaN;
              const last = match.start + length - 1;
              const before = spread(y.subarray(match.start, last + 1));
              const scale = before > 0 ? spread(y.subarray(end - length, end)) / before : 1;
              return y[end - 1]! + scale * (y[last + shift]! - y[last]!);
            };
            return trailing(`dtw_next_${i + 1}`, data, shift, length, next, 1);
          }),
        ];
      },
    };
  },
};

function spread(window: Float64Array): number {
  let mean = 0;
  for (const value of window) mean += value / window.length;
  let squares = 0;
  for (const value of window) squares += (value - mean) * (value - mean);
  return Math.sqrt(squares / window.length);
}
