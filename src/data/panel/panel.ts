import type { Frequency } from "../time/frequency.js";
import type { Missing } from "./policies.js";
import type { Series } from "./series.js";

export type { Series, StaticValue } from "./series.js";

/** The one shape every model receives. */
export interface Panel {
  readonly series: readonly Series[];
  readonly frequency: Frequency;
  /**
   * Dates are taken as they are, on no grid. The frequency is then that of dates ahead, and the unit in
   * which intervals are measured.
   */
  readonly irregular?: true;
  /** Observations a season; 1 when there is none. */
  readonly season: number;
  /** The time zone of the calendar when the stamps are UTC rather than local times. */
  readonly zone?: string;
  /** Which of the columns are features of the series themselves, by their specs. */
  readonly features?: PanelFeatures;
  /** Where the data come from: a path, `-` or the name of a bundled dataset. */
  readonly source: string;
  /** How missing observations were filled; absent when they were interpolated by default. */
  readonly filling?: Filling;
  /** How a table was understood; absent in panels made by hand. */
  readonly reading?: Reading;
}

/** The user's policy for missing observations. */
export interface Filling {
  readonly how: Exclude<Missing, "error">;
  /** Observations a season when they were filled; another may have been found since. */
  readonly season: number;
}

/** Columns computed from the series themselves. */
export interface PanelFeatures {
  /** Such as `lag:12` and `calendar:month`. */
  readonly specs: readonly string[];
  /** Steps ahead for which they were computed. */
  readonly horizon: number;
}

/** How a table was understood. */
export interface Reading {
  readonly rows: number;
  /** How many of these come after the last observations and hold plans; none by default. */
  readonly ahead?: number;
  readonly time: string | undefined;
  readonly targets: readonly string[];
  readonly id: string | undefined;
  readonly frequencyFrom: "told" | "inferred" | "no dates";
  /** Where the season comes from: the user or dataset, the observations, or the default of the frequency. */
  readonly seasonFrom: "told" | "found" | "frequency";
  /** The time zone that was named. */
  readonly tz?: string;
  /** Steps ahead that the file itself asks for. */
  readonly horizon?: number;
  /** In words, how the table is written when it is not plain CSV. */
  readonly dialect?: readonly string[];
}
