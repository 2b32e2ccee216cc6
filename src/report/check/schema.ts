import * as z from "zod";
import { LEVELS } from "../../evaluation/check/findings.js";
import { count, defined, source, version } from "../text/document.js";

const level = z.enum(LEVELS);

const finding = z.strictObject({
  level: level.exclude(["same"]),
  kind: z.enum([
    ...(["metric", "forecast", "requirement", "data", "settings", "missing"] as const),
    ...(["obsolete", "fit", "leak", "time"] as const),
  ]),
  message: z.string(),
  metric: z.string().optional(),
  unique_id: z.string().optional().describe("* is the mean over series"),
  baseline: defined.optional(),
  now: defined.optional(),
});

/** What `foretell check --format json` and `--report json=FILE` write. */
export const checkSchema = z.strictObject({
  schema: z.literal("foretell/check@1"),
  version,
  baseline: z.strictObject({
    file: z.string(),
    version: z.string().nullable().describe("version of foretell that wrote it"),
  }),
  update: z.boolean().describe("whether the baseline was written"),
  verdict: level.describe("the worst of all findings; fail is exit code 1"),
  counts: z.partialRecord(level, count),
  models: z.array(
    z.strictObject({
      source,
      model: z.string().nullable().describe("null for findings about the source itself"),
      verdict: level,
      findings: z.array(finding),
      metrics: z.record(z.string(), defined),
      undefined: z.record(z.string(), z.string()).optional().describe("why metrics are null"),
    }),
  ),
});
