/** Initial ridge penalty, as a number of observations of unit size. */
const RIDGE = 30;
/** Forgetting factor λ. */
const FORGETTING_FACTOR = 0.998;
/** Trace of P, relative to its start, above which nothing is forgotten: unexcited directions would grow without bound. */
const MAX_RELATIVE_TRACE = 10;

export interface LinearState {
  readonly weights: Float64Array;
  /** [inputs, inputs], P: the inverse of the weighted Gram matrix of inputs, the weights' covariance over the noise. */
  readonly doubt: Float64Array;
}

/** A linear forecast of one number that follows its past errors. */
export interface LinearPath {
  /** The path's own arrays: write saved ones into them to resume. */
  readonly state: LinearState;
  /** wᵀ·x */
  read(x: Float64Array): number;
  /** Learns from the error, target − {@link read}, at inputs x. */
  learn(x: Float64Array, error: number): void;
}

/**
 * Recursive least squares with exponential forgetting.
 *
 *   k = P·x/(λ + xᵀ·P·x)     w ← w + k·error     P ← (P − k·xᵀ·P)/λ
 *
 * Nothing is forgotten while P is large, so that a quiet stream does not wind it up. O(inputs²) a step.
 *
 * @see Haykin (2002), "Adaptive Filter Theory", section 9.3
 */
export function linearPath(inputs: number): LinearPath {
  const weights = new Float64Array(inputs);
  const doubt = new Float64Array(inputs * inputs);
  for (let i = 0; i < inputs; i++) doubt[i * inputs + i] = 1 / RIDGE;
  const gain = new Float64Array(inputs);
  return {
    state: { weights, doubt },
    read(x) {
      let sum = 0;
      for (let i = 0; i < inputs; i++) sum += weights[i] * x[i];
      return sum;
    },
    learn(x, error) {
      let trace = 0;
      let certainty = 0;
      for (let i = 0; i < inputs; i++) {
        const at = i * inputs;
        let sum = 0;
        for (let j = 0; j < inputs; j++) sum += doubt[at + j] * x[j];
        gain[i] = sum;
        certainty += sum * x[i];
        trace += doubt[at + i];
      }
      const kept = trace > (MAX_RELATIVE_TRACE * inputs) / RIDGE ? 1 : FORGETTING_FACTOR;
      certainty += kept;
      const growth = 1 / kept;
      for (let i = 0; i < inputs; i++) {
        const share = gain[i] / certainty;
        weights[i] += share * error;
        // P is kept symmetric exactly: rounding must not pull its halves apart.
        for (let j = 0; j <= i; j++) {
          const next = (doubt[i * inputs + j] - share * gain[j]) * growth;
          doubt[i * inputs + j] = next;
          doubt[j * inputs + i] = next;
        }
      }
    },
  };
}
