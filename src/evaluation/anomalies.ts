import { withoutBreaks } from "../analysis/breaks.js";
import { widerSpread } from "../analysis/far-off.js";
import { MEDIAN_TO_DEVIATION, spreadAt } from "../analysis/outliers.js";
import { observations, type Panel, type Series } from "../data/panel/from-table.js";
import { UsageError } from "../errors.js";
import { isIntermittent } from "../models/auto/traits.js";
import { errorScales } from "../models/intervals/scale.js";
import { type FitContext, SAID_BEFORE } from "../models/model.js";
import { median } from "../numeric/median.js";
import { normalQuantile } from "../numeric/normal.js";
import type { LabeledModel } from "./forecast.js";

/** Why an observation stands out: it alone, or it and all that follow it. */
export type AnomalyKind = "outlier" | "shift";

/** The observations of a series beside their one-step forecasts; [n] each, NaN where there is none. */
export interface JudgedSeries {
  readonly id: string;
  readonly ds: Float64Array;
  readonly y: Float64Array;
  readonly expected: Float64Array;
  /** Ends of the interval. */
  readonly lo: Float64Array;
  readonly hi: Float64Array;
  /** y − expected in standard deviations of the one-step errors. */
  readonly score: Float64Array;
  /** By index, ascending. */
  readonly anomalies: ReadonlyMap<number, AnomalyKind>;
}

/** Times that a model is fitted to a series without the anomalies found before. */
const MAX_ROUNDS = 3;
/** Longest run of anomalies that is replaced before the next fit: a longer one may be a new level. */
const MAX_RUN = 3;

/**
 * Observations outside the interval around their one-step forecast, ŷₜ ± z·σ·uₜ: z is the normal quantile
 * of the level, uₜ the unit of the series' errors at that time ({@link errorScales}), which grows with the
 * level where errors do, and σ = 1.4826 · median |yₜ − ŷₜ| / uₜ, which a few anomalies do not widen; where
 * the series itself is spread more than thrice as wide as usual ({@link widerSpread}), it is that of the errors around.
 *
 * Where no observation is below 0, neither is an interval, nor what is expected, as with forecasts.
 *
 * An anomaly must not mislead the forecasts that follow it, nor widen the interval. So the model is fitted
 * again to the series with the anomalies replaced by their forecasts, until no other is found, at most
 * three times. A level shift is one anomaly: its first observation, beside what it would have been at the level before.
 *
 * @param level of the interval, in percent
 * @returns one a series, in the panel's order
 * @throws UsageError for a model without one-step forecasts of the observations
 * @throws FitError as the model's fit
 *
 * @example
 * const model = { label: "ets", model: createModel("ets") };
 * const [{ anomalies, score }] = await findAnomalies(panel, model, { seed: 1, warn: console.warn }, 99);
 *
 * @see Hampel (1974), "The influence curve and its role in robust estimation", for σ; Chen & Liu (1993),
 *   "Joint estimation of model parameters and outlier effects in time series", for the rounds
 */
export async function findAnomalies(
  panel: Panel,
  model: LabeledModel,
  context: Omit<FitContext, "horizon" | "levels">,
  level: number,
): Promise<JudgedSeries[]> {
  const given = new Map(panel.series.map((series) => [series.id, series]));
  const judge = async (some: Panel, warn: FitContext["warn"]) => {
    const expected = await oneStep(some, model, { ...context, warn });
    return some.series.map(({ id, y }, s) => judged(given.get(id)!, y, expected[s], panel, level));
  };
  const found = await judge(panel, context.warn);
  const places = found.map(() => new Set<number>());
  let open = found.map((_, s) => s);
  for (let round = 1; round < MAX_ROUNDS; round++) {
    for (const s of open) places[s] = toReplace(found[s], panel.season, places[s]);
    open = open.filter((s) => places[s].size > 0);
    if (open.length === 0 || context.signal?.aborted) break;
    const cleaned = panel.series.map((series, s) => replaced(series, found[s], places[s]));
    const some = model.model.local ? open.map((s) => cleaned[s]) : cleaned;
    const again = await judge({ ...panel, series: some }, SAID_BEFORE);
    open = open.filter((s, i) => {
      const now = again[model.model.local ? i : s];
      const same = isSame(found[s].anomalies, now.anomalies);
      found[s] = now;
      return !same;
    });
  }
  return found;
}

/** The model's forecast of each observation from those before it. */
async function oneStep(
  panel: Panel,
  { label, model }: LabeledModel,
  context: Omit<FitContext, "horizon">,
): Promise<Float64Array[]> {
  const fitted = await model.fit(panel, { ...context, horizon: 1, levels: [] });
  if (!fitted.fittedValues) {
    throw new UsageError(
      `${label} gives no one-step forecasts of the observations, and anomalies are judged by them`,
      "These do: ets, arima, theta, mstl, ar, lag-regression, seasonal-naive, naive.",
    );
  }
  return fitted.fittedValues();
}

