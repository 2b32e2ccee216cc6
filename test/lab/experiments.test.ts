import { describe, expect, it } from "vitest";
import { Random } from "../../src/engine/random.js";
import { adding } from "../../src/lab/adding.js";
import { experiments } from "../../src/lab/index.js";
import { multiplication } from "../../src/lab/multiplication.js";
import { temporal } from "../../src/lab/temporal.js";
import { trial } from "../../src/lab/trial.js";

const going = async () => true;

describe.each([
  ["adding", adding, (a: number, b: number) => 0.5 + (a + b) / 4, 0],
  ["multiplication", multiplication, (a: number, b: number) => a * b, 1],
] as const)("%s", (_name, experiment, combine, none) => {
  it("asks for the two values marked by 1, in the places of section 5.4", () => {
    const random = new Random(1);
    for (let k = 0; k < 500; k++) {
      const { inputs, target } = experiment.generate(random, 100);
      expect(inputs.length).toBeGreaterThanOrEqual(100);
      expect(inputs.length).toBeLessThanOrEqual(110);
      expect([inputs[0]![1], inputs.at(-1)![1]]).toEqual([-1, -1]);
      const marked = [...inputs.keys()].filter((t) => inputs[t]![1] === 1);
      expect(marked.at(-1)!).toBeLessThan(49);
      const values = marked.map((t) => inputs[t]![0]!);
      if (values.length === 1) values.push(none);
      else expect(marked[0]).toBeLessThan(Math.max(10, marked[1]!));
      expect(target).toEqual([combine(values[0]!, values[1]!)]);
    }
  });
});

describe("temporal", () => {
  it("has X or Y at steps 10 to 20 and 50 to 60 and their order as its class", () => {
    const random = new Random(1);
    const classes = new Set<number>();
    for (let k = 0; k < 200; k++) {
      const { inputs, target } = temporal.generate(random, 100);
      const symbols = inputs.map((x) => Array.from(x).indexOf(1));
      const relevant = [...symbols.keys()].filter((t) => symbols[t]! >= 6);
      expect(relevant).toHaveLength(2);
      expect(Math.abs(relevant[0]! - 15)).toBeLessThanOrEqual(5);
      expect(Math.abs(relevant[1]! - 55)).toBeLessThanOrEqual(5);
      const found = target.indexOf(1);
      expect(found).toBe(2 * (symbols[relevant[0]!]! - 6) + symbols[relevant[1]!]! - 6);
      classes.add(found);
    }
    expect(classes.size).toBe(4);
  });
});

describe("trials", () => {
  it.each(experiments)("of $name are the same with the same seed", async (experiment) => {
    const settings = { cell: "lstm97", rule: "hybrid", length: 30, limit: 20, seed: 4 } as const;
    const first = await trial(experiment, settings, going);
    expect(first.sequences).toBe(20);
    expect(first.solved).toBe(false);
    expect(await trial(experiment, settings, going)).toEqual(first);
  });

  it("of temporal order at length 100 have the paper's 156 weights but those from gates to gates and cells", async () => {
    const settings = { cell: "lstm97", rule: "hybrid", length: 100, limit: 1, seed: 1 } as const;
    const { weights } = await trial(temporal, settings, going);
    // 8 rows of pre-activations do not see 4 gates.
    expect(weights).toBe(156 - 8 * 4);
  });
});
