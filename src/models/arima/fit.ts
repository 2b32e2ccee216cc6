import { isConstant } from "../../analysis/unit-root.js";
import type { Series } from "../../data/panel/panel.js";
import { FitError } from "../../errors.js";
import type { FitContext } from "../model.js";
import { tooShort } from "../too-short.js";
import { boxCox } from "../transforms/box-cox.js";
import { guerrero } from "../transforms/guerrero.js";
import { describeOrder } from "./describe.js";
import { withEveryPlace, withoutAbsurdValues, withoutGaps } from "./gaps.js";
import { type ArimaEstimate, type ArimaOrder, estimate, standardErrors } from "./likelihood.js";
import { type ArimaOptions, MAX_SEASON } from "./options.js";
import { type ChosenArima, chooseDifferences, searchOrder } from "./order-search.js";
import { independentColumns, withConstant } from "./regressors.js";
import { type ArimaState, constantState, orderNumbers, randomWalk } from "./state.js";

/** The order is searched on so many of the latest observations, or so many seasons if they are more. */
const SEARCH_OBSERVATIONS = 1000;
const SEARCH_SEASONS = 12;
/** A series without an order is called too short below so many observations, else too regular. */
const MIN_ESTIMATED = 10;
/** Range relative to the largest value below which values are the same but for rounding. */
const ROUNDING = 1e-14;

/** Warns of the series that is being fitted; the message goes on from its name. */
type WarnSeries = (message: string) => void;

/**
 * Fits a series: transforms it, chooses differences, columns and order where they are not given, and
 * estimates the coefficients. A series too short or too regular for that becomes a random walk.
 *
 * @param panelSeason observations a season
 * @throws FitError when every observation is missing
 */
export function fitSeries(
  series: Series,
  panelSeason: number,
  options: ArimaOptions,
  { warn, signal }: Pick<FitContext, "warn" | "signal">,
): ArimaState {
  const { id } = series;
  const warnSeries: WarnSeries = (message) => warn(`arima: series "${id}" ${message}`);
  const cleaned = withoutAbsurdValues(series);
  const observed = cleaned.filter((value) => !Number.isNaN(value));
  if (observed.length === 0) {
    throw new FitError(
      `arima: series "${id}" has no observation to learn from`,
      "Remove it from the input.",
    );
  }
  const unused = [...(series.past?.keys() ?? [])].map((name) => `"${name}"`);
  if (unused.length > 0) {
    warnSeries(`is fitted without ${unused.join(", ")}: only columns known ahead are used`);
  }
  const exponent = chooseExponent(cleaned, panelSeason, options.boxcox, warnSeries);
  let season = panelSeason;
  if (season > MAX_SEASON) {
    warnSeries(`has a season of ${season}, above ${MAX_SEASON}: no seasonal part`);
    season = 1;
  }
  if (cleaned !== series.y) {
    const t = series.y.findIndex((value, k) => value !== cleaned[k] && !Number.isNaN(value));
    warnSeries(
      `has values far out of range, the first ${series.y[t]} in row ${t + 1}: taken as missing`,
    );
  }
  const y = boxCox(cleaned, exponent);
  if (isConstant(observed, ROUNDING)) return constantState(y, exponent);
  const filled = withoutGaps(y);

  const names = [...(series.future?.keys() ?? [])];
  const regressorsOf = (columns: readonly string[]) =>
    columns.map((name) => series.future!.get(name)!.subarray(0, y.length));
  const order = explicitOrder(options, season);
  const differences =
    order ??
    chooseDifferences(
      filled,
      regressorsOf(names),
      season,
      options["seasonal-test"],
      options["stl-degree"] === 1 ? 1 : 0,
      (t) => Number.isNaN(y[t]),
    );
  const complete = differences.seasonalD > 0 ? withEveryPlace(y, season) : y;
  if (complete !== y) {
    warnSeries("has parts of the season that were never observed: they are interpolated");
  }
  const used = independentColumns(names, regressorsOf(names), differences, season, warnSeries);
  const regressors = regressorsOf(used);

  const level = differences.d + differences.seasonalD === 0;
  const drift = options.drift === "auto" ? options.drift : options.drift === "true";
  let found: ChosenArima | undefined;
  if (order !== undefined) {
    const constant = drift === "auto" ? level : drift;
    found = fitExplicitOrder(complete, regressors, order, constant, warnSeries);
  } else {
    const from = Math.max(0, y.length - Math.max(SEARCH_OBSERVATIONS, SEARCH_SEASONS * season));
    const recent = filled.subarray(from);
    const recentRegressors = regressors.map((x) => x.subarray(from));
    found = searchOrder(
      recent,
      recentRegressors,
      differences,
      season,
      drift,
      options.search,
      signal,
    );
    if (found !== undefined) {
      const { estimate: near, constant } = found;
      const all = withConstant(y.length, regressors, near.order, constant);
      // Not from everywhere: the search has left out maxima at the unit circle on purpose.
      const exact = estimate(complete, all, near.order, { from: near, starts: "few", signal });
      if (exact === undefined) warnSeries("could only be fitted with its gaps interpolated");
      else found = { estimate: exact, constant };
    }
  }
  if (found === undefined) {
    if (observed.length < MIN_ESTIMATED) warn(tooShort("arima", id, observed.length));
    else warnSeries("is too regular to estimate an order: a random walk repeats its last value");
    return randomWalk(filled, exponent);
  }
  const { estimate: best, constant } = found;
  const all = withConstant(y.length, regressors, best.order, constant);
  const freedom = Math.max(1, best.used - best.parameters + 1);
  return {
    order: orderNumbers(best.order),
    ar: Float64Array.from(best.ar),
    ma: Float64Array.from(best.ma),
    seasonalAr: Float64Array.from(best.seasonalAr),
    seasonalMa: Float64Array.from(best.seasonalMa),
    constant: all.length > regressors.length,
    columns: used,
    regression: Float64Array.from(best.regression),
    errors: standardErrors(complete, all, best),
    variance: (best.variance * best.used) / freedom,
    freedom,
    exponent,
    logLikelihood: best.logLikelihood,
    aic: best.aic,
    aicc: best.aicc,
    bic: best.bic,
  };
}

