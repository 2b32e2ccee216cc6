import { jsonFault } from "../../data/format/json-error.js";
import { READING, READING_NAMES, type ReadingOption } from "../../data/source/reading-options.js";
import { DataError, type SourceLocation, UsageError } from "../../errors.js";
import { INTERVALS } from "../../models/intervals/kinds.js";
import type { State } from "../../models/model.js";
import {
  choiceOf,
  fieldsOf,
  InvalidState,
  listOf,
  numberOf,
  textOf,
  wholeOf,
} from "../../models/state-reader.js";
import {
  BASELINE_SCHEMA,
  type Baseline,
  type BaselineSource,
  type TableOptions,
} from "./baseline.js";
import { repeatedKey } from "./json-duplicate-keys.js";
import type { Measured, Recorded } from "./measurement.js";
import { parseRules, type RuleTexts } from "./rules.js";

/**
 * @param file how messages call it
 * @throws DataError when that is no baseline, or one of another version
 */
export function parseBaseline(text: string, file: string): Baseline {
  const refuse = (message: string, location: SourceLocation = { file }) =>
    new DataError(message, {
      hint: "Remove it and write it anew: foretell check … --update.",
      location,
    });
  const fault = jsonFault(new TextEncoder().encode(text), file);
  if (fault) throw refuse(`not JSON: ${fault.reason}`, fault.location);
  const repeated = repeatedKey(text);
  if (repeated) {
    const { key, line } = repeated;
    throw refuse(`not a baseline: "${key}" is given twice`, { file, line });
  }
  const json: State = JSON.parse(text);
  try {
    return baselineOf(json);
  } catch (error) {
    if (error instanceof InvalidState) throw refuse(`not a baseline: ${error.message}`);
    throw error;
  }
}

function baselineOf(json: State): Baseline {
  const fields = fieldsOf(json, "it");
  if (fields.schema !== BASELINE_SCHEMA)
    throw new InvalidState(`its schema is not ${BASELINE_SCHEMA}`);
  const scores = grouped(fields.scores, "scores", (record, what): Measured => {
    const { source: _, model: __, unique_id, ...metrics } = record;
    return {
      unique_id: textOf(unique_id, `${what}.unique_id`),
      metrics: Object.fromEntries(
        Object.entries(metrics).map(([name, value]) => [
          name,
          numberOrNull(value, `${what}.${name}`),
        ]),
      ),
    };
  });
  const forecasts = grouped(
    fields.forecasts,
    "forecasts",
    (record, what): Recorded => ({
      unique_id: textOf(record.unique_id, `${what}.unique_id`),
      sha256: textOf(record.sha256, `${what}.sha256`),
      mean: listOf(record.mean, `${what}.mean`, anyNumber),
    }),
  );
  const sources = listOf(fields.data, "data", (item, what): BaselineSource => {
    const record = fieldsOf(item, what);
    requireOnly(record, what, [...SETTINGS, ...READING_NAMES]);
    const source = textOf(record.source, `${what}.source`);
    return {
      source,
      reading: readingOf(record, what),
      horizon: wholeOf(record.horizon, `${what}.horizon`, 1, 1e6),
      seed: wholeOf(record.seed, `${what}.seed`, 0, 2 ** 32 - 1),
      levels: listOf(record.levels, `${what}.levels`, levelOf),
      ...(record.intervals !== undefined && {
        intervals: choiceOf(record.intervals, `${what}.intervals`, INTERVALS),
      }),
      ...(record.folds !== undefined && {
        folds: wholeOf(record.folds, `${what}.folds`, 2, 1e4),
      }),
      ...(record.step !== undefined && { step: wholeOf(record.step, `${what}.step`, 1, 1e6) }),
      features: listOf(record.features ?? [], `${what}.features`, textOf),
      sha256: textOf(record.sha256, `${what}.sha256`),
      models: listOf(record.models, `${what}.models`, textOf).map((spec) => ({
        spec,
        measurement: {
          scores: scores.get(keyOf(source, spec)) ?? [],
          forecasts: forecasts.get(keyOf(source, spec)) ?? [],
        },
      })),
    };
  });
  if (new Set(sources.map(({ source }) => source)).size < sources.length) {
    throw new InvalidState("data names a source twice");
  }
  requireWhole(sources, scores, forecasts);
  return { version: textOf(fields.version, "version"), rules: rulesOf(fields.rules), sources };
}

