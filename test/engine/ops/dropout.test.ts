import { describe, expect, it } from "vitest";
import { Arena } from "../../../src/engine/memory.js";
import { dropout, sum } from "../../../src/engine/ops/index.js";
import { bind, Tape } from "../../../src/engine/tape.js";

/** Dropout of ones, ready to run. */
function dropped(size: number, rate: number, seed: number, training = true) {
  const arena = new Arena();
  const tape = new Tape(arena, { gradients: arena.allocate(16), training });
  const x = tape.tensor([size]);
  const out = dropout(tape, x, rate, seed);
  const program = tape.finish(sum(tape, out));
  arena.view(x.at, size).fill(1);
  const [forward, backward] = [program.forward, program.backward].map((p) =>
    bind(p, arena.kernels),
  );
  return {
    same: out === x,
    run() {
      forward();
      return arena.view(out.at, size).slice();
    },
    gradient() {
      backward();
      return arena.view(x.grad, size).slice();
    },
  };
}

describe("dropout", () => {
  it.each([0.1, 0.5, 0.9])("of %f keeps the expectation", (rate) => {
    const n = 40_000;
    const { run } = dropped(n, rate, 3);
    const values = run();
    const deviation = Math.sqrt(rate / (1 - rate) / n);
    const average = values.reduce((a, b) => a + b) / n;
    expect(Math.abs(average - 1)).toBeLessThan(4 * deviation);
    expect(new Set(values)).toEqual(new Set([0, Math.fround(1 / (1 - rate))]));
  });

  it.each([1, 3, 7, 33])("sends %i gradients through the same mask", (n) => {
    const { run, gradient } = dropped(n, 0.5, 9);
    for (let i = 0; i < 5; i++) {
      const mask = run();
      expect(gradient()).toEqual(mask);
    }
  });

  it("draws another mask at every run", () => {
    const { run } = dropped(1000, 0.5, 1);
    const masks = Array.from({ length: 20 }, () => run().join(""));
    expect(new Set(masks).size).toBe(20);
  });

  it("has neighbouring and successive masks that do not depend on each other", () => {
    const n = 40_000;
    const { run } = dropped(n, 0.5, 2);
    const [first, second] = [run(), run()].map((mask) => mask.map((v) => v - 1));
    const correlation = (a: Float32Array, b: Float32Array, lag: number) =>
      a.reduce((total, v, i) => total + v * (b[(i + lag) % n] ?? 0), 0) / n;
    const bound = 4 / Math.sqrt(n);
    for (const lag of [1, 2, 3, 4, 8]) {
      expect(Math.abs(correlation(first, first, lag))).toBeLessThan(bound);
    }
    expect(Math.abs(correlation(first, second, 0))).toBeLessThan(bound);
  });

  it("repeats itself for the same seed, and only for that", () => {
    const runs = (seed: number) => {
      const { run } = dropped(333, 0.3, seed);
      return [run(), run(), run()];
    };
    expect(runs(4)).toEqual(runs(4));
    expect(runs(4)).not.toEqual(runs(5));
  });

  it("is off outside training and at a rate of 0", () => {
    expect(dropped(5, 0.5, 1, false).same).toBe(true);
    expect(dropped(5, 0, 1).same).toBe(true);
  });

  it("wants a rate below 1", () => {
    expect(() => dropped(5, 1, 1)).toThrow("dropout: rate must be in [0, 1), got 1");
  });
});
