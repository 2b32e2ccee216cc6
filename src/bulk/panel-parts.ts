import type { Panel, Series } from "../data/panel/panel.js";

/** Series and observations of a part, at most: some tens of milliseconds of the quicker models. */
const PART_SERIES = 64;
const PART_OBSERVATIONS = 50_000;

/** A panel in memory, part by part in its order; how it is cut depends on nothing else. */
export function* partsOfPanel({
  series,
}: Pick<Panel, "series">): Generator<{ readonly series: readonly Series[] }> {
  let from = 0;
  let observations = 0;
  for (let s = 0; s < series.length; s++) {
    observations += series[s].y.length;
    const full = s + 1 - from >= PART_SERIES || observations >= PART_OBSERVATIONS;
    if (!full && s + 1 < series.length) continue;
    yield { series: series.slice(from, s + 1) };
    [from, observations] = [s + 1, 0];
  }
}
