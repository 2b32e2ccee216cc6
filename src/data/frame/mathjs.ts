/**
 * The five functions of mathjs that danfojs-node calls. The build puts this module where
 * danfojs-node asks for `mathjs`; the arithmetic is done in the same order, so that results agree
 * to the last bit.
 */

type Value = number | boolean | string;

/** @throws RangeError when there are no values */
export function mean(values: readonly Value[]): number {
  const x = numbers(values);
  return total(x) / x.length;
}

/** NaN when one of the values is. */
export function median(values: readonly Value[]): number {
  const x = numbers(values);
  if (x.some(Number.isNaN)) return Number.NaN;
  x.sort();
  const half = x.length >> 1;
  return x.length % 2 === 1 ? x[half] : (x[half - 1] + x[half]) / 2;
}

/** All most frequent values, in order of first appearance. */
export function mode<T extends Value>(values: readonly T[]): T[] {
  if (values.length === 0) throw noValues();
  const counts = new Map<T, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  const highest = Math.max(...counts.values());
  return [...counts.keys()].filter((value) => counts.get(value) === highest);
}

/** Sample variance (n − 1); 0 for a single value. */
export function variance(values: readonly Value[]): number {
  const x = numbers(values);
  const centre = total(x) / x.length;
  const squares = total(x.map((value) => (value - centre) * (value - centre)));
  return x.length === 1 ? squares : squares / (x.length - 1);
}

/** Sample standard deviation. */
export function std(values: readonly Value[]): number {
  return Math.sqrt(variance(values));
}

function total(x: Float64Array): number {
  return x.reduce((sum, value) => sum + value, 0);
}

function numbers(values: readonly Value[]): Float64Array {
  if (values.length === 0) throw noValues();
  return Float64Array.from(values, (value) => {
    const number = Number(value);
    if (Number.isNaN(number) && typeof value === "string") {
      throw new TypeError(`"${value}" is text, not a number`);
    }
    return number;
  });
}

function noValues(): RangeError {
  return new RangeError("there are no values to summarise");
}
