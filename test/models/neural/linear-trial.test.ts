import { expect, it } from "vitest";
import type { Panel } from "../../../src/data/panel/from-table.js";
import { createModel } from "../../../src/models/index.js";
import { forecastLinearly, isQuickLinearly } from "../../../src/models/neural/linear-trial.js";
import { prepareSamples } from "../../../src/models/neural/samples.js";
import { Random } from "../../../src/numeric/random.js";
import { panelOf } from "../../panels.js";

const plain = {
  ...{ log: false, deseason: false, difference: false, windowScale: false },
  ...{ seasonUnit: false, centred: false, ownUnit: true, columnEffects: false },
};
const shape = { context: 6, horizon: 3, inputs: 1, ahead: 0, outputs: 1 };

const months = (length: number, at: (t: number) => number) =>
  panelOf(
    Float64Array.from({ length }, (_, t) => at(t)),
    12,
  );

it("continues what is linear in the window, in units of the series", () => {
  // A wave with a trend follows from four values before.
  const panel = months(90, (t) => 20 + 0.4 * t + 6 * Math.sin(t));
  const samples = prepareSamples(panel, plain);
  const windows = (from: number, to: number) =>
    Array.from({ length: to - from }, (_, i) => ({ series: 0, cut: from + i }));
  const errors: number[] = [];
  forecastLinearly(samples, shape, windows(6, 75), windows(80, 87), (row, out, level, scale) => {
    out.forEach((value, h) => {
      errors.push(Math.abs(level + scale * value - panel.series[0].y[80 + row + h]));
    });
  });
  expect(errors).toHaveLength(21);
  // Its steps are up to 6 long; the penalty keeps it from being exact.
  expect(Math.max(...errors)).toBeLessThan(1.5);
});

it("is not tried on inputs so many that a network is quicker", () => {
  expect(isQuickLinearly(shape)).toBe(true);
  expect(isQuickLinearly({ ...shape, horizon: 48, ahead: 20 })).toBe(false);
});

async function chosenOf(panel: Panel) {
  const fit = await createModel("linear:epochs=1").fit(panel, {
    ...{ horizon: 6, seed: 1, warn: () => {} },
  });
  const [{ preparation }] = fit.state as unknown as readonly { readonly preparation: object }[];
  return preparation;
}

it("finds where logarithms and the season help", async () => {
  const random = new Random(5);
  const wave = (t: number) => Math.sin((2 * Math.PI * t) / 12) + 0.1 * random.normal();
  const grown = months(120, (t) => 10 * Math.exp(0.03 * t + 0.5 * wave(t)));
  expect(await chosenOf(grown)).toMatchObject({ log: true, deseason: true });
  const nearZero = months(120, (t) => 10 + 9.9 * Math.sin(t) + 0.01 * random.normal());
  expect(await chosenOf(nearZero)).toMatchObject({ log: false });
});
