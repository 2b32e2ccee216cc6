import { expect, it } from "vitest";
import { zeroNetwork } from "../../../src/models/zero/network.js";
import { loadPretrained } from "../../../src/models/zero/pretrained.js";

it("the weights of the package are those of a network, and less than a megabyte", async () => {
  const { shape, weights } = await loadPretrained();
  expect(weights).toHaveLength(zeroNetwork(shape).parameters.size);
  expect(weights.every(Number.isFinite)).toBe(true);
  const { weightsBase64 } = await import("../../../src/models/zero/weights.js");
  expect(weightsBase64.length).toBeLessThan(1_000_000);
});
