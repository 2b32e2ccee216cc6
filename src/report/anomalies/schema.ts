import * as z from "zod";
import { count, defined, freq, season, source, version } from "../text/document.js";

const row = z.strictObject({
  ds: z.string(),
  y: defined.describe("null where nothing was observed"),
  expected: defined.describe("the one-step forecast"),
  lo: defined,
  hi: defined,
  score: defined.describe("y - expected in standard deviations of the errors"),
  kind: z.enum(["outlier", "shift"]).nullable().describe("null for what is no anomaly"),
});

/** What `foretell anomalies --format json` writes. */
export const anomaliesSchema = z.strictObject({
  schema: z.literal("foretell/anomalies@1"),
  version,
  source,
  freq,
  season,
  model: z.string(),
  level: z.number().describe("of the interval in percent"),
  judged: count.describe("observations that were compared with a forecast"),
  unjudged: count.describe("observations without a forecast"),
  anomalies: count,
  byChance: z.number().describe("anomalies that chance alone would make"),
  series: z.array(z.strictObject({ unique_id: z.string(), rows: z.array(row) })),
});
