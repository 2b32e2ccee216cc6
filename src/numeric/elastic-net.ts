/** Penalty on the coefficients b of a regression on p features: Σᵢ (squareᵢ/2·bᵢ² + absoluteᵢ·|bᵢ|). */
export interface Penalty {
  /** [p] */
  readonly square: Float64Array;
  /** [p] */
  readonly absolute: Float64Array;
}

/** Descent ends when no coefficient's step gains more than this share of z′z. */
const TOLERANCE = 1e-10;
/** Nearly collinear features converge slowly, and there is next to nothing left to gain by then. */
const MAX_SWEEPS = 1000;

/**
 * Elastic net by cyclic coordinate descent on the Gram matrix: the b that minimizes
 *
 *   ½·|z − X·b|² + Σᵢ (squareᵢ/2·bᵢ² + absoluteᵢ·|bᵢ|)
 *   bᵢ ← S(gᵢ + Gᵢᵢ·bᵢ, absoluteᵢ) / (Gᵢᵢ + squareᵢ)      S(g, t) = sign(g)·max(0, |g| − t)
 *
 * with G = X′X and g = X′z − G·b kept up to date as one coefficient after the other moves. A feature that is
 * zero everywhere gets the coefficient zero.
 *
 * @param gram  G, [p × p], of which the lower triangle is read
 * @param cross X′z, [p]
 * @param power z′z
 * @param b     where to start, [p]; becomes the result
 * @see Friedman, Hastie & Tibshirani (2010), "Regularization paths for generalized linear models via
 *   coordinate descent", eq. 5 and section 2.2
 */
export function elasticNet(
  gram: Float64Array,
  cross: Float64Array,
  power: number,
  { square, absolute }: Penalty,
  b: Float64Array,
): void {
  const p = b.length;
  const at = (i: number, j: number) => gram[i > j ? i * p + j : j * p + i];
  const gradient = cross.slice();
  const move = (i: number, by: number) => {
    b[i] += by;
    for (let j = 0; j < p; j++) gradient[j] -= by * at(i, j);
  };
  for (let i = 0; i < p; i++) {
    for (let j = 0; j < p; j++) gradient[i] -= at(i, j) * b[j];
  }
  for (let sweep = 0; sweep < MAX_SWEEPS; sweep++) {
    let largestGain = 0;
    for (let i = 0; i < p; i++) {
      const own = at(i, i);
      const weight = own + square[i];
      if (weight === 0) continue;
      const pull = gradient[i] + own * b[i];
      const by = (Math.sign(pull) * Math.max(0, Math.abs(pull) - absolute[i])) / weight - b[i];
      if (by === 0) continue;
      move(i, by);
      largestGain = Math.max(largestGain, weight * by * by);
    }
    if (largestGain <= TOLERANCE * power) return;
  }
}
