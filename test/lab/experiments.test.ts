import { describe, expect, it } from "vitest";
import { adding } from "../../src/lab/adding.js";
import { continualReber } from "../../src/lab/continual-reber.js";
import { experiments } from "../../src/lab/index.js";
import { lagLocal, lagLong, lagRandom } from "../../src/lab/long-lag.js";
import { multiplication } from "../../src/lab/multiplication.js";
import { embeddedReberString, reber, SYMBOLS } from "../../src/lab/reber.js";
import { temporal, temporal3 } from "../../src/lab/temporal-order.js";
import { isRight, trial } from "../../src/lab/trial.js";
import { twoSequence, twoSequenceBlurred, twoSequenceNoisy } from "../../src/lab/two-sequence.js";
import { Random } from "../../src/numeric/random.js";

describe.each([
  ["adding", adding, (a: number, b: number) => 0.5 + (a + b) / 4, 0],
  ["multiplication", multiplication, (a: number, b: number) => a * b, 1],
] as const)("%s", (_name, experiment, combine, none) => {
  it("asks for the two values marked by 1, in the places of section 5.4", () => {
    const random = new Random(1);
    for (let k = 0; k < 500; k++) {
      const { inputs, questions } = experiment.generate(random, 100);
      expect(inputs.length).toBeGreaterThanOrEqual(100);
      expect(inputs.length).toBeLessThanOrEqual(110);
      expect([inputs[0][1], inputs.at(-1)![1]]).toEqual([-1, -1]);
      const marked = [...inputs.keys()].filter((t) => inputs[t][1] === 1);
      expect(marked.at(-1)!).toBeLessThan(49);
      const values = marked.map((t) => inputs[t][0]);
      if (values.length === 1) values.push(none);
      else expect(marked[0]).toBeLessThan(Math.max(10, marked[1]));
      const target = [combine(values[0], values[1])];
      expect(questions).toEqual([{ step: inputs.length - 1, target }]);
    }
  });
});

describe("temporal order", () => {
  it.each([
    [temporal, [10, 50], [20, 60]],
    [temporal3, [10, 33, 66], [20, 43, 76]],
  ] as const)(
    "of $name has X or Y in its places and their order as its class",
    (experiment, from, to) => {
      const random = new Random(1);
      const classes = new Set<number>();
      for (let k = 0; k < 200; k++) {
        const { inputs, questions } = experiment.generate(random, 100);
        const symbols = inputs.map((x) => Array.from(x).indexOf(1));
        const relevant = [...symbols.keys()].filter((t) => symbols[t] >= 6);
        expect(relevant).toHaveLength(from.length);
        let expected = 0;
        relevant.forEach((t, which) => {
          expect(t).toBeGreaterThanOrEqual(from[which]);
          expect(t).toBeLessThanOrEqual(to[which]);
          expected = 2 * expected + symbols[t] - 6;
        });
        const found = questions[0].target.indexOf(1);
        expect(found).toBe(expected);
        classes.add(found);
      }
      expect(classes.size).toBe(2 ** from.length);
    },
  );
});

describe("the continual embedded Reber grammar", () => {
  it("is strings of the embedded grammar without end, each symbol asked for a step ahead", () => {
    const { inputs, questions } = continualReber.generate(new Random(2), 5000);
    expect([inputs.length, questions.length]).toEqual([5000, 5000]);
    const text = inputs.map((code) => SYMBOLS[Array.from(code).indexOf(1)]).join("");
    const inner = "B(?:TS*X|PT*V)[A-Z]*?E";
    const string = new RegExp(`B(?:T${inner}T|P${inner}P)E`, "y");
    let whole = 0;
    while (string.lastIndex < text.length && string.test(text)) whole = string.lastIndex;
    // The last string may be cut.
    expect(text.length - whole).toBeLessThan(60);
    questions.slice(0, -1).forEach(({ step, target }) => expect(target).toEqual(inputs[step + 1]));
  });

  it("breaks a stream off at the first wrong answer", async () => {
    let shown = 0;
    const watched = {
      ...continualReber,
      generate(random: Random, length: number) {
        const { inputs, questions } = continualReber.generate(random, length);
        const seen = (code: ArrayLike<number>) => ({
          ...Array.from(code),
          length: code.length,
          get 0() {
            shown++;
            return code[0];
          },
        });
        return { inputs: inputs.map(seen), questions };
      },
    };
    const settings = { cell: "rnn", rule: "rtrl", length: 1000, limit: 3, seed: 1 } as const;
    expect(await trial(watched, { ...settings, tests: 1 })).toMatchObject({ solved: false });
    expect(shown).toBeLessThan(400);
  });
});

