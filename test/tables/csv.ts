const DAY = 86_400_000;

/** A date of the calendar, so many days after the first of January of a year: `2024-01-01`. */
export function dayAfter(year: number, days: number): string {
  return new Date(Date.UTC(year, 0, 1) + days * DAY).toISOString().slice(0, 10);
}

/** 0 for Sunday to 6, so many days after the first of January of a year. */
export function weekdayAfter(year: number, days: number): number {
  return new Date(Date.UTC(year, 0, 1) + days * DAY).getUTCDay();
}

/** `2024-01-01 00:05`, so many minutes after the first of January of a year. */
export function minuteAfter(year: number, minutes: number): string {
  const text = new Date(Date.UTC(year, 0, 1) + minutes * 60_000).toISOString();
  return text.slice(0, 16).replace("T", " ");
}

/** Names and rows as CSV; a missing cell is empty. */
export function csv(
  names: readonly string[],
  rows: readonly (readonly (string | number | undefined)[])[],
): string {
  return [names, ...rows].map((row) => `${row.map((cell) => cell ?? "").join(",")}\n`).join("");
}
