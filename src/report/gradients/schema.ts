import * as z from "zod";
import { count, defined, numbers, source, texts, version } from "../text/document.js";

const cell = z.strictObject({
  model: z.string(),
  phase: z.enum(["initial", "training", "trained"]),
  steps: count.describe("length of the window"),
  epoch: count,
  of: z.enum(["states", "inputs"]).describe("what the gradient is taken with respect to"),
  stride: count.describe("steps between two norms"),
  hidden: z.array(defined).describe("gradient norm at each step, oldest first"),
  cell: z.array(defined).describe("the same of inner states; empty where there are none"),
  decay: defined.describe("factor a step back"),
  halfLife: defined.describe("steps until the norm halves; null where it does not fall"),
  reach: count.describe("steps back until 0.1 % of the gradient is left"),
  growth: defined.describe("largest norm over the last step's"),
  verdict: z.enum(["vanishing", "stable", "exploding"]),
  advice: z.string().optional(),
  layers: z.array(defined).describe("norm of each layer, the lowest first"),
  layerNames: texts,
  layerSteps: z.array(z.array(defined)),
  spectralRadius: defined.optional(),
  saturated: defined.optional().describe("share of gates close to either end"),
  slope: defined.optional().describe("mean derivative of the gates"),
  gates: z.record(z.string(), z.array(numbers)).optional(),
});

const training = z.strictObject({
  model: z.string(),
  steps: count,
  epochs: count,
  loss: defined,
  validationLoss: defined,
  parameters: count,
  recalled: defined.optional().describe("share of the variance recalled in the synthetic task"),
  norms: z.array(
    z.strictObject({ epoch: count, hidden: z.array(defined), cell: z.array(defined) }),
  ),
});

/** What `foretell gradients --format json` writes. */
export const gradientsSchema = z.strictObject({
  schema: z.literal("foretell/gradients@1"),
  version,
  source,
  seed: count,
  activations: z
    .array(z.strictObject({ activation: z.string(), largestDerivative: z.number() }))
    .optional(),
  cells: z.array(cell).describe("before and after training"),
  training: z.array(training),
});
