import type { Panel } from "../../data/panel/panel.js";

/**
 * Series whose errors speak for all others. With this many, the share of errors within an interval is known
 * to a few tenths of a percent, and what is learned from them is so small that it can be told to machines
 * that see other series.
 */
const MAX_SPEAKERS = 2000;

/**
 * The series of a panel from which is learned how large errors are: all, or of many 2000, evenly over the
 * panel. The same object where it is all of them.
 */
export function speakers(panel: Panel): Panel {
  const { series } = panel;
  if (series.length <= MAX_SPEAKERS) return panel;
  return {
    ...panel,
    series: speakerPlaces(series.length).map((place) => series[place]),
  };
}

/** Places of the series that speak for a panel of `count` of them, ascending; the first is 0. */
export function speakerPlaces(count: number): number[] {
  const some = Math.min(count, MAX_SPEAKERS);
  return Array.from({ length: some }, (_, k) => Math.floor((k * count) / some));
}
