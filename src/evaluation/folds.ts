import type { Continuation } from "../data/panel/continuation.js";
import { requireAhead } from "../data/panel/exogenous.js";
import { observations, type Panel, withoutTail } from "../data/panel/from-table.js";
import { displayName } from "../data/source/errors.js";
import { DataError } from "../errors.js";
import { requireCount } from "../models/validated.js";

/** Series cut in two: what models see, and what they are to forecast. */
export interface Fold {
  readonly training: Panel;
  /** What came after, one array a series in the training panel's order, [1…horizon]; NaN where missing. */
  readonly test: readonly Float64Array[];
  readonly horizon: number;
}

/**
 * The last `horizon` observations of each series as the test part. Series with fewer than twice as many
 * are left out.
 *
 * @example
 * const panel = panelFromArrays({ y: [1, 2, 3, 4, 5] });
 * lastFold(panel, 2).test[0]; // [4, 5]
 *
 * @throws RangeError when that leaves none, and for a horizon that is not a whole number ≥ 1
 */
export function lastFold(panel: Panel, horizon: number): Fold {
  requireCount("the horizon", horizon);
  const long = { ...panel, series: panel.series.filter(({ y }) => canHoldBack(y.length, horizon)) };
  if (long.series.length === 0) throw new RangeError(`no series can hold ${horizon} back`);
  return {
    training: withoutTail(long, horizon),
    test: long.series.map((one) => observations(one).subarray(one.y.length - horizon)),
    horizon,
  };
}

/** Says how many observations of the test parts are missing: filled values are not scored. */
export function warnOfMissing(folds: readonly Fold[], warn: (message: string) => void): void {
  const tests = folds.flatMap(({ test }) => test);
  const all = tests.reduce((sum, { length }) => sum + length, 0);
  const missing = tests.reduce((sum, test) => sum + test.filter(Number.isNaN).length, 0);
  if (missing > 0) warn(describeUnscored(missing, all));
}

/**
 * A given test part.
 *
 * @example
 * const next = await readContinuation("test.csv", await readPanel("train.csv"));
 * const fold = givenFold(next, 12); // fitted to train.csv, scored on 12 rows of test.csv
 *
 * @param horizon steps of it, all when undefined; series that have fewer are scored on those
 * @throws DataError when no series has so many, or a future column is not known so far ahead
 */
export function givenFold({ panel, y, source }: Continuation, horizon?: number): Fold {
  const longest = y.reduce((most, { length }) => Math.max(most, length), 0);
  if (horizon !== undefined && horizon > longest) {
    throw new DataError(
      `a horizon of ${horizon}, but no series has more than ${longest} test rows`,
      {
        hint: `Use -H ${longest} or less.`,
        location: { file: source },
      },
    );
  }
  const steps = horizon ?? longest;
  requireAhead(panel, steps, `fill them in: ${displayName(source)}`);
  return { training: panel, test: y.map((values) => values.subarray(0, steps)), horizon: steps };
}

/** How many test observations could not be scored, in words. */
export function describeUnscored(missing: number, all: number): string {
  const are = missing === 1 ? "is missing and is" : "are missing and are";
  return `${missing} of ${all} test observations ${are} not scored`;
}

/** Whether a series can spare `h` observations and keep as many to learn from. */
export function canHoldBack(observations: number, h: number): boolean {
  return observations >= 2 * h;
}
