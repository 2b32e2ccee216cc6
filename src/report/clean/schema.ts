import * as z from "zod";
import { defined, freq, source, texts, version } from "../text/document.js";

/** What `foretell clean --format json` writes. */
export const cleanSchema = z.strictObject({
  schema: z.literal("foretell/clean@1"),
  version,
  source,
  freq,
  series: z.array(
    z.strictObject({
      unique_id: z.string(),
      ds: texts,
      y: z.array(defined),
      changes: z.array(
        z.strictObject({
          ds: z.string(),
          was: defined.describe("null where nothing was observed"),
          now: z.number(),
          why: z.enum(["outlier", "gap"]),
        }),
      ),
    }),
  ),
});
