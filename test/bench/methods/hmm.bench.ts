import { baumWelch } from "../../../src/models/hmm/baum-welch.js";
import { observe } from "../../../src/models/hmm/hidden-markov.js";
import { Random } from "../../../src/numeric/random.js";
import { milliseconds, race } from "../measure.js";

const TIME = 10_000;

/** Fifty updates of a Gaussian hidden Markov model of three states. */
export async function baumWelchUpdates(print: (line: string) => void): Promise<void> {
  const random = new Random(1);
  const y = Float64Array.from(
    { length: TIME },
    (_, t) => 3 * (Math.floor(t / 100) % 3) + random.normal(),
  );
  const observations = observe([y]);
  const start = {
    states: 3,
    inputs: 1,
    targets: 1,
    initial: new Float64Array(3).fill(1 / 3),
    transition: Float64Array.of(0.8, 0.1, 0.1, 0.1, 0.8, 0.1, 0.1, 0.1, 0.8),
    coefficients: Float64Array.of(-1, 2, 5),
    covariance: new Float64Array(3).fill(4),
  };
  const run = () => baumWelch(start, observations, { iterations: 50 });
  const [timing] = await race([{ name: "hmm", run }], 5);
  print(`50 Baum-Welch updates, 3 states, ${TIME} observations: ${milliseconds(timing.median)}`);
}
