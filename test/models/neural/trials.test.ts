import { expect, it } from "vitest";
import { type Panel, withoutTail } from "../../../src/data/panel/from-table.js";
import { createModel } from "../../../src/models/index.js";
import { conformal } from "../../../src/models/intervals/intervals.js";
import type { FitContext, Model } from "../../../src/models/model.js";
import { Random } from "../../../src/numeric/random.js";
import { panelOf } from "../../panels.js";

const context = { horizon: 6, seed: 1, levels: [80], warn: () => {} };
const TAIL = 17;

function waves(length = 2400): Panel {
  const random = new Random(3);
  return panelOf(
    Float64Array.from({ length }, (_, t) => 50 + 10 * Math.sin(t / 4) + random.normal()),
    24,
  );
}

const network = () => createModel("linear:context=24,epochs=1");

async function fitted(model: Model, panel: Panel, more: Partial<FitContext> = {}) {
  const fit = await model.fit(panel, { ...context, ...more });
  return { state: fit.state, forecast: fit.forecast(6) };
}

/** Doubled noise at the end, by which trials that saw it could choose. */
function changedAtEnd(panel: Panel): Panel {
  const [series] = panel.series;
  const y = series.y.map((value, t) => (t < series.y.length - TAIL ? value : value + (t % 2)));
  return { ...panel, series: [{ ...series, y }] };
}

it("the network of the intervals is the same whatever the observations were that it must not see", async () => {
  const unseen = async (panel: Panel) => {
    const model = network();
    await fitted(model, panel);
    return fitted(model, withoutTail(panel, TAIL), { reuse: "transforms" });
  };
  expect(await unseen(changedAtEnd(waves()))).toEqual(await unseen(waves()));
});

it("takes no transforms over that were chosen by later observations", async () => {
  const random = new Random(2);
  // Its end swings by multiples, where logarithms do not help.
  const y = Float64Array.from({ length: 2800 }, (_, t) =>
    t < 2400
      ? 60 + 10 * Math.sin((2 * Math.PI * t) / 24) + random.normal()
      : Math.exp(4 + 2 * Math.sin(t / 15) + 0.05 * random.normal()),
  );
  const panel = panelOf(y, 24);
  const early = withoutTail(panel, 400);
  const model = network();
  const { state } = await fitted(model, panel);
  const alone = await fitted(network(), early);
  const preparationOf = (given: unknown) =>
    (given as readonly { readonly preparation: object }[])[0].preparation;
  expect(preparationOf(state)).not.toEqual(preparationOf(alone.state));
  expect(await fitted(model, early, { reuse: "transforms" })).toEqual(alone);
});

it("forecasts the same whatever the model was fitted to before", async () => {
  const model = conformal(network());
  await fitted(model, withoutTail(waves(), 100));
  const again = await fitted(model, waves());
  expect(again).toEqual(await fitted(conformal(network()), waves()));
});