describe("the embedded Reber grammar", () => {
  const embedded =
    /^B(?:TB(?:TS*X(?:(?:XT*VP)*S|X(?:T*VPX)*T*VV)|PT*V(?:PXT*V)*(?:V|PS))ET|PB(?:TS*X(?:(?:XT*VP)*S|X(?:T*VPX)*T*VV)|PT*V(?:PXT*V)*(?:V|PS))EP)E$/;

  it("has strings of the grammar, between the same letter twice", () => {
    const random = new Random(2);
    for (let k = 0; k < 1000; k++) expect(embeddedReberString(random).text).toMatch(embedded);
  });

  it("has strings of 9 symbols at least, of 11.5 and 4 more on average in the long run", () => {
    const random = new Random(3);
    const lengths = Array.from({ length: 4000 }, () => embeddedReberString(random).text.length);
    expect(Math.min(...lengths)).toBe(9);
    // Inner strings take 8 symbols on average: each loop adds as many as chance ½ gives.
    expect(lengths.reduce((a, b) => a + b) / 4000).toBeCloseTo(12, 0);
  });

  it("has one legal symbol after the inner string, the outer letter, and each symbol that comes is legal", () => {
    const random = new Random(4);
    for (let k = 0; k < 200; k++) {
      const { text, legal } = embeddedReberString(random);
      expect(legal[text.length - 2]).toBe(text[1]);
      Array.from(text, (symbol, at) => expect(legal[at]).toContain(symbol));
    }
  });

  it("is told rightly when all that may come are above all that may not", () => {
    const output = Float64Array.of(0.1, 0.9, 0.3, 0.2);
    const right = (...legal: number[]) => isRight(output, 1, { legal }, 0.5);
    expect([right(1), right(1, 2), right(1, 3), right(2)]).toEqual([true, true, false, false]);
  });

  it("asks at every step for the symbol of the next", () => {
    const { inputs, questions } = reber.generate(new Random(5), 8);
    expect(questions.map(({ step }) => step)).toEqual([...inputs.keys()]);
    for (let t = 1; t < inputs.length; t++) expect(questions[t - 1].target).toEqual(inputs[t]);
  });
});

describe("long time lags", () => {
  const symbolsOf = (inputs: readonly ArrayLike<number>[]) =>
    inputs.map((x) => Array.from(x).indexOf(1));

  it("come to the same symbols in between, or to random ones", () => {
    const random = new Random(1);
    const middles = (experiment: typeof lagLocal) =>
      new Set(
        Array.from({ length: 20 }, () =>
          symbolsOf(experiment.generate(random, 10).inputs).slice(1).join(),
        ),
      ).size;
    expect(middles(lagLocal)).toBe(1);
    expect(middles(lagRandom)).toBe(20);
  });

  it("ask for the first symbol, x or y", () => {
    const random = new Random(2);
    for (const experiment of [lagLocal, lagRandom, lagLong]) {
      for (let k = 0; k < 50; k++) {
        const { inputs, questions } = experiment.generate(random, 20);
        const first = symbolsOf(inputs)[experiment === lagLong ? 1 : 0];
        expect(questions).toHaveLength(1);
        expect(questions[0].target[first]).toBe(1);
        expect(questions[0].step).toBe(inputs.length - 1);
      }
    }
  });

  it("are q + 9 long on average in between, as a chance of 0.1 gives", () => {
    const random = new Random(3);
    const lengths = Array.from({ length: 2000 }, () => lagLong.generate(random, 50).inputs.length);
    expect(Math.min(...lengths)).toBe(53);
    expect(lengths.reduce((a, b) => a + b) / 2000).toBeCloseTo(62, -0.5);
  });
});

