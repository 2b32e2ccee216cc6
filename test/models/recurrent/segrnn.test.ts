import { expect, it } from "vitest";
import { declareSegments } from "../../../src/models/recurrent/segrnn.js";
import { checkNetwork, recordNetwork, tiny } from "../neural/check-network.js";

it.each([
  ["segments that fill window and horizon up", { ...tiny, context: 8, horizon: 4 }, 4],
  ["a window and a horizon that are no whole number of segments", tiny, 3],
  ["a horizon of one segment", tiny, 5],
  ["one segment", tiny, 8],
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