/** @param requested NaN for the exponent that keeps the spread even */
function chooseExponent(
  y: Float64Array,
  season: number,
  requested: number,
  warnSeries: WarnSeries,
): number {
  if (requested === 1) return 1;
  if (y.some((value) => value <= 0)) {
    warnSeries("has values that are not positive: no Box-Cox transformation");
    return 1;
  }
  if (!Number.isNaN(requested)) return requested;
  const exponent = guerrero(y, season);
  if (exponent === undefined) warnSeries("is too short or too regular for boxcox=auto: none");
  return exponent ?? 1;
}

/** The fit of an explicit order, or of the next simpler one that can be fitted. */
function fitExplicitOrder(
  y: Float64Array,
  regressors: readonly Float64Array[],
  order: ArimaOrder,
  constant: boolean,
  warnSeries: WarnSeries,
): { estimate: ArimaEstimate; constant: boolean } | undefined {
  let next: ArimaOrder | undefined = order;
  while (next !== undefined) {
    const found = estimate(y, withConstant(y.length, regressors, next, constant), next);
    if (found !== undefined) {
      if (next !== order) {
        warnSeries(
          `could not be fitted with ${describeOrder(order)}: ${describeOrder(next)} instead`,
        );
      }
      return { estimate: found, constant };
    }
    next = simpler(next);
  }
  return undefined;
}

/** Without the seasonal part, then with ever shorter polynomials, then with fewer differences. */
function simpler(order: ArimaOrder): ArimaOrder | undefined {
  const { p, d, q, seasonalP, seasonalD, seasonalQ } = order;
  if (seasonalP + seasonalQ > 0) return { ...order, seasonalP: 0, seasonalQ: 0 };
  if (seasonalD > 0) return { ...order, seasonalD: 0 };
  if (p + q > 0) return { ...order, p: p >> 1, q: q >> 1 };
  return d > 0 ? { ...order, d: d - 1 } : undefined;
}

/** The order in the options, if there is one. */
function explicitOrder({ order, season }: ArimaOptions, length: number): ArimaOrder | undefined {
  if (order.length === 0) return undefined;
  const [p, d, q] = order as [number, number, number];
  const [seasonalP, seasonalD, seasonalQ] =
    length > 1 && season.length > 0 ? (season as [number, number, number]) : [0, 0, 0];
  return { p, d, q, seasonalP, seasonalD, seasonalQ, season: length };
}
