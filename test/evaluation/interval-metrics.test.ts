import { expect, it } from "vitest";
import { crps, pinball, scoreInterval } from "../../src/evaluation/interval-metrics.js";

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

it("crps of a fine grid of quantiles of U(0, 1) is y² − y + 1/3", () => {
  const intervals = Array.from({ length: 99 }, (_, k) => {
    const level = k + 1;
    return {
      level,
      lo: Float64Array.of(0.5 - level / 200),
      hi: Float64Array.of(0.5 + level / 200),
    };
  });
  expect(crps([0.3], [0.5], intervals)).toBeCloseTo(0.09 - 0.3 + 1 / 3, 3);
});
