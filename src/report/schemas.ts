import * as z from "zod";
import { anomaliesSchema } from "./anomalies/schema.js";
import { backtestSchema } from "./backtest/schema.js";
import { benchmarkSchema, longHorizonSchema } from "./benchmark/schema.js";
import { checkSchema } from "./check/schema.js";
import { cleanSchema } from "./clean/schema.js";
import { configSchema } from "./config-schema.js";
import { datasetsSchema } from "./datasets-schema.js";
import { decomposeSchema } from "./decompose/schema.js";
import { doctorSchema } from "./doctor-schema.js";
import { distancesSchema, featuresSchema } from "./features/schema.js";
import { forecastSchema } from "./forecast/schema.js";
import { gradientsSchema } from "./gradients/schema.js";
import { inspectSchema } from "./inspect/schema.js";
import { labSchema } from "./lab-schema.js";
import { modelsSchema } from "./models/schema.js";
import { scoresSchema } from "./score/schema.js";
import { streamSchema } from "./stream-schema.js";
import { messageSchema } from "./text/message-schema.js";

/**
 * The schema of every JSON document, by its name: `forecast` of `foretell/forecast@1`; `message` is a line on
 * stderr.
 */
export const documents = {
  forecast: forecastSchema,
  backtest: backtestSchema,
  inspect: inspectSchema,
  score: scoresSchema,
  check: checkSchema,
  stream: streamSchema,
  decompose: decomposeSchema,
  anomalies: anomaliesSchema,
  clean: cleanSchema,
  features: featuresSchema,
  "dtw-matrix": distancesSchema,
  gradients: gradientsSchema,
  benchmark: benchmarkSchema,
  "benchmark-ltsf": longHorizonSchema,
  lab: labSchema,
  models: modelsSchema,
  datasets: datasetsSchema,
  config: configSchema,
  doctor: doctorSchema,
  message: messageSchema,
} as const satisfies Readonly<Record<string, z.ZodType>>;

export type DocumentName = keyof typeof documents;

/** The JSON Schema (draft 2020-12) of a document. */
export function jsonSchemaOf(name: DocumentName): Readonly<Record<string, unknown>> {
  const { $schema, ...schema } = z.toJSONSchema(documents[name]);
  return { $schema, title: `foretell/${name}@1`, ...schema };
}
