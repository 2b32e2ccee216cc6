import type { Panel, Series } from "../panel/panel.js";

/** Series that are not held: each is read when it is asked for. They have no columns. */
export interface UnheldSeries {
  readonly length: number;
  readonly ids: readonly string[];
  /** Observations of each. */
  readonly lengths: ArrayLike<number>;
  at(place: number): Series;
  /** Where there is room for numbers of each series, such as on the disk. */
  store(): NumberStore;
}

/** Numbers of series, one after the other. */
export interface NumberStore {
  add(values: Float64Array): void;
  /** Those of the series that was added after so many others. */
  at(place: number): Float64Array;
}

/** A panel that may be larger than memory. */
export interface WidePanel extends Omit<Panel, "series"> {
  readonly series: readonly Series[] | UnheldSeries;
}

export function isHeld(panel: WidePanel): panel is Panel {
  return Array.isArray(panel.series);
}

export function idsOf(panel: WidePanel): readonly string[] {
  return isHeld(panel) ? panel.series.map(({ id }) => id) : (panel.series as UnheldSeries).ids;
}

/** Observations of each series. */
export function lengthsOf(panel: WidePanel): ArrayLike<number> {
  return isHeld(panel)
    ? panel.series.map(({ y }) => y.length)
    : (panel.series as UnheldSeries).lengths;
}

export function longestOf(panel: WidePanel): number {
  const lengths = lengthsOf(panel);
  let longest = 0;
  for (let s = 0; s < lengths.length; s++) longest = Math.max(longest, lengths[s]);
  return longest;
}

/** Some series of a panel, in memory. */
export function panelOf(panel: WidePanel, places: readonly number[]): Panel {
  return { ...panel, series: places.map((place) => panel.series.at(place)!) };
}

/**
 * The panel with other series, each made of one that it has when it is asked for.
 *
 * @param places of the series that they are made of
 * @param change of a panel of one series; none by default
 * @param length observations of a changed series, by those before
 */
export function madeOf(
  panel: WidePanel,
  places: ArrayLike<number>,
  change: (one: Panel) => Series = ({ series: [one] }) => one,
  length: (before: number) => number = (before) => before,
): WidePanel {
  const at = (place: number) => change(panelOf(panel, [places[place]]));
  if (isHeld(panel)) return { ...panel, series: Array.from(places, (_, place) => at(place)) };
  const { ids, lengths, store } = panel.series as UnheldSeries;
  return {
    ...panel,
    series: {
      ...{ length: places.length, at, store },
      ids: Array.from(places, (place) => ids[place]),
      lengths: Uint32Array.from(places, (place) => length(lengths[place])),
    },
  };
}

/** The panel with each of its series changed. */
export function eachChanged(panel: WidePanel, change: (one: Panel) => Series): WidePanel {
  return madeOf(panel, placesIn(panel), change);
}

/** The places of all series. */
export function placesIn({ series }: WidePanel): Uint32Array {
  return Uint32Array.from({ length: series.length }, (_, place) => place);
}
