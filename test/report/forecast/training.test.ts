import { expect, it } from "vitest";
import { trainingSummary } from "../../../src/report/forecast/training.js";

it("what trees were grown from is told by its share in their gain, the largest first", () => {
  const training = { epochs: 60, loss: 0.15, validationLoss: 0.16, parameters: 9000 };
  const shares = [0.41, 0.3, 0.2, 0.06, 0.03];
  const importance = shares.map((share, k) => ({ input: `lag ${k + 2}`, share }));
  expect(trainingSummary({ label: "boosted-trees", training: { ...training, importance } })).toBe(
    "boosted-trees: 60 trees, loss 0.150, validation 0.160; gain from lag 2 41 %, lag 3 30 %, lag 4 20 %, lag 5 6 %",
  );
});
