import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { baumWelch } from "../../../src/models/hmm/baum-welch.js";
import { smooth } from "../../../src/models/hmm/forward-backward.js";
import { observe } from "../../../src/models/hmm/hidden-markov.js";
import { viterbi } from "../../../src/models/hmm/viterbi.js";

const path = `${process.env.FORETELL_REFERENCE ?? "../shared/reference"}/hmm.json`;

describe.skipIf(!existsSync(path))("a reference Baum-Welch (needs FORETELL_REFERENCE)", () => {
  const reference = existsSync(path) ? JSON.parse(readFileSync(path, "utf8")) : {};
  const observations = () => observe([Float64Array.from(reference.y)]);
  const start = () => ({
    states: 3,
    inputs: 1,
    targets: 1,
    initial: Float64Array.from(reference.init.pi),
    transition: Float64Array.from(reference.init.A.flat()),
    coefficients: Float64Array.from(reference.init.mean),
    covariance: Float64Array.from(reference.init.var),
  });
  const trained = () => baumWelch(start(), observations(), { iterations: 50 });

  it("has the same smoothed probabilities to 1e-12", () => {
    const { probabilities } = smooth(start(), observations());
    reference.posterior_first5_at_init.flat().forEach((p: number, i: number) => {
      expect(probabilities[i]).toBeCloseTo(p, 12);
    });
  });

  it("has the same log-likelihood before each of 50 updates to 1e-6", () => {
    const { logLikelihoods } = trained();
    expect(logLikelihoods).toHaveLength(reference.loglik.length);
    reference.loglik.forEach((value: number, i: number) => {
      expect(Math.abs(logLikelihoods[i] - value)).toBeLessThan(1e-6);
    });
  });

  it("ends at the same parameters to 1e-5", () => {
    const { model } = trained();
    const { pi, A, mean, var: variance } = reference.final;
    const pairs: [Float64Array, number[]][] = [
      [model.initial, pi],
      [model.transition, A.flat()],
      [model.coefficients, mean],
      [model.covariance, variance],
    ];
    for (const [ours, theirs] of pairs) {
      theirs.forEach((value, i) => {
        expect(Math.abs(ours[i] - value)).toBeLessThan(1e-5);
      });
    }
  });

  it("has the same most probable path, and its probability to 1e-6", () => {
    const { path, logLikelihood } = viterbi(trained().model, observations());
    expect(Array.from(path)).toEqual(reference.viterbi);
    expect(Math.abs(logLikelihood - reference.viterbi_loglik)).toBeLessThan(1e-6);
  });
});
