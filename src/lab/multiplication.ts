import { askedAtEnd, type Experiment } from "./experiment.js";
import { markedPairs, SHORTEST_MARKED } from "./marked-pairs.js";

/**
 * The product of two marked values among many.
 *
 * @see Hochreiter & Schmidhuber (1997), section 5.5 and table 8
 */
export const multiplication: Experiment = {
  name: "multiplication",
  summary: "multiply two marked values of a long sequence",
  section: "5.5",
  table: 8,
  paperWeights: 93,
  differs: "input gates start as for adding, the paper's like weights",
  size: () => ({ inputs: 2, outputs: 1 }),
  units: 4,
  block: 2,
  output: "linear",
  rate: 0.1,
  spread: 0.1,
  inputGateBias: [-3, -6],
  length: 100,
  shortest: SHORTEST_MARKED,
  tolerance: 0.04,
  training: { sequences: 2000, wrong: 139, meanError: Number.POSITIVE_INFINITY },
  paper: [{ length: 100, sequences: 482_000, wrong: 139 }],
  generate(random, length) {
    const { inputs, marked } = markedPairs(random, length, 0, 1);
    return askedAtEnd(inputs, [marked[0] * marked[1]]);
  },
};
