import { cholesky, solveCholesky } from "../../numeric/cholesky.js";
import type { HierarchyNode } from "./hierarchy.js";

/** What reconciliation does to forecasts, for all steps alike. */
export interface Reconciler {
  /** Values of all nodes at one step, as forecast by themselves, to those that add up. */
  apply(values: Float64Array): Float64Array;
  /** For each node, the factor by which the width of its intervals changes. */
  readonly widths: Float64Array;
}

/**
 * Covariance of one-step errors, shrunk towards its diagonal: W = λ·diag(Σ̂) + (1 − λ)·Σ̂, with
 *
 *   Σ̂ = Σₜ eₜeₜ′ / n,   λ = Σᵢ≠ⱼ Var(rᵢⱼ) / Σᵢ≠ⱼ rᵢⱼ²,   Var(rᵢⱼ) = (Σₜ zₜᵢ²zₜⱼ² − n·rᵢⱼ²) / (n(n − 1))
 *
 * where z are the errors in units of their root mean square, and r their correlations.
 *
 * @param errors [nodes][n], without NaN
 * @returns W row by row, [nodes × nodes], and λ, from 0 to 1
 * @see Schäfer & Strimmer (2005), "A shrinkage approach to large-scale covariance matrix estimation", in
 *   the form of Wickramasuriya, Athanasopoulos & Hyndman (2019), section 2.4
 */
export function shrunkCovariance(errors: readonly Float64Array[]): {
  readonly covariance: Float64Array;
  readonly lambda: number;
} {
  const m = errors.length;
  const n = errors[0].length;
  const scales = errors.map((e) => Math.sqrt(e.reduce((sum, x) => sum + x * x, 0) / n));
  const z = errors.map((e, i) => e.map((x) => (scales[i] > 0 ? x / scales[i] : 0)));
  const correlation = new Float64Array(m * m);
  let variances = 0;
  let squares = 0;
  for (let i = 0; i < m; i++) {
    correlation[i * m + i] = 1;
    for (let j = 0; j < i; j++) {
      let sum = 0;
      let fourth = 0;
      for (let t = 0; t < n; t++) {
        const product = z[i][t] * z[j][t];
        sum += product;
        fourth += product * product;
      }
      const r = sum / n;
      correlation[i * m + j] = r;
      correlation[j * m + i] = r;
      variances += (fourth - n * r * r) / (n * (n - 1));
      squares += r * r;
    }
  }
  const lambda = squares > 0 ? Math.min(1, Math.max(0, variances / squares)) : 1;
  const covariance = correlation.map((r, k) => {
    const [i, j] = [Math.floor(k / m), k % m];
    return (i === j ? 1 : (1 - lambda) * r) * scales[i] * scales[j];
  });
  return { covariance, lambda };
}

/**
 * Minimum trace reconciliation: of all forecasts that add up and are unbiased if the given ones are, those
 * whose errors have the least total variance,
 *
 *   ỹ = S(S′W⁻¹S)⁻¹S′W⁻¹ŷ = ŷ − WC′(CWC′)⁻¹Cŷ,   Var(ỹ) = W − WC′(CWC′)⁻¹CW
 *
 * C has a row for each sum, 1 at the sum and −1 at its observed parts, so that Cỹ = 0.
 *
 * @param covariance W of the errors of the given forecasts, [nodes × nodes]
 * @see Wickramasuriya, Athanasopoulos & Hyndman (2019), "Optimal forecast reconciliation for hierarchical
 *   and grouped time series through trace minimization", eq. 9 and, for the second form, their appendix
 */
