import type { Random } from "../../numeric/random.js";
import type { HiddenMarkov, Observations } from "./hidden-markov.js";

/** Observations on either side over which the local spread is measured. */
const SPREAD_NEIGHBORS = 2;
const LLOYD_ROUNDS = 10;

/**
 * Where Baum-Welch may begin: states are clusters of rows that are alike in level and in the spread
 * around them, so that calm and wild times are told apart as well as low and high ones.
 *
 * @param minVarianceShare share of each target's variance that no state goes below
 * @see Arthur & Vassilvitskii (2007), "k-means++: the advantages of careful seeding"
 */
export function clusteredStarts(
  observations: Observations,
  minVarianceShare: number,
): {
  readonly floor: Float64Array;
  clusters(states: number, random: Random): HiddenMarkov;
} {
  const { time, inputs, targets, y } = observations;
  const mean = new Float64Array(targets);
  const variance = new Float64Array(targets);
  for (let d = 0; d < targets; d++) {
    const values = Array.from({ length: time }, (_, t) => y[t * targets + d]).filter(
      (value) => !Number.isNaN(value),
    );
    mean[d] = values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
    const squares = values.reduce((sum, value) => sum + (value - mean[d]) * (value - mean[d]), 0);
    variance[d] = squares / Math.max(1, values.length) || 1;
  }
  const rows = traits(observations, mean, variance);
  const floor = variance.map((v) => Math.max(minVarianceShare * v, Number.MIN_VALUE));

  return {
    floor,
    clusters(states, random) {
      const members = cluster(rows, time, 2 * targets, states, random);
      const coefficients = new Float64Array(states * inputs * targets);
      const covariance = new Float64Array(states * targets * targets);
      for (let k = 0; k < states; k++) {
        for (let d = 0; d < targets; d++) {
          let sum = 0;
          let squares = 0;
          let count = 0;
          for (let t = 0; t < time; t++) {
            const value = y[t * targets + d] - mean[d];
            if (members[t] !== k || Number.isNaN(value)) continue;
            sum += value;
            squares += value * value;
            count++;
          }
          const centre = count > 0 ? sum / count : 0;
          const spread = count > 0 ? squares / count - centre * centre : variance[d];
          coefficients[k * inputs * targets + d] = mean[d] + centre;
          covariance[(k * targets + d) * targets + d] = Math.max(spread, 0.05 * variance[d]);
        }
      }
      const away = states > 1 ? 0.2 / (states - 1) : 0;
      const transition = Float64Array.from({ length: states * states }, (_, at) =>
        at % (states + 1) === 0 ? 1 - away * (states - 1) : away,
      );
      const initial = new Float64Array(states).fill(1 / states);
      return { states, inputs, targets, initial, transition, coefficients, covariance };
    },
  };
}

/** Level and local spread of each target in units of its deviation, [time × 2·targets]; 0 where missing. */
function traits(
  { time, targets, y }: Observations,
  mean: Float64Array,
  variance: Float64Array,
): Float64Array {
  const rows = new Float64Array(time * 2 * targets);
  for (let t = 0; t < time; t++) {
    for (let d = 0; d < targets; d++) {
      const scaled = (at: number) => (y[at * targets + d] - mean[d]) / Math.sqrt(variance[d]);
      let spread = 0;
      let count = 0;
      for (
        let at = Math.max(1, t - SPREAD_NEIGHBORS);
        at <= Math.min(time - 1, t + SPREAD_NEIGHBORS);
        at++
      ) {
        const step = Math.abs(scaled(at) - scaled(at - 1));
        if (Number.isNaN(step)) continue;
        spread += step;
        count++;
      }
      rows[(t * targets + d) * 2] = scaled(t) || 0;
      rows[(t * targets + d) * 2 + 1] = count > 0 ? spread / count : 0;
    }
  }
  return rows;
}

/** k-means from seeds spread out in proportion to squared distance; the cluster of each row. */
function cluster(
  rows: Float64Array,
  count: number,
  size: number,
  clusters: number,
  random: Random,
): Int32Array {
  const centres = new Float64Array(clusters * size);
  const nearest = new Float64Array(count).fill(Number.POSITIVE_INFINITY);
  const members = new Int32Array(count);
  const distance = (row: number, centre: number) => {
    let sum = 0;
    for (let i = 0; i < size; i++) {
      const gap = rows[row * size + i] - centres[centre * size + i];
      sum += gap * gap;
    }
    return sum;
  };
  let seed = random.below(count);
  for (let c = 0; c < clusters; c++) {
    centres.set(rows.subarray(seed * size, (seed + 1) * size), c * size);
    let total = 0;
    for (let row = 0; row < count; row++) {
      nearest[row] = Math.min(nearest[row], distance(row, c));
      total += nearest[row];
    }
    let remaining = random.uniform(0, total);
    for (seed = 0; seed < count - 1 && remaining >= nearest[seed]; seed++)
      remaining -= nearest[seed];
  }
  for (let round = 0; round < LLOYD_ROUNDS; round++) {
    const sizes = new Float64Array(clusters);
    const sums = new Float64Array(clusters * size);
    for (let row = 0; row < count; row++) {
      let best = 0;
      for (let c = 1; c < clusters; c++) if (distance(row, c) < distance(row, best)) best = c;
      members[row] = best;
      sizes[best]++;
      for (let i = 0; i < size; i++) sums[best * size + i] += rows[row * size + i];
    }
    for (let at = 0; at < sums.length; at++) {
      const members = sizes[Math.floor(at / size)];
      if (members > 0) centres[at] = sums[at] / members;
    }
  }
  return members;
}
