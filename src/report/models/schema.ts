import * as z from "zod";
import { count, numbers, texts, version } from "../text/document.js";

const value = z.union([z.number(), z.boolean(), z.string(), numbers, texts]);

const option = z.strictObject({
  name: z.string().describe("as in a spec: lstm:hidden=64"),
  type: z
    .enum(["integer", "number", "boolean", "choice", "integers", "numbers", "choices", "words"])
    .describe("how it is written: lists as 1-1-1, words as DE+US"),
  default: value.nullable().describe("null where the model decides"),
  min: z.number().optional(),
  max: z.number().optional(),
  choices: texts.optional(),
  words: z.record(z.string(), z.number().nullable()).optional().describe("words for numbers"),
  length: count.optional().describe("how many values a list must have"),
  meaning: z.string(),
});

/** What `foretell models --format json` writes. */
export const modelsSchema = z.strictObject({
  schema: z.literal("foretell/models@1"),
  version,
  models: z.array(
    z.strictObject({
      model: z.string(),
      summary: z.string(),
      default: z.boolean().describe("whether it is used where none is named"),
      speed: z
        .enum(["instant", "seconds", "slow"])
        .describe("for one series of a few hundred observations"),
      learns: z.enum(["each series", "all series"]).describe("what one fit is made of"),
      exogenous: z.boolean().describe("whether it uses exogenous columns"),
      static: z.boolean().describe("whether it uses columns with one value a series"),
      gaps: z.boolean().describe("takes missing values as they are; others get them filled"),
      irregular: z
        .enum(["yes", "if refused", "no"])
        .describe("takes dates that are not evenly spaced; if refused: only where no grid fits"),
      growth: z.boolean().describe("whether forecasts of a series that grows go on growing"),
      intervals: z.enum(["own", "past errors"]).describe("what intervals are made from"),
      options: z.array(option),
    }),
  ),
});
