import * as z from "zod";
import {
  count,
  defined,
  failures,
  freq,
  numbers,
  season,
  source,
  texts,
  undefinedMetric,
  version,
} from "../text/document.js";
import { scoreSchema } from "../text/score-schema.js";

/** What `foretell backtest --format json` writes. */
export const backtestSchema = z.strictObject({
  schema: z.literal("foretell/backtest@1"),
  version,
  source,
  test: z.string().nullable().describe("the test file; null where the last rows were held back"),
  freq,
  irregular: z.literal(true).optional().describe("dates are not evenly spaced"),
  season,
  horizon: count,
  folds: count,
  step: count.nullable().describe("rows from one fold to the next"),
  window: z.enum(["expanding", "sliding"]).nullable(),
  refit: count.describe("folds from one fit to the next"),
  cutoffs: z
    .array(z.union([z.string(), texts]))
    .describe(
      "last date before each fold, the oldest first; one for each series where they differ",
    ),
  seed: count,
  fastMath: z
    .literal(true)
    .optional()
    .describe("networks were computed with --fast-math, and other machines may give other digits"),
  levels: numbers,
  models: texts.describe("the best first"),
  rankedBy: z.string().optional(),
  scores: z.array(scoreSchema),
  undefined: z
    .array(z.strictObject({ model: z.string(), ...undefinedMetric.shape }))
    .describe("why metrics are null"),
  comparison: z
    .strictObject({
      models: texts,
      statistic: defined.describe("below 0 where the first has the smaller errors"),
      pValue: defined.describe("two-sided; null where there are too few errors to tell"),
      n: count,
      over: z.enum(["folds", "series"]),
      series: count,
      needed: count.describe("folds with which single series can be compared"),
    })
    .optional()
    .describe("Diebold-Mariano test of the best two models"),
  interrupted: z.strictObject({ model: z.string(), folds: count.optional() }).optional(),
  failures,
});
