import type { Series } from "./panel.js";

/** Says that a season that was asked for is too long for every series. */
export function warnOfLongSeason(
  season: number,
  series: readonly Series[],
  warn: (message: string) => void,
): void {
  const rows = series.reduce((most, { y }) => Math.max(most, y.length), 0);
  if (season <= 1 || rows >= 2 * season) return;
  const which = series.length === 1 ? `${rows} rows` : `the ${rows} rows of the longest series`;
  warn(
    rows <= season
      ? `${which} hold no season of ${season}: models forecast without it`
      : `${which} hold less than two seasons of ${season}: models that estimate a season go without it`,
  );
}
