import { closestSeason } from "../../analysis/closest-season.js";
import type { Panel } from "../../data/panel/panel.js";
import type { UnusedColumns } from "../../data/roles/unused-columns.js";
import { stepsInWords } from "../../data/time/describe-frequency.js";
import { stepsBetween } from "../../data/time/frequency.js";
import { firstFew, listed } from "../../wording.js";
import { formatCount } from "./format.js";
import { printable } from "./printable.js";

/** Names that a sentence lists. */
const NAMED = 4;

/** Which columns a model takes. */
export interface Takes {
  readonly exogenous: boolean;
  readonly static: boolean;
}

/** The model that takes every column, for who chose none. */
const TAKES_ALL = { name: "auto", exogenous: true, static: true };

/**
 * Which columns no model was given, what is known of them, and how to use them; nothing where every column
 * has a role.
 *
 * @param models at work; where none takes such columns, one that does is named
 */
export function unusedNote(
  unused: UnusedColumns,
  { frequency, series }: Pick<Panel, "frequency" | "series">,
  models: readonly Takes[] = [TAKES_ALL],
): string | undefined {
  const { ahead, partly, past } = unused;
  const takesSome = models.some((model) => model.exogenous);
  const takesStatic = models.some((model) => model.static);
  // Who forecasts by a model of exogenous columns alone is not sent to another for the others.
  const fixed = takesSome && !takesStatic ? [] : unused.static;
  const count = ahead.length + partly.length + past.length + fixed.length;
  if (count === 0) return undefined;
  const names = (columns: readonly string[]) => {
    const shown = columns.map((column) => printable(column));
    return shown.length > NAMED ? firstFew(shown, NAMED) : listed(shown);
  };
  const stepsOf = (columns: UnusedColumns["ahead"]) =>
    stepsInWords(
      columns.reduce((least, one) => Math.min(least, one.steps), Number.POSITIVE_INFINITY),
      frequency,
    );
  const namesOf = (columns: UnusedColumns["ahead"]) => names(columns.map(({ column }) => column));
  const be = (columns: readonly unknown[]) => (columns.length > 1 ? "are" : "is");
  const parts = [
    ...(ahead.length > 0 ? [`${namesOf(ahead)} ${be(ahead)} known ${stepsOf(ahead)} ahead`] : []),
    ...(partly.length > 0
      ? [
          `${namesOf(partly)} ${be(partly)} known ${stepsOf(partly)} ahead in ${partly[0]!.series} of ${series.length} series`,
        ]
      : []),
    ...(past.length > 0
      ? [
          `${names(past)} ${ahead.length + partly.length > 0 ? "" : `${be(past)} known `}only until now`,
        ]
      : []),
    ...(fixed.length > 0
      ? [`${names(fixed)} ${fixed.length > 1 ? "do" : "does"} not change within a series`]
      : []),
  ];
  const enough = takesSome || (takesStatic && count === fixed.length);
  const how = `${enough ? "" : `-m ${TAKES_ALL.name} `}--exogenous auto uses ${count > 1 ? "them" : "it"}`;
  const where = partly.length > 0 ? ", if the other series are left out with --where" : "";
  return `not used: ${parts.join(", ")}; ${how}${where}`;
}

/** Names the season after which values come back most closely, where models take another. */
export function seasonNote(panel: Panel): string | undefined {
  if (panel.reading?.seasonFrom !== "found") return undefined;
  const closest = closestSeason(panel);
  return closest === panel.season
    ? undefined
    : `a season of ${closest} fits more closely than ${panel.season}: --season ${closest} uses it`;
}

/** Steps by which a series must end before the others to be named. */
const MIN_STEPS_EARLIER = 3;

/** Names the series, of all or of those that are shown, that end before the others, so that their forecasts begin earlier. */
export function endsEarlyNote(
  { series, frequency, irregular }: Panel,
  shown?: readonly string[],
): string | undefined {
  if (series.length < 2 || irregular) return undefined;
  const ends = series.map(({ ds }) => ds[ds.length - 1]);
  const last = ends.reduce((most, end) => Math.max(most, end), Number.NEGATIVE_INFINITY);
  const early = series.flatMap(({ id }, s) => {
    if (shown?.includes(id) === false) return [];
    const steps = ends[s] === last ? 0 : Math.round(stepsBetween(ends[s], last, frequency));
    return steps >= MIN_STEPS_EARLIER
      ? [`${printable(id)} (${stepsInWords(steps, frequency)})`]
      : [];
  });
  if (early.length === 0) return undefined;
  const what =
    early.length === 1
      ? "ends before the others, so its forecast begins"
      : "end before the others, so their forecasts begin";
  return `${formatCount(early.length)} of ${formatCount(series.length)} series ${what} earlier: ${firstFew(early, NAMED)}`;
}

/** Share of zeros from which on a series is mostly zeros. */
const MOSTLY = 0.5;

/** Names the series, of all or of those that are shown, that are mostly zeros, and what is made for them. */
export function mostlyZeroNote(
  { series }: Pick<Panel, "series">,
  shown?: readonly string[],
): string | undefined {
  const shares = series.map(({ y, observed = y }) => {
    let zeros = 0;
    let known = 0;
    for (const value of observed) {
      if (value === 0) zeros++;
      if (!Number.isNaN(value)) known++;
    }
    return zeros / Math.max(1, known);
  });
  const most = series
    .filter(({ id }, s) => shares[s] >= MOSTLY && shown?.includes(id) !== false)
    .map(({ id }) => printable(id));
  if (most.length === 0) return undefined;
  const made = "auto and croston are made for them";
  if (series.length === 1) return `${Math.floor(100 * shares[0])} % of the values are 0: ${made}`;
  if (most.length === series.length) {
    return `all ${formatCount(series.length)} series are mostly zeros: ${made}`;
  }
  const which = ` (${firstFew(most, NAMED)})`;
  return `${formatCount(most.length)} of ${formatCount(series.length)} series ${most.length === 1 ? "is" : "are"} mostly zeros${which}: ${made}`;
}

/** Everything about the data that a person should know before trusting a forecast of them. */
export function dataNotes(
  panel: Panel,
  unused?: UnusedColumns,
  models?: readonly Takes[],
): string[] {
  return [
    unused && unusedNote(unused, panel, models),
    seasonNote(panel),
    endsEarlyNote(panel),
    mostlyZeroNote(panel),
  ].filter((note) => note !== undefined);
}
