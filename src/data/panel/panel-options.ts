import type { RoleOptions } from "../roles/roles.js";
import type { ReadingOptions } from "../source/reading-options.js";
import type { Irregular } from "./irregular.js";

/** How a table is cleaned, where the user says so. */
export type CleanOptions = ReadingOptions<"cleaning">;

/** How a table becomes a panel; what is left out is found in it. */
export interface PanelOptions extends RoleOptions, CleanOptions, ReadingOptions<"grid" | "rows"> {
  /**
   * Keep NaN: every model that receives the panel accepts missing values. A policy that the user chose
   * by `missing` still fills them.
   */
  readonly keepMissing?: boolean;
  /** Keep NaN in `past` columns likewise: they are taken as they were observed, not interpolated. */
  readonly keepPastMissing?: boolean;
  /** Frequency of dates that do not tell one, such as those of a single row. */
  readonly knownFreq?: string;
  /** Season of a saved model, which rows that go on from it need not show. */
  readonly knownSeason?: number;
  /** Whether dates may stand on no grid: every model that receives the panel accepts them. */
  readonly irregular?: Irregular | undefined;
}
