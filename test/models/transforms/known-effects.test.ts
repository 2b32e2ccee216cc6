import { describe, expect, it } from "vitest";
import type { Panel } from "../../../src/data/panel/panel.js";
import { createModel } from "../../../src/models/index.js";
import { withIntervals } from "../../../src/models/intervals/intervals.js";
import { exp } from "../../../src/numeric/elementary.js";
import { Random } from "../../../src/numeric/random.js";
import { panelOf } from "../../panels.js";

const HORIZON = 14;
const LENGTH = 166;
const context = { horizon: HORIZON, seed: 1, levels: [80], warn() {} };

function panelWith(y: readonly number[], name: string, column: ArrayLike<number>): Panel {
  const panel = panelOf(y, 7);
  const future = new Map([[name, Float64Array.from(column)]]);
  return { ...panel, series: [{ ...panel.series[0], future }] };
}

const forecastOf = async (spec: string, panel: Panel) => {
  const model = createModel(spec);
  const fitted = await model.fit(panel, context);
  model.requireState(fitted.state, panel);
  expect(model.restore(fitted.state, panel).forecast(HORIZON, [80])).toEqual(
    fitted.forecast(HORIZON, [80]),
  );
  return fitted;
};

/** Events on about every twelfth day, and on the 5th and 9th of those to forecast. */
function events(random: Random): Float64Array {
  return Float64Array.from({ length: LENGTH + HORIZON }, (_, t) =>
    t < LENGTH ? Number(random.uniform() < 0.08) : Number(t === LENGTH + 4 || t === LENGTH + 8),
  );
}

const season = (t: number) => 30 * Math.sin((2 * Math.PI * t) / 7);

describe.each(["lag-regression", "boosted-trees:trees=60"])("%s", (spec) => {
  it("takes an event for as much as it was before", async () => {
    for (const seed of [1, 2, 3]) {
      const random = new Random(seed);
      const promo = events(random);
      const y = Array.from(
        { length: LENGTH },
        (_, t) => 300 + season(t) + 80 * promo[t] + 5 * random.normal(),
      );
      const fitted = await forecastOf(spec, panelWith(y, "promo", promo));
      const [{ mean }] = fitted.forecast(HORIZON);
      for (const h of [4, 8]) expect(Math.abs(mean[h] - 380 - season(LENGTH + h))).toBeLessThan(8);
    }
  });

  it("takes an event that multiplies what is there for a factor", async () => {
    const random = new Random(4);
    const promo = events(random);
    const level = (t: number) => 100 * exp(0.012 * t);
    const y = Array.from(
      { length: LENGTH },
      (_, t) => level(t) * (promo[t] ? 1.6 : 1) * exp(0.03 * random.normal()),
    );
    const fitted = await forecastOf(spec, panelWith(y, "promo", promo));
    const [{ mean }] = fitted.forecast(HORIZON);
    for (const h of [4, 8]) expect(mean[h] / mean[h - 1]).toBeGreaterThan(1.45);
    for (const h of [4, 8]) expect(mean[h] / mean[h - 1]).toBeLessThan(1.75);
  });

  it("follows a price beyond those that there were", async () => {
    const random = new Random(5);
    let last = 10;
    const price = Float64Array.from({ length: LENGTH + HORIZON }, (_, t) => {
      if (random.uniform() < 0.2) last = 8 + 4 * random.uniform();
      return t < LENGTH ? last : 15;
    });
    const y = Array.from(
      { length: LENGTH },
      (_, t) => 600 - 20 * price[t] + season(t) + 4 * random.normal(),
    );
    const fitted = await forecastOf(spec, panelWith(y, "price", price));
    const [{ mean }] = fitted.forecast(HORIZON);
    mean.forEach((value, h) => expect(Math.abs(value - 300 - season(LENGTH + h))).toBeLessThan(20));
  });

  it("takes columns that say the same for one, in whatever order they stand", async () => {
    const random = new Random(7);
    const price = Float64Array.from({ length: LENGTH + HORIZON }, () => 10 + 3 * random.normal());
    const promo = events(random);
    // To the cent, as tables write it.
    const cost = price.map((value) => Math.round(100 * (2 * value + 3)) / 100);
    const y = Array.from(
      { length: LENGTH },
      (_, t) => 300 + 12 * price[t] + 40 * promo[t] + season(t) + 4 * random.normal(),
    );
    const columns = { price, cost, promo, not: promo.map((value) => 1 - value) };
    const forecastIn = async (order: readonly (keyof typeof columns)[]) => {
      const panel = panelOf(y, 7);
      const future = new Map(order.map((name) => [name, columns[name]]));
      const [one] = panel.series;
      const fitted = await forecastOf(spec, { ...panel, series: [{ ...one!, future }] });
      return fitted.forecast(HORIZON)[0]!.mean;
    };
    const [first, second] = [
      await forecastIn(["price", "cost", "promo", "not"]),
      await forecastIn(["not", "cost", "promo", "price"]),
    ];
    first.forEach((value, h) => {
      const t = LENGTH + h;
      const truth = 300 + 12 * price[t]! + 40 * promo[t]! + season(t);
      expect(Math.abs(value - truth)).toBeLessThan(15);
      // Trees split by the first of two columns that part their samples alike, but for rounding.
      expect(Math.abs(value - second[h]!)).toBeLessThan(spec === "lag-regression" ? 0.01 : 1);
    });
  });

  it("has no effects of a column that says nothing, or more in the long run than at once", async () => {
    const random = new Random(6);
    const noise = Float64Array.from({ length: LENGTH + HORIZON }, () => random.normal());
    const slow = noise.map((_, t) => {
      let sum = 0;
      for (let k = 0; k < 6; k++) sum += noise[Math.max(0, t - k)];
      return sum;
    });
    const nothing = Array.from({ length: LENGTH }, () => 100 + 5 * random.normal());
    const delayed = Array.from({ length: LENGTH }, (_, t) => 100 + 4 * slow[t] + random.normal());
    for (const y of [nothing, delayed]) {
      const { state } = await forecastOf(spec, panelWith(y, "x", noise));
      expect(state).not.toHaveProperty("knownEffects");
    }
  });
});

it("intervals from past errors stand on the same effects", async () => {
  const random = new Random(2);
  const promo = events(random);
  const y = Array.from(
    { length: LENGTH },
    (_, t) => 300 + season(t) + 80 * promo[t] + 5 * random.normal(),
  );
  const model = withIntervals(createModel("lag-regression"), "conformal");
  const fitted = await model.fit(panelWith(y, "promo", promo), context);
  const [{ mean, intervals = [] }] = fitted.forecast(HORIZON);
  for (const h of [3, 4]) {
    const width = intervals[0].hi[h] - intervals[0].lo[h];
    expect(width).toBeGreaterThan(8);
    expect(width).toBeLessThan(40);
    expect(intervals[0].lo[h]).toBeLessThan(mean[h]);
  }
});

it("a state with more slopes than columns is refused", async () => {
  const random = new Random(1);
  const promo = events(random);
  const y = Array.from({ length: LENGTH }, (_, t) => 300 + 80 * promo[t] + random.normal());
  const panel = panelWith(y, "promo", promo);
  const model = createModel("lag-regression");
  const { state } = await model.fit(panel, context);
  const { knownEffects, of } = state as never as { knownEffects: { slopes: unknown }[]; of: never };
  const wrong = [{ ...knownEffects[0], slopes: Float64Array.of(1, 2) }];
  expect(() => model.requireState({ knownEffects: wrong, of } as never, panel)).toThrow(
    /one slope a column/,
  );
});
