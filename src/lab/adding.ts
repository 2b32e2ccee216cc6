import { askedAtEnd, type Experiment } from "./experiment.js";
import { markedPairs, SHORTEST_MARKED } from "./marked-pairs.js";

/**
 * The sum of two marked values among many, ½ + (X₁ + X₂)/4.
 *
 * @see Hochreiter & Schmidhuber (1997), section 5.4 and table 7
 */
export const adding: Experiment = {
  name: "adding",
  summary: "add two marked values of a long sequence",
  section: "5.4",
  table: 7,
  paperWeights: 93,
  size: () => ({ inputs: 2, outputs: 1 }),
  units: 4,
  block: 2,
  // A logistic output must grow without end to tell sums near ±2, and is late to learn it.
  output: "linear",
  rate: 0.5,
  spread: 0.1,
  inputGateBias: [-3, -6],
  length: 100,
  shortest: SHORTEST_MARKED,
  tolerance: 0.04,
  training: { sequences: 2000, wrong: 0, meanError: 0.01 },
  paper: [
    { length: 100, sequences: 74_000, wrong: 1 },
    { length: 500, sequences: 209_000, wrong: 0 },
    { length: 1000, sequences: 853_000, wrong: 1 },
  ],
  generate(random, length) {
    const { inputs, marked } = markedPairs(random, length, -1, 0);
    return askedAtEnd(inputs, [0.5 + (marked[0] + marked[1]) / 4]);
  },
};
