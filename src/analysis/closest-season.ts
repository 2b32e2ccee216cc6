import type { Panel } from "../data/panel/from-table.js";
import { sharedSeasons, voterPlaces } from "./panel-seasonality.js";

/**
 * Of the seasons that the series share, the one after which values come back most closely: the mean absolute
 * step over it is the smallest, in the mean of the series that vote. The panel's own where it is the only one.
 */
export function closestSeason(panel: Panel): number {
  const seasons = sharedSeasons(panel);
  const longest = seasons.at(-1) ?? 1;
  if (seasons.length < 2) return panel.season;
  const voters = voterPlaces(panel.series.length)
    .map((place) => panel.series[place].y)
    .filter((y) => y.length >= 2 * longest);
  const steps = seasons.map((length) =>
    voters.map((y) => {
      let sum = 0;
      for (let t = longest; t < y.length; t++) sum += Math.abs(y[t] - y[t - length]);
      return sum;
    }),
  );
  const [first] = steps;
  const relative = steps.map((sums) =>
    sums.reduce((sum, one, v) => (first[v] > 0 ? sum + one / first[v] : sum), 0),
  );
  const least = relative.reduce((a, b) => Math.min(a, b));
  return seasons[relative.indexOf(least)];
}
