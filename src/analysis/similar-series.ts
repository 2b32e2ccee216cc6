import type { Panel, Series } from "../data/panel/from-table.js";
import { dtwDistance, dtwPath, type WarpPath } from "../dtw/index.js";
import { UsageError } from "../errors.js";
import { nearest } from "../suggest.js";

/** A series and those that are most like it. */
export interface Neighborhood {
  readonly series: Series;
  /** The nearest first. */
  readonly neighbours: readonly Neighbor[];
  /** How the latest observations are paired with those of the nearest neighbour. */
  readonly path: WarpPath;
}

export interface Neighbor {
  readonly series: Series;
  /** Dynamic time warping distance of the latest parts, each taken to mean 0 and deviation 1. */
  readonly distance: number;
}

/** Number of latest observations that are compared. */
export const MAX_COMPARED = 500;

/**
 * The series of a panel nearest to one of them, whatever their levels and scales.
 *
 * @throws UsageError when no series has this id, or there is no other one
 */
export function neighborsOf(panel: Panel, id: string, max = 5): Neighborhood {
  const series = panel.series.find((other) => other.id === id);
  if (series === undefined) {
    const meant = nearest(
      id,
      panel.series.map((other) => other.id),
    );
    throw new UsageError(
      `there is no series "${id}"`,
      meant === undefined ? `The first is ${panel.series[0].id}.` : `Did you mean ${meant}?`,
    );
  }
  const others = panel.series.filter((other) => other !== series);
  if (others.length === 0) {
    throw new UsageError(`"${id}" is the only series: it has no neighbours`);
  }
  const latest = ({ y }: Series) => y.slice(-MAX_COMPARED);
  const neighbours = others
    .map((other) => ({
      series: other,
      distance: dtwDistance(latest(series), latest(other), { normalise: true }),
    }))
    .sort((a, b) => a.distance - b.distance)
    .slice(0, max);
  const path = dtwPath(latest(series), latest(neighbours[0].series), { normalise: true });
  return { series, neighbours, path };
}
