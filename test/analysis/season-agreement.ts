import { withSeason } from "../../src/analysis/panel-seasonality.js";
import { isSeasonal } from "../../src/analysis/seasonal-indices.js";
import { detectSeasons } from "../../src/analysis/seasonality.js";
import { stl } from "../../src/analysis/stl.js";
import type { Panel } from "../../src/data/panel/from-table.js";

/** The competitions' sets, and their season; 1 where there is none. */
export const competitionSets: readonly (readonly [name: string, season: number])[] = [
  ["m1-yearly", 1],
  ["m1-quarterly", 4],
  ["m1-monthly", 12],
  ["m3-yearly", 1],
  ["m3-quarterly", 4],
  ["m3-monthly", 12],
  ["m3-other", 1],
  ["m4-weekly", 52],
  ["m4-hourly", 24],
];

/** How often the season found is the true one. */
export interface Agreement {
  readonly series: number;
  /** Series that have the season by two tests that are not ours. */
  readonly seasonal: number;
  /** Those of them in which nothing but the values told the season. */
  readonly agreed: number;
  /** Those of them in which it was found among the lengths of the calendar. */
  readonly among: number;
  /** Series in which any season was found. */
  readonly claimed: number;
  /** Season of the whole panel, when there are no dates. */
  readonly panel: number;
}

/** @param every each how manieth series is looked at */
export function agreementOf(panel: Panel, season: number, every = 1): Agreement {
  const chosen = panel.series.filter((_, i) => i % every === 0);
  let [seasonal, agreed, among, claimed] = [0, 0, 0, 0];
  const calendar = season === 24 ? [24, 168] : [season];
  for (const { y } of chosen) {
    const [first] = detectSeasons(y);
    if (first) claimed++;
    if (!hasSeason(y, season)) continue;
    seasonal++;
    if (first?.length === season) agreed++;
    if (detectSeasons(y, { candidates: calendar })[0]?.length === season) among++;
  }
  const { season: found } = withSeason(withoutDates(panel));
  return { series: chosen.length, seasonal, agreed, among, claimed, panel: found };
}

/**
 * Whether a series has a season of this length: the M competitions' 90 % test says so, and so does the
 * strength of the season by STL, at the 0.64 from which R's `nsdiffs` takes a seasonal difference.
 *
 * @see Wang, Smith & Hyndman (2006), section 3.1
 */
function hasSeason(y: Float64Array, season: number): boolean {
  if (!isSeasonal(y, season)) return false;
  const { seasonal, remainder } = stl(y, season);
  const around = seasonal.map((value, t) => value + remainder[t]);
  return 1 - variance(remainder) / variance(around) >= 0.64;
}

function variance(x: Float64Array): number {
  const mean = x.reduce((sum, value) => sum + value / x.length, 0);
  return x.reduce((sum, value) => sum + (value - mean) * (value - mean), 0) / x.length;
}

export function withoutDates(panel: Panel): Panel {
  return {
    ...panel,
    frequency: { alias: "index", unit: "index", multiple: 1, atEnd: false },
    season: 1,
    reading: { ...panel.reading!, seasonFrom: "frequency" },
  };
}