export function minimumTrace(
  nodes: readonly HierarchyNode[],
  covariance: Float64Array,
): Reconciler {
  const m = nodes.length;
  const parts = observedParts(nodes);
  const sums = parts.length;
  // C·W, [sums × m].
  const cw = new Float64Array(sums * m);
  for (let i = 0; i < sums; i++) {
    for (let k = 0; k < m; k++) {
      let value = covariance[i * m + k];
      for (const part of parts[i]) value -= covariance[part * m + k];
      cw[i * m + k] = value;
    }
  }
  const cwc = new Float64Array(sums * sums);
  for (let i = 0; i < sums; i++) {
    for (let j = 0; j < sums; j++) {
      let value = cw[i * m + j];
      for (const part of parts[j]) value -= cw[i * m + part];
      cwc[i * sums + j] = value;
    }
  }
  // A sum of one part alone errs as that does, which leaves the matrix next to singular.
  const largest = Array.from({ length: sums }, (_, i) => cwc[i * sums + i]).reduce(
    (a, b) => Math.max(a, b),
    0,
  );
  for (let i = 0; i < sums; i++) cwc[i * sums + i] += RIDGE * largest + Number.MIN_VALUE;
  const lower = cholesky(cwc, sums);
  const gain = cw.slice();
  solveCholesky(lower, sums, gain, m);
  const widths = Float64Array.from({ length: m }, (_, k) => {
    const before = covariance[k * m + k];
    let after = before;
    for (let i = 0; i < sums; i++) after -= cw[i * m + k] * gain[i * m + k];
    return before > 0 ? Math.sqrt(Math.max(0, after) / before) : 1;
  });
  return {
    widths,
    apply(values) {
      const gaps = Float64Array.from(parts, (own, i) =>
        own.reduce((left, part) => left - values[part], values[i]),
      );
      const reconciled = values.slice();
      for (let k = sums; k < m; k++) {
        for (let i = 0; i < sums; i++) reconciled[k] -= gain[i * m + k] * gaps[i];
      }
      return addedUp(nodes, reconciled);
    },
  };
}

const RIDGE = 1e-12;

/**
 * Sums of the forecasts of the observed series.
 *
 * @param covariance of the errors of the given forecasts, by which the widths of the sums change
 */
export function bottomUp(nodes: readonly HierarchyNode[], covariance: Float64Array): Reconciler {
  const m = nodes.length;
  const widths = new Float64Array(m).fill(1);
  observedParts(nodes).forEach((parts, i) => {
    const before = covariance[i * m + i];
    const after = parts.reduce(
      (sum, a) => sum + parts.reduce((own, b) => own + covariance[a * m + b], 0),
      0,
    );
    if (before > 0) widths[i] = Math.sqrt(Math.max(0, after) / before);
  });
  return { widths, apply: (values) => addedUp(nodes, values) };
}

/**
 * The forecast of the total, shared among the parts as their own forecasts share their sum, level by
 * level. Intervals move with their forecasts and keep their widths.
 *
 * @see Athanasopoulos, Ahmed & Hyndman (2009), "Hierarchical forecasts for Australian domestic tourism",
 *   section 3.1.3, forecast proportions
 */
export function topDown(nodes: readonly HierarchyNode[]): Reconciler {
  return {
    widths: new Float64Array(nodes.length).fill(1),
    apply(values) {
      const shared = values.slice();
      nodes.forEach(({ children }, place) => {
        const sum = children.reduce((all, child) => all + values[child], 0);
        for (const child of children) {
          // Parts that are all forecast as 0 share alike.
          const share = sum === 0 ? 1 / children.length : values[child] / sum;
          shared[child] = shared[place] * share;
        }
      });
      return addedUp(nodes, shared);
    },
  };
}

/** The values of the observed series, and above them their sums: each is that of its children, to the last bit. */
export function addedUp(nodes: readonly HierarchyNode[], values: Float64Array): Float64Array {
  const all = values.slice();
  for (let place = nodes.length - 1; place >= 0; place--) {
    const { children } = nodes[place];
    if (children.length === 0) continue;
    all[place] = children.reduce((sum, child) => sum + all[child], 0);
  }
  return all;
}

/** For each sum, the observed series that it is of. */
function observedParts(nodes: readonly HierarchyNode[]): number[][] {
  const sums = nodes.filter(({ children }) => children.length > 0).length;
  const parts: number[][] = nodes.map(() => []);
  for (let place = nodes.length - 1; place >= 0; place--) {
    const { children } = nodes[place];
    parts[place] = children.length === 0 ? [place] : children.flatMap((child) => parts[child]);
  }
  return parts.slice(0, sums);
}
