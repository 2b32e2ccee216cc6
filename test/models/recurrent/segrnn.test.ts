import { describe, expect, it } from "vitest";
import { createModel } from "../../../src/models/index.js";
import { declareSegments } from "../../../src/models/recurrent/segrnn.js";
import { panelOf } from "../../panels.js";
import { checkNetwork, recordNetwork, tiny } from "../neural/check-network.js";

it.each([
  ["segments that fill window and horizon up", { ...tiny, context: 8, horizon: 4 }, 4],
  ["a window and a horizon that are no whole number of segments", tiny, 3],
  ["a horizon of one segment", tiny, 5],
  ["one segment", tiny, 8],
  ["series told apart", { ...tiny, series: 2 }, 2],
])("the gradient of segment recurrence is the slope of its loss: %s", (_, shape, segment) => {
  checkNetwork(declareSegments({ segment, hidden: 4, dropout: 0 }, shape), shape);
});

it("decodes each segment ahead from its position alone: equal positions, equal segments", () => {
  const shape = { ...tiny, horizon: 6, ahead: 0, inputs: 1 };
  const network = declareSegments({ segment: 3, hidden: 4, dropout: 0 }, shape);
  const run = recordNetwork(network, shape);
  const { offset } = network.parameters.list.find(({ name }) => name === "positions")!;
  const halves = () => [0, 6].map((at) => run.forecast().slice(at, at + 6));
  expect(halves()[1]).not.toEqual(halves()[0]);
  run.values.copyWithin(offset + 4, offset, offset + 4);
  expect(halves()[1]).toEqual(halves()[0]);
});

describe("segrnn:channels=true", () => {
  const spec =
    "segrnn:channels=true,hidden=8,context=6,segment=3,epochs=60,rate=0.02,patience=60,log=no,deseason=no,difference=no";
  // From equal windows one series goes up and the other down.
  const y = (sign: number) => Float64Array.from({ length: 96 }, (_, t) => (t % 12 < 8 ? 0 : sign));
  const up = panelOf(y(1), 12).series[0];
  const panel = {
    ...panelOf(y(1), 1),
    series: [
      { ...up, id: "up" },
      { ...up, id: "down", y: y(-1) },
    ],
  };
  const fit = { horizon: 4, seed: 1, warn: () => {} };

  it("forecasts series by what they are, in any order", async () => {
    const model = createModel(spec);
    const part = {
      ...panel,
      series: panel.series.map((s) => ({ ...s, ds: s.ds.subarray(0, 92), y: s.y.subarray(0, 92) })),
    };
    const fitted = await model.fit(part, fit);
    const [first, second] = fitted.forecast(4);
    expect(first.mean[3] - second.mean[3]).toBeGreaterThan(1);
    const turned = { ...part, series: part.series.toReversed() };
    const again = model.restore(fitted.state, turned).forecast(4);
    expect(again.toReversed()).toEqual([first, second]);
  });

  it("refuses a series that it has not seen", async () => {
    const model = createModel(spec);
    const fitted = await model.fit(panel, fit);
    const other = { ...panel, series: [{ ...up, id: "sideways" }] };
    expect(() => model.restore(fitted.state, other)).toThrow('"sideways" was not among them');
  });
});
