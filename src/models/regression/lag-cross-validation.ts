import { suitsLogarithms } from "../../analysis/breaks.js";
import type { Panel } from "../../data/panel/panel.js";

import { meanAbsoluteDifference } from "../../numeric/differences.js";
import { encodeStatics, type StaticEncoding } from "../static-encoding.js";
import { dot } from "./lag-path.js";
import {
  type AdjustedSeries,
  adjustSeries,
  type LagShape,
  readAheadFeatures,
  readFeatures,
  sizeOf,
} from "./lag-samples.js";
import {
  type Moments,
  meanSquares,
  momentsOf,
  type Regress,
  residualDeviation,
} from "./moments.js";
import { pooledPriors, regressTowards } from "./pooled-prior.js";

/** How well a choice forecasts what was held back. */
export interface TrialResult {
  /** Sum of absolute errors in units of the series' mean seasonal steps. */
  readonly error: number;
  /** [horizon], standard deviations of errors in units of the series' mean step. */
  readonly deviations: Float64Array;
}

/** Tries the first `size` features with a penalty. */
export type Trial = (size: number, penalty: number) => TrialResult;

/** Steps ahead, over all series, on which choices are judged at most, and series at least. */
const MAX_TRIAL_STEPS = 3600;
const MIN_TRIAL_SERIES = 10;
/** Held-back blocks of a series where series are few, and steps held back for the sake of more blocks. */
const MAX_BLOCKS = 5;
const MAX_BLOCK_STEPS = 1200;
/** Rise of the mean step from the observations before a block to all, beyond which errors are measured by all. */
const MAX_RISE = 10;
/** Observations before a block at least. */
const MIN_TRAINING_LENGTH = 3;
/** Standard deviation of a normal variable over its mean absolute value, √(π/2). */
const DEVIATION_PER_MEAN = 1.2533141373155003;

/** Choices are judged on every how manyth series. */
export function seriesStride({ series }: Panel, horizon: number): number {
  const count = Math.max(MIN_TRIAL_SERIES, Math.floor(MAX_TRIAL_STEPS / horizon));
  return Math.ceil(series.length / count);
}

/** One held-back block. */
interface Holdout {
  readonly series: AdjustedSeries;
  readonly y: Float64Array;
  readonly statics: readonly number[];
  /** Blocks between this one and the end of the series. */
  readonly block: number;
  /** Observations before the block. */
  readonly cut: number;
  readonly moments: Moments;
  /** [horizon × features] */
  readonly features: Float64Array;
  /** Mean absolute seasonal step. */
  readonly unit: number;
  /** Mean step that errors are measured by. */
  readonly scale: number;
}

/**
 * Prepares cross-validation over blocks of the latest observations, each forecast from what is before it
 * alone.
 *
 * @param units of the columns, past ones first
 * @returns undefined where too little is left to learn from
 */
export function crossValidator(
  panel: Panel,
  shape: LagShape,
  log: boolean,
  units: readonly number[],
  statics: StaticEncoding,
  horizon: number,
  regress: Regress,
): Trial | undefined {
  const holdouts = holdoutsOf(panel, shape, log, units, statics, horizon);
  if (holdouts.length === 0) return undefined;
  const typical = meanSquares(holdouts.map(({ moments }) => moments));
  const whole = sizeOf(shape);
  return (size, penalty) => {
    const priors = statics.length > 0 ? blockPriors(holdouts, typical, size, penalty) : undefined;
    const absoluteErrors = new Float64Array(horizon);
    const residuals = new Float64Array(horizon);
    let error = 0;
    holdouts.forEach(({ series, y, cut, moments, features, unit, scale: measure }, i) => {
      const coefficients = regressTowards(priors?.[i], regress, moments, typical, size, penalty);
      const { levelled, scale, values } = series;
      const last = values[cut - 1];
      for (let h = 0; h < horizon; h++) {
        const z = dot(coefficients, h * size, features, h * whole, size);
        const share = scale / measure;
        residuals[h] += share * residualDeviation(moments, coefficients, size, h + 1);
        const actual = y[cut + h];
        const step = (levelled.adjust(actual, cut + h) - last) / scale;
        absoluteErrors[h] += share * Math.abs(step - z);
        error += Math.abs(levelled.restore(last + scale * z, cut + h) - actual) / unit;
      }
    });
    return { error, deviations: deviationsOf(absoluteErrors, residuals, holdouts.length) };
  };
}

