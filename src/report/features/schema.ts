import * as z from "zod";
import { count, defined, freq, season, source, texts, version } from "../text/document.js";

const values = z.array(defined);

/** What `foretell features --format json` writes. */
export const featuresSchema = z.strictObject({
  schema: z.literal("foretell/features@1"),
  version,
  source,
  freq,
  season,
  horizon: count.describe("rows ahead"),
  features: texts.describe("specs"),
  series: z.array(
    z.strictObject({
      unique_id: z.string(),
      ds: texts,
      y: values,
      columns: z.record(z.string(), values).describe("null where a feature is not known"),
    }),
  ),
});

/** What `foretell features --dtw-matrix --format json` writes. */
export const distancesSchema = z.strictObject({
  schema: z.literal("foretell/dtw-matrix@1"),
  version,
  source,
  unique_id: texts,
  distances: z.array(z.array(z.number())).describe("a row and a column for each series"),
});
