/** @throws RangeError unless a value is a whole number from 1 on */
export function requireCount(what: string, value: number): void {
  if (Number.isSafeInteger(value) && value >= 1) return;
  throw new RangeError(`${what} of ${value}, which is no whole number from 1 on`);
}
