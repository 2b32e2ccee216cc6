import type { Column } from "../../table/columns.js";

/** Columns of values whose names count steps: `d_1`, `d_2`, … */
export interface NumberedColumns {
  readonly columns: readonly Column[];
  /** The number of the first step, 0 or 1. */
  readonly first: number;
}

/** Fewer numbered columns may be measures of one row: `x1`, `x2`, `x3`. */
const MIN_COLUMNS = 8;

/** A name and a number, in which the name may be missing. */
const NUMBERED = /^(.*?)(\d{1,5})$/s;

/**
 * The first run of numeric columns that are named by a word and counted on, such as `d_1, d_2, …`, `W0, W1,
 * …` or `1, 2, …`.
 */
export function numberedColumns(columns: readonly Column[]): NumberedColumns | undefined {
  for (let begin = 0; begin + MIN_COLUMNS <= columns.length; ) {
    const end = endOfRun(columns, begin);
    if (end - begin >= MIN_COLUMNS) {
      const number = Number(NUMBERED.exec(columns[begin].name)![2]);
      return {
        columns: columns.slice(begin, end),
        first: number === 0 ? 0 : 1,
      };
    }
    begin = Math.max(end, begin + 1);
  }
  return undefined;
}

/** Where the columns end that count on from `begin`. */
function endOfRun(columns: readonly Column[], begin: number): number {
  const [, word, number] = NUMBERED.exec(columns[begin].name) ?? [];
  let end = begin;
  while (end < columns.length && number !== undefined) {
    const { name, kind } = columns[end];
    const found = NUMBERED.exec(name);
    const follows = found?.[1] === word && Number(found?.[2]) === Number(number) + end - begin;
    if (kind !== "number" || !follows) break;
    end++;
  }
  return end;
}
