import { jarqueBera, ljungBox, type TestResult } from "./residual-tests.js";

const MIN_RESIDUALS = 8;

/** What the tests of residuals find. */
export interface ResidualTests {
  /** Those that there are. */
  readonly residuals: Float64Array;
  /** How many autocorrelations the Ljung-Box test takes together. */
  readonly lags: number;
  readonly ljungBox: TestResult;
  readonly jarqueBera: TestResult;
}

/**
 * Tests residuals for what a model has not explained, over two seasons or ten lags, a fifth of the
 * residuals at most.
 *
 * @param residuals NaN where there is none
 * @param estimated coefficients that they come from
 * @returns nothing where fewer than eight are left, or all are the same
 */
export function testResiduals(
  residuals: Float64Array,
  estimated: number,
  season: number,
): ResidualTests | undefined {
  const left = residuals.filter((e) => !Number.isNaN(e));
  if (left.length < MIN_RESIDUALS || left.every((e) => e === left[0])) return undefined;
  const lags = Math.min(season > 1 ? 2 * season : 10, Math.floor(left.length / 5));
  return {
    residuals: left,
    lags,
    ljungBox: ljungBox(left, lags, estimated),
    jarqueBera: jarqueBera(left),
  };
}
