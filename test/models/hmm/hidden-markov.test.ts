import { describe, expect, it } from "vitest";
import { baumWelch } from "../../../src/models/hmm/baum-welch.js";
import { fitHiddenMarkov } from "../../../src/models/hmm/fit.js";
import {
  mixtureMean,
  mixtureQuantile,
  predict,
} from "../../../src/models/hmm/forecast-distribution.js";
import { smooth } from "../../../src/models/hmm/forward-backward.js";
import {
  expectedDurations,
  type HiddenMarkov,
  logDensities,
  observe,
} from "../../../src/models/hmm/hidden-markov.js";
import { viterbi } from "../../../src/models/hmm/viterbi.js";
import { Random } from "../../../src/numeric/random.js";

/** Draws from a scalar model with at most one lag. */
function draw(
  model: HiddenMarkov,
  time: number,
  random = new Random(7),
  from = { state: 0, y: 0 },
) {
  const { states, inputs, transition, coefficients, covariance } = model;
  let { state, y } = from;
  const drawn = new Float64Array(time);
  const path = new Int32Array(time);
  for (let t = 0; t < time; t++) {
    let left = random.uniform();
    const row = transition.subarray(state * states, (state + 1) * states);
    for (state = 0; state < states - 1 && left >= row[state]; state++) left -= row[state];
    const b = coefficients.subarray(state * inputs, (state + 1) * inputs);
    y = b[0] + (b[1] ?? 0) * y + Math.sqrt(covariance[state]) * random.normal();
    drawn[t] = y;
    path[t] = state;
  }
  return { y: drawn, path };
}

const switching: HiddenMarkov = {
  states: 2,
  inputs: 2,
  targets: 1,
  initial: Float64Array.of(0.5, 0.5),
  transition: Float64Array.of(0.95, 0.05, 0.1, 0.9),
  coefficients: Float64Array.of(-1, 0.2, 2, 0.5),
  covariance: Float64Array.of(0.25, 1),
};

describe("a fit", () => {
  it("finds the parameters of a Markov-switching autoregression that it was drawn from", () => {
    const { y, path } = draw(switching, 4000);
    const observations = observe([y], 1);
    const { model, converged } = fitHiddenMarkov(observations, { states: 2 });
    expect(converged).toBe(true);
    for (const key of ["transition", "coefficients", "covariance"] as const) {
      switching[key].forEach((value, i) => {
        expect(Math.abs(model[key][i] - value)).toBeLessThan(0.1);
      });
    }
    const found = viterbi(model, observations).path;
    const right = found.filter((state, t) => state === path[t + 1]).length;
    expect(right / found.length).toBeGreaterThan(0.97);
  });

  it("finds two correlated targets' covariances, and none with diagonal ones", () => {
    const random = new Random(3);
    const a = new Float64Array(1000);
    const b = new Float64Array(1000);
    for (let t = 0; t < a.length; t++) {
      const [u, v] = [random.normal(), random.normal()];
      const high = Math.floor(t / 50) % 2;
      a[t] = u + 8 * high;
      b[t] = 0.8 * u + 0.6 * v - 4 * high;
    }
    const full = fitHiddenMarkov(observe([a, b]), { states: 2 }).model;
    [1, 0.8, 0.8, 1, 1, 0.8, 0.8, 1].forEach((value, i) => {
      expect(Math.abs(full.covariance[i] - value)).toBeLessThan(0.12);
    });
    expect(Array.from(full.coefficients, Math.round).map((m) => m + 0)).toEqual([0, 0, 8, -4]);
    const diagonal = fitHiddenMarkov(observe([a, b]), { states: 2, covariance: "diagonal" }).model;
    expect([1, 2, 5, 6].map((i) => diagonal.covariance[i])).toEqual([0, 0, 0, 0]);
  });

  it("takes as many states as there are, by BIC", () => {
    const { y } = draw({ ...switching, inputs: 1, coefficients: Float64Array.of(-2, 2) }, 400);
    expect(fitHiddenMarkov(observe([y]), { states: { most: 4 } }).model.states).toBe(2);
    const random = new Random(5);
    const noise = Float64Array.from({ length: 400 }, () => random.normal());
    expect(fitHiddenMarkov(observe([noise]), { states: { most: 4 } }).model.states).toBe(1);
  });

  it("never loses likelihood from update to update", () => {
    const { y } = draw(switching, 300);
    const { logLikelihoods } = fitHiddenMarkov(observe([y], 1), { states: 3 });
    for (let i = 1; i < logLikelihoods.length; i++) {
      expect(logLikelihoods[i]).toBeGreaterThan(logLikelihoods[i - 1] - 1e-9);
    }
  });

  it("moves a state that explains nothing, and says so", () => {
    const { y } = draw({ ...switching, inputs: 1, coefficients: Float64Array.of(-2, 2) }, 200);
    const far: HiddenMarkov = { ...switching, inputs: 1, coefficients: Float64Array.of(0, 1e6) };
    const { model, reseeded } = baumWelch(far, observe([y]), { iterations: 100 });
    expect(reseeded).toBeGreaterThan(0);
    expect(Math.abs(model.coefficients[1])).toBeLessThan(10);
  });

  it("stays finite where a state could shrink to one point", () => {
    const y = Float64Array.from({ length: 60 }, (_, t) =>
      t === 30 ? 1e6 : Math.floor(t / 15) % 2,
    );
    const { model, logLikelihoods } = fitHiddenMarkov(observe([y]), { states: 3 });
    expect(
      [...model.covariance, ...model.transition, ...logLikelihoods].every(Number.isFinite),
    ).toBe(true);
    for (const variance of model.covariance) expect(variance).toBeGreaterThan(0);
  });

  it("passes over missing rows: their state is judged by their neighbours", () => {
    const { y } = draw({ ...switching, inputs: 1, coefficients: Float64Array.of(-4, 4) }, 300);
    const gappy = y.map((value, t) => (t % 10 === 5 ? Number.NaN : value));
    const whole = fitHiddenMarkov(observe([y]), { states: 2 }).model;
    const { model } = fitHiddenMarkov(observe([gappy]), { states: 2 });
    model.coefficients.forEach((mean, k) => {
      expect(Math.abs(mean - whole.coefficients[k])).toBeLessThan(0.2);
    });
    const densities = new Float64Array(300 * 2);
    logDensities(model, observe([gappy]), densities);
    expect(densities.slice(10, 12)).toEqual(Float64Array.of(0, 0));
  });
});

