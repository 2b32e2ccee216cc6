import * as z from "zod";

/** What `foretell doctor --format json` writes. */
export const doctorSchema = z.strictObject({
  schema: z.literal("foretell/doctor@1"),
  doctor: z.array(
    z.strictObject({
      what: z.string(),
      verdict: z.enum(["ok", "note", "fault"]),
      found: z.string(),
      advice: z.string().describe("what to do; empty where nothing has to be done"),
    }),
  ),
});
