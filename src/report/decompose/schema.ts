import * as z from "zod";
import { count, defined, freq, source, texts, version } from "../text/document.js";

const values = z.array(defined);

/** What `foretell decompose --format json` writes. */
export const decomposeSchema = z.strictObject({
  schema: z.literal("foretell/decompose@1"),
  version,
  source,
  freq,
  multiplicative: z.boolean().describe("the parts are factors rather than terms"),
  series: z.array(
    z.strictObject({
      unique_id: z.string(),
      ds: texts,
      y: values,
      trend: values,
      seasons: z.array(
        z.strictObject({ length: count, strength: defined.describe("from 0 to 1"), values }),
      ),
      remainder: values,
      adjusted: values.describe("y without its seasons"),
      trendStrength: defined.describe("from 0 to 1"),
    }),
  ),
});