describe("smoothed probabilities", () => {
  it("agree with the sum over all paths of five observations", () => {
    const model = { ...switching, inputs: 1, coefficients: Float64Array.of(-1, 1) };
    const y = Float64Array.of(-1, 0.3, 2, -0.5, 1);
    const observations = observe([y]);
    const density = new Float64Array(10);
    logDensities(model, observations, density);
    const sums = new Float64Array(10);
    let total = 0;
    for (let code = 0; code < 32; code++) {
      const path = Array.from({ length: 5 }, (_, t) => (code >> t) & 1);
      let p = model.initial[path[0]];
      path.forEach((state, t) => {
        if (t > 0) p *= model.transition[path[t - 1] * 2 + state];
        p *= Math.exp(density[t * 2 + state]);
      });
      total += p;
      path.forEach((state, t) => {
        sums[t * 2 + state] += p;
      });
    }
    const { probabilities, logLikelihood } = smooth(model, observations);
    expect(logLikelihood).toBeCloseTo(Math.log(total), 12);
    sums.forEach((p, i) => {
      expect(probabilities[i]).toBeCloseTo(p / total, 12);
    });
  });

  it("are defined for an observation beyond every state's reach", () => {
    const y = Float64Array.of(0, 1e9, 0);
    const { probabilities, logLikelihood } = smooth(
      { ...switching, inputs: 1, coefficients: Float64Array.of(-1, 1) },
      observe([y]),
    );
    expect(Number.isFinite(logLikelihood)).toBe(true);
    expect(probabilities.every(Number.isFinite)).toBe(true);
  });

  it("start anew at an observation that no state allows for which could be come to", () => {
    const { filtered, probabilities, logLikelihood } = smooth(
      {
        ...{ states: 2, inputs: 1, targets: 1 },
        initial: Float64Array.of(1, 0),
        transition: Float64Array.of(1, 0, 0.5, 0.5),
        coefficients: Float64Array.of(0, 100),
        covariance: Float64Array.of(1, 1),
      },
      observe([Float64Array.of(0, 100, 100)]),
    );
    expect(logLikelihood).toBe(Number.NEGATIVE_INFINITY);
    expect(Array.from(filtered)).toEqual([1, 0, 0, 1, 0, 1]);
    expect(Array.from(probabilities)).toEqual([1, 0, 0, 1, 0, 1]);
  });
});

describe("the predictive mixture", () => {
  const filtered = Float64Array.of(0.3, 0.7);

  it.each([false, true])("has the mean and variance of simulated paths (sums: %s)", (sums) => {
    const random = new Random(11);
    const steps = 6;
    const paths = 40_000;
    const [total, squares] = [new Float64Array(steps), new Float64Array(steps)];
    for (let p = 0; p < paths; p++) {
      const state = random.uniform() < filtered[0] ? 0 : 1;
      const { y } = draw(switching, steps, random, { state, y: 1.5 });
      let sum = 0;
      y.forEach((value, h) => {
        sum = sums ? sum + value : value;
        total[h] += sum / paths;
        squares[h] += (sum * sum) / paths;
      });
    }
    const mixtures = predict(switching, filtered, Float64Array.of(1.5), steps, sums);
    mixtures.forEach((mixture, h) => {
      const mean = mixtureMean(mixture);
      const variance =
        mixture.weights.reduce(
          (sum, w, k) => sum + w * (mixture.variances[k] + mixture.means[k] ** 2),
          0,
        ) -
        mean * mean;
      const simulated = squares[h] - total[h] * total[h];
      expect(Math.abs(mean - total[h])).toBeLessThan(0.02 * Math.sqrt(steps * variance));
      expect(variance / simulated).toBeGreaterThan(0.96);
      expect(variance / simulated).toBeLessThan(1.04);
    });
  });

  it("has the quantiles of a single normal distribution", () => {
    const one = {
      weights: Float64Array.of(1),
      means: Float64Array.of(5),
      variances: Float64Array.of(4),
    };
    expect(mixtureQuantile(one, 0.975)).toBeCloseTo(5 + 2 * 1.959963984540054, 9);
    expect(mixtureQuantile(one, 0.5)).toBeCloseTo(5, 9);
  });
});

it("a state that is kept with probability 0.95 lasts 20 steps", () => {
  const [first, second] = expectedDurations(switching);
  expect(first).toBeCloseTo(20, 10);
  expect(second).toBeCloseTo(10, 10);
});
