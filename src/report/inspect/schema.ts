import * as z from "zod";
import { count, defined, freq, season, source, texts, version } from "../text/document.js";

const stamp = z.union([z.string(), z.number()]);

const reading = z.strictObject({
  rows: count,
  ahead: count.optional().describe("rows after the last observations, which hold plans"),
  time: z.string().optional().describe("column of dates"),
  targets: texts.describe("columns that are forecast"),
  id: z.string().optional().describe("column that names the series"),
  frequencyFrom: z.enum(["told", "inferred", "no dates"]),
  seasonFrom: z.enum(["told", "found", "frequency"]),
  tz: z.string().optional(),
  horizon: count.optional().describe("steps ahead that the file itself asks for"),
  dialect: texts.describe("how the file is written where it is not plain CSV"),
  decisions: z.array(
    z.strictObject({
      role: z.enum(["time", "target", "id"]),
      column: z.string(),
      as: z.string().optional(),
      instead: texts.optional(),
      others: z.array(z.strictObject({ column: z.string(), because: z.string() })),
    }),
  ),
});

const series = z.strictObject({
  unique_id: z.string(),
  start: stamp,
  end: stamp,
  rows: count,
  missing: count,
  zeros: count,
  negative: count,
  min: defined,
  mean: defined,
  max: defined,
  intervals: z
    .strictObject({
      shortest: z.number(),
      lower: z.number(),
      median: z.number(),
      upper: z.number(),
      longest: z.number(),
    })
    .optional()
    .describe("milliseconds between dates, where they are irregular"),
  trend: z.strictObject({ slope: defined.describe("change a step"), r2: defined }),
  recent: count.describe("latest observations that the fields below describe"),
  seasonal: z.boolean().describe("whether the season is more than chance"),
  spectrum: z.strictObject({
    periods: z.array(
      z.strictObject({
        period: z.number(),
        power: z.number(),
        share: z.number(),
        pValue: z.number(),
      }),
    ),
    bands: z.array(
      z.strictObject({ shortest: z.number(), longest: z.number(), share: z.number() }),
    ),
    entropy: defined.describe("0 for a sine, 1 for white noise"),
    seasons: z.array(z.strictObject({ length: count, strength: z.number(), z: defined })),
  }),
  acf: z.array(defined).describe("autocorrelation from lag 0 on, without the trend"),
  outliers: z.array(z.strictObject({ ds: stamp, y: z.number(), expected: z.number() })),
});

const description = z.strictObject({
  column: z.string(),
  group: z.string().nullable(),
  count,
  missing: count,
  mean: defined,
  std: defined,
  min: defined,
  q25: defined,
  median: defined,
  q75: defined,
  max: defined,
});

const regimes = z.strictObject({
  unique_id: z.string(),
  states: z.array(
    z.strictObject({ mean: defined, deviation: defined, share: defined, duration: defined }),
  ),
  path: z.array(count.nullable()).describe("state of each observation"),
});

const neighbours = z.strictObject({
  unique_id: z.string(),
  nearest: z.array(z.strictObject({ unique_id: z.string(), distance: z.number() })),
});

/** What `foretell inspect --format json` writes. */
export const inspectSchema = z.strictObject({
  schema: z.literal("foretell/inspect@1"),
  version,
  source,
  freq,
  irregular: z.literal(true).optional().describe("dates are not evenly spaced"),
  season,
  reading: reading.optional(),
  assumed: texts.describe("what was odd in the data, and what was assumed"),
  unused: z
    .strictObject({
      ahead: z
        .array(
          z.strictObject({
            column: z.string(),
            steps: count.describe("rows known beyond the last observation"),
          }),
        )
        .describe("columns that are known ahead"),
      partly: z
        .array(
          z.strictObject({
            column: z.string(),
            steps: count.describe("rows known beyond the last observation, where there are some"),
            series: count.describe("series in which it is known ahead"),
          }),
        )
        .describe("columns that are known ahead in some series only"),
      past: texts.describe("columns that end with the observations"),
      static: texts.describe("columns that do not change within a series"),
    })
    .describe("columns of numbers that have no role, though they might explain the target"),
  series: z.array(series),
  describe: z.strictObject({ by: z.string().nullable(), columns: z.array(description) }).optional(),
  regimes: regimes.optional(),
  neighbours: neighbours.optional(),
  command: z
    .string()
    .optional()
    .describe("the forecast of these data, with what was found spelt out"),
});
