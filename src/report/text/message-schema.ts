import * as z from "zod";
import { count } from "./document.js";

const error = z.strictObject({
  code: z
    .enum(["usage", "data", "fit", "interrupted", "internal"])
    .describe("the exit code in a word: 2, 3, 4, 130 and 70"),
  message: z.string(),
  model: z.string().optional().describe("the one that could not be fitted; others are forecast"),
  file: z.string().optional().describe("stdin for what was piped in"),
  line: count.optional().describe("from 1"),
  column: count.optional().describe("first character at fault, from 1"),
  text: z.string().optional().describe("the line or spec that column counts in"),
  hint: z.string().optional().describe("what to do"),
  stack: z.string().optional(),
});

const told = z.strictObject({ message: z.string() });

/** A line on stderr with `--format json`. */
export const messageSchema = z.union([
  z.strictObject({ error }),
  z.strictObject({ warning: told.describe("what was odd in the data, and what was assumed") }),
  z.strictObject({ note: told.describe("how the work goes on") }),
]);
