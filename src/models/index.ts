import { parseSpec, type SpecPart, specError } from "../spec/grammar.js";
import { suggestion } from "../suggest.js";
import { abortable } from "./abortable.js";
import { auto } from "./auto/auto.js";
import type { Model, ModelDefinition } from "./model.js";
import { definitions } from "./registry/definitions.js";
import { type ModelSpec, modelSpec } from "./registry/model-spec.js";

/** All models, in the order in which they are listed. */
export const models: readonly ModelDefinition[] = [auto, ...definitions];

/**
 * A model from its spec, such as `lstm:hidden=64`.
 *
 * @example
 * const panel = await readPanel("sales.csv");
 * const fitted = await createModel("theta").fit(panel, { horizon: 12, seed: 1, warn: console.warn });
 * fitted.forecast(12, [80, 95]);
 *
 * @throws UsageError for an unknown model or option, with the nearest name
 */
export function createModel(text: string): Model {
  return parseModel(text).create();
}

/**
 * A model from its spec, such as `lstm:hidden=64`, whose fit rejects when its signal is aborted unless it is
 * `partial`.
 *
 * @example
 * const panel = await readPanel("nottem");
 * const context = { horizon: 12, seed: 1, warn: console.warn, signal: AbortSignal.timeout(60_000) };
 * const fitted = await createModel("theta").fit(panel, context);
 * fitted.forecast(12, [80, 95]);
 *
 * @throws UsageError for an unknown model or option, with the nearest name
 */
export function createAbortableModel(text: string): Model {
  return abortable(createModel(text));
}

/** @throws UsageError for what is not a spec, or an unknown model, with the nearest name */
export function parseModel(text: string): ModelSpec {
  const spec = parseSpec(text);
  return modelSpec(spec, findModel(spec.name.text, { text, part: spec.name }));
}

/**
 * @param within the spec in which the name was read, for the error
 * @throws UsageError when there is no such model
 */
export function findModel(
  name: string,
  within: { text: string; part: SpecPart } = { text: name, part: { text: name, column: 1 } },
): ModelDefinition {
  const found = models.find((definition) => definition.name === name);
  if (found) return found;
  const names = models.map((definition) => definition.name);
  throw specError(
    within.text,
    within.part,
    `there is no model "${name}"`,
    suggestion(name, names) ?? `The models are ${names.join(", ")}.`,
  );
}
