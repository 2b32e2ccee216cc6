import type { Panel, Series } from "../data/panel/from-table.js";
import { dtwDistance, dtwPath, type WarpPath } from "../dtw/index.js";
import { UsageError } from "../errors.js";
import { nearest } from "../suggest.js";

/** A series and those that are most like it. */
export interface Neighbourhood {
  readonly series: Series;
  /** The nearest first. */
  readonly neighbours: readonly Neighbour[];
  /** How the latest part of the series is paired with that of its nearest neighbour. */
  readonly path: WarpPath;
}

export interface Neighbour {
  readonly series: Series;
  /** Dynamic time warping distance of the latest parts, each taken to mean 0 and deviation 1. */
  readonly distance: number;
}

/** Latest observations that are compared. */
export const MAX_COMPARED = 500;

/**
 * The series of a panel nearest to one of them, whatever their levels and scales.
 *
 * @throws UsageError when no series has this id, or there is no other one
 */
export function neighboursOf(panel: Panel, id: string, most = 5): Neighbourhood {
  const series = panel.series.find((one) => one.id === id);
  if (series === undefined) {
    const meant = nearest(
      id,
      panel.series.map((one) => one.id),
    );
    throw new UsageError(
      `there is no series "${id}"`,
      meant === undefined ? `The first is ${panel.series[0].id}.` : `Did you mean ${meant}?`,
    );
  }
  const others = panel.series.filter((one) => one !== series);
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
    .slice(0, most);
  const path = dtwPath(latest(series), latest(neighbours[0].series), { normalise: true });
  return { series, neighbours, path };
}
