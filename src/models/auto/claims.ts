import { observations, type Panel, type Series } from "../../data/panel/from-table.js";
import { type Calibration, calibrate } from "../intervals/calibration.js";
import { knownBefore, type Origins } from "../intervals/origins.js";
import { errorScale } from "../intervals/scale.js";
import type { FittedModel } from "../model.js";
import { combine } from "./combine.js";
import { OWN_LEVEL, type OwnForecast, owned, type Trial } from "./trials.js";

/** Parameters that the choice of a single series' weights counts as, in the final prediction error. */
const CHOSEN_BY_ERRORS = 4;
/**
 * Factor of errors in a panel, whose series meet the same future: errors from a few origins tell less of it
 * than their number suggests. Found on M1, and on what came last within the training parts of M1 and M3.
 */
const SAME_FUTURE = 1.07;
/**
 * Share of the errors' common bias that intervals expect again: booms and slumps of a panel need not come
 * back. Found on M1, and on what came last within the training parts of M1 and M3. Of demands now and then
 * the median error is no bias: most periods have none.
 */
const LASTING_BIAS = 0.25;
/**
 * Series from which the latest origin of each tells enough, as what comes is of the same times: four errors
 * lie beyond each end of a 95 % interval then. Found as the share of the bias was.
 */
const SERIES_FOR_LATEST = 160;
/**
 * Rise of the deviation since an origin beyond which the errors of a series by itself are measured by the
 * deviation of today: not to see the end of a quiet time is no error of thousands of deviations. In a
 * panel it is one of many events, which may come again in other series.
 */
const MAX_RISE = 3;

/**
 * What the combination's errors from the origins were, in units of the deviations it claims.
 *
 * @param fits the members, with their fits to everything where the panel may be a single series
 * @param intermittent whether the series are demands now and then
 */
export function calibrated(
  fits: readonly { readonly trial: Trial; readonly fitted?: FittedModel }[],
  weights: readonly Float64Array[],
  panel: Panel,
  { held, steps }: Origins,
  observed: ReadonlyMap<string, Float64Array>,
  intermittent: boolean,
): Calibration {
  const rows: Float64Array[] = [];
  let independent = 0;
  const alone = panel.series.length === 1;
  const judged = held.reduce((count, own) => count + (own.length > 0 ? 1 : 0), 0);
  const counted = judged >= SERIES_FOR_LATEST ? 1 : Number.POSITIVE_INFINITY;
  const present = alone
    ? fits.flatMap(({ fitted }) => (fitted ? [owned(fitted.forecast(steps, [OWN_LEVEL]))] : []))
    : [];
  for (const [s, series] of panel.series.entries()) {
    const actual = observed.get(series.id) ?? observations(series);
    const now = present.flatMap((all) => all[s] ?? []);
    const today =
      now.length === fits.length ? deviationOf(now, weights[s], series, panel.season) : undefined;
    for (const [origin, back] of held[s].slice(0, counted).entries()) {
      const own = fits.flatMap(({ trial }) => trial.forecasts[s][origin] ?? []);
      if (own.length < fits.length) continue;
      const mean = combine(
        own.map((one) => one.mean),
        weights[s],
      );
      const known = knownBefore(panel, series, back);
      const claimed = deviationOf(own, weights[s], known, panel.season);
      const deviation = today
        ? claimed.map((one, h) => Math.max(one, today[h] / MAX_RISE))
        : claimed;
      const from = actual.length - back;
      // The weights were chosen by these very errors, which are therefore somewhat too small.
      const optimism = alone ? Math.sqrt(1 + CHOSEN_BY_ERRORS / actual.length) : SAME_FUTURE;
      rows.push(mean.map((value, h) => (optimism * (actual[from + h] - value)) / deviation[h]));
      // Origins half a horizon apart share half of their steps.
      independent += origin === 0 ? 1 : 0.5;
    }
  }
  return calibrate(rows, steps, independent, intermittent ? 1 : LASTING_BIAS);
}

/**
 * The members' own deviations combined; where none claims any, as networks do not, those of a seasonal
 * random walk of the series' own spread.
 */
export function deviationOf(
  own: readonly OwnForecast[],
  weights: Float64Array,
  { y }: Series,
  season: number,
): Float64Array {
  const claimed = own.map(({ deviation }) => deviation);
  if (claimed.some((one, m) => weights[m] > 0 && one.every(Number.isFinite))) {
    return combine(claimed, weights);
  }
  const scale = errorScale(y, season);
  return claimed[0].map((_, h) => scale * Math.sqrt(1 + Math.floor(h / season)));
}
