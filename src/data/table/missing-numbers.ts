/** The numbers among words for a missing value, such as -9999. */
export function numbersAmong(words: Iterable<string>): ReadonlySet<number> {
  const numbers = new Set<number>();
  for (const word of words) {
    const number = Number(word.replace(",", "."));
    if (word.trim() !== "" && Number.isFinite(number)) numbers.add(number);
  }
  return numbers;
}

/** Makes missing, in place, those values that stand for none. */
export function dropNumbers(values: Float64Array, numbers: ReadonlySet<number>): void {
  if (numbers.size === 0) return;
  for (let row = 0; row < values.length; row++) {
    if (numbers.has(values[row])) values[row] = Number.NaN;
  }
}

/** -99, -999.9 and so on, as loggers write where they have no value. */
const MARK = /^-9{2,}(?:\.9+)?$/;

/** How far such a mark is from all other values, as a multiple of their range. */
const MIN_DISTANCE = 3;

/** A value that probably stands for a missing one, and how often; undefined when there is none. */
export function likelyMark(
  values: Float64Array,
): { readonly value: number; readonly count: number } | undefined {
  let lowest = Number.POSITIVE_INFINITY;
  for (const value of values) if (value < lowest) lowest = value;
  if (!MARK.test(String(lowest))) return undefined;
  let count = 0;
  let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) {
    if (value === lowest) count++;
    else if (value < least) least = value;
    if (value > most) most = value;
  }
  const isFar = least - lowest > MIN_DISTANCE * (most - least);
  return isFar && count < values.length ? { value: lowest, count } : undefined;
}
