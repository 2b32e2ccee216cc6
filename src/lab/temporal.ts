import type { Experiment } from "./experiment.js";

const SYMBOLS = 8;
/** Places of the symbols start, end, a to d, X and Y. */
const [START, END, DISTRACTORS, X] = [0, 1, 2, 6];

/**
 * The order of two symbols, X or Y each, far apart among others: one of four classes.
 *
 * @see Hochreiter & Schmidhuber (1997), section 5.6, task 6a, and table 9
 */
export const temporal: Experiment = {
  name: "temporal",
  summary: "tell the order of two symbols of a long sequence",
  section: "5.6",
  inputs: SYMBOLS,
  outputs: 4,
  units: 4,
  block: 2,
  rate: 0.5,
  spread: 0.1,
  inputGateBias: [-2, -4],
  length: 100,
  shortest: 10,
  tolerance: 0.3,
  wrong: 0,
  meanError: 0.1,
  paper: [{ length: 100, sequences: 31_390, wrong: 1 }],
  generate(random, length) {
    const steps = length + random.below(Math.floor(length / 10) + 1);
    const tenth = Math.floor(length / 10);
    const first = tenth + random.below(tenth + 1);
    const second = 5 * tenth + random.below(tenth + 1);
    const which = [random.below(2), random.below(2)] as const;
    const inputs = Array.from({ length: steps }, (_, t) => {
      const distractor = DISTRACTORS + random.below(4);
      if (t === 0) return symbol(START);
      if (t === steps - 1) return symbol(END);
      if (t === first) return symbol(X + which[0]);
      return symbol(t === second ? X + which[1] : distractor);
    });
    return { inputs, target: oneHot(4, 2 * which[0] + which[1]) };
  },
};

const alphabet = Array.from({ length: SYMBOLS }, (_, k) => oneHot(SYMBOLS, k));

function symbol(k: number): readonly number[] {
  return alphabet[k]!;
}

function oneHot(size: number, k: number): number[] {
  return Array.from({ length: size }, (_, at) => (at === k ? 1 : 0));
}
