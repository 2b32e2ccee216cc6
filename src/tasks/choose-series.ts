import type { Panel } from "../data/panel/panel.js";
import { UsageError } from "../errors.js";
import { nearest } from "../suggest.js";
import { firstFew } from "../wording.js";

/**
 * Places in a panel of the series that `--series` names.
 *
 * @throws UsageError for a name that no series has, with the nearest one
 */
export function placesOf({ series }: Panel, names: readonly string[]): number[] {
  const ids = series.map(({ id }) => id);
  return [...new Set(names)].map((name) => {
    const place = ids.indexOf(name);
    if (place >= 0) return place;
    const meant = nearest(name, ids);
    throw new UsageError(
      `there is no series "${name}"`,
      `${meant === undefined ? "" : `Did you mean "${meant}"? `}Series: ${firstFew(ids)}.`,
    );
  });
}

/** The named series of a panel alone, and what there is of each of them; all where none is named. */
export function chosenAlone<T>(
  panel: Panel,
  each: readonly T[],
  names: readonly string[] | undefined,
): { readonly panel: Panel; readonly each: readonly T[] } {
  if (names === undefined) return { panel, each };
  const places = placesOf(panel, names);
  const series = places.map((s) => panel.series[s]);
  const rows = series.reduce((sum, { y }) => sum + y.length, 0);
  const reading = panel.reading && { reading: { ...panel.reading, rows, ahead: 0 } };
  return { panel: { ...panel, series, ...reading }, each: places.map((s) => each[s]) };
}

/** The panel with the named series in front. */
export function chosenFirst(panel: Panel, names: readonly string[] | undefined): Panel {
  if (names === undefined) return panel;
  const places = placesOf(panel, names);
  const chosen = new Set(places);
  const others = panel.series.filter((_, s) => !chosen.has(s));
  return { ...panel, series: [...places.map((s) => panel.series[s]), ...others] };
}
