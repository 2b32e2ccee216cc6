import { READING_NAMES } from "../../data/source/reading-options.js";
import {
  BASELINE_SCHEMA,
  type Baseline,
  type BaselineModel,
  type BaselineSource,
} from "./baseline.js";
import type { Measured, Recorded } from "./measurement.js";

/** JSON with one record a line and keys always in the same order, so that diffs can be read. */
export function formatBaseline({ version, rules, sources }: Baseline): string {
  const { tolerance, warn, require, timeBudget, perSeries, exact } = rules;
  const of = <T>(
    records: (source: BaselineSource, model: BaselineModel) => readonly T[],
    write: (record: T) => object,
  ) =>
    sources.flatMap((source) =>
      source.models.flatMap((model) =>
        records(source, model).map((record) => ({
          source: source.source,
          model: model.spec,
          ...write(record),
        })),
      ),
    );
  const lists: Record<string, readonly object[]> = {
    data: sources.map(({ source, reading, features, sha256, models, ...how }) => {
      const { horizon, seed, levels, intervals = "native", folds = 1, step } = how;
      return {
        source,
        ...{ horizon, seed, levels, sha256 },
        // What is usual is left out, so that older baselines stay as they are.
        ...(intervals !== "native" && { intervals }),
        ...(folds > 1 && { folds, step }),
        ...(features.length > 0 && { features }),
        ...Object.fromEntries(READING_NAMES.map((name) => [name, reading[name]])),
        models: models.map(({ spec }) => spec),
      };
    }),
    scores: of(
      (_, { measurement }) => measurement.scores,
      ({ unique_id, metrics }: Measured) => ({ unique_id, ...metrics }),
    ),
    forecasts: of(
      (_, { measurement }) => measurement.forecasts,
      ({ unique_id, sha256, mean }: Recorded) => ({ unique_id, sha256, mean }),
    ),
  };
  const lines = [
    `"schema": ${JSON.stringify(BASELINE_SCHEMA)}`,
    `"version": ${JSON.stringify(version)}`,
    `"rules": ${JSON.stringify({ tolerance, warn, require, timeBudget, perSeries, exact })}`,
    ...Object.entries(lists).map(
      ([name, records]) =>
        `"${name}": [\n${records.map((record) => `  ${JSON.stringify(record)}`).join(",\n")}\n]`,
    ),
  ];
  return `{\n${lines.join(",\n")}\n}\n`;
}

/** Line from 1 on of a model's scores, or where there are none of its source's data. */
export function lineOf(text: string, source: string, model: string | undefined): number {
  const lines = text.split("\n");
  const start = `  {"source":${JSON.stringify(source)}`;
  const place =
    model === undefined
      ? -1
      : lines.findIndex((line) => line.startsWith(`${start},"model":${JSON.stringify(model)}`));
  return 1 + Math.max(0, place < 0 ? lines.findIndex((line) => line.startsWith(start)) : place);
}