/** Makes sure that nothing was lost or left in a merge: what has no record would never be compared. */
function requireWhole(
  sources: readonly BaselineSource[],
  scores: ReadonlyMap<string, readonly Measured[]>,
  forecasts: ReadonlyMap<string, readonly Recorded[]>,
): void {
  const named = new Set<string>();
  for (const { source, models } of sources) {
    for (const { spec, measurement } of models) {
      const whose = `${spec} on ${source}`;
      const forecast = new Set(measurement.forecasts.map(({ unique_id }) => unique_id));
      const scored = new Set(measurement.scores.map(({ unique_id }) => unique_id));
      if (forecast.size === 0) throw new InvalidState(`forecasts have none of ${whose}`);
      if (!scored.delete("*")) throw new InvalidState(`scores have no * of ${whose}`);
      for (const id of scored) {
        if (!forecast.has(id)) throw new InvalidState(`forecasts have no ${id} of ${whose}`);
      }
      // The mean of an only series is its own.
      for (const id of forecast.size > 1 ? forecast : []) {
        if (!scored.has(id)) throw new InvalidState(`scores have no ${id} of ${whose}`);
      }
      named.add(keyOf(source, spec));
    }
  }
  for (const [name, records] of Object.entries({ scores, forecasts })) {
    for (const key of records.keys()) {
      if (named.has(key)) continue;
      const [source, spec] = JSON.parse(key);
      throw new InvalidState(`${name} have ${spec} on ${source}, which data do not name`);
    }
  }
}

/** Records by source and model. */
function grouped<T extends { readonly unique_id: string }>(
  value: State | undefined,
  name: string,
  read: (record: { readonly [key: string]: State }, what: string) => T,
): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  listOf(value, name, (item, what) => {
    const record = fieldsOf(item, what);
    const [source, model] = [
      textOf(record.source, `${what}.source`),
      textOf(record.model, `${what}.model`),
    ];
    const group = groups.get(keyOf(source, model)) ?? [];
    const one = read(record, what);
    if (group.some(({ unique_id }) => unique_id === one.unique_id)) {
      throw new InvalidState(`${what} repeats ${one.unique_id} of ${model} on ${source}`);
    }
    groups.set(keyOf(source, model), [...group, one]);
  });
  return groups;
}

function keyOf(source: string, model: string): string {
  return JSON.stringify([source, model]);
}

function readingOf(record: { readonly [key: string]: State }, what: string): TableOptions {
  const recorded = READING_NAMES.filter((name) => record[name] !== undefined);
  return Object.fromEntries(
    recorded.map((name) => [name, recordedOption(READING[name], record[name], `${what}.${name}`)]),
  );
}

/** The value of a reading option as a baseline records it. */
function recordedOption(option: ReadingOption, value: State | undefined, what: string) {
  switch (option.kind) {
    case "names":
    case "texts":
      return listOf(value, what, textOf);
    case "choice":
      return choiceOf(value, what, option.choices);
    case "whole":
      return wholeOf(value, what, option.min, option.max);
    case "bytes":
      return wholeOf(value, what, 1, Number.MAX_SAFE_INTEGER);
    case "switch":
      return flagOf(value!, what);
    default:
      return textOf(value, what);
  }
}

/** A level of intervals, in percent. */
function levelOf(value: State, what: string): number {
  const level = numberOf(value, what, 1, 100);
  if (level < 100) return level;
  throw new InvalidState(`${what} must be below 100`);
}

/** What stands beside the options of how a source is read. */
const SETTINGS = [
  ...["source", "horizon", "seed", "levels", "sha256", "intervals", "folds", "step"],
  ...["features", "models"],
];

/** What is written wrong would never have an effect, and nobody would know. */
function requireOnly(
  fields: { readonly [key: string]: State },
  what: string,
  known: readonly string[],
): void {
  const unknown = Object.keys(fields).find((name) => !known.includes(name));
  if (unknown !== undefined) throw new InvalidState(`there is no ${what}.${unknown}`);
}

function flagOf(value: State, what: string): boolean {
  if (typeof value === "boolean") return value;
  throw new InvalidState(`${what} must be true or false`);
}

function rulesOf(value: State | undefined): RuleTexts {
  const fields = fieldsOf(value, "rules");
  requireOnly(fields, "rules", RULE_NAMES);
  const { tolerance, warn, require, timeBudget, perSeries, exact } = fields;
  const texts: RuleTexts = {
    ...(tolerance !== undefined && { tolerance: textOf(tolerance, "rules.tolerance") }),
    ...(warn !== undefined && { warn: textOf(warn, "rules.warn") }),
    ...(require !== undefined && { require: listOf(require, "rules.require", textOf) }),
    ...(timeBudget !== undefined && { timeBudget: textOf(timeBudget, "rules.timeBudget") }),
    ...(perSeries !== undefined && { perSeries: flagOf(perSeries, "rules.perSeries") }),
    ...(exact !== undefined && { exact: flagOf(exact, "rules.exact") }),
  };
  try {
    parseRules(texts);
  } catch (error) {
    if (error instanceof UsageError) throw new InvalidState(`in its rules ${error.message}`);
    throw error;
  }
  return texts;
}

const RULE_NAMES = ["tolerance", "warn", "require", "timeBudget", "perSeries", "exact"];

function numberOrNull(value: State, what: string): number | null {
  return value === null ? null : anyNumber(value, what);
}

function anyNumber(value: State, what: string): number {
  return numberOf(value, what, -Number.MAX_VALUE, Number.MAX_VALUE);
}