/** @param fittedTo the observations that the model saw: without the anomalies found so far */
function judged(
  series: Series,
  fittedTo: Float64Array,
  fitted: Float64Array,
  { season, irregular }: Panel,
  level: number,
): JudgedSeries {
  const { id, ds } = series;
  const y = observations(series);
  const unitAt = errorScales(fittedTo, season);
  const units = y.map((_, t) => unitAt(t));
  const errors = y.map((value, t) => (value - fitted[t]) / units[t]);
  const rare = isIntermittent({ ...series, y });
  const deviation = deviationOf(errors.filter(Number.isFinite), rare);
  // Of rare demand, most values around a place are no demand.
  const isWider = rare || irregular ? undefined : widerSpread(series.y, season);
  const sizes = errors.map(Math.abs);
  const expected = fitted.slice();
  const shifts = irregular ? [] : shiftsOf(series.y, season);
  // What a series that shifts was expected to be: its model has learned the new level since.
  for (const { at, before } of shifts) expected[at] = before;
  const least = y.some((value) => value < 0) ? Number.NEGATIVE_INFINITY : 0;
  const held = (value: number) => Math.max(value, least);
  const spreads = units.map(
    (unit, t) => unit * (isWider?.(t) ? spreadAt(sizes, t, deviation) : deviation),
  );
  const score = y.map((value, t) => (value - expected[t]) / spreads[t]);
  const limit = normalQuantile(0.5 + level / 200);
  const anomalies = new Map<number, AnomalyKind>();
  const shifted = new Set(shifts.map(({ at }) => at));
  score.forEach((value, t) => {
    if (Math.abs(value) > limit) anomalies.set(t, shifted.has(t) ? "shift" : "outlier");
  });
  return {
    ...{ id, ds, y, score, anomalies, expected: expected.map(held) },
    lo: expected.map((value, t) => held(value - limit * spreads[t])),
    hi: expected.map((value, t) => held(value + limit * spreads[t])),
  };
}

/**
 * A standard deviation that outliers do not widen; of errors that are mostly 0, and of demand that is, the root
 * mean square: most errors of rare demand are those of no demand, and say nothing of its sizes.
 */
function deviationOf(errors: Float64Array, rare: boolean): number {
  if (errors.length === 0) return Number.NaN;
  const robust = MEDIAN_TO_DEVIATION * median(errors.map(Math.abs));
  if (robust > 0 && !rare) return robust;
  return Math.sqrt(errors.reduce((sum, error) => sum + error * error, 0) / errors.length);
}

/** Where the level shifts, and what the first value of the new level would have been at the one before. */
function shiftsOf(y: Float64Array, season: number): { at: number; before: number }[] {
  const { breaks, moved, restore } = withoutBreaks(y, season);
  return breaks
    .filter(({ kind }) => kind === "shift")
    .map(({ at }) => ({ at, before: restore(moved[at], at - 1) }));
}

/**
 * Where anomalies are to be replaced: in short runs that may not echo another one. What a model carries on
 * from an outlier makes the next observations, or those a season later, look odd too: they are looked at
 * again once the first is replaced.
 *
 * @param before places that have been replaced
 */
function toReplace(
  { anomalies, expected, score }: JudgedSeries,
  season: number,
  before: ReadonlySet<number>,
): Set<number> {
  const outliers = [...anomalies].flatMap(([t, kind]) => (kind === "outlier" ? [t] : []));
  const all = new Set(outliers);
  const edge = (t: number, step: 1 | -1) => {
    let at = t;
    while (all.has(at + step) && Math.abs(at - t) < MAX_RUN) at += step;
    return at;
  };
  return new Set(
    outliers.filter((t) => {
      const [from, to] = [edge(t, -1), edge(t, 1)];
      const isEcho = outliers.some(
        (other) => other < from && other >= from - season && !before.has(other),
      );
      // Right after an outlier to one side, one to the other is what the model made of the first.
      const isRebound = score[t] * score[from] < 0 && !before.has(from);
      return to - from < MAX_RUN && !isEcho && !isRebound && Number.isFinite(expected[t]);
    }),
  );
}

/** The series with what was expected at these places. */
function replaced(series: Series, { expected }: JudgedSeries, places: ReadonlySet<number>): Series {
  if (places.size === 0) return series;
  const clean = (values: Float64Array) =>
    values.map((value, t) => (places.has(t) && !Number.isNaN(value) ? expected[t] : value));
  const { y, observed } = series;
  return { ...series, y: clean(y), ...(observed && { observed: clean(observed) }) };
}

function isSame(a: ReadonlyMap<number, AnomalyKind>, b: ReadonlyMap<number, AnomalyKind>): boolean {
  return a.size === b.size && [...a].every(([t, kind]) => b.get(t) === kind);
}