/**
 * Never smaller than at the step before; in-sample residuals are a lower bound where few errors were held
 * back. Errors of one block, by which the choices were made that fit it best, are too small: their variance
 * is enlarged by 1 + 2/blocks².
 */
function deviationsOf(
  absoluteErrors: Float64Array,
  residuals: Float64Array,
  count: number,
): Float64Array {
  const optimism = Math.sqrt(1 + 2 / (count * count));
  let max = 0;
  return absoluteErrors.map((sum, h) => {
    const realized = optimism * DEVIATION_PER_MEAN * sum;
    max = Math.max(max, Math.max(realized, residuals[h]) / count);
    return max;
  });
}

function holdoutsOf(
  panel: Panel,
  shape: LagShape,
  log: boolean,
  units: readonly number[],
  statics: StaticEncoding,
  horizon: number,
): Holdout[] {
  const stride = seriesStride(panel, horizon);
  const tried = panel.series.filter((_, s) => s % stride === 0);
  const affordable = Math.floor(MAX_BLOCK_STEPS / (horizon * tried.length));
  const blocks = Math.min(MAX_BLOCKS, Math.max(1, affordable));
  const size = sizeOf(shape);
  return tried.flatMap((series) =>
    Array.from({ length: blocks }, (_, block) => block).flatMap((block): Holdout[] => {
      const { y } = series;
      const cut = y.length - (block + 1) * horizon;
      // The last block always counts; earlier ones must leave half of the series to learn from.
      if (cut < MIN_TRAINING_LENGTH || (block > 0 && 2 * cut < y.length)) return [];
      const logged = log && suitsLogarithms(y);
      const known = { ...series, y: y.subarray(0, cut) };
      const whole = adjustSeries(series, panel.season, logged, shape, units).scale;
      const training = adjustSeries(known, panel.season, logged, shape, units);
      const moments = momentsOf(shape, training, horizon);
      if (!(moments.counts[horizon - 1] > 0)) return [];
      const features = new Float64Array(horizon * size);
      for (let h = 1; h <= horizon; h++) {
        const row = features.subarray((h - 1) * size, h * size);
        readFeatures(shape, training, cut, row);
        readAheadFeatures(shape, training, cut, h, row);
      }
      // Not to see the end of a quiet time is no error of thousands of steps.
      const woke = whole > MAX_RISE * training.scale;
      const scale = woke ? whole : training.scale;
      const unit = seasonalStep(y, woke ? y.length : cut, panel.season);
      const encoded = encodeStatics(statics, series);
      return [
        { series: training, y, statics: encoded, block, cut, moments, features, unit, scale },
      ];
    }),
  );
}

/** Priors from the blocks of the same number: those of other numbers have seen what this one forecasts. */
function blockPriors(
  holdouts: readonly Holdout[],
  typical: ReturnType<typeof meanSquares>,
  size: number,
  penalty: number,
): (Float64Array | undefined)[] {
  const priors: (Float64Array | undefined)[] = holdouts.map(() => undefined);
  for (const block of new Set(holdouts.map((holdout) => holdout.block))) {
    const places = holdouts.flatMap((holdout, i) => (holdout.block === block ? [i] : []));
    const members = places.map((i) => holdouts[i]);
    pooledPriors(members, typical, size, penalty).forEach((prior, k) => {
      priors[places[k]] = prior;
    });
  }
  return priors;
}

/** Mean absolute step from season to season before `cut`. */
function seasonalStep(y: Float64Array, cut: number, season: number): number {
  const lag = cut > season ? season : 1;
  return meanAbsoluteDifference(y, lag, lag, cut) || 1;
}
