import { askedAtEnd, type Experiment } from "./experiment.js";
import { oneHot } from "./one-hot.js";

/** The code of the symbols start, end, a to d, X and Y. */
const alphabet = oneHot(8);
const [START, END, DISTRACTORS, X] = [0, 1, 2, 6];

/**
 * The order of symbols, X or Y each, far apart among others. Places are shares of the length: each
 * symbol comes between the two of its pair.
 *
 * @see Hochreiter & Schmidhuber (1997), section 5.6 and table 9
 */
function order(
  places: readonly (readonly [number, number])[],
  experiment: Pick<
    Experiment,
    "name" | "summary" | "paperWeights" | "units" | "rate" | "inputGateBias" | "paper"
  >,
): Experiment {
  const classes = oneHot(2 ** places.length);
  return {
    ...experiment,
    section: "5.6",
    table: 9,
    size: () => ({ inputs: alphabet.length, outputs: classes.length }),
    block: 2,
    output: "sigmoid",
    spread: 0.1,
    length: 100,
    shortest: 10,
    tolerance: 0.3,
    training: { sequences: 2000, wrong: 0, meanError: 0.1 },
    generate(random, length) {
      const steps = length + random.below(Math.floor(length / 10) + 1);
      const at = places.map(([from, to]) => {
        const first = Math.floor(from * length);
        return first + random.below(Math.floor(to * length) - first + 1);
      });
      const which = at.map(() => random.below(2));
      const inputs = Array.from({ length: steps }, (_, t) => {
        const distractor = DISTRACTORS + random.below(4);
        if (t === 0) return alphabet[START];
        if (t === steps - 1) return alphabet[END];
        const place = at.indexOf(t);
        return alphabet[place < 0 ? distractor : X + which[place]];
      });
      const found = which.reduce((sum, bit) => 2 * sum + bit);
      return askedAtEnd(inputs, classes[found]);
    },
  };
}

/** Task 6a. */
export const temporal = order(
  [
    [0.1, 0.2],
    [0.5, 0.6],
  ],
  {
    name: "temporal",
    summary: "name the order of two symbols of a long sequence",
    paperWeights: 156,
    units: 4,
    rate: 0.5,
    inputGateBias: [-2, -4],
    paper: [{ length: 100, sequences: 31_390, wrong: 1 }],
  },
);

/** Task 6b. */
export const temporal3 = order(
  [
    [0.1, 0.2],
    [0.33, 0.43],
    [0.66, 0.76],
  ],
  {
    name: "temporal-3",
    summary: "name the order of three symbols of a long sequence",
    paperWeights: 308,
    units: 6,
    rate: 0.1,
    inputGateBias: [-2, -4, -6],
    paper: [{ length: 100, sequences: 571_100, wrong: 2 }],
  },
);
