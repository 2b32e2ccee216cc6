import type { Random } from "../numeric/random.js";
import type { Experiment } from "./experiment.js";
import { oneHot } from "./one-hot.js";

export const SYMBOLS = "BTPSXVE";

/** From a state, by a symbol, to another state; strings end after the last one's E. */
const grammar: readonly (readonly (readonly [symbol: string, to: number])[])[] = [
  [["B", 1]],
  [
    ["T", 2],
    ["P", 3],
  ],
  [
    ["S", 2],
    ["X", 4],
  ],
  [
    ["T", 3],
    ["V", 5],
  ],
  [
    ["X", 3],
    ["S", 6],
  ],
  [
    ["P", 4],
    ["V", 6],
  ],
  [["E", 7]],
];

/** A string, and before each of its symbols all that might have come instead. */
export interface ReberString {
  readonly text: string;
  readonly legal: readonly string[];
}

/** A string of the grammar: of two ways each is taken with chance ½. */
export function reberString(random: Random): ReberString {
  let text = "";
  const legal: string[] = [];
  for (let state = 0; state < grammar.length; ) {
    const ways = grammar[state];
    legal.push(ways.map(([symbol]) => symbol).join(""));
    const [symbol, to] = ways[ways.length === 1 ? 0 : random.below(2)];
    text += symbol;
    state = to;
  }
  return { text, legal };
}

/** B, T or P, a string of the grammar, the same T or P, E. */
export function embeddedReberString(random: Random): ReberString {
  const outer = random.below(2) === 0 ? "T" : "P";
  const inner = reberString(random);
  return {
    text: `B${outer}${inner.text}${outer}E`,
    legal: ["B", "TP", ...inner.legal, outer, "E"],
  };
}

/** A symbol as the networks see it. */
export const codes = oneHot(SYMBOLS.length);

/**
 * The next symbol of a string of the embedded Reber grammar, at every step.
 *
 * @see Hochreiter & Schmidhuber (1997), section 5.1 and table 1, 3 blocks of 2 at a rate of 0.5
 */
export const reber: Experiment = {
  name: "reber",
  summary: "predict the next symbol of a string of the embedded Reber grammar",
  section: "5.1",
  table: 1,
  paperWeights: 276,
  differs: "cell inputs and outputs have biases as well",
  size: () => ({ inputs: codes.length, outputs: codes.length }),
  units: 6,
  block: 2,
  output: "sigmoid",
  rate: 0.5,
  spread: 0.2,
  outputGateBias: [-1, -2, -3],
  // The shortest string of the grammar, less its last symbol.
  length: 8,
  shortest: 8,
  // Longer ones are ever rarer: of these there is one in a hundred.
  longest: 24,
  pool: 256,
  tolerance: 0.5,
  training: { sequences: 256, wrong: 0, meanError: Number.POSITIVE_INFINITY },
  testing: { sequences: 256, wrong: 0, meanError: Number.POSITIVE_INFINITY },
  paper: [{ length: 8, sequences: 8_440 }],
  generate(random, length) {
    let string = embeddedReberString(random);
    while (string.text.length <= length) string = embeddedReberString(random);
    const symbols = Array.from(string.text, (symbol) => SYMBOLS.indexOf(symbol));
    return {
      inputs: symbols.slice(0, -1).map((symbol) => codes[symbol]),
      questions: symbols.slice(1).map((symbol, step) => ({
        step,
        target: codes[symbol],
        legal: Array.from(string.legal[step + 1], (other) => SYMBOLS.indexOf(other)),
      })),
    };
  },
};
