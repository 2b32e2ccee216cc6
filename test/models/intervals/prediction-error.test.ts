import { expect, it } from "vitest";
import { errorsWithin as arimaErrors } from "../../../src/models/arima/polynomials.js";
import {
  predictionVariance,
  raiseToRealizedErrors,
} from "../../../src/models/intervals/prediction-error.js";
import { errorsWithin, forecastTheta, lineOf, smoothTheta } from "../../../src/models/theta/fit.js";

it("k estimates of n observations add k/n to the variance", () => {
  expect(predictionVariance(2, 5, 20)).toBe(2.5);
});

it("variances rise to the mean squares seen, and as the last of them beyond", () => {
  const variance = Float64Array.of(1, 2, 3, 4);
  raiseToRealizedErrors(
    variance,
    Float64Array.of(5, 40, 100, 1000),
    Float64Array.of(10, 10, 10, 1),
  );
  expect(Array.from(variance)).toEqual([1, 4, 10, 4 * (10 / 3)]);
});

it("variances never fall", () => {
  const variance = Float64Array.of(1, 2, 3);
  raiseToRealizedErrors(variance, Float64Array.of(80, 20, 20), Float64Array.of(10, 10, 10));
  expect(Array.from(variance)).toEqual([8, 8, 8]);
});

it("a random walk errs two steps ahead by the sum of two steps", () => {
  const process = {
    phi: new Float64Array(0),
    theta: new Float64Array(0),
    delta: Float64Array.of(1),
  };
  const shocks = Float64Array.of(Number.NaN, 1, 2, -3);
  const { squares, counts } = arimaErrors(process, shocks, 3);
  expect(Array.from(counts)).toEqual([3, 2, 1]);
  expect(Array.from(squares)).toEqual([14, 9 + 1, 0]);
});

it("theta errs within a series as forecasts from its beginnings do", () => {
  const y = Float64Array.from({ length: 12 }, (_, t) => 10 + t + ((t * 7) % 5));
  const parameters = { alpha: 0.4, weight: 0.6, level: 9 };
  const { squares, counts } = errorsWithin(y, lineOf(y, "dynamic"), parameters, 8);
  expect(Array.from(counts)).toEqual([8, 7, 6, 5, 4, 3, 2, 1]);
  let expected = 0;
  for (let t = 4; t + 3 <= y.length; t++) {
    const known = y.subarray(0, t);
    const line = lineOf(known, "dynamic");
    const { level } = smoothTheta(known, line, parameters, new Float64Array(t));
    expected += (y[t + 2] - forecastTheta(line, parameters, level, t, 3)[2]) ** 2;
  }
  expect(squares[2]).toBeCloseTo(expected, 9);
});
