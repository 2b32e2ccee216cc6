import { type Panel, type Series, withoutTail } from "../data/panel/from-table.js";
import { calendarSeasons } from "../data/time/frequency.js";
import { detectSeasons, FALSE_ALARM_RATE } from "./seasonality.js";

/** Series of a panel that are asked. */
const MAX_VOTERS = 20;

/**
 * The panel with the season that its observations show, where nobody named one and the calendar
 * leaves it open: several lengths are possible, as of hours 24 and 168, or any, as without dates. Where
 * dates are irregular, rows make no season.
 *
 * At most 20 series, evenly over the panel, are asked. A length counts when more of them have it than
 * would by chance; where the calendar knows a usual one, when more than half of them do. Taken is the
 * shortest that has half as many voices as any other. Where there is none the season stays as it is.
 *
 * @param held latest observations of every series that have no say, for they will be forecast
 * @see detectSeasons
 */
export function withSeason(panel: Panel, held = 0): Panel {
  const { series, reading, frequency, irregular } = panel;
  const candidates = calendarSeasons(frequency);
  // With one length or none, models test for themselves whether there is a season.
  const settled = candidates !== undefined && candidates.length < 2;
  if (reading?.seasonFrom !== "frequency" || settled || irregular) return panel;
  const count = Math.min(MAX_VOTERS, series.length);
  const votes = new Map<number, number>();
  for (let i = 0; i < count; i++) {
    const one = series[Math.floor((i * series.length) / count)];
    const asked = { ...panel, series: [one] };
    const [{ y }] = withoutTail(asked, Math.min(held, one.y.length)).series as [Series];
    for (const { length } of detectSeasons(y, candidates && { candidates })) {
      votes.set(length, (votes.get(length) ?? 0) + 1);
    }
  }
  const isShared = (voices: number) =>
    candidates ? 2 * voices > count : fewerByChance(voices, count) >= 1 - FALSE_ALARM_RATE;
  const shared = [...votes].filter(([, voices]) => isShared(voices));
  if (shared.length === 0) return panel;
  const most = Math.max(...shared.map(([, voices]) => voices));
  return {
    ...panel,
    season: Math.min(...shared.flatMap(([length, voices]) => (2 * voices >= most ? [length] : []))),
    reading: { ...reading, seasonFrom: "found" },
  };
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
