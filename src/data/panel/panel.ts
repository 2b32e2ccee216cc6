import type { Frequency } from "../time/frequency.js";
import type { Missing } from "./policies.js";
import type { Series } from "./series.js";

export type { Series, StaticValue } from "./series.js";

/** The one shape every model receives. */
export interface Panel {
  readonly series: readonly Series[];
  readonly frequency: Frequency;
  /**
   * Whether dates are as they were told, on no grid. The frequency is then that of dates ahead, and the
   * unit that intervals are measured in.
   */
  readonly irregular?: true;
  /** Observations a season; 1 when there is none. */
  readonly season: number;
  /** The time zone whose clocks count, where the dates are UTC and not what those clocks show. */
  readonly zone?: string;
  /** Which of the columns are features of the series themselves, by their specs. */
  readonly features?: PanelFeatures;
  /** What the data were called: a path, `-` or a bundled dataset's name. */
  readonly source: string;
  /** How missing observations were filled, interpolated unless said. */
  readonly filling?: Filling;
  /** How a table was understood; absent in panels made by hand. */
  readonly reading?: Reading;
}

/** How a person chose to fill missing observations. */
export interface Filling {
  readonly how: Exclude<Missing, "error">;
  /** Observations a season as it was known then; another may have been found in what was filled. */
  readonly season: number;
}

/** Columns that were computed of the series. */
export interface PanelFeatures {
  /** Such as `lag:12` and `calendar:month`. */
  readonly specs: readonly string[];
  /** Rows ahead of which they were asked. */
  readonly horizon: number;
}

/** How a table was understood. */
export interface Reading {
  readonly rows: number;
  readonly time: string | undefined;
  readonly targets: readonly string[];
  readonly id: string | undefined;
  readonly frequencyFrom: "told" | "inferred" | "no dates";
  /** What the season is from: a person or dataset, the observations, or what is usual of the frequency. */
  readonly seasonFrom: "told" | "found" | "frequency";
  /** The time zone that was named. */
  readonly tz?: string;
  /** How the table is written, in words, as far as it is not the usual CSV. */
  readonly dialect?: readonly string[];
}
