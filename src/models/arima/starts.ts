import { leastSquares } from "../../numeric/least-squares.js";
import { yuleWalker } from "../../numeric/yule-walker.js";
import type { ArimaCoefficients, ArimaOrder } from "./coefficients.js";

/** First coefficients φ₁ and θ₁ on both sides of φ₁ = −θ₁, where they cancel. */
const RIDGES = [
  [0.8, -0.5],
  [0.9, -0.95],
  [-0.7, 0.9],
] as const;

/**
 * Coefficients from which the likelihood may be climbed: those of Hannan and Rissanen, and of Yule and
 * Walker for the autoregressive parts alone; and moving averages to either side of the ridge where factors
 * of φ and θ cancel, which a descent does not cross.
 *
 * @param w differenced series without its mean, gaps filled
 * @see Hannan & Rissanen (1982), "Recursive estimation of mixed autoregressive-moving average order"
 */
export function startsOf(w: Float64Array, order: ArimaOrder): ArimaCoefficients[] {
  const { p, q, seasonalP, seasonalQ } = order;
  const none = (length: number) => new Float64Array(length);
  const yule = yuleWalkerStart(w, order);
  const starts = [yule];
  if (q + seasonalQ > 0) {
    const regression = hannanRissanen(w, order);
    if (regression) starts.push(regression);
    const half = (length: number, value: number) => {
      const part = none(length);
      if (length > 0) part[0] = value;
      return part;
    };
    for (const value of [-0.6, 0.6]) {
      starts.push({ ...yule, ma: half(q, value), seasonalMa: half(seasonalQ, -0.6) });
    }
    for (const [ar, ma] of RIDGES) {
      starts.push({
        ar: half(p, ar),
        ma: half(q, ma),
        seasonalAr: half(seasonalP, 0.5),
        seasonalMa: half(seasonalQ, -0.5),
      });
      starts.push({ ...yule, ar: half(p, ar), ma: half(q, ma) });
    }
  }
  return starts;
}

function yuleWalkerStart(w: Float64Array, order: ArimaOrder): ArimaCoefficients {
  const { p, q, seasonalP, seasonalQ, season } = order;
  const room = (length: number, step: number) => w.length > 2 * length * step + 2;
  const ar = new Float64Array(p);
  if (p > 0 && room(p, 1)) ar.set(yuleWalker(w, p)[p]?.coefficients ?? []);
  const seasonalAr = new Float64Array(seasonalP);
  if (seasonalP > 0 && room(seasonalP, season)) {
    const lags = Array.from({ length: seasonalP }, (_, i) =>
      lagged(w, (i + 1) * season, seasonalP * season),
    );
    seasonalAr.set(leastSquares(w.slice(seasonalP * season), lags).coefficients);
  }
  return { ar, ma: new Float64Array(q), seasonalAr, seasonalMa: new Float64Array(seasonalQ) };
}

/** Regression on lags of the series and of the errors of a long autoregression. */
function hannanRissanen(w: Float64Array, order: ArimaOrder): ArimaCoefficients | undefined {
  const { p, q, seasonalP, seasonalQ, season } = order;
  const reach = Math.max(p, q, (seasonalP > 0 || seasonalQ > 0 ? season : 0) + 1);
  const long = Math.min(Math.floor(w.length / 4), 2 * reach + 4);
  const past = Math.max(p, q, seasonalP * season, seasonalQ * season) + long;
  const columns = p + q + seasonalP + seasonalQ;
  if (w.length < past + 2 * columns + 2) return undefined;
  const auto = yuleWalker(w, long)[long]?.coefficients;
  if (auto === undefined) return undefined;
  const errors = w.map((value, t) => {
    if (t < long) return 0;
    let error = value;
    for (let j = 0; j < long; j++) error -= auto[j] * w[t - 1 - j];
    return error;
  });
  const lags = (x: Float64Array, count: number, step: number) =>
    Array.from({ length: count }, (_, i) => lagged(x, (i + 1) * step, past));
  const { coefficients } = leastSquares(w.slice(past), [
    ...lags(w, p, 1),
    ...lags(errors, q, 1),
    ...lags(w, seasonalP, season),
    ...lags(errors, seasonalQ, season),
  ]);
  return {
    ar: coefficients.slice(0, p),
    ma: coefficients.slice(p, p + q),
    seasonalAr: coefficients.slice(p + q, p + q + seasonalP),
    seasonalMa: coefficients.slice(p + q + seasonalP),
  };
}

function lagged(x: Float64Array, lag: number, from: number): Float64Array {
  return x.slice(from - lag, x.length - lag);
}
