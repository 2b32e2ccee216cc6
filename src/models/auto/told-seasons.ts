import { leastToShow, seasonsOf } from "../../analysis/several-seasons.js";
import type { Panel } from "../../data/panel/from-table.js";
import { type OriginRule, originRule } from "../intervals/origins.js";

/** Share of what lies beyond two of the longest season that is looked at from one origin. */
const SHARE_AHEAD = 0.5;

/**
 * The seasons that some candidates are told, such as a day and a week: those of series which are long enough
 * to show them in the end, but not yet where candidates are judged, a whole horizon before. There `theta`
 * and `ets` would be judged by the day alone. None elsewhere.
 *
 * Who is told takes the seasons of two of the longest one, so that all are judged beyond these, over a
 * shorter horizon.
 *
 * @returns lengths, ascending, and where to judge those who know them
 */
export function toldSeasons(
  panel: Panel,
  horizon: number,
  { named, intermittent }: { readonly named: readonly string[]; readonly intermittent: boolean },
): { readonly told: readonly number[]; readonly rule: OriginRule } {
  const rule = originRule(panel, horizon);
  const lengths = named.length === 0 && !intermittent ? seasonsOf(panel) : [];
  const longest = panel.series.reduce((most, { y }) => Math.max(most, y.length), 0);
  const shown = leastToShow(lengths);
  if (shown === 0 || longest < shown || longest - rule.steps >= shown) return { told: [], rule };
  const least = 2 * lengths[lengths.length - 1] + 1;
  const steps = Math.min(rule.steps, Math.floor(SHARE_AHEAD * (longest - least)));
  return { told: lengths, rule: { ...rule, steps, least } };
}
