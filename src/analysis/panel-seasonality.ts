import { type Panel, type Series, withoutTail } from "../data/panel/from-table.js";
import { calendarSeasons } from "../data/time/frequency.js";
import { detectSeasons, FALSE_ALARM_RATE } from "./seasonality.js";

/** Most series that a panel's season is looked for in. */
const MAX_VOTERS = 20;

/**
 * The panel with the season that its observations show, if none was given and the calendar leaves it open:
 * hours may have seasons of 24 and 168, and rows without dates of any length. Irregular dates have no
 * season.
 *
 * At most 20 series, evenly over the panel, vote. A length needs more votes than it would get by chance,
 * or those of more than half where the calendar gives a length. The shortest of these with at least half
 * the votes of the most voted wins. Without any, the season stays as it is.
 *
 * @example
 * const y = Float64Array.from({ length: 80 }, (_, t) => [0, 3, 1, 7, 2][t % 5] + t / 50);
 * withSeason(panelFromArrays({ y })).season; // 5
 *
 * @param holdout last observations of every series to leave out, because they are to be forecast
 * @see detectSeasons
 */
export function withSeason(panel: Panel, holdout = 0): Panel {
  const { reading } = panel;
  if (reading === undefined || isSeasonSettled(panel)) return panel;
  const shared = votes(panel, holdout);
  if (shared.length === 0) return panel;
  const maxVoices = Math.max(...shared.map(([, voices]) => voices));
  return {
    ...panel,
    season: Math.min(
      ...shared.flatMap(([length, voices]) => (2 * voices >= maxVoices ? [length] : [])),
    ),
    reading: { ...reading, seasonFrom: "found" },
  };
}

/**
 * All seasons that the panel's series share, ascending: those of a day and a week for most hourly data.
 * The panel's own season where it was given, or where the calendar knows one only.
 */
export function sharedSeasons(panel: Panel): number[] {
  const own = panel.season > 1 && !panel.irregular ? [panel.season] : [];
  const { reading } = panel;
  if (reading === undefined || reading.seasonFrom === "told" || panel.irregular) return own;
  const open = { ...panel, reading: { ...reading, seasonFrom: "frequency" } } as const;
  if (isSeasonSettled(open)) return own;
  const shared = votes(open, 0).map(([length]) => length);
  return [...new Set([...own, ...shared])].sort((a, b) => a - b);
}

/** Whether the season was given, or the calendar leaves no choice: then models test for it themselves. */
export function isSeasonSettled({
  reading,
  frequency,
  irregular,
}: Pick<Panel, "reading" | "frequency" | "irregular">): boolean {
  const candidates = calendarSeasons(frequency);
  const settled = candidates !== undefined && candidates.length < 2;
  return reading?.seasonFrom !== "frequency" || settled || irregular === true;
}

/** Places of the series that vote, ascending. */
export function voterPlaces(series: number): number[] {
  const count = Math.min(MAX_VOTERS, series);
  return Array.from({ length: count }, (_, i) => Math.floor((i * series) / count));
}

/** Lengths of seasons with the number of voters that have them, of those that are no chance. */
function votes(panel: Panel, holdout: number): [length: number, voices: number][] {
  const { series, frequency } = panel;
  const candidates = calendarSeasons(frequency);
  const places = voterPlaces(series.length);
  const count = places.length;
  const found = new Map<number, number>();
  for (const place of places) {
    const voter = series[place];
    const alone = { ...panel, series: [voter] };
    const [{ y }] = withoutTail(alone, Math.min(holdout, voter.y.length)).series as [Series];
    for (const { length } of detectSeasons(y, candidates && { candidates })) {
      found.set(length, (found.get(length) ?? 0) + 1);
    }
  }
  const isShared = (voices: number) =>
    candidates ? 2 * voices > count : fewerByChance(voices, count) >= 1 - FALSE_ALARM_RATE;
  return [...found].filter(([, voices]) => isShared(voices));
}

/** Probability that fewer than `voices` of `count` series of noise are found to have a season. */
function fewerByChance(voices: number, count: number): number {
  let term = 1;
  for (let i = 0; i < count; i++) term *= 1 - FALSE_ALARM_RATE;
  let fewer = 0;
  for (let k = 0; k < voices; k++) {
    fewer += term;
    term *= ((count - k) / (k + 1)) * (FALSE_ALARM_RATE / (1 - FALSE_ALARM_RATE));
  }
  return fewer;
}
