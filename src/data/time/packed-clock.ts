/** Milliseconds from midnight of a time of day written hhmmss, such as 143000; NaN when there is none. */
export function packedClock(digits: number): number {
  const hour = Math.floor(digits / 10_000);
  const minute = Math.floor(digits / 100) % 100;
  const second = digits % 100;
  if (!(hour >= 0 && hour < 24 && minute < 60 && second < 60)) return Number.NaN;
  return ((hour * 60 + minute) * 60 + second) * 1000;
}
