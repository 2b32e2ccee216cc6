import { differencesNeeded, isConstant, seasonalStrength } from "../../analysis/unit-root.js";
import { leastSquares } from "../../numeric/least-squares.js";
import { type ArimaEstimate, type ArimaOrder, estimate } from "./likelihood.js";
import { needsSeasonalDifference } from "./ocsb.js";
import { difference, rootsBeyond } from "./polynomials.js";
import { constantColumn } from "./regressors.js";

const MAX_SEASONAL_STRENGTH = 0.64;
const MAX_ORDERS = { p: 5, q: 5, seasonalP: 2, seasonalQ: 2 };
/** Largest p + q + P + Q of a full search. */
const MAX_ORDER_SUM = 5;
/** Gain of log-likelihood below which a candidate's ascent ends. */
const SEARCH_TOLERANCE = 1e-4;
/** Fewer observations are not believed when they say that a series has no mean. */
const MIN_LENGTH_WITHOUT_MEAN = 10;
/** Fewer values between gaps than this say nothing: the interpolated series is tested. */
const MIN_TESTED = 10;
const MAX_FITS = 94;
/** Roots nearer to the unit circle than this are rather a difference too many or too few. */
const MIN_ROOT = 1.01;

/** A fit and whether the first regressor was a constant of {@link constantColumn}. */
export interface ChosenArima {
  readonly estimate: ArimaEstimate;
  readonly constant: boolean;
}

type Orders = Pick<ArimaOrder, "p" | "q" | "seasonalP" | "seasonalQ">;

/** How a seasonal difference is decided on. */
export type SeasonalTest = "strength" | "ocsb";

/**
 * Differences by tests: seasonal ones where the strength of the season is above 0.64, or as the OCSB test
 * says where it is requested and can be computed; others by KPSS.
 *
 * @param y          no missing values
 * @param regressors what is tested is what they leave over
 * @param isGap      whether the value at an index was interpolated
 */
export function chooseDifferences(
  y: Float64Array,
  regressors: readonly Float64Array[],
  season: number,
  test: SeasonalTest = "strength",
  degree: 0 | 1 = 0,
  isGap: (t: number) => boolean = () => false,
): Pick<ArimaOrder, "d" | "seasonalD"> {
  const rest = residuals(y, regressors);
  if (isConstant(rest)) return { d: 0, seasonalD: 0 };
  let seasonalD = 0;
  if (season > 1 && isSeasonallyIntegrated(rest, season, test, degree)) {
    const w = difference(rest, 0, 1, season);
    if (w.length > 2) seasonalD = 1;
  }
  const w = difference(rest, 0, seasonalD, season);
  const lag = seasonalD * season;
  const observed = w.filter((_, t) => !isGap(t) && !(lag > 0 && isGap(t + lag)));
  const tested = observed.length >= MIN_TESTED ? observed : w;
  return { d: differencesNeeded(tested, 2), seasonalD };
}

function isSeasonallyIntegrated(
  y: Float64Array,
  season: number,
  test: SeasonalTest,
  degree: 0 | 1,
): boolean {
  const tested = test === "ocsb" ? needsSeasonalDifference(y, season) : undefined;
  return tested ?? seasonalStrength(y, season, degree) > MAX_SEASONAL_STRENGTH;
}

/** What a regression with intercept leaves over; with no regressors the series itself. */
function residuals(y: Float64Array, regressors: readonly Float64Array[]): Float64Array {
  if (regressors.length === 0) return y;
  const columns = [new Float64Array(y.length).fill(1), ...regressors];
  const { coefficients } = leastSquares(y, columns);
  return y.map((value, t) => columns.reduce((left, x, i) => left - coefficients[i] * x[t], value));
}

/**
 * Orders with the least AICc among those that differ by little from the best so far, or with
 * `search` full among all with p, q ≤ 5, P, Q ≤ 2 and p + q + P + Q ≤ 5. Every candidate is fitted by
 * exact maximum likelihood, roughly until one is chosen; those with a root within 1.01 of the unit circle do not count.
 *
 * @param constant true or false, or `"auto"` for what AICc says
 * @param signal once aborted, the best order so far is returned
 * @returns nothing when no order could be fitted
 * @see Hyndman & Khandakar (2008), "Automatic time series forecasting: the forecast package for R",
 *   section 3.2
 */
