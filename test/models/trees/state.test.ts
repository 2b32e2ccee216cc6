import { describe, expect, it } from "vitest";
import { InvalidState } from "../../../src/models/state-reader.js";
import { forestFromState } from "../../../src/models/trees/state.js";

/** A cut of feature 1 of two at 0.5, and two leaves. */
const root = [1, 0.5, 1, 1, 9];
const leaves = [-1, 3, 0, 0, 0, -1, 4, 0, 0, 0];
const forest = {
  ...{ features: 2, base: 1, roots: Float32Array.of(0) },
  nodes: Float32Array.of(...root, ...leaves),
};

describe("a forest from a file", () => {
  it("is what was saved", () => {
    expect(forestFromState(forest, "forest", 2)).toEqual(forest);
  });

  it.each([
    ["a node is its own child", { nodes: Float32Array.of(1, 0.5, 0, 1, 9, ...leaves) }],
    ["a child is not there", { nodes: Float32Array.of(1, 0.5, 2, 1, 9, ...leaves) }],
    ["a child is no whole number", { nodes: Float32Array.of(1, 0.5, 1.5, 1, 9, ...leaves) }],
    ["a feature is not there", { nodes: Float32Array.of(2, 0.5, 1, 1, 9, ...leaves) }],
    ["a node is cut off", { nodes: forest.nodes.slice(0, 14) }],
    ["a tree starts beyond the nodes", { roots: Float32Array.of(0, 3) }],
    ["trees are out of order", { roots: Float32Array.of(1, 0) }],
    ["it is of other features", { features: 3 }],
    ["its base is no number", { base: Number.NaN }],
  ])("is refused when %s", (_, change) => {
    expect(() => forestFromState({ ...forest, ...change }, "forest", 2)).toThrow(InvalidState);
  });
});
