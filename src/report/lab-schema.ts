import * as z from "zod";
import { count, version } from "./text/document.js";

/** What `foretell lab --format json` writes. */
export const labSchema = z.strictObject({
  schema: z.literal("foretell/lab@1"),
  version,
  experiment: z.string(),
  length: count.describe("shortest sequences, in steps"),
  limit: count.describe("most sequences of a trial"),
  squash: z.enum(["narrow", "wide"]),
  output: z.enum(["linear", "sigmoid"]),
  paper: z
    .strictObject({
      table: count,
      length: count,
      sequences: count,
      wrong: count.optional(),
    })
    .nullable()
    .describe("the paper's figure for this length"),
  differs: z.string().describe("how the set-up differs from the paper's"),
  runs: z.array(
    z.strictObject({
      cell: z.string(),
      rule: z.string(),
      trials: z.array(
        z.strictObject({
          seed: count,
          solved: z.boolean(),
          sequences: count.describe("sequences presented"),
          wrongBefore: z.number().describe("share of the last training sequences"),
          wrong: count.describe("new sequences answered wrongly"),
          error: z.number().describe("mean absolute error over the new sequences"),
          weights: count,
        }),
      ),
    }),
  ),
});
