/** [symbols] of [symbols], the code of each symbol: 1 in its own place. */
export function oneHot(symbols: number): readonly (readonly number[])[] {
  return Array.from({ length: symbols }, (_, k) =>
    Array.from({ length: symbols }, (_, at) => (at === k ? 1 : 0)),
  );
}
