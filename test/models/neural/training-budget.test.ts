import { expect, it } from "vitest";
import { chooseBudget } from "../../../src/models/neural/training-budget.js";

const open = { epochs: 0, batch: 0, schedule: "auto", patience: 0 } as const;

it("goes through one short series two hundred times", () => {
  expect(chooseBudget(100, open)).toEqual({
    epochs: 200,
    batch: 32,
    samples: 100,
    schedule: "constant",
    patience: 6,
  });
});

it("draws from many windows at a falling rate", () => {
  const { epochs, batch, samples, schedule } = chooseBudget(200_000, open);
  expect([batch, samples, schedule]).toEqual([128, 16_384, "cosine"]);
  expect((epochs * samples) / batch).toBeGreaterThan(2900);
});

it("takes few steps over the overlapping windows of one long series", () => {
  const { epochs, batch, samples, schedule, patience } = chooseBudget(9_000, open);
  expect([batch, samples, schedule]).toEqual([64, 9_000, "cosine"]);
  expect(patience).toBe(epochs);
  expect((epochs * samples) / batch).toBeGreaterThan(400);
  expect((epochs * samples) / batch).toBeLessThan(700);
});

it("does what was asked for", () => {
  const asked = { epochs: 3, batch: 8, schedule: "step", patience: 2 } as const;
  expect(chooseBudget(100_000, asked)).toMatchObject(asked);
});
