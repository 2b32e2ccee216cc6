import type { Experiment } from "./experiment.js";
import { codes, embeddedReberString, SYMBOLS } from "./reber.js";

/** Root of the squared error of .49 that an output may have. */
const TOLERANCE = 0.7;

/**
 * The next symbol in an endless stream of strings of the embedded Reber grammar, with nothing to tell
 * where one ends: the state of a cell that cannot forget grows with the stream.
 *
 * A stream lasts until the first wrong answer, and is passed when it lasts `length` symbols. The paper
 * calls a network good whose ten test streams last a thousand on the average, and perfect if they last a
 * million.
 *
 * @see Gers, Schmidhuber & Cummins (2000), "Learning to forget: continual prediction with LSTM",
 *   sections 4.1 to 4.3 and table 2, 4 blocks of 2 at a rate of 0.5 that falls by 1 % a stream or not
 */
export const continualReber: Experiment = {
  name: "continual-reber",
  summary: "predict the next symbol of an endless stream of embedded Reber strings",
  source: "Gers, Schmidhuber & Cummins 2000",
  section: "4",
  table: 2,
  paperWeights: 424,
  differs:
    "streams are passed at the requested length instead of a million symbols; the rate stays as it is; each cell of lstm has gates of its own, and outputs see no inputs",
  size: () => ({ inputs: codes.length, outputs: codes.length }),
  units: 8,
  block: 2,
  output: "sigmoid",
  rate: 0.5,
  spread: 0.2,
  inputGateBias: [-0.5, -1, -1.5, -2],
  outputGateBias: [-0.5, -1, -1.5, -2],
  forgetGateBias: [0.5, 1, 1.5, 2],
  length: 1000,
  shortest: 8,
  longest: 1_000_000,
  breaksOff: true,
  tests: 10,
  tolerance: TOLERANCE,
  training: { sequences: 1, wrong: 0, meanError: Number.POSITIVE_INFINITY },
  testing: { sequences: 10, wrong: 0, meanError: Number.POSITIVE_INFINITY },
  // 18 of 100 networks with forget gates were perfect, after 18,889 training streams on average.
  paper: [{ length: 1_000_000, sequences: 18_889 }],
  generate(random, length) {
    const symbols: number[] = [];
    while (symbols.length <= length) {
      for (const symbol of embeddedReberString(random).text) symbols.push(SYMBOLS.indexOf(symbol));
    }
    return {
      inputs: symbols.slice(0, length).map((symbol) => codes[symbol]),
      questions: symbols
        .slice(1, length + 1)
        .map((symbol, step) => ({ step, target: codes[symbol] })),
    };
  },
};
