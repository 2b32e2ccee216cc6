import type { Interval } from "../models/model.js";
import { exp } from "../numeric/elementary.js";
import { normalCdf, normalQuantile } from "../numeric/normal.js";
import { requireSameLength } from "./metrics.js";

/** How good the intervals of one level were. NaN where nothing was observed. */
export interface IntervalScores {
  /** Share of observations within, ends included, from 0 to 1. */
  readonly coverage: number;
  /** Mean of hi − lo, in units of y. */
  readonly width: number;
  /** Mean of width + 2/α · distance of observations outside, α = 1 − level/100; smaller is better. */
  readonly winkler: number;
}

/**
 * Coverage, width and interval score of one interval forecast. Missing observations do not count.
 *
 * @example
 * const interval = { level: 80, lo: Float64Array.of(0, 0), hi: Float64Array.of(4, 4) };
 * scoreInterval([2, 5], interval).coverage; // 0.5
 *
 * @throws RangeError when observations and ends differ in length
 * @see Winkler (1972), "A decision-theoretic approach to interval estimation"; Gneiting & Raftery (2007),
 *   "Strictly proper scoring rules, prediction, and estimation", eq. 43
 */
export function scoreInterval(
  actual: ArrayLike<number>,
  { level, lo, hi }: Interval,
): IntervalScores {
  requireSameLength(actual, lo);
  requireSameLength(actual, hi);
  const penalty = 2 / (1 - level / 100);
  let count = 0;
  let within = 0;
  let width = 0;
  let outside = 0;
  for (let h = 0; h < actual.length; h++) {
    const y = actual[h];
    if (Number.isNaN(y)) continue;
    count++;
    width += hi[h] - lo[h];
    if (y < lo[h]) outside += lo[h] - y;
    else if (y > hi[h]) outside += y - hi[h];
    else within++;
  }
  return {
    coverage: within / count,
    width: width / count,
    winkler: (width + penalty * outside) / count,
  };
}

/**
 * Mean quantile loss over steps and quantiles, ρ(τ) = max(τ·(y − q), (τ − 1)·(y − q)): at the ends of
 * all intervals and at the forecast itself, taken as the median. NaN without intervals.
 *
 * @example
 * const interval = { level: 80, lo: Float64Array.of(0), hi: Float64Array.of(4) };
 * const loss = pinball([3], [2], [interval]); // in units of y
 *
 * @throws RangeError when the lengths differ
 * @see Koenker & Bassett (1978), "Regression quantiles"
 */
export function pinball(
  actual: ArrayLike<number>,
  median: ArrayLike<number>,
  intervals: readonly Interval[],
): number {
  if (intervals.length === 0) return Number.NaN;
  const losses = quantiles(median, intervals).map((quantile) => quantileLoss(actual, quantile));
  return losses.reduce((sum, loss) => sum + loss, 0) / losses.length;
}

/**
 * Continuous ranked probability score, the integral 2∫ρ(τ)dτ of the quantile loss over all quantiles, of
 * the distribution that runs through the given ones: at the median and the ends of all intervals it is as
 * forecast, between and beyond them q(τ) is linear in Φ⁻¹(τ). A normal distribution is so met exactly, by
 * whatever the levels. In units of y; NaN without intervals.
 *
 * On a piece q = a + b·z, with z = Φ⁻¹(τ) and I = 1 where y < q, the integral is
 *
 *   ∫(y − a − b·z)(Φ − I)φ dz = (y − a)·[Φ²/2 − I·Φ] − b·[Φ(√2·z)/(2√π) − φ·(Φ − I)]
 *
 * @param actual    observations, [n]; missing ones (NaN) do not count
 * @param median    [n]; undefined where the intervals are enough to tell it
 * @param intervals at any levels, [n] each
 * @example
 * const interval = { level: 80, lo: Float64Array.of(-1.2816), hi: Float64Array.of(1.2816) };
 * crps([0.3], [0], [interval]); // 0.2692…, as of N(0, 1)
 *
 * @throws RangeError when the lengths differ
 * @see Gneiting & Ranjan (2011), "Comparing density forecasts using threshold- and quantile-weighted
 *   scoring rules", eq. 10; Gneiting & Raftery (2007), eq. 21, for the normal distribution
 */
