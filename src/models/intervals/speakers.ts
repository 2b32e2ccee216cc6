import type { Panel, Series } from "../../data/panel/panel.js";
import { idsOf, isHeld, panelOf, type WidePanel } from "../../data/wide/wide-panel.js";
import { hashOfText } from "../../numeric/text-hash.js";

/**
 * Series whose errors speak for all others. With this many, the share of errors within an interval is known
 * to about half a percent, and what is learned from them is so small that it can be told to machines
 * that see other series.
 */
export const MAX_SPEAKERS = 2000;

/**
 * The series of a panel from which is learned how large errors are: all, or of many the 2000 with the
 * smallest hashes of their ids. The same object where it is all of them.
 */
export function speakers(panel: Panel): Panel {
  const { series } = panel;
  if (series.length <= MAX_SPEAKERS) return panel;
  const ranked = series.map((one, place): Ranked => ({ one, place, hash: hashOfText(one.id) }));
  return { ...panel, series: loudest(ranked) };
}

/** The {@link speakers} of a panel that need not be held. */
export function speakersOf(panel: WidePanel): Panel {
  if (isHeld(panel)) return speakers(panel);
  const ranked = idsOf(panel).map((id, place) => ({ place, hash: hashOfText(id) }));
  return panelOf(
    panel,
    loudestOf(ranked).map(({ place }) => place),
  );
}

/** A series with the hash of its id and its place in the panel. */
export interface Ranked {
  readonly one: Series;
  readonly place: number;
  readonly hash: number;
}

/** The series that speak, in the order of the panel. */
export function loudest(ranked: readonly Ranked[]): Series[] {
  return loudestOf(ranked).map(({ one }) => one);
}

function loudestOf<R extends Omit<Ranked, "one">>(ranked: readonly R[]): R[] {
  return [...ranked]
    .sort((a, b) => a.hash - b.hash || a.place - b.place)
    .slice(0, MAX_SPEAKERS)
    .sort((a, b) => a.place - b.place);
}