export function searchOrder(
  y: Float64Array,
  regressors: readonly Float64Array[],
  differences: Pick<ArimaOrder, "d" | "seasonalD">,
  season: number,
  constant: boolean | "auto",
  search: "stepwise" | "full",
  signal?: AbortSignal,
): ChosenArima | undefined {
  const column = constant === false ? undefined : constantColumn(y.length, differences);
  const level = differences.d + differences.seasonalD === 0;
  const needed =
    constant === true || (constant === "auto" && level && y.length < MIN_LENGTH_WITHOUT_MEAN);
  const room = Math.floor(y.length / 3);
  const seasonalRoom = season > 1 ? Math.floor(room / season) : 0;
  const max: Orders = {
    p: Math.min(MAX_ORDERS.p, room),
    q: Math.min(MAX_ORDERS.q, room),
    seasonalP: Math.min(MAX_ORDERS.seasonalP, seasonalRoom),
    seasonalQ: Math.min(MAX_ORDERS.seasonalQ, seasonalRoom),
  };
  if (season > 1) {
    // Lags of a season are the seasonal part's.
    Object.assign(max, { p: Math.min(max.p, season - 1), q: Math.min(max.q, season - 1) });
  }
  const tried = new Set<string>();
  let best: ChosenArima | undefined;
  let fits = 0;
  /** Whether it is better than the best so far, which it then is. */
  const isBetter = (orders: Orders, withConstant: boolean): boolean => {
    for (const name of ORDERS) if (orders[name] < 0 || orders[name] > max[name]) return false;
    if (withConstant ? column === undefined : needed && column) return false;
    const key = `${ORDERS.map((name) => orders[name])}${withConstant}`;
    if (tried.has(key) || fits >= (search === "full" ? Number.POSITIVE_INFINITY : MAX_FITS)) {
      return false;
    }
    if (best !== undefined && signal?.aborted) return false;
    tried.add(key);
    fits++;
    const columns = withConstant ? [column!, ...regressors] : regressors;
    const found = estimate(
      y,
      columns,
      { ...orders, ...differences, season },
      { ...(best && { from: best.estimate }), tolerance: SEARCH_TOLERANCE, starts: "one", signal },
    );
    if (found === undefined || !isProper(found)) return false;
    if (best !== undefined && !(found.aicc < best.estimate.aicc)) return false;
    best = { estimate: found, constant: withConstant };
    return true;
  };

  const first = column !== undefined;
  const start = (p: number, q: number, seasonalP: number, seasonalQ: number): Orders => ({
    p: Math.min(p, max.p),
    q: Math.min(q, max.q),
    seasonalP: Math.min(seasonalP, max.seasonalP),
    seasonalQ: Math.min(seasonalQ, max.seasonalQ),
  });
  isBetter(start(0, 0, 0, 0), first);
  isBetter(start(1, 0, 1, 0), first);
  isBetter(start(0, 1, 0, 1), first);
  isBetter(start(2, 2, 1, 1), first);
  isBetter(start(0, 0, 0, 0), false);
  if (search === "full") {
    for (let sum = 0; sum <= MAX_ORDER_SUM; sum++) {
      for (const orders of ordersOf(sum)) {
        for (const withConstant of [true, false]) isBetter(orders, withConstant);
      }
    }
    return best;
  }
  let moved = best !== undefined;
  while (moved) {
    const { estimate: at, constant: has } = best!;
    moved =
      MOVES.some((move) => isBetter(changed(at.order, move), has)) || isBetter(at.order, !has);
  }
  return best;
}

const ORDERS = ["p", "q", "seasonalP", "seasonalQ"] as const;

/** Changes of p, q, P and Q, in the order in which they are tried. */
const MOVES: readonly (readonly [number, number, number, number])[] = [
  [0, 0, -1, 0],
  [0, 0, 0, -1],
  [0, 0, 1, 0],
  [0, 0, 0, 1],
  [0, 0, -1, -1],
  [0, 0, -1, 1],
  [0, 0, 1, -1],
  [0, 0, 1, 1],
  [-1, 0, 0, 0],
  [0, -1, 0, 0],
  [1, 0, 0, 0],
  [0, 1, 0, 0],
  [-1, -1, 0, 0],
  [-1, 1, 0, 0],
  [1, -1, 0, 0],
  [1, 1, 0, 0],
];

function changed(from: Orders, [p, q, seasonalP, seasonalQ]: (typeof MOVES)[number]): Orders {
  return {
    p: from.p + p,
    q: from.q + q,
    seasonalP: from.seasonalP + seasonalP,
    seasonalQ: from.seasonalQ + seasonalQ,
  };
}

function* ordersOf(sum: number): Generator<Orders> {
  for (let seasonalP = 0; seasonalP <= sum; seasonalP++) {
    for (let seasonalQ = 0; seasonalP + seasonalQ <= sum; seasonalQ++) {
      for (let p = 0; p + seasonalP + seasonalQ <= sum; p++) {
        yield { p, q: sum - p - seasonalP - seasonalQ, seasonalP, seasonalQ };
      }
    }
  }
}

function isProper({ ar, ma, seasonalAr, seasonalMa, order, aicc }: ArimaEstimate): boolean {
  const negative = (theta: Float64Array) => theta.map((value) => -value);
  let seasonalRadius = 1;
  for (let k = 0; k < order.season; k++) seasonalRadius *= MIN_ROOT;
  return (
    Number.isFinite(aicc) &&
    rootsBeyond(ar, MIN_ROOT) &&
    rootsBeyond(negative(ma), MIN_ROOT) &&
    rootsBeyond(seasonalAr, seasonalRadius) &&
    rootsBeyond(negative(seasonalMa), seasonalRadius)
  );
}