export function crps(
  actual: ArrayLike<number>,
  median: ArrayLike<number> | undefined,
  intervals: readonly Interval[],
): number {
  if (intervals.length === 0) return Number.NaN;
  const ascending = quantiles(median, intervals).sort((a, b) => a.tau - b.tau);
  for (const { values } of ascending) requireSameLength(actual, values);
  const nodes = ascending.map(({ tau }) => nodeOf(tau));
  let sum = 0;
  let count = 0;
  for (let h = 0; h < actual.length; h++) {
    if (Number.isNaN(actual[h])) continue;
    sum += crpsOf(
      actual[h],
      nodes,
      ascending.map(({ values }) => values[h]),
    );
    count++;
  }
  return sum / count;
}

/** Most nodes that are kept. */
const MAX_NODES = 1000;

/** A standard normal value with what the integrals up to it take. */
interface Node {
  readonly z: number;
  /** Φ(z) */
  readonly cdf: number;
  /** φ(z) */
  readonly density: number;
  /** ∫φ² up to z */
  readonly squares: number;
}

function nodeAt(z: number): Node {
  return {
    z,
    cdf: normalCdf(z),
    density: exp(-0.5 * z * z) / Math.sqrt(2 * Math.PI),
    squares: normalCdf(Math.SQRT2 * z) / (2 * Math.sqrt(Math.PI)),
  };
}

const nodes = new Map<number, Node>();

/** The node at a probability; those of all series and models are at the same few. */
function nodeOf(tau: number): Node {
  let node = nodes.get(tau);
  if (node === undefined) {
    node = nodeAt(normalQuantile(tau));
    if (nodes.size < MAX_NODES) nodes.set(tau, node);
  }
  return node;
}

const [LOWEST, HIGHEST]: readonly Node[] = [
  { z: Number.NEGATIVE_INFINITY, cdf: 0, density: 0, squares: 0 },
  { z: Number.POSITIVE_INFINITY, cdf: 1, density: 0, squares: 0.5 / Math.sqrt(Math.PI) },
];

/** @param q quantiles at the nodes, two or more */
function crpsOf(y: number, nodes: readonly Node[], q: readonly number[]): number {
  let sum = 0;
  for (let k = 1; k < nodes.length; k++) {
    const slope = (q[k] - q[k - 1]) / (nodes[k].z - nodes[k - 1].z);
    const level = q[k] - slope * nodes[k].z;
    const from = k === 1 ? LOWEST : nodes[k - 1];
    const to = k === nodes.length - 1 ? HIGHEST : nodes[k];
    const crossing = (y - level) / slope;
    if (crossing > from.z && crossing < to.z) {
      const at = nodeAt(crossing);
      // Where quantiles cross each other they descend, and are above y at first.
      sum += piece(y, level, slope, from, at, slope < 0 ? 1 : 0);
      sum += piece(y, level, slope, at, to, slope < 0 ? 0 : 1);
    } else {
      sum += piece(y, level, slope, from, to, y < (q[k - 1] + q[k]) / 2 ? 1 : 0);
    }
  }
  return 2 * sum;
}

/** The integral from node to node of q = level + slope · z, which is above y throughout or not at all. */
function piece(
  y: number,
  level: number,
  slope: number,
  from: Node,
  to: Node,
  above: 0 | 1,
): number {
  const mass = ({ cdf }: Node) => cdf * (cdf / 2 - above);
  const moment = ({ cdf, density, squares }: Node) => squares - density * (cdf - above);
  return (y - level) * (mass(to) - mass(from)) - slope * (moment(to) - moment(from));
}

interface Quantile {
  readonly tau: number;
  readonly values: ArrayLike<number>;
}

function quantiles(
  median: ArrayLike<number> | undefined,
  intervals: readonly Interval[],
): Quantile[] {
  return [
    ...(median === undefined ? [] : [{ tau: 0.5, values: median }]),
    ...intervals.flatMap(({ level, lo, hi }) => [
      { tau: 0.5 - level / 200, values: lo },
      { tau: 0.5 + level / 200, values: hi },
    ]),
  ];
}

function quantileLoss(actual: ArrayLike<number>, { tau, values }: Quantile): number {
  requireSameLength(actual, values);
  let sum = 0;
  let count = 0;
  for (let h = 0; h < actual.length; h++) {
    const error = actual[h] - values[h];
    if (Number.isNaN(error)) continue;
    sum += Math.max(tau * error, (tau - 1) * error);
    count++;
  }
  return sum / count;
}
