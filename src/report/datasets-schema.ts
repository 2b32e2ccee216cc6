import * as z from "zod";

/** What `foretell datasets --format json` writes. */
export const datasetsSchema = z.strictObject({
  schema: z.literal("foretell/datasets@1"),
  datasets: z.array(
    z.strictObject({
      name: z.string(),
      title: z.string(),
      freq: z.string(),
      season: z.string().describe("observations in a season"),
      rows: z.string(),
      columns: z.string().describe("names, separated by spaces"),
    }),
  ),
});
