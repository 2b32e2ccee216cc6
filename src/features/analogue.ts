import { earlierNeighbours } from "../dtw/subsequence-search.js";
import type { FeatureData, FeatureFamily } from "./feature.js";
import { shiftOption, trailing, windowLength, windowOption } from "./rolling-window.js";

const DEFAULT_WINDOW = 12;

/** Seconds for one position of a pair of windows; several times as long in noise and with strong warping. */
const SECONDS_PER_CELL = 3e-10;
/** Seconds from which on a notice is given. */
const NOTICE_SECONDS = 4;

const options = {
  k: { type: "integer", summary: "neighbours", default: 5, min: 1, max: 100 },
  window: windowOption("compared", DEFAULT_WINDOW),
  span: {
    type: "integer",
    summary: "latest observations that are searched, 0 for all",
    default: 0,
    min: 0,
    max: 100_000_000,
  },
  shift: shiftOption,
} as const;

/**
 * `dtw:k=5`: the earlier windows most like the one before a row under dynamic time warping, the nearest
 * first: their distance, `dtw_distance_1`, and what followed them, `dtw_next_1`, brought to the level and
 * spread of the row's own window. What followed is itself known before the row. Windows that overlap the
 * row's own count: what followed them is the latest there is, and leaving them out made one-step
 * forecasts worse; those of two neighbours start at least half a window apart.
 */
export const analogue: FeatureFamily<typeof options> = {
  name: "dtw",
  summary: "distances of the most similar earlier windows, and what followed them",
  options,
  create({ k, window, span, shift }) {
    const lengthIn = ({ season }: FeatureData) => windowLength(window, season, DEFAULT_WINDOW);
    return {
      misfit(data) {
        const length = lengthIn(data);
        const n = data.y.length;
        const maxWindow = n - shift - 1;
        const hint = maxWindow > 1 ? `Use a window from 2 to ${maxWindow}.` : "Add observations.";
        if (length < 2) return { message: `a window of ${length} has no shape to compare`, hint };
        if (length > maxWindow) {
          return {
            message: `${n} observations have no window of ${length}, with what followed it, before another one`,
            hint,
          };
        }
        if (span === 0 || span >= length + shift) return undefined;
        return {
          message: `the latest ${span} observations have no window of ${length}, with what followed it, before another one`,
          hint: `Use a span of at least ${length + shift}, or 0 for all.`,
        };
      },
      notice(series) {
        let pairs = 0;
        let places = 0;
        for (const data of series) {
          const length = lengthIn(data);
          const windows = Math.max(0, data.y.length - length);
          const searched = span > 0 ? Math.min(windows, span) : windows;
          pairs += searched * (windows - searched / 2);
          places += length * searched * (windows - searched / 2);
        }
        const seconds = places * SECONDS_PER_CELL;
        if (seconds < NOTICE_SECONDS) return undefined;
        const time = seconds < 90 ? `${Math.round(seconds)} s` : `${Math.round(seconds / 60)} min`;
        const billions = (pairs / 1e9).toFixed(1);
        return `compares ${billions} billion pairs of windows: ${time} of a core's time or longer; span=10000 would search only the latest 10,000 observations`;
      },
      columns(data) {
        const { y, threads } = data;
        const length = lengthIn(data);
        const { starts, distances, deviations } = earlierNeighbours(y, length, {
          count: k,
          gap: shift,
          span: span > 0 ? span - length - shift + 1 : undefined,
          threads,
        });
        const distance = (i: number) => (end: number) => distances[(end - length) * k + i];
        const next = (i: number) => (end: number) => {
          const start = starts[(end - length) * k + i];
          if (start < 0) return Number.NaN;
          const last = start + length - 1;
          const before = deviations[start];
          const scale = before > 0 ? deviations[end - length] / before : 1;
          return y[end - 1] + scale * (y[last + shift] - y[last]);
        };
        const ranks = Array.from({ length: k }, (_, i) => i);
        return [
          ...ranks.map((i) => trailing(`dtw_distance_${i + 1}`, data, shift, length, distance(i))),
          ...ranks.map((i) => trailing(`dtw_next_${i + 1}`, data, shift, length, next(i), 1)),
        ];
      },
    };
  },
};
