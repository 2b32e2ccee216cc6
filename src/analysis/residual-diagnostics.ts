import { jarqueBera, ljungBox, type TestResult } from "./residual-tests.js";

const MIN_RESIDUALS = 8;

/** Results of the tests of residuals. */
export interface ResidualTests {
  /** Without missing ones. */
  readonly residuals: Float64Array;
  /** Number of autocorrelations in the Ljung-Box test. */
  readonly lags: number;
  readonly ljungBox: TestResult;
  readonly jarqueBera: TestResult;
}

/**
 * Tests residuals for autocorrelation, over two seasons or ten lags but at most a fifth of the residuals,
 * and for a normal distribution.
 *
 * @param residuals NaN where there is none
 * @param estimated number of coefficients of the model
 * @returns nothing for fewer than eight residuals, or if all are the same
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
