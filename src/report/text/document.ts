import * as z from "zod";

/**
 * Parts of the schemas of JSON documents. A document's own schema stands beside the report that it is
 * written from; the compiler and a test hold the two together.
 */

/** A document as its writer makes it: typed by its schema, NaN standing for what JSON writes as null. */
export type DocumentOf<S extends z.ZodType> = ReadOnly<z.input<S>>;

type ReadOnly<T> = T extends readonly (infer Item)[]
  ? readonly ReadOnly<Item>[]
  : T extends object
    ? { readonly [Key in keyof T]: ReadOnly<T[Key]> }
    : T;

/** A whole number from 0 on. */
export const count = z.number().meta({ type: "integer", minimum: 0 });

/** A number, or null where it is not defined. */
export const defined = z.number().nullable();

export const numbers = z.array(z.number());

export const texts = z.array(z.string());

export const version = z.string().describe("version of foretell that wrote it");

export const source = z
  .string()
  .describe("path, - for stdin, or name of the bundled dataset that was read");

export const freq = z.string().describe("time between observations, such as MS, W-SUN or 15min");

export const season = count.describe("observations in a season, 1 for none");

/** What could not be fitted. */
export const failures = z.array(z.strictObject({ model: z.string(), message: z.string() }));

/** Why metrics of a model are null, and in how many forecasts and series. */
export const undefinedMetric = z.strictObject({
  metric: z.string(),
  reason: z.string(),
  forecasts: count.describe("forecasts for which the metric has no value"),
  of: count.describe("forecasts in all"),
  series: count,
  example: z.string().describe("unique_id of one of the series"),
});