describe("two sequences", () => {
  const drawn = (experiment: typeof twoSequence) => {
    const random = new Random(1);
    return Array.from({ length: 1000 }, () => experiment.generate(random, 40));
  };

  it("differ in three values of ±1, with noise of variance 0.2 after them", () => {
    const sequences = drawn(twoSequence);
    for (const { inputs, questions } of sequences) {
      const sign = questions[0].target[0] === 1 ? 1 : -1;
      expect(inputs.slice(0, 3)).toEqual([[sign], [sign], [sign]]);
    }
    const noise = sequences.flatMap(({ inputs }) => inputs.slice(3).map((x) => x[0]));
    expect(noise.reduce((sum, x) => sum + (x * x) / noise.length, 0)).toBeCloseTo(0.2, 2);
  });

  it("have their first values disturbed in task 3b only, and there one of them at a length of 1000", () => {
    const first = (experiment: typeof twoSequence, length: number) =>
      experiment
        .generate(new Random(3), length)
        .inputs.slice(0, 3)
        .map((x) => Math.abs(x[0]));
    expect(first(twoSequenceBlurred, 100)).toEqual([1, 1, 1]);
    expect(first(twoSequenceNoisy, 100)).not.toEqual([1, 1, 1]);
    const mean = (length: number, at: number) => {
      const random = new Random(4);
      const signed = Array.from({ length: 400 }, () => {
        const { inputs, questions } = twoSequenceNoisy.generate(random, length);
        return inputs[at][0] * (2 * questions[0].target[0] - 1);
      });
      return signed.reduce((sum, x) => sum + x / 400, 0);
    };
    expect(mean(100, 2)).toBeCloseTo(1, 0);
    expect(mean(1000, 0)).toBeCloseTo(1, 0);
    expect(mean(1000, 1)).toBeCloseTo(0, 0);
  });

  it("have noise of variance 0.1 on the targets of task 3c, which are judged without it", () => {
    const questions = drawn(twoSequenceBlurred).flatMap((sequence) => sequence.questions);
    const off = questions.map(({ target, truth }) => target[0] - truth![0]);
    expect(new Set(questions.map(({ truth }) => truth![0]))).toEqual(new Set([0.2, 0.8]));
    expect(off.reduce((sum, x) => sum + (x * x) / off.length, 0)).toBeCloseTo(0.1, 1);
  });
});

describe("trials", () => {
  it.each(experiments)("of $name are the same with the same seed", async (experiment) => {
    const length = Math.min(30, experiment.longest ?? 30);
    const settings = {
      cell: "lstm97",
      rule: "hybrid",
      length,
      limit: 20,
      seed: 4,
      tests: 5,
    } as const;
    const first = (await trial(experiment, settings))!;
    expect(first.sequences).toBe(20);
    expect(first.solved).toBe(false);
    expect(await trial(experiment, settings)).toEqual(first);
  });

  it.each([adding, multiplication, temporal, temporal3])(
    "of $name train the paper's $paperWeights weights",
    async (experiment) => {
      const settings = {
        cell: "lstm97",
        rule: "hybrid",
        length: 100,
        limit: 1,
        seed: 1,
        tests: 1,
      } as const;
      const { weights } = (await trial(experiment, settings))!;
      expect(weights).toBe(experiment.paperWeights);
    },
  );

  it("of a short lag are solved by lstm97 and its hybrid rule", async () => {
    const settings = { cell: "lstm97", rule: "hybrid", length: 5, limit: 20_000, seed: 1 } as const;
    const { solved, wrong } = (await trial(lagRandom, settings))!;
    expect(solved).toBe(true);
    expect(wrong).toBe(0);
  });
});
