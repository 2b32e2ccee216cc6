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
  version,
} from "../text/document.js";

const test = { statistic: z.number(), degrees: count, p: z.number() };

const diagnostics = z
  .strictObject({
    description: z.string().describe("the fitted form, such as ETS(A,N,A)"),
    coefficients: z.array(
      z.strictObject({
        name: z.string(),
        value: defined,
        error: defined.describe("standard error"),
      }),
    ),
    measures: z.record(z.string(), defined).describe("log-likelihood, information criteria, …"),
    ljungBox: z.strictObject({ lags: count, ...test }).nullable(),
    jarqueBera: z.strictObject(test).nullable(),
  })
  .describe("estimates and tests of the residuals");

const holdout = z
  .strictObject({
    h: count.describe("observations held back"),
    mae: defined,
    rmse: defined,
    smape: defined,
    mase: defined,
    undefined: z.record(z.string(), z.string()).optional().describe("why metrics are null"),
  })
  .describe("how well the last observations would have been forecast");

const series = z.strictObject({
  unique_id: z.string(),
  model: z.string(),
  cutoff: z.string().describe("date of the last observation"),
  ds: texts.describe("dates of the forecasts"),
  mean: numbers.describe("the forecasts, in units of y"),
  intervals: z
    .record(z.string(), z.strictObject({ lo: numbers, hi: numbers }))
    .describe("by level in percent; empty where a model gives none"),
  quantiles: z.record(z.string(), numbers).optional().describe("by probability"),
  samples: z.array(numbers).optional().describe("sample paths"),
  total: z
    .strictObject({
      mean: z.number(),
      intervals: z.record(z.string(), z.strictObject({ lo: z.number(), hi: z.number() })),
      quantiles: z.record(z.string(), z.number()).optional().describe("by probability"),
    })
    .optional()
    .describe("the sum over the horizon"),
  diagnostics: diagnostics.nullable(),
  holdout: holdout.nullable().describe("null for a series that is too short"),
  warnings: texts,
});

const solverWork = z.strictObject({ evaluations: count, accepted: count, rejected: count });

const training = z.strictObject({
  epochs: count,
  loss: defined,
  validationLoss: defined,
  parameters: count,
  receptive: z.strictObject({ field: count, window: count }).optional(),
  importance: z.array(z.strictObject({ input: z.string(), share: z.number() })).optional(),
  solver: z.strictObject({ forward: solverWork, backward: solverWork }).optional(),
});

const selection = z.strictObject({
  series: count,
  kind: z.enum(["regular", "intermittent"]),
  origins: count.describe("past origins from which candidates were judged"),
  columns: texts.describe("exogenous columns that there are"),
  columnsUsed: z.boolean().describe("whether they helped"),
  candidates: z.array(
    z.strictObject({
      spec: z.string(),
      columns: z.boolean(),
      weight: z.number(),
      loss: defined.describe("in units of the mean of all candidates"),
      steps: z.array(defined).describe("the loss at each step ahead"),
      failure: z.string().optional(),
      seconds: z.number().optional(),
    }),
  ),
});

const gradientFlow = z.strictObject({
  of: z.enum(["states", "inputs"]),
  stride: count,
  norms: numbers.describe("oldest step first"),
  reach: count.describe("steps back until 0.1 % of the gradient is left"),
  verdict: z.enum(["vanishing", "stable", "exploding"]),
  layers: z.record(z.string(), z.number()),
});

/** What `foretell forecast --format json` writes. */
export const forecastSchema = z.strictObject({
  schema: z.literal("foretell/forecast@1"),
  version,
  source,
  freq,
  irregular: z.literal(true).optional().describe("dates are not evenly spaced"),
  season,
  horizon: count.describe("steps ahead"),
  seed: count,
  fastMath: z
    .literal(true)
    .optional()
    .describe("networks were computed with --fast-math, and other machines may give other digits"),
  levels: numbers.describe("levels of the intervals in percent"),
  quantiles: numbers.optional(),
  samples: count.optional(),
  models: texts,
  series: z.array(series).describe("one for each series and model"),
  training: z.record(z.string(), training).describe("of networks and trees, by model"),
  selection: z
    .record(z.string(), z.array(selection))
    .optional()
    .describe("how auto and ensembles were put together, by model"),
  gradientFlow: z.record(z.string(), gradientFlow).describe("of networks, by model"),
  failures: failures.optional(),
});
