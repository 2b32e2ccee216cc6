import type { Frequency } from "./frequency.js";

/** One series on a regular index. */
export interface Series {
  /** `unique_id` in tables. */
  readonly id: string;
  /** Milliseconds since 1970 in UTC, or 0, 1, 2, … when the table has no dates. Strictly increasing, one step of the panel's frequency apart. */
  readonly ds: Float64Array;
  /** Observations, same length as `ds`; NaN where missing. */
  readonly y: Float64Array;
}

/** The one shape every model receives. */
export interface Panel {
  readonly series: readonly Series[];
  readonly frequency: Frequency;
  /** Observations a season; 1 when there is none. */
  readonly season: number;
  /** What the data were called: a path, `-` or a bundled dataset's name. */
  readonly source: string;
}

/** The panel with only the first `n - held` observations of every series. */
export function withoutTail(panel: Panel, held: number): Panel {
  return {
    ...panel,
    series: panel.series.map((s) => ({
      ...s,
      ds: s.ds.subarray(0, s.ds.length - held),
      y: s.y.subarray(0, s.y.length - held),
    })),
  };
}
