import { describe, expect, it } from "vitest";
import { createModel } from "../../../src/models/index.js";
import {
  declareTransformer,
  patchesOf,
  type TransformerOptions,
} from "../../../src/models/transformer/transformer.js";
import { checkNetwork, recordNetwork, tiny } from "../neural/check-network.js";
import { oddities } from "../neural/oddities.js";

const options: Omit<TransformerOptions, "affine"> = {
  architecture: "encoder",
  width: 4,
  heads: 2,
  layers: 2,
  inner: 6,
  patch: 3,
  stride: 2,
  positions: "learned",
  causal: false,
  dropout: 0,
  linear: true,
};

it.each([
  ["patches that overlap", {}],
  ["a causal mask", { causal: true }],
  ["a token each step, sinusoidal positions", { patch: 1, positions: "sinusoidal" }],
  ["one patch", { patch: 8 }],
  ["a decoder", { architecture: "encoder-decoder" }],
  [
    "a decoder of waves, a step a token",
    { architecture: "encoder-decoder", patch: 1, positions: "sinusoidal" },
  ],
] as const)("the gradient is the slope of the loss: %s", (_, more) => {
  checkNetwork(declareTransformer({ ...options, ...more }, tiny), tiny);
});

it("the gradient is the slope of the loss where each series has a scale and a shift", () => {
  const shape = { ...tiny, series: 2 };
  checkNetwork(declareTransformer(options, shape), shape);
});

it("undoes the scale and shift that a series' windows have learned", () => {
  const shape = { ...tiny, inputs: 1, ahead: 0, series: 1 };
  const network = declareTransformer(options, shape);
  const run = recordNetwork(network, shape);
  const slope = network.parameters.list.find(({ name }) => name === "affine.slope")!;
  const shift = network.parameters.list.find(({ name }) => name === "affine.shift")!;
  run.values[slope.offset] = 1;
  run.values[shift.offset] = 0;
  const plain = run.forecast();
  // Values that are seen as before are forecast in their own units.
  run.values[slope.offset] = 2;
  run.values[shift.offset] = 0.5;
  for (const x of [run.steps, run.window]) x.forEach((value, i) => (x[i] = (value - 0.5) / 2));
  run.forecast().forEach((value, i) => expect(value).toBeCloseTo((plain[i] - 0.5) / 2, 5));
});

describe("patches", () => {
  it.each([
    // PatchTST/42: 336 steps make 41 patches of 16, 8 apart (the paper adds one of repeated values).
    [16, 8, 336, { patch: 16, stride: 8, tokens: 41 }],
    [0, 0, 336, { patch: 16, stride: 8, tokens: 41 }],
    [0, 0, 24, { patch: 3, stride: 1, tokens: 22 }],
    [1, 0, 12, { patch: 1, stride: 1, tokens: 12 }],
    [50, 0, 12, { patch: 12, stride: 6, tokens: 1 }],
  ])("patch=%i,stride=%i of %i steps", (patch, stride, context, expected) => {
    expect(patchesOf(patch, stride, context)).toEqual(expected);
  });

  it.each([1, 2, 3, 4])("reach every step of the window, stride=%i", (stride) => {
    const network = declareTransformer({ ...options, patch: 4, stride }, tiny);
    const run = recordNetwork(network, tiny);
    const before = run.forecast();
    for (let at = 0; at < run.steps.length; at++) {
      const held = run.steps[at];
      run.steps[at] = held + 1;
      expect(run.forecast()).not.toEqual(before);
      run.steps[at] = held;
    }
  });
});

it("tokens know their order by their positions alone", () => {
  const shape = { context: 6, horizon: 1, inputs: 1, ahead: 0, outputs: 1 };
  const network = declareTransformer(
    { ...options, layers: 1, patch: 1, causal: true, dropout: 0 },
    shape,
  );
  const run = recordNetwork(network, shape);
  // Rows lie side by side in each step: this is the first row's first and second step.
  const changeBySwap = () => {
    const before = run.forecast()[0];
    [run.steps[0], run.steps[3]] = [run.steps[3], run.steps[0]];
    return Math.abs(run.forecast()[0] - before);
  };
  expect(changeBySwap()).toBeGreaterThan(1e-4);
  const { offset, size } = network.parameters.list.find(({ name }) => name === "positions")!;
  run.values.fill(0, offset, offset + size);
  expect(changeBySwap()).toBeLessThan(1e-6);
});

it("a decoder's patch sees what is known ahead of it, not of later ones", () => {
  const shape = { context: 8, horizon: 6, inputs: 2, ahead: 1, outputs: 1 };
  const network = declareTransformer({ ...options, architecture: "encoder-decoder" }, shape);
  const run = recordNetwork(network, shape);
  // The linear path beside the network sees all of it.
  for (const { name, offset, size } of network.parameters.list) {
    if (name === "ahead.weight") run.values.fill(0, offset, offset + size);
  }
  const before = run.forecast().slice(0, 6);
  run.ahead[4] += 1;
  const after = run.forecast().slice(0, 6);
  // Patches of three steps: the fifth step ahead lies in the second.
  expect(after.slice(0, 3)).toEqual(before.slice(0, 3));
  expect(after.slice(3)).not.toEqual(before.slice(3));
});

it("heads that cannot share the width are refused with one that can be shared", () => {
  expect(() => createModel("transformer:width=30,heads=4")).toThrow("width=30");
});

it("a stride that leaves steps out is refused", () => {
  expect(() => createModel("transformer:patch=4,stride=5")).toThrow("stride=5 skips steps");
  expect(patchesOf(0, 9, 24).stride).toBe(3);
});

it("a patch longer than the window is warned of", async () => {
  expect(await oddities("transformer:width=4,patch=16,context=12")).toEqual([
    "transformer: patch=16 is longer than the window, whose 12 steps become one token",
  ]);
});
