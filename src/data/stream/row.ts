/** What a line says. */
export interface StreamRow {
  /** NaN when missing. */
  readonly y: number;
  /** As they were written; empty when there is no such column. */
  readonly ds: string;
  readonly id: string;
}

/**
 * Takes a line without its end, and its number for messages. Undefined for what is no row: blank lines,
 * comments and the names.
 *
 * @throws DataError with the place, for a line that holds no row of the form
 */
export type RowReader = (line: Uint8Array, number: number) => StreamRow | undefined;
