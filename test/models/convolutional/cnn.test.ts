import { expect, it } from "vitest";
import { declareCnn } from "../../../src/models/convolutional/cnn.js";
import { checkNetwork, recordNetwork, tiny } from "../neural/check-network.js";
import { oddities } from "../neural/oddities.js";

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

it("kernels are no longer than what every step sees of its layer's input", () => {
  const network = declareCnn({ ...options, kernel: 1000, padding: "same", pool: "max" }, tiny);
  const taps = [1, 2].map(
    (i) => network.parameters.list.find(({ name }) => name === `layer${i}.weight`)!.shape[2],
  );
  // Steps 0 to 7, and 0 to 3 of the pooled ones: the first sees the last, the last the first.
  expect(taps).toEqual([15, 7]);
  checkNetwork(network, tiny);
});

it.each([
  [23, []],
  [
    24,
    [
      "cnn: kernel=24 reaches beyond the window; kernel=23 sees all of its 12 steps and is taken instead",
    ],
  ],
])("a kernel that reaches beyond the window is warned of: kernel=%i", async (kernel, expected) => {
  expect(await oddities(`cnn:filters=2,context=12,kernel=${kernel}`)).toEqual(expected);
});
