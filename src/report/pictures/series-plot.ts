import { observations, type Panel, type Series } from "../../data/panel/from-table.js";
import { formatCount } from "../text/format.js";
import type { Figure, Mark, Plot } from "./figure.js";

/** A model's forecast of a series, as a plot draws it. */
export interface PlottedForecast {
  readonly label: string;
  /** Its place among the models, which gives it its colour. */
  readonly place: number;
  /** [horizon] each. */
  readonly at: Float64Array;
  readonly mean: Float64Array;
  readonly bands: readonly {
    readonly level: number;
    /** What it is called where it is no interval; a line where both ends are the same. */
    readonly name?: string;
    readonly lo: Float64Array;
    readonly hi: Float64Array;
  }[];
  /** The last observation that it may use; lines join there. */
  readonly origin: { readonly at: number; readonly value: number } | undefined;
}

/** Series that are drawn of a panel. */
export const MAX_PLOTS = 12;
/** Observations beyond which a line is thinned to the extremes of its stretches. */
const MAX_POINTS = 2000;

/** The axes of a panel's values by date, or by row where it has no dates. */
export function axesOf({ frequency }: Pick<Panel, "frequency">): Pick<Plot, "x" | "y"> {
  return { x: { kind: frequency.unit === "index" ? "number" : "time" }, y: { kind: "number" } };
}

/** The note on so many series that are not drawn; none where all are. */
export function leftOut(series: number): Pick<Figure, "notes"> {
  return series > 0 ? { notes: [`and ${formatCount(series)} more series`] } : {};
}

/** Observations worth showing before so many steps ahead: some seasons, and some horizons. */
export function recentStart(length: number, horizon: number, season: number): number {
  return Math.max(0, length - Math.max(4 * horizon, 3 * season, 60));
}

/**
 * A series with forecasts: bands underneath, the widest first, then observations, then means.
 *
 * @param from index of the first observation that is drawn
 */
export function seriesPlot(
  series: Series,
  panel: Panel,
  forecasts: readonly PlottedForecast[],
  { from = 0, cutoffs = [] }: { readonly from?: number; readonly cutoffs?: readonly number[] } = {},
): Plot {
  const known = observations(series);
  const thin = thinned(series.ds.subarray(from), known.subarray(from));
  return {
    title: series.id,
    ...axesOf(panel),
    marks: [
      ...forecasts.flatMap(bandMarks),
      ...cutoffs.map((x): Mark => ({ kind: "at", x, ink: "muted", label: "forecast from here" })),
      { kind: "line", x: thin.at, y: thin.y, ink: "history", label: "observed" },
      ...forecasts.map(meanMark),
    ],
  };
}

function bandMarks({ label, place, at, bands, origin }: PlottedForecast): Mark[] {
  return [...bands]
    .sort((a, b) => b.level - a.level)
    .map(({ level, name = `${level} % interval`, lo, hi }, i, all): Mark => {
      const x = joined(origin?.at, at);
      const low = joined(origin?.value, lo);
      const named = `${label}, ${name}`;
      if (lo === hi) return { kind: "line", x, y: low, ink: "muted", label: named };
      const opacity = i < all.length - 1 ? 0.16 : 0.26;
      return {
        ...{ kind: "band", x, lo: low, hi: joined(origin?.value, hi) },
        ...{ ink: place, opacity, label: named },
      };
    });
}

function meanMark({ label, place, at, mean, origin }: PlottedForecast): Mark {
  return {
    kind: "line",
    x: joined(origin?.at, at),
    y: joined(origin?.value, mean),
    ink: place,
    label,
  };
}

function joined(first: number | undefined, rest: Float64Array): Float64Array {
  return first === undefined ? rest : Float64Array.of(first, ...rest);
}

/** The last observation of a series, for forecasts to be joined to. */
export function lastObserved(series: Series): { at: number; value: number } | undefined {
  const known = observations(series);
  for (let t = known.length - 1; t >= 0; t--) {
    if (Number.isFinite(known[t])) return { at: series.ds[t], value: known[t] };
  }
  return undefined;
}

/** Long lines by the smallest and largest value of each stretch: no peak is lost. */
export function thinned(at: Float64Array, y: Float64Array): { at: Float64Array; y: Float64Array } {
  if (y.length <= MAX_POINTS) return { at, y };
  const stretch = Math.ceil((2 * y.length) / MAX_POINTS);
  const kept: number[] = [];
  for (let start = 0; start < y.length; start += stretch) {
    const end = Math.min(y.length, start + stretch);
    let [least, most] = [start, start];
    for (let t = start; t < end; t++) {
      if (Number.isNaN(y[least]) || y[t] < y[least]) least = t;
      if (Number.isNaN(y[most]) || y[t] > y[most]) most = t;
    }
    kept.push(...new Set(least < most ? [least, most] : [most, least]));
  }
  return {
    at: Float64Array.from(kept, (t) => at[t]),
    y: Float64Array.from(kept, (t) => y[t]),
  };
}
