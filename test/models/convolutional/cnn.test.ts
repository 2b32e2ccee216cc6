import { expect, it } from "vitest";
import { declareCnn } from "../../../src/models/convolutional/cnn.js";
import { checkNetwork, recordNetwork, tiny } from "../neural/check-network.js";

const options = {
  filters: 3,
  kernel: 3,
  layers: 2,
  activation: "relu",
  connection: "none",
  dropout: 0,
  linear: true,
} as const;

it.each([
  ["same", "average"],
  ["causal", "max"],
  ["causal", "none"],
] as const)("the gradient is the slope of the loss: padding %s, pooling %s", (padding, pool) => {
  checkNetwork(declareCnn({ ...options, padding, pool }, tiny), tiny);
});

it("pools as long as there are two steps and no longer", () => {
  const network = declareCnn({ ...options, layers: 6, padding: "same", pool: "max" }, tiny);
  const head = network.parameters.list.find(({ name }) => name === "head.weight")!;
  expect(head.shape).toEqual([3, 6]);
  expect(recordNetwork(network, tiny).forecast().every(Number.isFinite)).toBe(true);
});
