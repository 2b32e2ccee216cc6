import { normalQuantile } from "../../numeric/normal.js";
import {
  agreeing,
  list,
  number,
  object,
  optional,
  type Schema,
  vector,
  whole,
} from "../state-schema.js";

/** Errors that are kept of a stretch of steps. */
const MAX_KEPT = 999;
/** Stretches of steps that are told apart where there are enough errors. */
const MAX_STRETCHES = 4;
/** Independent errors that a stretch needs, and with which what was seen and the prior count the same. */
const ERRORS_FOR_STRETCH = 60;
const ERRORS_FOR_HALF = 8;
/** Independent errors from which both sides are told apart. */
const ERRORS_FOR_SIDES = 40;
/**
 * What normal intervals of the members' own deviations must be stretched by where nothing else is known.
 * Deviations are those of models that take themselves to be true.
 */
const PRIOR = 1.2;

/** Errors of forecasts from past origins in units of the deviations that were claimed for them. */
export interface Calibration {
  /** Errors that may count as independent. */
  readonly independent: number;
  /** Steps that the stretches end with, ascending. */
  readonly ends: readonly number[];
  /** Errors of each stretch, ascending. */
  readonly errors: readonly Float64Array[];
  /** The same without outliers, where there were any. */
  readonly ordinary?: OrdinaryErrors | undefined;
}

/** Errors as they would be had no outlier been observed. */
interface OrdinaryErrors {
  readonly errors: readonly Float64Array[];
  /** Share of the observations that may be expected to be outliers again. */
  readonly outliers: number;
}

/** What a saved calibration must be. */
export const calibrationState: Schema<Calibration> = agreeing(
  object({
    independent: number({ min: 0 }),
    ends: list(whole(0, Number.MAX_SAFE_INTEGER)),
    errors: list(vector()),
    ordinary: optional(object({ errors: list(vector()), outliers: number({ min: 0, max: 1 }) })),
  }),
  ({ ends, errors, ordinary }) =>
    [errors, ordinary?.errors ?? errors].every(({ length }) => length === ends.length) &&
    ends.every((end, i) => i === 0 || end > ends[i - 1])
      ? undefined
      : "its stretches do not ascend, or have no errors",
);

/**
 * @param rows        standardised errors of one forecast each, [steps], NaN where unknown
 * @param independent how many of the rows may count as such
 * @param lasting     share of the errors' median that is expected again, from 0 to 1, where both sides are
 *   told apart: what moved all series at these origins may not move them again
 */
export function calibrate(
  rows: readonly Float64Array[],
  steps: number,
  independent: number,
  lasting = 1,
): Calibration {
  const stretches = Math.max(
    1,
    Math.min(MAX_STRETCHES, steps, Math.floor(independent / ERRORS_FOR_STRETCH)),
  );
  const ends = Array.from({ length: stretches }, (_, k) =>
    Math.round(((k + 1) * steps) / stretches),
  );
  const errors = ends.map((end, k) => {
    const from = k === 0 ? 0 : ends[k - 1];
    const own = rows.flatMap((row) => Array.from(row.subarray(from, end)).filter(Number.isFinite));
    const ascending = Float64Array.from(own).sort();
    if (lasting === 1 || independent < ERRORS_FOR_SIDES || ascending.length === 0) {
      return thinned(ascending);
    }
    const passing = (1 - lasting) * quantileOf(ascending, 0.5);
    return thinned(ascending.map((error) => error - passing));
  });
  return { independent, ends, errors };
}

/**
 * Lower and upper end of an interval at a step ahead, in units of the claimed deviation: quantiles of what
 * was seen, drawn towards those of a normal distribution where little was seen.
 *
 * @see Vovk, Gammerman & Shafer (2005), "Algorithmic learning in a random world", for quantiles of past
 *   errors; Papadopoulos, Gammerman & Vovk (2008), "Normalized nonconformity measures", for the units
 */
export function reachOf(calibration: Calibration, level: number, step: number): [number, number] {
  const { independent, ends } = calibration;
  const { errors, asked } = errorsFor(calibration, level);
  const found = ends.findIndex((end) => step < end);
  const seen = errors[found < 0 ? errors.length - 1 : found] ?? new Float64Array();
  const prior = PRIOR * normalQuantile(0.5 + level / 200);
  if (seen.length === 0) return [-prior, prior];
  const share = independent / (independent + ERRORS_FOR_HALF);
  const drawn = (reach: number) => share * reach + (1 - share) * prior;
  if (independent < ERRORS_FOR_SIDES) {
    const sizes = seen.map(Math.abs).sort();
    const reach = drawn(quantileOf(sizes, asked / 100));
    return [-reach, reach];
  }
  return [
    -drawn(Math.max(0, -quantileOf(seen, 0.5 - asked / 200))),
    drawn(Math.max(0, quantileOf(seen, 0.5 + asked / 200))),
  ];
}

/**
 * The errors that an interval must hold so many of, in percent. One outlier does not tell how often there is
 * one: intervals leave it out, and reach to outliers where these come oftener than what a level leaves out.
 */
function errorsFor({ errors, ordinary }: Calibration, level: number) {
  const asked = ordinary ? level / (1 - ordinary.outliers) : level;
  return ordinary && asked < 100 ? { errors: ordinary.errors, asked } : { errors, asked: level };
}

/** Quantile of ascending values at rank (n + 1)·p, which is exact for one more exchangeable value. */
function quantileOf(ascending: Float64Array, p: number): number {
  const at = Math.min(ascending.length, Math.max(1, (ascending.length + 1) * p)) - 1;
  const below = Math.floor(at);
  const above = Math.min(ascending.length - 1, below + 1);
  return ascending[below] + (at - below) * (ascending[above] - ascending[below]);
}

/** The order statistics that divide ascending numbers evenly, as many as are kept. */
function thinned(errors: Float64Array): Float64Array {
  if (errors.length <= MAX_KEPT) return errors;
  return Float64Array.from(
    { length: MAX_KEPT },
    (_, k) => errors[Math.round(((k + 1) * (errors.length + 1)) / (MAX_KEPT + 1)) - 1],
  );
}
