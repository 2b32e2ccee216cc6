import { expect, it } from "vitest";
import { readPanel } from "../../../src/data/read/read-panel.js";
import { guerrero } from "../../../src/models/transforms/guerrero.js";

/** R 4.2, forecast 8.20: `BoxCox.lambda(x)`, whose search ends at 1e-4. */
const published = {
  "air-passengers": -0.2947155856,
  co2: -0.03432107398,
  "us-acc-deaths": -0.03975616783,
  nottem: 0.04214110829,
  "uk-gas": -0.4457022828,
  "johnson-johnson": 0.1540752309,
};

it.each(Object.entries(published))("chooses for %s as R does, %d", async (name, lambda) => {
  const { series, season } = await readPanel(name, {}, () => {});
  expect(Math.abs(guerrero(series[0].y, season)! - lambda)).toBeLessThan(2e-4);
});

it("finds the power of which a series with constant spread was raised", () => {
  const root = Float64Array.from({ length: 200 }, (_, t) => 50 + t + (t % 4));
  expect(
    guerrero(
      root.map((x) => x * x),
      4,
    ),
  ).toBeCloseTo(0.5, 2);
});

it("passes over what is missing, and has no answer for one season", () => {
  const gappy = Float64Array.from({ length: 80 }, (_, t) =>
    t === 13 ? Number.NaN : (20 + t) * (1 + (t % 4)),
  );
  expect(guerrero(gappy, 4)).toBeCloseTo(0, 0);
  expect(guerrero(Float64Array.of(1, 2, 3, 4, 5), 4)).toBeUndefined();
  expect(guerrero(new Float64Array(40).fill(3), 4)).toBeUndefined();
});
