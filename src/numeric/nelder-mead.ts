/** Where a search ended. */
export interface Minimum {
  readonly x: Float64Array;
  readonly value: number;
  readonly evaluations: number;
}

/** When a search ends. */
export interface SearchLimits {
  /** The simplex's values differ by no more than this, relative to the smallest (or to 1). */
  readonly tolerance?: number;
  readonly evaluations?: number;
  /** Asked before each move: once aborted, the best corner so far is returned. */
  readonly signal?: Pick<AbortSignal, "aborted"> | undefined;
}

/**
 * A local minimum of `f` without derivatives: a simplex of n + 1 points reflects, expands, contracts
 * and shrinks. NaN counts as +∞, by which `f` can forbid a region.
 *
 * The factors adapt to the dimension, without which the simplex degenerates from about ten on.
 *
 * @param f     its argument is reused from call to call
 * @param start [n] a point where `f` is finite
 * @param steps [n] distance of the other corners from `start`, one a coordinate, none of them 0
 * @see Nelder & Mead (1965), "A simplex method for function minimization"; Gao & Han (2012),
 *   "Implementing the Nelder-Mead simplex algorithm with adaptive parameters", section 2
 */
export function nelderMead(
  f: (x: Float64Array) => number,
  start: ArrayLike<number>,
  steps: ArrayLike<number>,
  {
    tolerance = 1e-8,
    evaluations: maxEvaluations = 200 * (start.length + 1),
    signal,
  }: SearchLimits = {},
): Minimum {
  const n = start.length;
  const expansion = 1 + 2 / Math.max(n, 2);
  const contraction = 0.75 - 0.5 / Math.max(n, 2);
  const shrinkage = 1 - 1 / Math.max(n, 2);
  let evaluations = 0;
  const evaluate = (x: Float64Array) => {
    evaluations++;
    const value = f(x);
    return Number.isNaN(value) ? Number.POSITIVE_INFINITY : value;
  };

  // The corners from best to worst; `sum` is over all of them.
  const corners = Array.from({ length: n + 1 }, (_, corner) => {
    const x = new Float64Array(start);
    if (corner > 0) x[corner - 1] += steps[corner - 1];
    return { x, value: evaluate(x) };
  });
  const sum = new Float64Array(n);
  const arrange = () => {
    corners.sort((a, b) => a.value - b.value);
    sum.fill(0);
    for (let c = 0; c <= n; c++) {
      const { x } = corners[c];
      for (let i = 0; i < n; i++) sum[i] += x[i];
    }
  };
  /** A point on the line from the worst corner through the centre of the others, the centre at 0. */
  const along = (factor: number, point: Float64Array) => {
    const worst = corners[n].x;
    for (let i = 0; i < n; i++) {
      const centre = (sum[i] - worst[i]) / n;
      point[i] = centre + factor * (centre - worst[i]);
    }
    return evaluate(point);
  };
  let reflected = new Float64Array(n);
  let further = new Float64Array(n);
  /** Puts a point in the worst corner's place, and that corner's array at the caller's disposal. */
  const replaceWorst = (x: Float64Array<ArrayBuffer>, value: number) => {
    const worst = corners[n];
    const free = worst.x;
    for (let i = 0; i < n; i++) sum[i] += x[i] - free[i];
    worst.x = x;
    worst.value = value;
    for (let k = n; k > 0 && corners[k - 1].value > value; k--) {
      corners[k] = corners[k - 1];
      corners[k - 1] = worst;
    }
    return free;
  };

  arrange();
  for (let turn = 1; evaluations < maxEvaluations && !signal?.aborted; turn++) {
    const [best, worst] = [corners[0].value, corners[n].value];
    if (worst - best <= tolerance * Math.max(1, Math.abs(best))) break;
    // Rounding errors of the running sum must not add up.
    if (turn % 100 === 0) arrange();
    const value = along(1, reflected);
    if (value < best) {
      const beyond = along(expansion, further);
      if (beyond < value) further = replaceWorst(further, beyond);
      else reflected = replaceWorst(reflected, value);
    } else if (value < corners[n - 1].value) {
      reflected = replaceWorst(reflected, value);
    } else {
      const nearer = along(value < worst ? contraction : -contraction, further);
      if (nearer < Math.min(value, worst)) {
        further = replaceWorst(further, nearer);
        continue;
      }
      const { x: middle } = corners[0];
      for (let c = 1; c <= n; c++) {
        const corner = corners[c];
        for (let i = 0; i < n; i++) {
          corner.x[i] = middle[i] + shrinkage * (corner.x[i] - middle[i]);
        }
        corner.value = evaluate(corner.x);
      }
      arrange();
    }
  }
  const { x, value } = corners[0];
  return { x, value, evaluations };
}
