import type { Column, NumberColumn, TextColumn } from "../../table/columns.js";
import type { Times } from "../date-column.js";

/** What was found in a table rather than named. */
export interface Guess {
  readonly time: Times | undefined;
  /** The column that names the series, and whether it was found. */
  readonly id: TextColumn | undefined;
  readonly foundId: boolean;
  /** The column to forecast, unless it was named. */
  readonly target: NumberColumn | undefined;
  /** Columns without a role, and the target. */
  readonly free: readonly Column[];
}
