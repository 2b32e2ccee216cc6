import * as z from "zod";
import { count, defined } from "./document.js";

const byLevel = z.record(z.string(), defined);

/** A line of scores, see {@link ScoreRow}. */
export const scoreSchema = z.strictObject({
  model: z.string(),
  unique_id: z.string().describe("* is the mean over series"),
  step: count.optional().describe("steps ahead; absent for all of them together"),
  n: count.describe("series that were averaged"),
  mae: defined,
  rmse: defined,
  mape: defined.describe("percent"),
  smape: defined.describe("percent, 0 to 200"),
  mase: defined.describe("below 1 is better than seasonal naive within the training part"),
  rmsse: defined,
  bias: defined.describe("forecast minus observation: above 0 where forecasts are too high"),
  pinball: defined,
  crps: defined,
  owa: defined.optional().describe("below 1 is better than Naive2"),
  wape: defined.optional().describe("percent"),
  coverage: byLevel.describe("share of observations within the interval, by level"),
  width: byLevel.describe("mean width of the interval, by level"),
  winkler: byLevel.describe("Winkler score of the interval, by level"),
  seconds: z.number().optional().describe("time to fit and forecast"),
});
