import type { RoleOptions } from "../roles/roles.js";
import type { Irregular } from "./irregular.js";
import type { Duplicates, Missing } from "./policies.js";

/** What a person may say about how a table is cleaned. */
export interface CleanOptions {
  /** An error unless told. */
  readonly duplicates?: Duplicates | undefined;
  /** Interpolated unless told; models that take missing values as they are then get them so. */
  readonly missing?: Missing | undefined;
  /** Combines the rows of each period of a coarser frequency. */
  readonly aggregate?: "sum" | "mean" | undefined;
}

/** What a person may say about a table; the rest is found in it. */
export interface PanelOptions extends RoleOptions, CleanOptions {
  /** Frequency alias. */
  readonly freq?: string | undefined;
  readonly season?: number | undefined;
  /** Whether all who get the panel take what is missing as it is, unless a person chose how to fill. */
  readonly keepMissing?: boolean;
  /** Whether all who get the panel take dates that stand on no grid; they are refused unless told. */
  readonly irregular?: Irregular | undefined;
  /** The same of past columns: whether they are taken as they were observed, not interpolated. */
  readonly keepPastMissing?: boolean;
}
