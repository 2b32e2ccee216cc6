import * as z from "zod";
import {
  count,
  defined,
  failures,
  numbers,
  season,
  source,
  undefinedMetric,
  version,
} from "../text/document.js";

/** What `foretell benchmark m3|m4 --format json` writes. */
export const benchmarkSchema = z.strictObject({
  schema: z.literal("foretell/benchmark@1"),
  version,
  competition: z.string(),
  seed: count,
  periods: z.array(z.strictObject({ name: z.string(), season, horizon: count, n: count })),
  published: z.string().nullable().describe("where the published figures are from"),
  methods: z.array(
    z.strictObject({
      method: z.string(),
      by: z.enum(["foretell", "published"]),
      seconds: z.number().optional(),
      scores: z.array(
        z.strictObject({
          period: z.string(),
          n: count,
          smape: defined,
          mase: defined,
          owa: defined,
          intervals: z
            .strictObject({
              crps: defined.describe("in units of MASE"),
              coverage: z.array(z.strictObject({ level: z.number(), share: defined })),
            })
            .optional(),
        }),
      ),
    }),
  ),
  undefined: z.array(z.strictObject({ method: z.string(), ...undefinedMetric.shape })),
  failures,
});

const error = { mse: z.number(), mae: z.number() };

/** What `foretell benchmark ltsf --format json` writes. */
export const longHorizonSchema = z.strictObject({
  schema: z.literal("foretell/benchmark-ltsf@1"),
  version,
  source,
  seed: count,
  split: z.strictObject({ training: count, validation: count, test: count }),
  series: count,
  horizons: numbers,
  threads: count,
  models: z.array(
    z.strictObject({
      model: z.string(),
      spec: z.string(),
      scores: z.array(z.strictObject({ horizon: count, n: count, ...error, seconds: z.number() })),
    }),
  ),
  published: z.array(
    z.strictObject({
      method: z.string(),
      context: count.describe("steps of the input window"),
      source: z.string(),
      scores: z.array(z.strictObject({ horizon: count, ...error })),
    }),
  ),
  failures,
});
