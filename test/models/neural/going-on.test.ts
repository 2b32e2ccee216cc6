import { expect, it } from "vitest";
import { type Panel, withoutTail } from "../../../src/data/panel/from-table.js";
import { createModel } from "../../../src/models/index.js";
import { conformal } from "../../../src/models/intervals/intervals.js";
import type { FitContext, Model } from "../../../src/models/model.js";
import { budgetToGoOn, chooseBudget } from "../../../src/models/neural/training-budget.js";
import { Random } from "../../../src/numeric/random.js";
import { panelOf } from "../../panels.js";

const context = { horizon: 6, seed: 1, levels: [80], warn: () => {} };

/** A wave and noise, long enough for a fit to go on from another. */
function waves(length = 4400): Panel {
  const random = new Random(3);
  return panelOf(
    Float64Array.from({ length }, (_, t) => 50 + 10 * Math.sin(t / 4) + random.normal()),
    24,
  );
}

const network = () => createModel("lstm:hidden=4,context=24,log=yes,deseason=no,difference=no");

/** A fit, and how many windows it learned from. */
async function fitted(model: Model, panel: Panel, more: Partial<FitContext> = {}) {
  let [learned, before] = [0, 0];
  const fit = await model.fit(panel, {
    ...context,
    onBatch: ({ done }) => {
      learned += done > before ? done - before : done;
      before = done;
    },
    ...more,
  });
  return { learned, forecast: fit.forecast(6), state: fit.state, training: fit.training };
}

it("goes on from the network of the intervals, which takes less than two trainings", async () => {
  const { goesOn: _, ...apart } = network();
  const one = await fitted(conformal(network()), waves());
  const two = await fitted(conformal(apart), waves());
  expect(one.learned).toBeLessThan(0.7 * two.learned);
  expect(one.training!.epochs).toBeGreaterThan(two.training!.epochs);
  const [{ mean, intervals }] = one.forecast;
  const [other] = two.forecast;
  mean.forEach((value, h) => {
    // The noise has a deviation of 1.
    expect(Math.abs(value - other.mean[h])).toBeLessThan(0.6);
  });
  const width = (of: typeof intervals) => of![0].hi[0] - of![0].lo[0];
  expect(width(intervals) / width(other.intervals)).toBeGreaterThan(0.85);
  expect(width(intervals) / width(other.intervals)).toBeLessThan(1.15);
});

it("judges by a network that has not seen the last observations", async () => {
  const panel = waves();
  const [series] = panel.series;
  // Within what is no outlier.
  const y = series.y.map((value, t) => (t < series.y.length - 5 ? value : value + 1));
  const unseen = async (given: Panel) => {
    const model = network();
    await fitted(conformal(model), given);
    return (await fitted(model, withoutTail(given, 6), { reuse: "network" })).state;
  };
  expect(await unseen({ ...panel, series: [{ ...series, y }] })).toEqual(await unseen(panel));
});

it("forecasts the same whatever the model was fitted to before", async () => {
  const model = conformal(network());
  await fitted(model, withoutTail(waves(), 17));
  const again = await fitted(model, waves());
  expect(again.forecast).toEqual((await fitted(conformal(network()), waves())).forecast);
});

it("forecasts by what it has when it is stopped in the first of the two", async () => {
  const stop = new AbortController();
  const { forecast } = await fitted(conformal(network()), waves(), {
    partial: true,
    signal: stop.signal,
    onBatch: ({ done }) => done > 1000 && stop.abort(),
  });
  expect(forecast[0].mean.every(Number.isFinite)).toBe(true);
});

it("trains series that are short twice", async () => {
  const { goesOn: _, ...apart } = network();
  const panel = waves(1200);
  const one = await fitted(conformal(network()), panel);
  expect(one).toEqual(await fitted(conformal(apart), panel));
});

it("takes a quarter of the steps at a fifth of the rate", () => {
  const zero = { epochs: 0, batch: 0, schedule: "auto", patience: 0 } as const;
  const whole = chooseBudget(8000, zero);
  const more = budgetToGoOn(whole, 0.005);
  const steps = ({ epochs, samples, batch }: typeof whole) => epochs * Math.ceil(samples / batch);
  expect(steps(more) / steps(whole)).toBeCloseTo(0.25, 1);
  expect(more.rate).toBeCloseTo(0.001);
});
