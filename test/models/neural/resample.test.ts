import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  interpolationWeights,
  regularSteps,
  resample,
} from "../../../src/models/neural/resample.js";
import { prepareSamples, type Sample } from "../../../src/models/neural/samples.js";
import { panelOf } from "../../panels.js";

const intervals = (times: readonly number[]) => (t: number) => times[t] - times[t - 1];

function even(times: number[], y: number[], length: number): number[] {
  const window = new Float64Array(length);
  const isObserved = (t: number) => !Number.isNaN(y[t]);
  resample((t) => y[t], isObserved, intervals(times), y.length - 1, window);
  return Array.from(window);
}

describe("a window at regular times", () => {
  it("is a straight line where the observations are one", () => {
    const times = [0, 0.5, 3, 3.25, 7];
    const back = even(
      times,
      times.map((t) => 2 * t),
      8,
    );
    back.forEach((value, k) => {
      expect(value).toBeCloseTo(2 * k, 12);
    });
  });

  it("ends with the last observation, and is level before the first and after the last", () => {
    expect(even([0, 1, 2.5, 4], [3, 5, 8, Number.NaN], 7)).toEqual([3, 3, 3, 5, 7, 8, 8]);
  });

  it("takes no row that was not observed for a value", () => {
    expect(even([0, 1, 2, 3], [0, Number.NaN, Number.NaN, 3], 4)).toEqual([0, 1, 2, 3]);
  });

  it("lies between the least and the largest observation", () => {
    const rows = fc.array(
      fc.tuple(fc.double({ min: 1e-3, max: 50 }), fc.integer({ min: -9, max: 9 })),
      {
        minLength: 1,
        maxLength: 30,
      },
    );
    fc.assert(
      fc.property(rows, (drawn) => {
        let time = 0;
        const times = drawn.map(([interval]) => (time += interval));
        const y = drawn.map(([, value]) => value);
        for (const value of even(times, y, 12)) {
          expect(value).toBeGreaterThanOrEqual(Math.min(...y) - 1e-9);
          expect(value).toBeLessThanOrEqual(Math.max(...y) + 1e-9);
        }
      }),
    );
  });
});

describe("dates between regular steps", () => {
  const at = (elapsed: number[], forecast: (step: number) => number) => {
    const steps = regularSteps(elapsed.length);
    const weights = new Float32Array(elapsed.length * steps);
    interpolationWeights((h) => elapsed[h], steps, weights);
    return elapsed.map((_, h) =>
      weights
        .subarray(h * steps, (h + 1) * steps)
        .reduce((sum, weight, k) => sum + weight * forecast(k + 1), 0),
    );
  };

  it("have what a straight forecast has there", () => {
    expect(at([0.25, 0.75, 1.5, 0.5], (step) => 4 * step)).toEqual([1, 4, 10, 12]);
  });

  it("are the last step beyond it", () => {
    expect(at([3, 100], (step) => step)).toEqual([3, 4]);
  });
});

it("irregular intervals are told in median ones, and years as 24 of them", () => {
  const [series] = panelOf([1, 2, 3, 4]).series;
  const panel = {
    ...panelOf([]),
    irregular: true as const,
    series: [{ ...series, ds: Float64Array.of(0, 6, 7, 9e9) }],
  };
  const preparation = {
    ...{ log: false, deseason: false, seasonUnit: false, difference: false },
    ...{ windowScale: false, centred: false, ownUnit: true, columnEffects: false },
  };
  const [{ elapsed }] = prepareSamples(panel, preparation, { interval: 4 }).series as [Sample];
  expect([1, 2, 3, 4].map(elapsed)).toEqual([1.5, 0.25, 24, 0.25]);
});
