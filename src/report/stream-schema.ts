import * as z from "zod";
import { count, defined } from "./text/document.js";

/** A line of `foretell stream --format json`. */
export const streamSchema = z.strictObject({
  schema: z.literal("foretell/stream@1"),
  n: count.describe("observations so far"),
  ds: z.string().optional().describe("as it was written"),
  y: defined,
  error: defined.describe("forecast minus observation"),
  mae: defined,
  rmse: defined,
  mase: defined,
  forecast: z.array(defined).describe("the next observations"),
});
