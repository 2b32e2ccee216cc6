import * as z from "zod";

/** What `foretell config --format json` writes. */
export const configSchema = z.strictObject({
  schema: z.literal("foretell/config@1"),
  config: z.array(
    z.strictObject({
      option: z.string().describe("the flag, or source"),
      value: z.string(),
      from: z.string().describe("file:line and the section of the settings, or default"),
    }),
  ),
});
