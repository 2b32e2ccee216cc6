import { observations, type Panel, type Series } from "../data/panel/from-table.js";
import { interpolate } from "../data/panel/impute.js";
import { valuesFarOff } from "./far-off.js";
import { adjustSeason, seasonFormOf } from "./seasonal-adjustment.js";

/** A value that was put in the place of another, or of none. */
export interface Change {
  /** Index into the series. */
  readonly at: number;
  /** What was observed; NaN where nothing was. */
  readonly was: number;
  readonly now: number;
  readonly why: "outlier" | "gap";
}

/** A series without gaps and outliers. */
export interface CleanedSeries {
  readonly id: string;
  readonly ds: Float64Array;
  /** As observed, NaN where nothing was. */
  readonly observed: Float64Array;
  readonly y: Float64Array;
  /** By date. */
  readonly changes: readonly Change[];
}

export interface CleaningOptions {
  /** What is replaced; both by default. */
  readonly only?: "gaps" | "outliers" | undefined;
}

/** Times that the season is estimated: from gaps on straight lines first, then from gaps that have it. */
const TURNS = 2;

/**
 * Replaces outliers and fills gaps of each series, in the panel's order.
 *
 * Outliers are the values of {@link valuesFarOff}, which `inspect` lists, and become gaps. A gap is filled
 * on the straight line between its neighbours, in the seasonally adjusted series where there is a season.
 * A policy for missing values that the user chose (`filling` of the panel) fills the gaps of the data
 * instead.
 *
 * @example
 * const [{ changes }] = cleanPanel(await readPanel("sales.csv"));
 * changes[0]; // { at: 17, was: 9400, now: 94.2, why: "outlier" }
 */
export function cleanPanel(panel: Panel, options: CleaningOptions = {}): CleanedSeries[] {
  return panel.series.map((series) => cleanOne(series, panel, options));
}

function cleanOne(
  series: Series,
  { season, irregular, filling }: Panel,
  { only }: CleaningOptions,
): CleanedSeries {
  const { id, ds } = series;
  const observed = observations(series);
  const times = irregular ? ds : undefined;
  const period = irregular ? 1 : season;
  const isMissing = (t: number) => Number.isNaN(observed[t]);
  const complete = filling ? series.y : filledIn(series.y, isMissing, period, times);
  const seasonal = seasonFormOf(complete, period) === "none" ? 1 : period;
  const far = only === "gaps" ? [] : valuesFarOff(complete, seasonal);
  const outliers = new Map(far.filter(({ at }) => !isMissing(at)).map((one) => [one.at, one]));
  const y = filledIn(
    complete,
    (t) => outliers.has(t) || (isMissing(t) && !filling),
    period,
    times,
    (t) => outliers.get(t)?.expected,
  );
  const changes: Change[] = [];
  for (const [t, now] of y.entries()) {
    if (isMissing(t) && only === "outliers") y[t] = Number.NaN;
    else if (isMissing(t)) changes.push({ at: t, was: observed[t], now, why: "gap" });
    else if (outliers.has(t)) changes.push({ at: t, was: observed[t], now, why: "outlier" });
  }
  return { id, ds, observed, y, changes };
}

/**
 * The series with the values at some places put on the straight line between their neighbours, without the season.
 *
 * @param atEnd what stands at a place with no neighbour on one side
 */
function filledIn(
  y: Float64Array,
  isOpen: (t: number) => boolean,
  season: number,
  times: Float64Array | undefined,
  atEnd: (t: number) => number | undefined = () => undefined,
): Float64Array {
  const places = Array.from(y.keys()).filter(isOpen);
  if (places.length === 0) return y.slice();
  const onLines = (values: Float64Array) => {
    const open = values.slice();
    for (const t of places) open[t] = Number.NaN;
    interpolate(open, times);
    return open;
  };
  let filled = onLines(y);
  for (const t of places) if (Number.isNaN(filled[t])) filled[t] = atEnd(t) ?? y[t];
  for (let turn = 0; turn < TURNS; turn++) {
    const form = seasonFormOf(filled, season);
    if (form === "none") break;
    const { adjusted, restore } = adjustSeason(filled, season, form);
    const open = onLines(adjusted);
    const before = filled;
    filled = y.slice();
    for (const t of places) filled[t] = Number.isNaN(open[t]) ? before[t] : restore(open[t], t);
  }
  return filled;
}
