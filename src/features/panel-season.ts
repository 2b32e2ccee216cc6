import { calendarSeasons } from "../data/frequency.js";
import { type Panel, type Series, withoutTail } from "../data/panel.js";
import { detectSeasons } from "./season.js";

/** Series of a panel that are asked. */
const ASKED = 20;

/**
 * The panel with the season that its observations show, where nobody named one and the calendar
 * leaves it open: several lengths are possible, as of hours 24 and 168, or any, as without dates.
 *
 * A length counts when more than half of the series have it, of at most 20 evenly over the panel; the
 * shortest such length is taken. Where there is none the season stays as it is.
 *
 * @param held latest observations of every series that have no say, for they will be forecast
 * @see detectSeasons
 */
export function withSeason(panel: Panel, held = 0): Panel {
  const { series, reading, frequency } = panel;
  const candidates = calendarSeasons(frequency);
  // With one length or none, models test for themselves whether there is a season.
  const settled = candidates !== undefined && candidates.length < 2;
  if (reading?.seasonFrom !== "frequency" || settled) return panel;
  const count = Math.min(ASKED, series.length);
  const votes = new Map<number, number>();
  for (let i = 0; i < count; i++) {
    const one = series[Math.floor((i * series.length) / count)]!;
    const asked = { ...panel, series: [one] };
    const [{ y }] = withoutTail(asked, Math.min(held, one.y.length)).series as [Series];
    for (const { length } of detectSeasons(y, candidates && { candidates })) {
      votes.set(length, (votes.get(length) ?? 0) + 1);
    }
  }
  const shared = [...votes].filter(([, voices]) => 2 * voices > count).map(([length]) => length);
  if (shared.length === 0) return panel;
  return {
    ...panel,
    season: Math.min(...shared),
    reading: { ...reading, seasonFrom: "found" },
  };
}
