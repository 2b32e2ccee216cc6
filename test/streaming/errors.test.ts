import { describe, expect, it } from "vitest";
import { Random } from "../../src/numeric/random.js";
import { pageHinkley } from "../../src/streaming/page-hinkley.js";
import { prequential } from "../../src/streaming/prequential.js";
import { linearPath } from "../../src/streaming/recursive-least-squares.js";

describe("prequential scores", () => {
  it("are those of all errors while the window is long", () => {
    const scores = prequential(1e9);
    for (const [error, naive] of [
      [3, 2],
      [-1, 4],
      [2, -6],
    ] as const) {
      scores.add(error, naive);
    }
    expect(scores.mae).toBeCloseTo(2, 6);
    expect(scores.rmse).toBeCloseTo(Math.sqrt(14 / 3), 6);
    expect(scores.mase).toBeCloseTo(6 / 12, 6);
  });

  it("weigh an error by (1 − 1/window) to its age", () => {
    const scores = prequential(4);
    scores.add(8, 1);
    scores.add(1, 1);
    expect(scores.mae).toBeCloseTo((0.75 * 8 + 1) / 1.75, 12);
  });

  it("are not known before there is an error", () => {
    expect(prequential(10).mase).toBeNaN();
  });
});

describe("the Page-Hinkley test", () => {
  /** When it is alarmed by errors of a spread that changes half-way. */
  const alarms = (after: number, length = 4000) => {
    const random = new Random(5);
    const test = pageHinkley();
    const found: number[] = [];
    for (let t = 0; t < length; t++) {
      const spread = t < length / 2 ? 1 : after;
      if (test.observe(Math.abs(random.normal()) * spread)) found.push(t);
    }
    return found;
  };

  it("finds an increase of errors soon, and once", () => {
    const found = alarms(4);
    expect(found).toHaveLength(1);
    expect(found[0]).toBeGreaterThanOrEqual(2000);
    expect(found[0]).toBeLessThan(2030);
  });

  it("says nothing of 50 000 errors that stay as they are", () => {
    expect(alarms(1, 50_000)).toEqual([]);
  });

  it("says nothing when errors become smaller", () => {
    expect(alarms(0.2)).toEqual([]);
  });
});

describe("the linear path", () => {
  it("finds the weights of a linear relation", () => {
    const random = new Random(2);
    const path = linearPath(3);
    for (let t = 0; t < 5000; t++) {
      const x = Float64Array.of(random.uniform(-1, 1), random.uniform(-1, 1), 1);
      path.learn(x, 2 * x[0] - 3 * x[1] + 0.5 - path.read(x));
    }
    const [a, b, c] = path.state.weights;
    expect(a).toBeCloseTo(2, 1);
    expect(b).toBeCloseTo(-3, 1);
    expect(c).toBeCloseTo(0.5, 1);
  });

  it("does not wind up when nothing excites it", () => {
    const path = linearPath(2);
    for (let t = 0; t < 50_000; t++) path.learn(Float64Array.of(0, 1), 0);
    expect(path.state.doubt.every((value) => Math.abs(value) < 1)).toBe(true);
  });
});
