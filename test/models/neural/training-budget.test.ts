import { expect, it } from "vitest";
import { chooseBudget } from "../../../src/models/neural/training-budget.js";

const open = { epochs: 0, batch: 0, schedule: "auto" } as const;

it("goes through one short series two hundred times", () => {
  expect(chooseBudget(100, open)).toEqual({
    epochs: 200,
    batch: 32,
    samples: 100,
    schedule: "constant",
  });
});

it("draws from many windows at a falling rate", () => {
  const { epochs, batch, samples, schedule } = chooseBudget(100_000, open);
  expect([batch, samples, schedule]).toEqual([128, 16_384, "cosine"]);
  expect(epochs).toBeLessThan(30);
});

it("does what was asked for", () => {
  const asked = { epochs: 3, batch: 8, schedule: "step" } as const;
  expect(chooseBudget(100_000, asked)).toMatchObject(asked);
});
