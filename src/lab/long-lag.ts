import type { Random } from "../numeric/random.js";
import { askedAtEnd, type Experiment, type PaperFigure } from "./experiment.js";
import { oneHot } from "./one-hot.js";

const answers = oneHot(2);

type Lag = Pick<
  Experiment,
  "name" | "summary" | "table" | "paperWeights" | "differs" | "rate" | "tolerance" | "paper"
> & {
  /** Other symbols than those between the two that matter, and x and y among them. */
  readonly others: number;
  /** Symbols of a sequence of `symbols` others: `which` of x and y, and a function of the length. */
  readonly write: (random: Random, length: number, which: 0 | 1) => readonly number[];
};

/**
 * One of two symbols, x or y, must be told after many others: the lag is as long as the sequence, and
 * there are as many other symbols as it is long.
 *
 * @see Hochreiter & Schmidhuber (1997), section 5.2
 */
function lag({ others, write, ...experiment }: Lag): Experiment {
  let codes = oneHot(0);
  return {
    ...experiment,
    section: "5.2",
    size: (length) => ({ inputs: length + others, outputs: 2 }),
    units: 2,
    block: 1,
    output: "sigmoid",
    spread: 0.2,
    length: experiment.paper[0].length,
    shortest: 2,
    longest: 2000,
    training: { sequences: 10_000, wrong: 0, meanError: Number.POSITIVE_INFINITY },
    generate(random, length) {
      if (codes.length !== length + others) codes = oneHot(length + others);
      const which = random.below(2) === 0 ? 0 : 1;
      const inputs = write(random, length, which).map((symbol) => codes[symbol]);
      return askedAtEnd(inputs, answers[which]);
    },
  };
}

const X = 0;

const differs =
  "two blocks of one cell that answer x or y at the end; the paper's cells were its outputs and told every symbol";

/** Task 2a, p symbols: x or y, then always the same ones. */
export const lagLocal = lag({
  name: "lag",
  summary: "remember a first symbol, after which all others come in one order",
  table: 2,
  differs,
  others: 1,
  rate: 1,
  tolerance: 0.25,
  paper: [{ length: 100, sequences: 5_040 }],
  write: (_, length, which) => [X + which, ...Array.from({ length: length - 1 }, (_, k) => 2 + k)],
});

/** Task 2b, p symbols: x or y, then others at random. */
export const lagRandom = lag({
  name: "lag-random",
  summary: "remember a first symbol, after which all others come at random",
  table: 2,
  differs,
  others: 1,
  rate: 1,
  tolerance: 0.25,
  paper: [{ length: 100, sequences: 5_680 }],
  write: (random, length, which) => [
    X + which,
    ...Array.from({ length: length - 1 }, () => 2 + random.below(length - 1)),
  ],
});

const [BEGIN, END, FIRST] = [2, 3, 4];

/** Task 2c, p = q symbols: b, x or y, at least q others, and e with chance 0.1 a step. */
export const lagLong = lag({
  name: "lag-long",
  summary: "remember a symbol across many random ones, until the end is signalled",
  table: 3,
  others: 4,
  rate: 0.01,
  tolerance: 0.2,
  paper: (
    [
      [50, 30_000],
      [100, 31_000],
      [200, 33_000],
      [500, 38_000],
      [1000, 49_000],
    ] as const
  ).map(([length, sequences]): PaperFigure => ({ length, sequences })),
  write(random, length, which) {
    const symbols = [BEGIN, X + which];
    for (let k = 0; k < length; k++) symbols.push(FIRST + random.below(length));
    while (random.uniform() >= 0.1) symbols.push(FIRST + random.below(length));
    return [...symbols, END];
  },
});
