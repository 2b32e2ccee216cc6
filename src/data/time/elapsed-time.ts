/** Rows from which on even steps are no chance. */
const MIN_ROWS = 3;

/** How far a step may be from a whole multiple of the smallest, for rounded fractions. */
const MAX_ROUNDING = 0.01;

/** Empty steps for each row beyond which steps are not even. */
const MAX_SPARSITY = 10;

/** Time since a start, such as 0.0, 0.1, 0.2 seconds, as a count of steps. */
export interface ElapsedSteps {
  /** Whole numbers from 0 on, NaN where missing. */
  readonly steps: Float64Array;
  /** From one value to the next. */
  readonly step: number;
}

/** Numbers with fractions that step evenly, as a count of their steps; undefined for any others. */
export function elapsedSteps(values: Float64Array): ElapsedSteps | undefined {
  const sorted = values.filter((value) => !Number.isNaN(value)).sort();
  if (sorted.length < MIN_ROWS) return undefined;
  const [first] = sorted;
  const last = sorted[sorted.length - 1];
  let step = Number.POSITIVE_INFINITY;
  let distinct = 1;
  for (let i = 1; i < sorted.length; i++) {
    if (sorted[i] === sorted[i - 1]) continue;
    step = Math.min(step, sorted[i] - sorted[i - 1]);
    distinct++;
  }
  const span = Math.round((last - first) / step);
  if (distinct < MIN_ROWS || span > MAX_SPARSITY * distinct) return undefined;
  // The mean step is not rounded as each single one is.
  const mean = (last - first) / span;
  const steps = values.map((value) => Math.round((value - first) / mean));
  const isEven = values.every(
    (value, row) =>
      Number.isNaN(value) || Math.abs((value - first) / mean - steps[row]) <= MAX_ROUNDING,
  );
  return isEven ? { steps, step: mean } : undefined;
}
