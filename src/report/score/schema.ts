import * as z from "zod";
import { count, freq, season, texts, version } from "../text/document.js";
import { scoreSchema } from "../text/score-schema.js";

const dated = z.array(z.strictObject({ unique_id: z.string(), ds: z.string() }));

/** What `foretell score --format json` writes. */
export const scoresSchema = z.strictObject({
  schema: z.literal("foretell/score@1"),
  version,
  forecasts: z.string().describe("file of the forecasts"),
  actuals: z.string().describe("file of the observations"),
  freq,
  season,
  models: texts.describe("the best first"),
  rankedBy: z.string(),
  compared: z.record(z.string(), count).describe("observations that were forecast, by model"),
  scores: z.array(scoreSchema.omit({ owa: true, seconds: true })),
  unmatched: z.strictObject({
    unobserved: dated.describe("forecasts without an observation"),
    unforecast: dated.describe("observations without a forecast"),
    seriesOnlyInForecasts: texts,
    seriesOnlyInActuals: texts,
  }),
});
