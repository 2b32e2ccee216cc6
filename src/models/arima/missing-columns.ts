import { log } from "../../numeric/elementary.js";
import type { ArimaOrder } from "./coefficients.js";
import {
  type conditionalInnovations,
  type InnovationMemory,
  innovationMemory,
  type innovations,
  responseTo,
} from "./innovations.js";
import { differencing } from "./polynomials.js";

/** Share of a column's square below which what the others leave of it is not to be trusted. */
const MIN_PIVOT = 1e-10;

/** Two late columns that are so far apart. */
interface Pair {
  readonly i: number;
  readonly j: number;
}

/**
 * Takes many missing values out of innovations: regresses these on the innovations of columns D that are 1
 * where a value is missing, and differenced.
 *
 * From where innovations no longer depend on how the series began, those of all columns are one response,
 * shifted. So only this and the columns before need be whitened, and the products of any two columns that
 * are as far apart are sums of one another: all k(k + 1)/2 take O(n) for each distance.
 */
export class MissingColumns {
  private readonly starts: readonly number[];
  private readonly pattern: Float64Array;
  private readonly response: Float64Array;
  /** How many of it are not zero. */
  private reach = 0;
  private readonly early: Float64Array[];
  /** Pairs by their distance, the later ones first. */
  private readonly pairs = new Map<number, Pair[]>();
  private readonly gram: Float64Array;
  private readonly weights: Float64Array;
  private readonly memory: InnovationMemory;

  /**
   * @param gaps    where values are missing, ascending
   * @param columns the differenced columns, each as long as the differenced series
   */
  constructor(
    gaps: readonly number[],
    private readonly columns: readonly Float64Array[],
    { p, q, seasonalP, seasonalQ, d, seasonalD, season }: ArimaOrder,
  ) {
    const k = gaps.length;
    const [{ length }] = columns;
    const lost = d + seasonalD * season;
    this.starts = gaps.map((t) => t - lost);
    this.pattern = Float64Array.of(1, ...differencing(d, seasonalD, season).map((value) => -value));
    this.response = new Float64Array(length);
    this.early = columns.map(() => new Float64Array(length));
    for (let j = k - 1; j >= 0; j--) {
      for (let i = j; i >= 0; i--) {
        const distance = gaps[j] - gaps[i];
        const others = this.pairs.get(distance);
        if (others) others.push({ i, j });
        else this.pairs.set(distance, [{ i, j }]);
      }
    }
    this.gram = new Float64Array(k * k);
    this.weights = new Float64Array(k);
    this.memory = innovationMemory(p + seasonalP * season, q + seasonalQ * season, k);
  }

  /**
   * Takes out of each of some innovations what the missing values explain.
   *
   * @param settled   from where on they do not depend on how the series began
   * @param whitening how they were made
   * @returns ln |DᵀD| of the columns' innovations D; NaN where it cannot be had exactly, and nothing was done
   */
  takeOut(
    phi: Float64Array,
    theta: Float64Array,
    settled: number,
    whitening: typeof innovations | typeof conditionalInnovations,
    series: readonly Float64Array[],
  ): number {
    const { starts, columns, response, gram } = this;
    const k = starts.length;
    const n = response.length;
    let first = starts.findIndex((start) => start >= settled);
    if (first < 0) first = k;
    const early = this.early.slice(0, first);
    if (first > 0) whitening(phi, theta, columns.slice(0, first), early, this.memory);
    this.reach = responseTo(this.pattern, phi, theta, response, this.memory);

    for (const [distance, pairs] of this.pairs) {
      let sum = 0;
      let t = 0;
      for (const { i, j } of pairs) {
        if (i < first) break;
        const end = Math.min(n - starts[j], this.reach - distance);
        for (; t < end; t++) sum += response[t] * response[t + distance];
        gram[j * k + i] = sum;
      }
    }
    for (let i = 0; i < first; i++) {
      for (let j = i; j < k; j++) gram[j * k + i] = this.product(j, first, early[i]);
    }
    let determinant = 1;
    let logarithm = 0;
    for (let j = 0; j < k; j++) {
      const own = gram[j * k + j];
      for (let i = 0; i <= j; i++) {
        let sum = gram[j * k + i];
        for (let c = 0; c < i; c++) sum -= gram[j * k + c] * gram[i * k + c];
        if (i < j) gram[j * k + i] = sum / gram[i * k + i];
        else if (sum > MIN_PIVOT * own) gram[j * k + j] = Math.sqrt(sum);
        else return Number.NaN;
      }
      determinant *= gram[j * k + j];
      if (determinant > 1e100 || determinant < 1e-100) {
        logarithm += log(determinant);
        determinant = 1;
      }
    }
    for (const x of series) this.project(x, first);
    return 2 * (logarithm + log(determinant));
  }

  /** Column j times x, over all steps. */
  private product(j: number, first: number, x: Float64Array): number {
    const { response, starts } = this;
    let sum = 0;
    if (j < first) {
      const own = this.early[j];
      for (let t = 0; t < x.length; t++) sum += own[t] * x[t];
    } else {
      const start = starts[j];
      const end = Math.min(x.length - start, this.reach);
      for (let t = 0; t < end; t++) sum += response[t] * x[start + t];
    }
    return sum;
  }

  /** Takes the columns out of x, by the factor of their products. */
  private project(x: Float64Array, first: number): void {
    const { gram, weights, response, starts } = this;
    const k = weights.length;
    for (let j = 0; j < k; j++) {
      let sum = this.product(j, first, x);
      for (let i = 0; i < j; i++) sum -= gram[j * k + i] * weights[i];
      weights[j] = sum / gram[j * k + j];
    }
    for (let j = k - 1; j >= 0; j--) {
      let sum = weights[j];
      for (let i = j + 1; i < k; i++) sum -= gram[i * k + j] * weights[i];
      weights[j] = sum / gram[j * k + j];
    }
    for (let j = 0; j < k; j++) {
      const weight = weights[j];
      if (j < first) {
        const own = this.early[j];
        for (let t = 0; t < x.length; t++) x[t] -= weight * own[t];
      } else {
        const start = starts[j];
        const end = Math.min(x.length - start, this.reach);
        for (let t = 0; t < end; t++) x[start + t] -= weight * response[t];
      }
    }
  }
}
