import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { crps, pinball, scoreInterval } from "../../src/evaluation/interval-metrics.js";
import type { Interval } from "../../src/models/model.js";
import { normalCdf, normalQuantile } from "../../src/numeric/normal.js";

const first = { level: 80, lo: Float64Array.of(0), hi: Float64Array.of(4) };
const interval = { level: 80, lo: Float64Array.of(0, 0, 0), hi: Float64Array.of(4, 4, 4) };

it("the interval score adds 2/α times the distance of what lies outside to the width", () => {
  // α = 0.2: 4, and 4 + 10·2 below, over the two that were observed.
  const { coverage, width, winkler } = scoreInterval([4, -2, Number.NaN], interval);
  expect([coverage, width]).toEqual([0.5, 4]);
  expect(winkler).toBeCloseTo((4 + 24) / 2, 12);
});

it("lengths that differ are refused, not scored as far as they go", () => {
  expect(() => scoreInterval([1, 2], interval)).toThrow("2 observations but 3 forecasts");
  expect(() => crps([1, 2, 3], [1, 2], [interval])).toThrow("3 observations but 2 forecasts");
  expect(() => pinball([1, 2], [1, 2], [interval])).toThrow("2 observations but 3 forecasts");
});

it("pinball is the mean quantile loss at both ends and the median", () => {
  // y = 5: 0.1·5 at the 10 % quantile 0, 0.5·3 at the median 2, 0.9·1 at the 90 % quantile 4.
  expect(pinball([5], [2], [first])).toBeCloseTo((0.5 + 1.5 + 0.9) / 3, 12);
  expect(pinball([5], [2], [])).toBeNaN();
});

/** Central intervals of a distribution by its quantile function. */
function intervalsOf(quantile: (p: number) => number, levels: readonly number[]): Interval[] {
  return levels.map((level) => ({
    level,
    lo: Float64Array.of(quantile(0.5 - level / 200)),
    hi: Float64Array.of(quantile(0.5 + level / 200)),
  }));
}

describe("CRPS", () => {
  it("of a fine grid of quantiles of U(0, 1) is y² − y + 1/3", () => {
    const levels = Array.from({ length: 99 }, (_, k) => k + 1);
    expect(
      crps(
        [0.3],
        [0.5],
        intervalsOf((p) => p, levels),
      ),
    ).toBeCloseTo(0.09 - 0.3 + 1 / 3, 3);
  });

  it.each([[[80]], [[80, 95]], [[50, 90, 99]]])(
    "of N(μ, σ²) told at %j %% is Gneiting & Raftery's eq. 21",
    (levels) => {
      for (const y of [-9, -0.4, 2.5, 3, 40]) {
        const [mu, sigma] = [2.5, 3];
        const z = (y - mu) / sigma;
        const density = Math.exp(-0.5 * z * z) / Math.sqrt(2 * Math.PI);
        const right = sigma * (z * (2 * normalCdf(z) - 1) + 2 * density - 1 / Math.sqrt(Math.PI));
        const intervals = intervalsOf((p) => mu + sigma * normalQuantile(p), levels);
        expect(crps([y], [mu], intervals)).toBeCloseTo(right, 10);
      }
    },
  );

  it("of a standard normal is 0.564 in the mean, 1/√π, whatever the levels", () => {
    const n = 2000;
    const y = Float64Array.from({ length: n }, (_, i) => normalQuantile((i + 0.5) / n));
    for (const levels of [[80], [80, 95], [10, 50, 90]]) {
      const intervals = intervalsOf(normalQuantile, levels).map(({ level, lo, hi }) => ({
        level,
        lo: new Float64Array(n).fill(lo[0]),
        hi: new Float64Array(n).fill(hi[0]),
      }));
      expect(crps(y, new Float64Array(n), intervals)).toBeCloseTo(1 / Math.sqrt(Math.PI), 3);
    }
  });

  it("of a certain forecast is the absolute error", () => {
    expect(
      crps(
        [5],
        [2],
        intervalsOf(() => 2, [50, 80]),
      ),
    ).toBeCloseTo(3, 12);
    expect(
      crps(
        [2],
        [2],
        intervalsOf(() => 2, [50, 80]),
      ),
    ).toBe(0);
  });

  it("is the integral of the quantile loss, also where quantiles cross", () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: -5, max: 5, noNaN: true }), { minLength: 5, maxLength: 5 }),
        fc.double({ min: -8, max: 8, noNaN: true }),
        ([lo95, lo80, median, hi80, hi95], y) => {
          const intervals = [
            { level: 80, lo: Float64Array.of(lo80), hi: Float64Array.of(hi80) },
            { level: 95, lo: Float64Array.of(lo95), hi: Float64Array.of(hi95) },
          ];
          const q = [lo95, lo80, median, hi80, hi95];
          const z = [0.025, 0.1, 0.5, 0.9, 0.975].map(normalQuantile);
          let integral = 0;
          const step = 1 / 500;
          for (let at = -8 + step / 2; at < 8; at += step) {
            const k = Math.max(
              1,
              Math.min(
                4,
                z.findIndex((node) => node > at),
              ),
            );
            const segment = at > z[4] ? 4 : k;
            const slope = (q[segment] - q[segment - 1]) / (z[segment] - z[segment - 1]);
            const error = y - (q[segment] + slope * (at - z[segment]));
            const tau = normalCdf(at);
            const density = Math.exp(-0.5 * at * at) / Math.sqrt(2 * Math.PI);
            integral += 2 * Math.max(tau * error, (tau - 1) * error) * density * step;
          }
          expect(crps([y], [median], intervals)).toBeCloseTo(integral, 3);
        },
      ),
      { numRuns: 30 },
    );
  });
});
