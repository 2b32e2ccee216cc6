import type { RowIndex } from "./csv-rows.js";

/** What a column says of its points: decimals, thousands, or neither for sure. */
export type Points = "decimals" | "thousands" | { readonly doubtful: number };

const PLAIN = /^[-+]?\d{1,3}$/;
const GROUPED = /^[-+]?[1-9]\d{0,2}(?:\.\d{3})+$/;

/** Plain numbers of this size do not stand beside decimals below 10 that have three places. */
const MIN_LARGE = 100;

/**
 * Whether 1.000 is a thousand, in a table that may write decimal commas but shows none. Whoever writes 990
 * and then 1.000 has no fixed number of decimals, and whoever leaves out zeros at the end would write 1: so
 * these are thousands, as are numbers that go on where three digits end.
 *
 * @param values of the column, read with decimal points
 * @param place  of the column in its rows
 */
export function readPoints(values: Float64Array, index: RowIndex, place: number): Points {
  // Thousands read as decimals have three places and stay below a thousand.
  if (!values.every((v) => Number.isNaN(v) || (Math.abs(v) < 1000 && isThousandths(v)))) {
    return "decimals";
  }
  let first = -1;
  let zeros = false;
  let plain = 0;
  let largest = 0;
  for (let row = 0; row < values.length; row++) {
    if (Number.isNaN(values[row])) continue;
    const text = index.text(row, place);
    if (PLAIN.test(text)) {
      plain++;
      largest = Math.max(largest, Math.abs(values[row]));
    } else if (GROUPED.test(text)) {
      if (first < 0) first = row;
      if (text.endsWith("0")) zeros = true;
    } else return "decimals";
  }
  if (first < 0) return "decimals";
  return plain > 0 && (zeros || largest >= MIN_LARGE) ? "thousands" : { doubtful: first };
}

function isThousandths(value: number): boolean {
  return Math.abs(value * 1000 - Math.round(value * 1000)) < 1e-6;
}
