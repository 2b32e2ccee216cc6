import { cholesky, solveCholesky } from "../../numeric/cholesky.js";
import type { Filtered } from "./kalman-filter.js";

/**
 * What the estimated coefficients of a regression add to the variance of its forecasts, [horizon], in units
 * of the shocks' variance: g′(X′X)⁻¹g, X the columns' innovations, and g what the process does not foretell of
 * the columns ahead. A column that wanders or has just stepped is far from where its effect was seen.
 *
 * @param filtered the filter's results for the series and, after it, its columns
 * @param ahead    the columns over the horizon
 * @returns nothing where the columns' innovations depend on each other
 * @see Goldberger (1962), "Best linear unbiased prediction in the generalized linear regression model"
 */
export function regressionError(
  { standardised: [, ...innovations] }: Filtered,
  foretold: readonly Float64Array[],
  ahead: readonly Float64Array[],
): Float64Array | undefined {
  const k = ahead.length;
  const [{ length: horizon }] = ahead;
  const products = new Float64Array(k * k);
  for (let i = 0; i < k; i++) {
    for (let j = 0; j < k; j++) {
      const other = innovations[j];
      products[i * k + j] = innovations[i].reduce(
        (sum, e, t) => (Number.isNaN(e) ? sum : sum + e * other[t]),
        0,
      );
    }
  }
  const far = new Float64Array(k * horizon);
  for (let i = 0; i < k; i++) {
    for (let h = 0; h < horizon; h++) far[i * horizon + h] = ahead[i][h] - foretold[i][h];
  }
  const solved = far.slice();
  solveCholesky(cholesky(products, k), k, solved, horizon);
  const error = new Float64Array(horizon);
  far.forEach((value, at) => {
    error[at % horizon] += value * solved[at];
  });
  return error.some(Number.isNaN) ? undefined : error;
}
